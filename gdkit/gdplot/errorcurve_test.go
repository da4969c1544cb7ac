package gdplot

import (
	"math"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

func TestAnyErrorCurveDraws(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]gdkit.ErrorCurve{
		"one":     {H: []float64{1e-3}, Central: []float64{1e-5}, Forward: []float64{1e-4}},
		"zeros":   {H: []float64{1e-1, 1e-3}, Central: []float64{0, 0}, Forward: []float64{0, 0}},
		"none":    {H: []float64{1e-1, 1e-3}, Central: []float64{nan, inf}, Forward: []float64{inf, nan}},
		"endless": {H: []float64{inf, 1, 1e-3}, Central: []float64{1, 1e-3, 1e-9}, Forward: []float64{1, 1e-3, 1e-6}},
		"far":     {H: []float64{1e300, 1e-300}, Central: []float64{5e-324, 1e308}, Forward: []float64{1, 1e308}},
	} {
		if message := drawsAndTells(func() Figure { return ErrorCurve(c) }, true); message != "" {
			t.Errorf("%s: %s", name, message)
		}
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"got 0 steps":           func() { ErrorCurve(gdkit.ErrorCurve{}) },
		"1 central and 0 forwa": func() { ErrorCurve(gdkit.ErrorCurve{H: []float64{1}, Central: []float64{1}}) },
	})
}
