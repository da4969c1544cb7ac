package gdkit_test

import (
	"gdlab/gdkit"
	"math"
	"testing"
)

func TestClip(t *testing.T) {
	j := gdkit.Quadratic(1, 1)
	run := gdkit.Descent{Cost: j, Start: []float64{30, 40}, Rate: 1, Steps: 60, Method: &gdkit.Clip{Norm: 1}}.Run()
	near(t, "length of the first step", math.Hypot(run.W(1)[0]-30, run.W(1)[1]-40), 1, 1e-12)
	near(t, "direction", (40-run.W(1)[1])/(30-run.W(1)[0]), 4./3, 1e-12)
	if run.Last()[0] != 0 || run.J[49] == 0 {
		t.Errorf("50 unit steps lead to the minimum, got %v at step 49 and %v at the end", run.W(49), run.Last())
	}
	loose := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1e-3, Steps: 50, Method: &gdkit.Clip{Norm: 1e9, Method: gdkit.NewAdam()}}.Run()
	bare := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1e-3, Steps: 50, Method: gdkit.NewAdam()}.Run()
	near(t, "a loose clip changes nothing", loose.Last()[0], bare.Last()[0], 1e-15)
}
