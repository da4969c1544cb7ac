package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// On equal axes an arrow points along −∇J; on others as a small step there does on the page. Eight
// times the slope is an arrow twice as long.
func TestFieldDirections(t *testing.T) {
	j := gdkit.Quadratic(1, 8)
	p := Field(j)
	// points on the page for each unit of w₂, where w₁ has one for each
	for _, unitY := range []float64{1, 3} {
		c := draw.NewCanvas(&recorder.Canvas{}, 300, 300)
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -150, 150, -150/unitY, 150/unitY
		all, least, most := field{j}.arrows(c, p, 30)
		if len(all) != 100 {
			t.Fatalf("%d arrows, want 10×10", len(all))
		}
		for _, a := range all {
			w := []float64{float64(a.at.X) - 150, (float64(a.at.Y) - 150) / unitY}
			dx, dy := -w[0], -8*w[1]*unitY // −∇J by hand, on the page
			if length := math.Hypot(dx, dy); math.Hypot(a.dx-dx/length, a.dy-dy/length) > 1e-9 {
				t.Errorf("at %v the arrow points to (%v, %v), want (%v, %v)", w, a.dx, a.dy, dx/length, dy/length)
			}
			if want := math.Hypot(w[0], 8*w[1]); math.Abs(a.slope-want) > 1e-9*want || a.slope < least || a.slope > most {
				t.Errorf("slope %v at %v, want %v between %v and %v", a.slope, w, want, least, most)
			}
			// Centred on its point, it stays inside the picture.
			reach := arrowLength(a.slope, most, 30) / 2
			if x, y := float64(a.at.X), float64(a.at.Y); math.Min(math.Min(x, 300-x), math.Min(y, 300-y)) < reach {
				t.Errorf("the arrow at (%v, %v) leaves the picture", x, y)
			}
		}
	}
	if ratio := arrowLength(8, 9, 30) / arrowLength(1, 9, 30); math.Abs(ratio-2) > 1e-12 {
		t.Errorf("eight times the slope is %v times as long, want 2", ratio)
	}
}

func TestFieldDraws(t *testing.T) {
	zero := func(grad []float64) {
		for i := range grad {
			grad[i] = 0
		}
	}
	flat := gdkit.CostFunc(func(grad, w []float64) float64 { zero(grad); return 7 })
	half := gdkit.CostFunc(func(grad, w []float64) float64 { // nothing to the left
		if grad != nil {
			grad[0], grad[1] = 0.5/math.Sqrt(w[0]), 0
		}
		return math.Sqrt(w[0])
	})
	for want, f := range map[string]Figure{
		"The gradient is 0, or not finite, everywhere":          Field(flat),
		"arrows of −∇J":                                         Field(half),
		"length with its cube root. α=50: 40 steps from w = (1": Field(bowl2, gdkit.Descent{Cost: bowl2, Start: []float64{1, 1}, Rate: 50, Steps: 40}.Run()),
	} {
		if text := Describe(f); !strings.Contains(text, want) || strings.Contains(text, "NaN") {
			t.Errorf("%q, want %q in it", text, want)
		}
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"Field draws a cost of 2 parameters, this one has 1": func() { Field(bowl) },
		"fails at so many numbers":                           func() { Field(gdkit.CostFunc(func(_, w []float64) float64 { return w[2] })) },
	})
}
