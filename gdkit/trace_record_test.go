package gdkit_test

import (
	"strings"
	"testing"

	"gdlab/gdkit"
)

// A run that diverged names the largest stable rate: from the Hessian, with many parameters by Lanczos, and for a loss without a second
// derivative in general terms.
func TestAdviceAfterDivergence(t *testing.T) {
	many := make([]float64, 500)
	for i := range many {
		many[i] = 1 + float64(i)/500
	}
	many[499] = 8
	for want, d := range map[string]gdkit.Descent{
		"try a Rate below 2/λmax = 0.2":  {Cost: gdkit.Quadratic(1, 10), Start: []float64{1, 1}, Rate: 0.21, Steps: 50},
		"try a Rate below 2/λmax = 0.25": {Cost: gdkit.Quadratic(many...), Start: gdkit.Quadratic(many...).Start, Rate: 0.3, Steps: 100},
		"try a smaller Rate":             {Cost: square, Start: []float64{3}, Rate: 1.1, Steps: 20},
	} {
		if tr := d.Run(); tr.Reason != gdkit.Diverged || tr.Advice != want {
			t.Errorf("%v: advice %q, want %q", tr, tr.Advice, want)
		}
	}
	absolute := gdkit.Descent{Cost: &gdkit.Linear{Data: twoHouses().Data, Loss: gdkit.Absolute}, Start: []float64{300, 100}, Rate: 1e3, Steps: 5}
	if tr := absolute.Run(); tr.Reason == gdkit.Diverged && !strings.Contains(tr.Advice, "try a") {
		t.Errorf("%v: advice %q", tr, tr.Advice)
	}
}
