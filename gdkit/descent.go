package gdkit

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strings"
)

// A Descent is a plan to walk downhill: what to make small, where to start, how long the steps are
// and how many. It may be run any number of times with the same result, one run after the other
// where Method has a state.
//
//	w(t+1) = w(t) − α(t)∇J(w(t))        with Method nil or Plain{};   α(t) = Rate · Decay(t)
//
// Rate is fixed: no line search corrects it, so that a rate that is too large can be
// seen to diverge. (gonum/optimize.GradientDescent always searches along the line.)
//
// With Batch, a step uses the gradient of that many examples only. Each epoch takes all examples in
// a new order, which depends on Seed and the epoch alone; the last batch of an epoch has what is
// left. (Rival: to draw each batch anew, with replacement.) The trace then holds one point an
// epoch, with the cost and gradient of all examples: that reads the data once more an epoch, beside
// what the steps read, and is not counted in Trace.Seen.
type Descent struct {
	Cost  Cost      // J
	Start []float64 // w(0), copied
	Rate  float64   // α, learning rate, > 0
	Steps int       // number of updates

	Method Method   // nil means Plain{}
	Decay  Schedule // factor on Rate at step t; nil means 1
	Batch  int      // examples a step; 0 means all
	Seed   uint64   // of the order of the examples, where Batch is not 0
	Every  int      // steps from point to point of the trace; 0 means 1, or an epoch with Batch
	Stop   Stop     // ends the run early, at a point of the trace; nil means never
	Ascend bool     // uphill instead: w(t+1) = w(t) + α(t)∇J(w(t))
	Label  string   // name in legends and tables; "" means the method's name and α=…
}

// All walks and hands over each point as it is reached: Steps+1 points, the first with t = 0. It
// goes on through infinities and NaNs, from the start on if need be. Apart from that it panics
// where Run does. A Stop is asked at the points at which Run asks it; the point at which it holds
// is the last. (For that the walk keeps a Trace, as Run does.)
func (d Descent) All() iter.Seq2[int, Step] {
	return func(yield func(int, Step) bool) {
		w, err := d.begin()
		if err != nil {
			panic(err.Error())
		}
		defer w.end()
		var r *recorder
		if d.Stop != nil {
			r = newRecorder(d.Cost, d.label(), len(d.Start), d.Steps/w.every()+2, d.Ascend)
			defer r.over()
		}
		for {
			var j float64
			asked, stopped := r != nil && w.t%w.every() == 0, false
			if asked {
				s := w.point()
				if j, asked = s.J, r.add(s, w.seen); asked {
					reason, _ := d.Stop.Check(r.Trace)
					stopped = reason != Running
				}
			}
			if r == nil || w.rows != nil || w.t%w.every() != 0 {
				j = w.eval()
			}
			if w.fault != nil {
				panic(w.fault.Error())
			}
			rate := w.rate()
			if !yield(w.t, Step{T: w.t, W: w.w, Grad: w.grad, J: j, Rate: rate}) || stopped || w.t == d.Steps {
				return
			}
			w.step(j)
			if asked {
				r.Rate[r.Len()-1] = w.inUse.rateUsed(rate)
			}
		}
	}
}

// Run walks and returns what it saw. Divergence is a result, not an error: see Trace.Reason.
// It panics if the plan makes no sense (no cost, a rate that isn't positive, …), with a sentence
// that says what to change.
func (d Descent) Run() *Trace {
	tr, err := d.RunContext(context.Background())
	if err != nil {
		panic(err.Error())
	}
	return tr
}

// RunContext is Run that can be interrupted, and returns misuse as an error. When ctx ends it
// returns both the trace so far, with Reason Interrupted, and ctx's error. A cost with a method
// Err() error, as one that reads files has, ends the run with that error in the same way.
func (d Descent) RunContext(ctx context.Context) (*Trace, error) {
	d, err := d.within(ctx)
	if err != nil {
		return nil, err
	}
	w, err := d.begin()
	if err != nil {
		return nil, err
	}
	defer w.end()
	every := w.every()
	r := newRecorder(d.Cost, d.label(), len(d.Start), d.Steps/every+2, d.Ascend)
	defer r.over()
	for {
		if ctx.Err() != nil {
			r.Reason = Interrupted
			return r.Trace, ctx.Err()
		}
		s := w.point()
		if w.fault != nil {
			return nil, w.fault
		}
		if !r.add(s, w.seen) {
			if err := failure(d.Cost); err != nil {
				r.Reason = Interrupted
				return r.Trace, err
			}
			if s.T == 0 {
				return nil, fmt.Errorf("gdkit: at Descent.Start %v the cost is J = %v with gradient %v, want finite numbers; start somewhere else", d.Start, s.J, s.Grad)
			}
			r.broke(s)
			return r.Trace, nil
		}
		if d.Stop != nil {
			if reason, rule := d.Stop.Check(r.Trace); reason != Running {
				r.finish(reason, rule)
				return r.Trace, nil
			}
		}
		if s.T == d.Steps {
			r.finish(MaxSteps, "")
			return r.Trace, nil
		}
		used, err := w.advance(ctx, s, min(every, d.Steps-s.T))
		r.Rate[r.Len()-1] = used
		if err != nil && w.fault != nil {
			return nil, w.fault
		}
		if err != nil {
			r.Reason = Interrupted
			return r.Trace, err
		}
	}
}

// within is the plan where ctx is that of a race: as many steps as the budget allows.
func (d Descent) within(ctx context.Context) (Descent, error) {
	budget, ok := runBudgetOf(ctx)
	if !ok {
		return d, nil
	}
	size, batch := examples(d.Cost), d.Batch
	if budget < size {
		return d, fmt.Errorf("gdkit: Race.Budget is %d, want at least %d, the number of examples in one epoch", budget, size)
	}
	if batch == 0 {
		batch = size
	}
	if d.Steps == 0 {
		perEpoch := (size + batch - 1) / max(batch, 1)
		d.Steps = budget / size * perEpoch
	}
	d.Stop = Any(d.Stop, Budget(budget))
	return d, nil
}

// check reports the first thing in the plan that makes no sense.
func (d Descent) check() error {
	if err := checkPlan("Descent", d.Cost, d.Start, d.Steps); err != nil {
		return err
	}
	if !(d.Rate > 0) || math.IsInf(d.Rate, 0) {
		return fmt.Errorf("gdkit: Descent.Rate is %v, want a finite number > 0, for example 0.1", d.Rate)
	}
	if d.Every < 0 {
		return fmt.Errorf("gdkit: Descent.Every is %d, want 1 or more steps from point to point (0 means each step, or an epoch with Batch)", d.Every)
	}
	if d.Batch != 0 {
		s, ok := d.Cost.(Sampled)
		if !ok {
			return fmt.Errorf("gdkit: Descent.Batch is %d, but a cost of type %T has no examples to choose from; want a Sampled cost, for example &gdkit.Linear{…}", d.Batch, d.Cost)
		}
		if d.Batch < 0 || d.Batch > s.Len() {
			return fmt.Errorf("gdkit: Descent.Batch is %d, want 1 to %d, the number of examples (0 means all)", d.Batch, s.Len())
		}
	}
	return nil
}

// checkPlan reports the first thing that makes no sense in the fields that every plan has; of is
// the type of the plan.
func checkPlan(of string, j Cost, start []float64, steps int) error {
	if f, ok := j.(CostFunc); j == nil || ok && f == nil {
		return fmt.Errorf("gdkit: %s.Cost is nil, want the cost to make small, for example gdkit.Scalar(…) or &gdkit.Linear{…}", of)
	}
	if err := validate(j); err != nil {
		return err
	}
	if len(start) == 0 {
		return fmt.Errorf("gdkit: %s.Start is empty, want one number for each parameter%s", of, dimHint(j))
	}
	if s, ok := j.(Sized); ok && s.Dim() != len(start) {
		return fmt.Errorf("gdkit: %s.Start has %d numbers, want one for each parameter%s", of, len(start), dimHint(j))
	}
	for i, v := range start {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("gdkit: %s.Start[%d] is %v, want a finite number", of, i, v)
		}
	}
	if steps < 0 {
		return fmt.Errorf("gdkit: %s.Steps is %d, want 0 or more updates", of, steps)
	}
	return nil
}

// dimHint lists the parameters of j where it knows them.
func dimHint(j Cost) string {
	if names := paramNames(j); names != nil {
		return fmt.Sprintf(": %v", names)
	}
	if s, ok := j.(Sized); ok {
		return fmt.Sprintf(": this cost has %d", s.Dim())
	}
	return ""
}

func (d Descent) label() string {
	if d.Label != "" {
		return d.Label
	}
	name := strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", orPlain(d.Method)), "*"), "gdkit.")
	label := fmt.Sprintf("%s, α=%.6g", name, d.Rate)
	if name == "Plain" {
		label = fmt.Sprintf("α=%.6g", d.Rate)
	}
	if d.Batch > 0 {
		label += fmt.Sprintf(", batch %d", d.Batch)
	}
	return label
}
