package gdplot

import (
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

func TestMisuse(t *testing.T) {
	one := gdkit.Descent{Cost: bowl, Start: []float64{1}, Rate: 0.1, Steps: 3}.Run()
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"want two finite numbers, the smaller first": func() { Curve(bowl, 3, -3) },
		"the cost is nil": func() { Curve(nil, 0, 1) },
		"draws a cost of 2 parameters, this one has 1":     func() { Contour(bowl) },
		"Walk draws a cost of 1 parameter, this one has 2": func() { Walk(&gdkit.Linear{Data: twoHouses, Loss: gdkit.Squared}, one) },
		"Row: no figures given":                            func() { Row() },
		"Row: figure 2 is nil":                             func() { Row(Curve(bowl, -1, 1), nil) },
		"EqualAxes: the plot is nil":                       func() { EqualAxes(nil) },
		"trace 2 is empty":                                 func() { Walk(bowl, one, nil) },
		"trace 1 (α=0.1) has 1 parameters, want 2":         func() { Contour(bowl2, one) },
	})
	if err := show([]Figure{nil}); err == nil || !strings.Contains(err.Error(), "figure 1 is nil") {
		t.Errorf("Show(nil): %v", err)
	}
}
