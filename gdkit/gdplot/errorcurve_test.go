package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// For J = eʷ Taylor's formula gives the errors, relative to the slope: h²/6 for central differences, h/2 for forward ones.
func TestGuidesLieOnTheory(t *testing.T) {
	c := gdkit.GradErrors(gdkit.Scalar(math.Exp, math.Exp), []float64{1})
	hc, ec := c.BestCentral()
	hf, ef := c.BestForward()
	central := errorLine{0, "central", c.H, c.Central, 2, hc, ec}.guides()
	forward := errorLine{1, "forward", c.H, c.Forward, 1, hf, ef}.guides()
	if len(central) != 2 || len(forward) != 1 {
		t.Fatalf("%d guides for central differences, want 2; %d for forward ones, want 1", len(central), len(forward))
	}
	for i, g := range []guide{central[0].(guide), forward[0].(guide)} {
		if want := []float64{1. / 6, 1. / 2}[i]; math.Abs(g.scale/want-1) > 0.02 || g.power != float64(2-i) {
			t.Errorf("%s: %v·h^%v, want the factor %v", g.name, g.scale, g.power, want)
		}
	}
	if g := central[1].(guide); g.power != -1 || g.scale < 1e-18 || g.scale > 1e-15 { // about ε
		t.Errorf("rounding is %v·h^%v, want about 2e-16/h", g.scale, g.power)
	}
	text := Describe(ErrorCurve(c))
	if !strings.Contains(text, "least near h = 6e−6") || !strings.Contains(text, "least near h = 2e−8") {
		t.Errorf("best steps: %q", text)
	}
}

// A quadratic cost has no h² to show: central differences are exact but for rounding.
func TestNoGuideWithoutReason(t *testing.T) {
	c := gdkit.GradErrors(bowl, []float64{1})
	h, e := c.BestCentral()
	for _, g := range (errorLine{0, "central", c.H, c.Central, 2, h, e}).guides() {
		if g.(guide).power == 2 {
			t.Errorf("a guide for h² on a quadratic cost, best h %v", h)
		}
	}
	Describe(ErrorCurve(c))
}

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
	wantPanics(t, map[string]func(){
		"got 0 steps":           func() { ErrorCurve(gdkit.ErrorCurve{}) },
		"1 central and 0 forwa": func() { ErrorCurve(gdkit.ErrorCurve{H: []float64{1}, Central: []float64{1}}) },
	})
}

func TestDecades(t *testing.T) {
	for _, c := range []struct {
		v      []float64
		lo, hi float64
	}{{[]float64{0.1, 0}, 0.1, 1}, {[]float64{3e-7, 20}, 1e-7, 100}, {nil, 0.1, 1}, {[]float64{1e-3, 1}, 1e-3, 1}} {
		if lo, hi := decades(c.v); math.Abs(lo/c.lo-1) > 1e-12 || math.Abs(hi/c.hi-1) > 1e-12 {
			t.Errorf("%v: %v to %v, want %v to %v", c.v, lo, hi, c.lo, c.hi)
		}
	}
}
