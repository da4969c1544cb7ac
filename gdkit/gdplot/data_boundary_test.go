package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// twoKinds are four examples of each class over x₁ and x₂; a third feature is the
// same for all but one.
func twoKinds() *gdkit.Dataset {
	return &gdkit.Dataset{Target: "ripe", Features: []string{"red", "soft", "weight_g"},
		X: mat.NewDense(8, 3, []float64{
			0, 0, 5, 1, 0, 5, 0, 1, 5, 1, 1, 5,
			2, 2, 5, 3, 2, 5, 2, 3, 5, 3, 3, 13}),
		Y: []float64{0, 0, 0, 0, 1, 1, 1, 1}}
}

// The line is where the model says ½, features that are not drawn stand at their mean, and the text
// counts who is on which side.
func TestBoundary(t *testing.T) {
	d := twoKinds()
	// p = ½ on x₁ + 2x₂ = 3 where the third feature has its mean, 6.
	model := func(x []float64) float64 { return gdkit.Sigmoid(x[0] + 2*x[1] - 3 + 10*(x[2]-6)) }
	var rec recorder.Canvas
	c := draw.NewCanvas(&rec, 300, 200)
	p, s := classes("Boundary", d, []string{"red", "soft"})
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -1, 4, -1, 4
	probabilities{model, []float64{1.5, 1.5, 6}, s}.Plot(c, p)
	n := 0
	for _, a := range rec.Actions {
		line, ok := a.(*recorder.Stroke)
		if !ok {
			continue
		}
		for _, part := range line.Path {
			n++
			x, y := float64(part.Pos.X)/60-1, float64(part.Pos.Y)/40-1
			if math.Abs(x+2*y-3) > 0.01 {
				t.Errorf("the line passes (%v, %v), where the model says %v", x, y, model([]float64{x, y, 6}))
			}
		}
	}
	if n < 100 {
		t.Errorf("a line of %d points", n)
	}
	fig := Boundary(d, func(x []float64) float64 { return gdkit.Sigmoid(x[0] + 2*x[1] - 3.5) }, "red", "soft")
	text := Describe(fig)
	for _, want := range []string{"8 of 8 lie on their side of ½", "4 examples with ripe = 0 and 4 with 1", "Across: red"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q, want %q in it", text, want)
		}
	}
	all := Boundary(d, func(x []float64) float64 { return 0.9 })
	if text := Describe(all); !strings.Contains(text, "4 of 8 lie on their side") || !strings.Contains(text, "does not pass through this picture") {
		t.Errorf("%q", text)
	}
	odd := Boundary(d, func(x []float64) float64 { return math.Sqrt(1.5 - x[0]) })
	if text := Describe(odd); !strings.Contains(text, "undefined for rows 4, 5, 6, 7") {
		t.Errorf("%q", text)
	}
}

// The two sides are shaded in the colours of their classes, darker the surer, and
// white lies between.
func TestBoundaryShades(t *testing.T) {
	g := sample(gdkit.CostFunc(func(_, w []float64) float64 { return w[0] }), 0, 1, 0, 1)
	img := shaded(g, 400, 300)
	b := img.Bounds()
	lightness := func(f float64) (red, blue, sum int) {
		r, gr, bl, _ := img.At(int(f*float64(b.Dx()-1)), b.Dy()/2).RGBA()
		return int(r >> 8), int(bl >> 8), int(r>>8) + int(gr>>8) + int(bl>>8)
	}
	before := 0
	for _, f := range []float64{0.03, 0.15, 0.25, 0.35, 0.45} {
		red, blue, sum := lightness(f)
		red1, blue1, sum1 := lightness(1 - f)
		if blue < red || red1 < blue1 {
			t.Errorf("at probability %v: red %d, blue %d; at %v: red %d, blue %d", f, red, blue, 1-f, red1, blue1)
		}
		if min(sum, sum1) <= before {
			t.Errorf("at probability %v the shade is %d and %d, want lighter than %d", f, sum, sum1, before)
		}
		before = min(sum, sum1)
	}
}
