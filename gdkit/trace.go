package gdkit

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"
)

// A Trace is what a descent saw: one entry for each point, the start first, so that n steps give n+1 entries.
// All fields are exported, so that encoding/gob and with it gonb's cache can carry a Trace.
type Trace struct {
	Label string
	Dim   int // number of parameters

	Params   []float64 // all points one behind the other; see W
	J        []float64 // cost
	GradNorm []float64 // ‖∇J‖₂
	GradMax  []float64 // max |∂J/∂wⱼ|
	Rate     []float64 // α of the step that leaves the point

	Examples int    // examples read for the steps taken, 0 if the cost has no data
	Reason   Reason // why the run ended
	Rule     string // which Stop ended it, "" if none did
	Advice   string // what to do about it, if anything
}

// A Reason says why a run ended.
type Reason int

const (
	Running     Reason = iota // it has not ended
	MaxSteps                  // all steps were taken, or the budget spent. Whether the minimum is near, GradNorm tells
	Converged                 // a Stop found the minimum near enough; see Rule
	Diverged                  // the cost rose, and was highest at the end
	NonFinite                 // the cost or its gradient became NaN or infinite without having risen
	Unbounded                 // the cost fell without end
	Interrupted               // somebody stopped it
)

// String is the reason in words.
func (r Reason) String() string {
	switch r {
	case Running:
		return "running"
	case MaxSteps:
		return "all steps taken"
	case Converged:
		return "converged"
	case Diverged:
		return "diverged"
	case NonFinite:
		return "not finite"
	case Unbounded:
		return "unbounded below"
	case Interrupted:
		return "interrupted"
	}
	return fmt.Sprintf("Reason(%d)", int(r))
}

// Len is the number of points, one more than the steps taken.
func (t *Trace) Len() int { return len(t.J) }

// W is point i, as a view into Params: clone it before you change it.
func (t *Trace) W(i int) []float64 {
	if t.Len() == 0 {
		panic("gdkit: Trace.W: the trace has no points; was the run interrupted before its start?")
	}
	if i < 0 || i >= t.Len() {
		panic(fmt.Sprintf("gdkit: Trace.W: point %d does not exist, want 0 (the start) to %d (the end)", i, t.Len()-1))
	}
	return t.Params[i*t.Dim : (i+1)*t.Dim : (i+1)*t.Dim]
}

// Last is the last point, W(Len()-1).
func (t *Trace) Last() []float64 { return t.W(t.Len() - 1) }

// String is the run in one sentence: its label, how many steps, the cost before and after, and how it ended.
func (t *Trace) String() string {
	if t.Len() == 0 {
		return t.Label + ": no points"
	}
	steps := t.Len() - 1
	s := fmt.Sprintf("%s: %d steps, J %s → %s", t.Label, steps, short(t.J[0]), short(t.J[steps]))
	if steps == 1 {
		s = fmt.Sprintf("%s: 1 step, J %s → %s", t.Label, short(t.J[0]), short(t.J[1]))
	}
	switch {
	case t.Rule != "" && t.Reason == MaxSteps: // a budget
		s += fmt.Sprintf(" (stopped: %s)", t.Rule)
	case t.Rule != "":
		s += fmt.Sprintf(" (%v: %s)", t.Reason, t.Rule)
	case t.Reason != MaxSteps && t.Advice != "":
		s += fmt.Sprintf(" (%v; %s)", t.Reason, t.Advice)
	case t.Reason != MaxSteps:
		s += fmt.Sprintf(" (%v)", t.Reason)
	}
	return s
}

func newTrace(d Descent) *Trace {
	n := len(d.Start)
	points := min(d.Steps, 1<<16) + 1 // a very long plan may end early
	return &Trace{
		Label:    d.label(),
		Dim:      n,
		Params:   make([]float64, 0, points*n),
		J:        make([]float64, 0, points),
		GradNorm: make([]float64, 0, points),
		GradMax:  make([]float64, 0, points),
		Rate:     make([]float64, 0, points),
	}
}

// add records a point, unless J, the point or the length of the gradient isn't finite; it says whether it did.
func (t *Trace) add(s Step, examples int) bool {
	norm := floats.Norm(s.Grad, 2)
	sum := (s.J - s.J) + (norm - norm) // 0 if both are finite, else NaN
	for _, v := range s.W {
		sum += v - v
	}
	if sum != 0 {
		return false
	}
	if t.Len() > 0 {
		t.Examples += examples
	}
	t.Params = append(t.Params, s.W...)
	t.J = append(t.J, s.J)
	t.GradNorm = append(t.GradNorm, norm)
	t.GradMax = append(t.GradMax, floats.Norm(s.Grad, math.Inf(1)))
	t.Rate = append(t.Rate, s.Rate)
	return true
}

// finish judges a run that took all its steps or was stopped by a rule. A run that climbs has diverged, whatever the rule
// says: Patience, for one, sees no gain there.
func (t *Trace) finish(j Cost, reason Reason, rule string) {
	t.Reason, t.Rule = reason, rule
	last := t.J[t.Len()-1]
	// The margins keep rounding noise at the bottom from being called divergence.
	noise := 1e-9*math.Abs(t.J[0]) + 1e-12*floats.Norm(t.W(0), 2)*t.GradNorm[0]
	if last > t.J[0]+noise && last >= slices.Max(t.J) {
		t.Reason, t.Rule, t.Advice = Diverged, "", rateAdvice(j, t.W(0))
	}
}

// broke judges a run that reached s, a point that isn't finite. s itself is not recorded.
func (t *Trace) broke(j Cost, s Step) {
	first, last := t.J[0], t.J[t.Len()-1]
	switch {
	case math.IsInf(s.J, -1) || (last < first && last < -1e100):
		t.Reason = Unbounded
		t.Advice = fmt.Sprintf("no finite numbers from step %d on; this cost has no minimum to reach", s.T)
	case last > first || math.IsInf(s.J, 1):
		t.Reason = Diverged
		t.Advice = fmt.Sprintf("no finite numbers from step %d on; %s", s.T, rateAdvice(j, t.W(0)))
	default:
		t.Reason = NonFinite
		t.Advice = fmt.Sprintf("J = %v with gradient %.6g at step %d, w = %.6g", s.J, s.Grad, s.T, s.W)
	}
}

// rateAdvice names the largest stable rate where the cost knows its curvature.
func rateAdvice(j Cost, w []float64) string {
	const small = 200 // an n×n eigenvalue problem should not take longer than the run
	if c, ok := j.(Curved); ok && len(w) <= small {
		if rate := Curvature(c, w).MaxRate(); !math.IsInf(rate, 0) {
			return fmt.Sprintf("try a Rate below 2/λmax = %.4g", rate)
		}
	}
	return "try a smaller Rate"
}

// short is v with four significant digits, and with an exponent only where people would write one.
func short(v float64) string {
	if a := math.Abs(v); a >= 1e4 && a < 1e6 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
