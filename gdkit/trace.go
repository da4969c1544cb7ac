package gdkit

import (
	"fmt"
	"slices"
	"time"
)

// A Trace is what a descent saw: one entry of each list for each point, the start first. Where
// every step is a point, as it is unless Descent says otherwise, n steps give n+1 points.
//
// A long run is thinned while it goes: a trace holds at most 131072 points, and no more than 4
// million parameter values as long as that leaves 64 points. When it is full every second point is
// dropped, and from then on only every second, fourth, … is kept. The start and the two newest
// points always stay. T says which steps are left.
//
// All that a Trace tells is in exported fields, so that encoding/gob and with it gonb's cache can
// carry it, and encoding/json too. See also WriteCSV.
type Trace struct {
	Label  string
	Dim    int      // number of parameters
	Names  []string // of the parameters, nil if the cost has none
	Ascend bool     // the run went uphill

	T        []int     // the step at which the point was reached; 0 is the start
	Params   []float64 // all points one behind the other; see W
	J        []float64 // cost, of all examples
	GradNorm []float64 // ‖∇J‖₂
	GradMax  []float64 // max |∂J/∂wⱼ|
	Rate     []float64 // α of the step that leaves the point
	StepNorm []float64 // ‖w − w of the point before‖₂; 0 at the start
	Seen     []int     // examples read by the steps up to the point; a cost without data has one

	Examples int    // examples read by all steps, the last of Seen
	Reason   Reason // why the run ended
	Rule     string // which Stop ended it, "" if none did
	Advice   string // what to do about it, if anything

	began time.Time // when the run began; zero where it is over
}

// A Reason says why a run ended.
type Reason int

const (
	Running     Reason = iota // it has not ended
	MaxSteps                  // all steps were taken, or the budget spent; GradNorm tells more
	Converged                 // a Stop found the minimum near enough; see Rule
	Diverged                  // the cost rose, and was highest at the end (with Ascend: lowest)
	NonFinite                 // J or its gradient became NaN or infinite without having risen
	Unbounded                 // the cost fell without end (or rose, where that was wanted)
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
		return "unbounded"
	case Interrupted:
		return "interrupted"
	}
	return fmt.Sprintf("Reason(%d)", int(r))
}

// Len is the number of points: one more than the steps taken, unless the run was thinned or
// recorded now and then only.
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

// Steps is the number of steps taken.
func (t *Trace) Steps() int {
	if t.Len() == 0 {
		return 0
	}
	return t.T[t.Len()-1]
}

// Index is the last point at or before the given step.
func (t *Trace) Index(step int) int {
	if t.Len() == 0 || step < 0 {
		panic(fmt.Sprintf("gdkit: Trace.Index: step %d does not exist, the trace has %d points from step 0 to %d", step, t.Len(), t.Steps()))
	}
	i, found := slices.BinarySearch(t.T, step)
	if !found {
		i--
	}
	return i
}

// String is the run in one sentence: its label, how many steps, the cost before and after, and how
// it ended.
func (t *Trace) String() string {
	if t.Len() == 0 {
		return t.Label + ": no points"
	}
	plural := "s"
	if t.Steps() == 1 {
		plural = ""
	}
	s := fmt.Sprintf("%s: %d step%s, J %s → %s", t.Label, t.Steps(), plural, short(t.J[0]), short(t.J[t.Len()-1]))
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

// A Step is one point of a walk. W and Grad are overwritten by the next step: clone them to keep
// them.
type Step struct {
	T    int       // 0 is the start
	W    []float64 // w(t)
	Grad []float64 // ∇J(w(t)), of the batch of this step where there are batches
	J    float64   // J(w(t)), likewise
	Rate float64   // α of the step that leaves this point
}
