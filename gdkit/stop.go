package gdkit

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gonum.org/v1/gonum/floats"
)

// A Stop ends a run before its Steps are taken. Check is called after each point, with that point
// last in the trace. It returns Running to go on, else the reason to stop and the rule in words. It
// reads the trace and remembers nothing, so it may serve any number of runs.
type Stop interface {
	Check(tr *Trace) (reason Reason, rule string)
}

// Below stops as converged when a quantity that the trace knows falls below Eps. The functions
// below make the usual ones.
type Below struct {
	Name string                         // for example "max |∂J|"
	Eps  float64                        // ε > 0, in the unit of the quantity
	Of   func(tr *Trace, i int) float64 // the quantity at point i; NaN where it has no value yet
}

// Check implements Stop.
func (b Below) Check(tr *Trace) (Reason, string) {
	if b.Of(tr, tr.Len()-1) < b.Eps {
		return Converged, fmt.Sprintf("%s < %g", b.Name, b.Eps)
	}
	return Running, ""
}

// GradBelow stops when every component of the gradient is smaller than ε: max |∂J/∂wⱼ| < ε.
//
// ε has the unit of the gradient, so the same ε buys another accuracy after the features are
// rescaled: ‖w − w*‖ ≤ ‖∇J‖/λmin on a quadratic. SciPy's gtol is this rule. Rival: GradNormBelow.
func GradBelow(eps float64) Below {
	return Below{"max |∂J|", epsilon("GradBelow", eps), func(tr *Trace, i int) float64 { return tr.GradMax[i] }}
}

// GradNormBelow stops when the length of the gradient is smaller than ε: ‖∇J‖₂ < ε.
func GradNormBelow(eps float64) Below {
	return Below{"‖∇J‖", epsilon("GradNormBelow", eps), func(tr *Trace, i int) float64 { return tr.GradNorm[i] }}
}

// CostChangeBelow stops when a step changes the cost by less than ε: |J(t) − J(t−1)| < ε. In a long
// valley the cost hardly changes while the minimum is still far. Rival: scikit-learn compares with
// the best loss so far.
func CostChangeBelow(eps float64) Below {
	return Below{"|ΔJ|", epsilon("CostChangeBelow", eps), func(tr *Trace, i int) float64 {
		if i == 0 {
			return math.NaN()
		}
		return math.Abs(tr.J[i] - tr.J[i-1])
	}}
}

// ParamChangeBelow stops when a step moves no parameter by ε or more: max |wⱼ(t) − wⱼ(t−1)| < ε. A
// small learning rate alone fulfils it.
func ParamChangeBelow(eps float64) Below {
	return Below{"max |Δw|", epsilon("ParamChangeBelow", eps), func(tr *Trace, i int) float64 {
		if i == 0 {
			return math.NaN()
		}
		return floats.Distance(tr.W(i), tr.W(i-1), math.Inf(1))
	}}
}

// Patience stops when the best cost has not improved by more than Eps for Steps steps (early
// stopping). The noise of small batches does not deceive it. With Ascend, best is highest.
type Patience struct {
	Steps int
	Eps   float64
}

// Check implements Stop.
func (p Patience) Check(tr *Trace) (Reason, string) {
	if p.Steps < 1 {
		panic(fmt.Sprintf("gdkit: Patience.Steps is %d, want at least 1", p.Steps))
	}
	if tr.Steps() < p.Steps {
		return Running, ""
	}
	old := tr.Index(tr.Steps() - p.Steps)
	sign := 1.0
	if tr.Ascend {
		sign = -1
	}
	best := math.Inf(1)
	for _, j := range tr.J[:old+1] {
		best = min(best, sign*j)
	}
	for _, j := range tr.J[old+1:] {
		if sign*j < best-p.Eps {
			return Running, ""
		}
	}
	return Converged, fmt.Sprintf("no gain of more than %g in %d steps", p.Eps, p.Steps)
}

// Budget stops when the given number of examples has been read; a cost without data has one. It is
// no sign of convergence, so the reason is MaxSteps.
type Budget int

// Check implements Stop.
func (b Budget) Check(tr *Trace) (Reason, string) {
	if tr.Examples >= int(b) {
		return MaxSteps, fmt.Sprintf("%d examples read", tr.Examples)
	}
	return Running, ""
}

// A runBudget is what one run of a Race may read. It comes with the context of the run, so that it
// reaches the Descent or the Opponent that does the work, whatever a person's own type puts round
// it.
type runBudget struct {
	examples int
	taken    atomic.Bool // a Descent or an Opponent has seen it
}

type runBudgetKey struct{}

// runBudgetOf is the budget that ctx brings, if the run is one of a race.
func runBudgetOf(ctx context.Context) (examples int, ok bool) {
	b, ok := ctx.Value(runBudgetKey{}).(*runBudget)
	if !ok {
		return 0, false
	}
	b.taken.Store(true)
	return b.examples, true
}

// TimeBudget stops at the first point that a run reaches after the given time. How far it comes
// depends on the machine, so it is for exploring and not for comparing. The reason is MaxSteps.
type TimeBudget time.Duration

// Check implements Stop. The trace of a run knows when the run began. Once that is over no time
// passes.
func (b TimeBudget) Check(tr *Trace) (Reason, string) {
	if !tr.began.IsZero() && time.Since(tr.began) >= time.Duration(b) {
		return MaxSteps, fmt.Sprintf("%v are over", time.Duration(b))
	}
	return Running, ""
}

// Any stops as soon as one of the rules does, and names it. A nil among them is left out; without
// any rule it never stops.
func Any(stops ...Stop) Stop { return anyOf(withoutNil(stops)) }

// All stops when all of the rules would, with the reason of the first. A nil among them is left
// out; without any rule it never stops.
func All(stops ...Stop) Stop { return allOf(withoutNil(stops)) }

func withoutNil(stops []Stop) []Stop {
	return slices.DeleteFunc(slices.Clone(stops), func(s Stop) bool { return s == nil })
}

type (
	anyOf []Stop
	allOf []Stop
)

func (a anyOf) Check(tr *Trace) (Reason, string) {
	for _, s := range a {
		if reason, rule := s.Check(tr); reason != Running {
			return reason, rule
		}
	}
	return Running, ""
}

func (a allOf) Check(tr *Trace) (Reason, string) {
	first, rules := Running, make([]string, 0, len(a))
	for i, s := range a {
		reason, rule := s.Check(tr)
		if reason == Running {
			return Running, ""
		}
		if i == 0 {
			first = reason
		}
		rules = append(rules, rule)
	}
	return first, strings.Join(rules, " and ")
}

func epsilon(name string, eps float64) float64 {
	if !(eps > 0) || math.IsInf(eps, 0) {
		panic(fmt.Sprintf("gdkit: %s: ε is %v, want a finite number > 0, for example 1e-3", name, eps))
	}
	return eps
}
