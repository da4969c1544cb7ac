package gdkit_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/optimize"
)

// The ε table of "Understanding Gradient Descent": |∂J/∂w| < ε and |∂J/∂b| < ε on the
// two houses, α = 0.01.
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
		"converged: max |∂J| < 1": {gdkit.GradBelow(1), 5},
		"converged: ‖∇J‖ < 1":     {gdkit.GradNormBelow(1), 5},
		// 0.25 − 1
		"converged: |ΔJ| < 1": {gdkit.CostChangeBelow(1), 4},
		// 0.25 − 0.5
		"converged: max |Δw| < 0.5":                    {gdkit.ParamChangeBelow(0.5), 5},
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

// The forms in which a person wraps a rule.
type (
	loose   struct{ gdkit.Stop }               // an interface value
	clock   struct{ gdkit.TimeBudget }         // a rule with a clock
	patient struct{ gdkit.TimeBudget }         // with a Check of its own
	holding struct{ time gdkit.TimeBudget }    // in a named field
	either  struct{ first, second gdkit.Stop } // two in named fields
	deeper  struct{ loose }                    // at two levels
	twofold struct{ gdkit.Patience }           // by value
	pointed struct{ *gdkit.Patience }          // by pointer
	spender struct{ gdkit.Budget }             // a number
	quickly struct{ *gdkit.TimeBudget }        // by pointer
	lower   struct{ gdkit.Below }              // a struct with a function
	lowered struct{ *gdkit.Below }             // by pointer
	spent   struct{ *gdkit.Budget }            // by pointer
)

func (p patient) Check(tr *gdkit.Trace) (gdkit.Reason, string) {
	if tr.Steps() >= 3 {
		return gdkit.Converged, "three steps"
	}
	return gdkit.Running, ""
}

func (h holding) Check(tr *gdkit.Trace) (gdkit.Reason, string) { return h.time.Check(tr) }

func (e either) Check(tr *gdkit.Trace) (gdkit.Reason, string) {
	if reason, rule := e.first.Check(tr); reason != gdkit.Running {
		return reason, rule
	}
	return e.second.Check(tr)
}

// stopRuns are the ways in which a rule is asked: the reason and the rule of the run that it
// ended, and its steps.
func stopRuns() map[string]func(stop gdkit.Stop) (reason gdkit.Reason, rule string, steps int) {
	of := func(tr *gdkit.Trace) (gdkit.Reason, string, int) { return tr.Reason, tr.Rule, tr.Steps() }
	plan := func(stop gdkit.Stop) gdkit.Descent {
		return gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 1e-3, Steps: 1 << 30, Stop: stop}
	}
	return map[string]func(stop gdkit.Stop) (gdkit.Reason, string, int){
		"Run": func(stop gdkit.Stop) (gdkit.Reason, string, int) { return of(plan(stop).Run()) },
		"Any": func(stop gdkit.Stop) (gdkit.Reason, string, int) {
			return of(plan(gdkit.Any(nil, gdkit.GradBelow(1e-300), stop)).Run())
		},
		"All": func(stop gdkit.Stop) (gdkit.Reason, string, int) { return of(plan(gdkit.All(stop, nil)).Run()) },
		"inside": func(stop gdkit.Stop) (gdkit.Reason, string, int) {
			return of(plan(gdkit.Any(gdkit.All(loose{stop}))).Run())
		},
		"Race": func(stop gdkit.Stop) (gdkit.Reason, string, int) {
			return of(gdkit.Race{Budget: 1 << 30, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "a",
				Plan: func(float64, uint64) gdkit.Runner { return plan(stop) }}}}.Run().Places[0].Traces[0])
		},
		"walk": func(stop gdkit.Stop) (reason gdkit.Reason, rule string, steps int) {
			for t := range plan(stop).All() {
				steps = t
			}
			run := plan(stop)
			run.Steps = steps // All tells no reason
			tr := run.Run()
			return tr.Reason, tr.Rule, steps
		},
	}
}

// A rule that is wrapped by embedding, or asked by another one, stops where it does by itself.
func TestWrappedStops(t *testing.T) {
	gain, count := gdkit.Patience{Steps: 3, Eps: 0.5}, gdkit.Budget(40)
	below := gdkit.CostChangeBelow(0.2)
	now := gdkit.TimeBudget(2 * time.Millisecond)
	kinds := map[string][]gdkit.Stop{
		"Below":      {below, lower{below}, &lower{below}, lowered{&below}, loose{below}, deeper{loose{below}}},
		"Patience":   {gain, twofold{gain}, pointed{&gain}, loose{gain}, &loose{&gain}, deeper{loose{gain}}},
		"Budget":     {count, spender{count}, spent{&count}, loose{count}, deeper{loose{&count}}},
		"TimeBudget": {now, clock{now}, quickly{&now}, loose{now}, deeper{loose{now}}, holding{now}, either{gdkit.GradBelow(1e-300), now}},
	}
	for _, name := range exportedKinds(t, "Stop") {
		if kinds[name] == nil {
			t.Errorf("the rule %s is not in the table", name)
		}
	}
	for name, stops := range kinds {
		wantReason, wantRule, wantSteps := stopRuns()["Run"](stops[0])
		if wantReason == gdkit.Running || wantRule == "" || name != "TimeBudget" && wantSteps < 3 {
			t.Fatalf("%s alone: %v by %q after %d steps", name, wantReason, wantRule, wantSteps)
		}
		for how, run := range stopRuns() {
			for _, stop := range stops {
				reason, rule, steps := run(stop)
				switch {
				case name == "TimeBudget" && how == "walk":
					// that it ended is all that there is to see
				case reason != wantReason || rule != wantRule || name != "TimeBudget" && steps != wantSteps:
					t.Errorf("%T, %s: %v by %q after %d steps, want %v by %q after %d", stop, how, reason, rule, steps, wantReason, wantRule, wantSteps)
				}
			}
		}
		opponent := gdkit.Opponent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Method: &slowly{}, Steps: 1 << 30, Stop: stops[0]}
		want := opponent.Run()
		for _, stop := range stops[1:] {
			opponent.Stop = stop
			if got := opponent.Run(); got.Reason != want.Reason || got.Rule != want.Rule || name != "TimeBudget" && got.Len() != want.Len() {
				t.Errorf("%T, Opponent: %v, want %v", stop, got, want)
			}
		}
	}
	// One that overrides Check is asked by its own.
	for how, run := range stopRuns() {
		if reason, rule, steps := run(patient{1}); reason != gdkit.Converged || rule != "three steps" || steps != 3 {
			t.Errorf("a Check of its own, %s: %v by %q after %d steps", how, reason, rule, steps)
		}
	}
}

// slowly is a method of gonum that goes down without arriving.
type slowly struct{ optimize.GradientDescent }

// Without rules, and with nil for a rule, there is nothing that stops.
func TestStopsOfNothing(t *testing.T) {
	for _, stop := range []gdkit.Stop{gdkit.Any(), gdkit.All(), gdkit.Any(nil), gdkit.All(nil, nil)} {
		if tr := (gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 9, Stop: stop}).Run(); tr.Steps() != 9 || tr.Reason != gdkit.MaxSteps || tr.Rule != "" {
			t.Errorf("%#v: %v", stop, tr)
		}
	}
	// What the caller does with the list afterwards changes nothing.
	list := []gdkit.Stop{nil, gdkit.GradBelow(4)}
	stop := gdkit.Any(list...)
	list[1] = nil
	if tr := (gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 9, Stop: stop}).Run(); tr.Steps() != 3 {
		t.Errorf("%v, want 3 steps", tr)
	}
	// Once a run is over its clock stands, so that equal runs have equal traces.
	tr := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 9}.Run()
	if reason, _ := gdkit.TimeBudget(0).Check(tr); reason != gdkit.Running {
		t.Errorf("a run that is over: %v", reason)
	}
}

// All hands over the points up to the one at which Run stops, with batches and with
// points now and then too.
func TestAllHonoursStop(t *testing.T) {
	for what, d := range map[string]gdkit.Descent{
		"each step": {Cost: square, Start: []float64{8}, Rate: 0.1, Steps: 100, Stop: gdkit.GradBelow(1)},
		"at once":   {Cost: square, Start: []float64{8}, Rate: 0.1, Steps: 100, Stop: gdkit.GradBelow(100)},
		"never":     {Cost: square, Start: []float64{8}, Rate: 0.1, Steps: 100, Stop: gdkit.GradBelow(1e-300)},
		"every 7":   {Cost: square, Start: []float64{8}, Rate: 0.1, Steps: 100, Every: 7, Stop: gdkit.GradBelow(1)},
		"by batch":  {Cost: sixHouses(), Start: []float64{0, 0}, Rate: 0.05, Steps: 3000, Batch: 4, Stop: gdkit.CostChangeBelow(10)},
		"budget":    {Cost: sixHouses(), Start: []float64{0, 0}, Rate: 0.05, Steps: 3000, Batch: 4, Stop: gdkit.Budget(100)},
		"searched": {Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1, Steps: 300, Method: gdkit.NewBacktracking(), Stop: gdkit.Below{
			Name: "α", Eps: 1e-3, Of: func(tr *gdkit.Trace, i int) float64 { return tr.Rate[max(i-1, 0)] }}},
		"diverges": {Cost: square, Start: []float64{8}, Rate: 1.5, Steps: 2000, Stop: gdkit.GradBelow(1)},
	} {
		run := d.Run()
		last, end := 0, []float64(nil)
		for step, at := range d.All() {
			last, end = step, slices.Clone(at.W)
		}
		if what == "diverges" {
			if last != 2000 {
				t.Errorf("%s: %d steps, want to go on through infinities", what, last)
			}
			continue
		}
		if last != run.Steps() || !slices.Equal(end, run.Last()) || what != "never" && run.Steps() > d.Steps/2 {
			t.Errorf("%s: All ends at step %d, %v, and Run at %v, %v", what, last, end, run, run.Last())
		}
	}
}
