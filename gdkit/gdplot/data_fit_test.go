package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// The line is the prediction at each place.
func TestFit(t *testing.T) {
	one := &gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}
	var rec recorder.Canvas
	c := draw.NewCanvas(&rec, 200, 100)
	p := Data(twoHouses)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 4, 0, 1000
	Fit(one.Predict, []float64{100, 200}).Plot(c, p)
	n := 0
	for _, a := range rec.Actions {
		if s, ok := a.(*recorder.Stroke); ok {
			for _, part := range s.Path {
				n++
				if x := float64(part.Pos.X) / 50; math.Abs(float64(part.Pos.Y)-(100+200*x)/10) > 1e-9 {
					t.Errorf("at x = %v the line is at %v, want %v", x, part.Pos.Y, (100+200*x)/10)
				}
			}
		}
	}
	if n < 2 {
		t.Errorf("a line of %d points", n)
	}
	run := gdkit.Descent{Cost: one, Start: []float64{0, 0}, Rate: 0.1, Steps: 300}.Run()
	diverged := gdkit.Descent{Cost: one, Start: []float64{0, 0}, Rate: 5, Steps: 1000}.Run()
	for want, v := range map[string]plot.Plotter{
		"A line of predictions with w = (100, 200).":                     Fit(one.Predict, []float64{100, 200}),
		"8 lines of predictions, from step 0 with w = (0, 0) and J = 85": Training(one.Predict, run),
		"α=5: ": Training(one.Predict, diverged),
	} {
		fig := Data(twoHouses)
		fig.Add(v)
		if text := Describe(fig); !strings.Contains(text, want) {
			t.Errorf("%q, want %q in it", text, want)
		}
	}
}

// Milestones come where the cost has fallen by equal factors: for a cost that halves each step they
// are equally far apart.
func TestMilestones(t *testing.T) {
	halving := make([]float64, 40)
	for i := range halving {
		halving[i] = math.Pow(0.5, float64(i))
	}
	for name, c := range map[string]struct{ j, want []float64 }{
		// 1/1000 of the way is 10 halvings, in 7 parts: 1.42 steps each
		"halving":        {halving, []float64{0, 2, 3, 5, 6, 8, 9, 39}},
		"one point":      {[]float64{5}, []float64{0}},
		"two points":     {[]float64{5, 4}, []float64{0, 1}},
		"constant":       {[]float64{5, 5, 5, 5}, []float64{0, 1, 2, 3}},
		"rising":         {[]float64{1, 2, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, []float64{0, 2, 4, 6, 8, 10, 12, 14}},
		"negative costs": {[]float64{-1, -2, -3}, []float64{0, 1, 2}},
	} {
		got := milestones(c.j, 8)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if float64(got[i]) != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
		}
	}
}
