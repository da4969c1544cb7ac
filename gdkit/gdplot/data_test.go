package gdplot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

var homes = &gdkit.Dataset{Name: "homes", Target: "price_kusd", Features: []string{"size_ksqft", "age_y"},
	X: mat.NewDense(3, 2, []float64{1, 30, 2, 10, 1.5, 20}), Y: []float64{300, 500, 410}}

func TestData(t *testing.T) {
	p := Data(homes)
	if p.X.Label.Text != "size_ksqft" || p.Y.Label.Text != "price_kusd" || p.X.Min >= 1 || p.X.Max <= 2 || p.Y.Min >= 300 || p.Y.Max <= 500 {
		t.Errorf("%q from %v to %v, %q from %v to %v", p.X.Label.Text, p.X.Min, p.X.Max, p.Y.Label.Text, p.Y.Min, p.Y.Max)
	}
	if text := Describe(p); !strings.Contains(text, "3 examples, price_kusd from 300 to 500.") {
		t.Errorf("%q", text)
	}
	p = Data(homes.Standardize(), "age_y")
	if p.X.Label.Text != "age_y, scaled" {
		t.Errorf("label %q, want the name and that it is scaled", p.X.Label.Text)
	}
	p.X.Max = 0.5 // the oldest home lies beyond
	if text := Describe(p); !strings.Contains(text, "1 of them lie outside") {
		t.Errorf("%q", text)
	}
	bare := &gdkit.Dataset{X: mat.NewDense(1, 1, []float64{7}), Y: []float64{7}}
	if p := Data(bare); p.X.Label.Text != "x₁" || p.Y.Label.Text != "y" || !(p.X.Min < 7 && p.X.Max > 7) {
		t.Errorf("one example without names: %q %q from %v to %v", p.X.Label.Text, p.Y.Label.Text, p.X.Min, p.X.Max)
	}
}

// Each example is a marker at its place, whatever the ranges.
func TestDataPlaces(t *testing.T) {
	var rec recorder.Canvas
	c := draw.NewCanvas(&rec, 200, 100)
	p := Data(homes)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 4, 0, 1000
	scatter{homes, homes.X.ColView(0).AtVec}.Plot(c, p)
	var got []vg.Point
	for _, a := range rec.Actions {
		if f, ok := a.(*recorder.Fill); ok {
			var mid vg.Point
			for _, part := range f.Path {
				if part.Type == vg.ArcComp {
					mid = part.Pos
				}
			}
			got = append(got, mid)
		}
	}
	if want := []vg.Point{{X: 50, Y: 30}, {X: 100, Y: 50}, {X: 75, Y: 41}}; !slices.EqualFunc(got, want, func(a, b vg.Point) bool {
		return distance(a, b) < 1e-9
	}) {
		t.Errorf("markers at %v, want %v", got, want)
	}
}

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

// Milestones come where the cost has fallen by equal factors: for a cost that halves each step they are equally far apart.
func TestMilestones(t *testing.T) {
	halving := make([]float64, 40)
	for i := range halving {
		halving[i] = math.Pow(0.5, float64(i))
	}
	for name, c := range map[string]struct{ j, want []float64 }{
		"halving":        {halving, []float64{0, 2, 3, 5, 6, 8, 9, 39}}, // 1/1000 of the way is 10 halvings, in 7 parts: 1.42 steps each
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

func TestDataMisuse(t *testing.T) {
	one := &gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}
	two := &gdkit.Linear{Data: homes, Loss: gdkit.HalfSquared}
	wantPanics(t, map[string]func(){
		`Data: homes has no feature "rooms", want one of ["size_ksqft" "age_y"]`: func() { Data(homes, "rooms") },
		"Data draws one feature against the target, got 2":                       func() { Data(homes, "age_y", "size_ksqft") },
		"Data: gdkit: the data set has no examples":                              func() { Data(nil) },
		"Fit: the model is nil":                                                  func() { Fit(nil, nil) },
		"Fit draws a model of one feature: gdkit: Linear.Predict: the example":   func() { Fit(two.Predict, []float64{1, 2, 3}) },
		"Training: trace 1 is empty":                                             func() { Training(one.Predict, nil) },
		"Classes: homes has the target 300 in row 0, want the classes 0 and 1":   func() { Classes(homes) },
		"Classes draws two features, got 1":                                      func() { Classes(homes, "age_y") },
		"Classes draws 2 features, the data set has 1":                           func() { Classes(twoHouses) },
		"Boundary: the function is nil":                                          func() { Boundary(homes, nil) },
	})
}
