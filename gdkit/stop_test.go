package gdkit_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
)

// The ε table of "Understanding Gradient Descent": |∂J/∂w| < ε and |∂J/∂b| < ε on the two houses, α = 0.01.
func TestEpsilonTable(t *testing.T) {
	for _, c := range []struct {
		eps   float64
		steps int
	}{{1e-1, 3457}, {1e-2, 6613}, {1e-3, 9768}, {1e-4, 12923}, {1e-6, 19234}, {1e-8, 25544}} {
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.01, Steps: 30000, Stop: gdkit.GradBelow(c.eps)}.Run()
		if run.Len()-1 != c.steps || run.Reason != gdkit.Converged {
			t.Errorf("ε = %g: %v, want %d steps", c.eps, run, c.steps)
		}
		// ‖w − w*‖ ≤ ‖∇J‖/λmin
		distance := math.Hypot(run.Last()[0]-100, run.Last()[1]-200)
		if limit := run.GradNorm[c.steps] / 0.0729490; distance > limit*(1+1e-6) {
			t.Errorf("ε = %g: the minimum is %g away, more than the bound %g", c.eps, distance, limit)
		}
		switch c.eps {
		case 1e-1:
			near(t, "w", run.Last()[1], 199.1529, 1e-6)
			near(t, "b", run.Last()[0], 101.3706, 1e-6)
		case 1e-3:
			near(t, "w", run.Last()[1], 199.99153, 1e-7)
			near(t, "b", run.Last()[0], 100.01370, 1e-7)
		}
	}
}

func TestStops(t *testing.T) {
	run := func(stop gdkit.Stop) *gdkit.Trace {
		return gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 60, Stop: stop}.Run()
	}
	// w halves at each step: w = 8·2⁻ᵗ, slope 16·2⁻ᵗ, J = 64·4⁻ᵗ.
	for words, c := range map[string]struct {
		stop  gdkit.Stop
		steps int
	}{
		"converged: max |∂J| < 1":                      {gdkit.GradBelow(1), 5},
		"converged: ‖∇J‖ < 1":                          {gdkit.GradNormBelow(1), 5},
		"converged: |ΔJ| < 1":                          {gdkit.CostChangeBelow(1), 4},    // 0.25 − 1
		"converged: max |Δw| < 0.5":                    {gdkit.ParamChangeBelow(0.5), 5}, // 0.25 − 0.5
		"converged: no gain of more than 1 in 2 steps": {gdkit.Patience{Steps: 2, Eps: 1}, 5},
		"converged: max |∂J| < 4":                      {gdkit.Any(gdkit.GradBelow(0.1), gdkit.GradBelow(4)), 3},
		"converged: max |∂J| < 4 and |ΔJ| < 1":         {gdkit.All(gdkit.GradBelow(4), gdkit.CostChangeBelow(1)), 4},
	} {
		tr := run(c.stop)
		if tr.Len()-1 != c.steps || !strings.Contains(tr.String(), words) {
			t.Errorf("%v, want %d steps and %q", tr, c.steps, words)
		}
	}
	if tr := run(gdkit.GradBelow(1e-300)); tr.Reason != gdkit.MaxSteps || tr.Rule != "" {
		t.Errorf("never below: %v", tr)
	}
	spent := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.01, Steps: 60, Stop: gdkit.Budget(20)}.Run()
	if !strings.HasSuffix(spent.String(), "(stopped: 20 examples read)") {
		t.Errorf("%v", spent)
	}
	if spent.Len()-1 != 10 || spent.Examples != 20 || spent.Reason != gdkit.MaxSteps {
		t.Errorf("a budget of 20 examples on two houses: %v, %d examples", spent, spent.Examples)
	}
}

// A diverging run ends as diverged and not by a rule; a rule that never holds does not hide it.
func TestStopDoesNotHideDivergence(t *testing.T) {
	for _, stop := range []gdkit.Stop{gdkit.GradBelow(1e-3), gdkit.Patience{Steps: 5}, gdkit.Any(gdkit.Patience{Steps: 5})} {
		tr := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 1.05, Steps: 30, Stop: stop}.Run()
		if tr.Reason != gdkit.Diverged || tr.Rule != "" || !strings.Contains(tr.String(), "try a smaller Rate") {
			t.Errorf("%T: %v, want diverged", stop, tr)
		}
	}
}

func ExampleGradBelow() {
	run := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{3, 1}, Rate: 0.1, Steps: 1000, Stop: gdkit.GradBelow(1e-6)}.Run()
	fmt.Println(run)
	// Output: α=0.1: 142 steps, J 9.5 → 4.551e-13 (converged: max |∂J| < 1e-06)
}

func TestTimeBudget(t *testing.T) {
	d := gdkit.Descent{Cost: square, Start: []float64{1}, Rate: 1e-12, Steps: 1 << 40, Stop: gdkit.Any(gdkit.GradBelow(1e-9), gdkit.TimeBudget(time.Millisecond))}
	for range 2 { // the clock starts anew
		if run := d.Run(); run.Reason != gdkit.MaxSteps || run.Rule != "1ms are over" || run.Steps() < 2 {
			t.Errorf("%v after %d steps", run, run.Steps())
		}
	}
}
