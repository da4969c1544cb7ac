package gdkit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// An opponentRun is a run of an Opponent: it counts what the method reads, records the points, and
// ends the run. gonum calls it from several goroutines, but one after the other.
type opponentRun struct {
	*recorder
	ctx   context.Context
	plan  Opponent
	uses  optimize.Available
	rules Stop
	cost  Cost
	close func()

	size   int // examples that one reading of the whole cost reads
	passes int // readings so far
	calls  int // of the method since the last point
	major  int // major iterations so far

	at, grad []float64 // the point that was read last, and its gradient
	j        float64
	shown    []float64 // a gradient for the trace only
	lowest   float64   // J of all tries
	bad      Step      // the last try since the last point at which J or ∇J wasn't finite
	lost     bool      // the method asks for J at NaN
}

var (
	errOver  = errors.New("the run is over")
	errStuck = errors.New("too many tries")
)

func newOpponentRun(ctx context.Context, o Opponent) *opponentRun {
	n := len(o.Start)
	r := &opponentRun{recorder: newRecorder(o.Cost, o.label(), n, o.Steps+1, false), ctx: ctx, plan: o, cost: o.Cost, close: func() {}, size: 1,
		at: make([]float64, n), grad: make([]float64, n), shown: make([]float64, n)}
	r.uses, _ = o.uses()
	r.rules = o.Stop
	r.at[0] = math.NaN() // equal to no point
	r.size = examples(o.Cost)
	r.cost, r.close = prepare(o.Cost)
	return r
}

// begin records the start; ok says that it is finite.
func (r *opponentRun) begin() (s Step, ok bool) {
	s = Step{W: slices.Clone(r.plan.Start), Grad: r.shown}
	unwrite(r.grad)
	unwrite(r.shown)
	if r.uses.Grad { // the method's own first reading
		r.read(s.W)
		s.J, s.Grad = r.j, r.grad
	} else {
		s.J = r.cost.Eval(r.shown, s.W)
	}
	if !r.add(s, 0) {
		return s, false
	}
	r.check(0)
	return s, true
}

// read makes sure that j and grad are those of x.
func (r *opponentRun) read(x []float64) {
	if !slices.Equal(r.at, x) {
		r.passes++
		copy(r.at, x)
		r.j = r.cost.Eval(r.grad, x)
	}
}

func (r *opponentRun) value(x []float64) float64 {
	if r.lost = slices.ContainsFunc(x, math.IsNaN); r.lost {
		return math.NaN()
	}
	j, grad := 0.0, []float64(nil)
	if r.uses.Grad {
		r.read(x)
		j, grad = r.j, r.grad
	} else {
		r.passes++
		j = r.cost.Eval(nil, x)
	}
	if j < r.lowest {
		r.lowest = j
	}
	if norm, _ := norms(grad); j-j+(norm-norm) != 0 {
		r.bad = Step{W: slices.Clone(x), Grad: slices.Clone(grad), J: j}
	}
	if math.IsNaN(j) {
		// most of gonum's methods shorten a step that leads there, but are lost at NaN
		return math.Inf(1)
	}
	return j
}

func (r *opponentRun) slope(grad, x []float64) {
	r.read(x)
	copy(grad, r.grad)
}

func (r *opponentRun) hess(dst *mat.SymDense, x []float64) {
	r.passes++
	c, _ := AsCurved(r.plan.Cost)
	c.Hess(dst, x)
}

// status is called after each evaluation.
func (r *opponentRun) status() error {
	// no line search is so long, and no simplex so large
	if r.calls++; r.lost || r.calls > 1000+100*r.Dim {
		return errStuck
	}
	return r.broken()
}

// broken is the error that interrupts the run: of ctx, or of a cost that reads files.
func (r *opponentRun) broken() error {
	if err := failure(r.plan.Cost); err != nil {
		return err
	}
	return r.ctx.Err()
}

// Init implements optimize.Recorder.
func (r *opponentRun) Init() error { return nil }

// Record implements optimize.Recorder: it records the major iterations, and its error ends the run.
func (r *opponentRun) Record(loc *optimize.Location, op optimize.Operation, _ *optimize.Stats) error {
	if op != optimize.MajorIteration || r.Reason != Running {
		return nil
	}
	r.major++
	if r.major == 1 && slices.Equal(loc.X, r.plan.Start) {
		return nil // begin has it
	}
	s := Step{T: r.Steps() + 1, W: loc.X, Grad: loc.Gradient, J: loc.F}
	if s.Grad == nil {
		r.cost.Eval(r.shown, loc.X)
		s.Grad = r.shown
	}
	if !r.add(s, (r.passes-1)*r.size) { // the first reading was the start's
		r.broke(s)
		return errOver
	}
	r.calls, r.bad = 0, Step{}
	if r.check(s.T); r.Reason != Running {
		return errOver
	}
	return nil
}

// check ends the run where a rule or the number of steps says so.
func (r *opponentRun) check(t int) {
	if r.rules != nil {
		if reason, rule := r.rules.Check(r.Trace); reason != Running {
			r.end(reason, rule)
			return
		}
	}
	if t == r.plan.Steps {
		r.end(MaxSteps, "")
	}
}

// end is finish without its advice, which speaks of a Rate.
func (r *opponentRun) end(reason Reason, rule string) {
	r.finish(reason, rule)
	r.Advice = ""
}

// broke is the verdict on a point that isn't finite.
func (r *opponentRun) broke(s Step) {
	if math.IsInf(s.J, -1) || r.lowest < min(r.J[0], -1e100) {
		r.Reason, r.Advice = Unbounded, fmt.Sprintf("no finite numbers from step %d on; this cost has no minimum to reach", r.Steps()+1)
		return
	}
	r.Reason, r.Advice = NonFinite, fmt.Sprintf("J = %v with gradient %.6g at step %d, w = %.6g", s.J, s.Grad, r.Steps()+1, s.W)
}

// judge gives the reason where the method ended by itself. It returns an error where the run was
// interrupted.
func (r *opponentRun) judge(result *optimize.Result, err error) error {
	name := r.plan.name()
	switch {
	case r.Reason != Running:
	case r.broken() != nil:
		r.Reason = Interrupted
		return r.broken()
	case err == nil && result.Status == optimize.FunctionNegativeInfinity:
		r.broke(Step{W: result.X, J: result.F, Grad: result.Gradient})
	case err == nil && !result.Status.Early():
		r.end(Converged, fmt.Sprintf("%s's own rule, %v", name, result.Status))
	case r.GradMax[r.Len()-1] == 0:
		r.end(Converged, "max |∂J| = 0")
	case r.bad.W != nil:
		r.broke(r.bad)
	case errors.Is(err, errStuck):
		r.end(MaxSteps, fmt.Sprintf("%s took no step in %d tries", name, r.calls))
	default:
		r.end(MaxSteps, fmt.Sprintf("%s goes no further: %v", name, err))
	}
	return nil
}
