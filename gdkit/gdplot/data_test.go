package gdplot

import (
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/mat"
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

func TestDataMisuse(t *testing.T) {
	one := &gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}
	two := &gdkit.Linear{Data: homes, Loss: gdkit.HalfSquared}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
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
