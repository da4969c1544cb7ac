package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// For J = eʷ Taylor's formula gives the errors, relative to the slope: h²/6 for central
// differences, h/2 for forward ones.
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
