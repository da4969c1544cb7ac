package gdkit

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
)

// A Descent is a plan to walk downhill: what to make small, where to start, how long
// the steps are and how many. It may be run any number of times with the same result, one run after the other where
// Method has a state.
//
//	w(t+1) = w(t) − α(t)∇J(w(t))        with Method nil or Plain{};   α(t) = Rate · Decay(t)
//
// Rate is fixed: no line search corrects it, so that a rate that is too large can be
// seen to diverge. (gonum/optimize.GradientDescent always searches along the line.)
type Descent struct {
	Cost  Cost      // J
	Start []float64 // w(0), copied
	Rate  float64   // α, learning rate, > 0
	Steps int       // number of updates; the trace has one point more

	Method Method   // nil means Plain{}
	Decay  Schedule // factor on Rate at step t; nil means 1
	Stop   Stop     // ends the run early; nil means never
	Label  string   // name in legends and tables; "" means the method's name and α=…
}

// A Step is one point of a walk. W and Grad are overwritten by the next step: clone them to keep them.
type Step struct {
	T    int       // 0 is the start
	W    []float64 // w(t)
	Grad []float64 // ∇J(w(t))
	J    float64   // J(w(t))
	Rate float64   // α of the step that leaves this point
}

// All walks and hands over each point as it is reached: Steps+1 points, the first with t = 0.
// It goes on through infinities and NaNs, from the start on if need be. Apart from that it panics where Run does.
func (d Descent) All() iter.Seq2[int, Step] {
	return func(yield func(int, Step) bool) {
		method, err := d.prepare()
		if err != nil {
			panic(err.Error())
		}
		d.walk(method)(yield)
	}
}

// walk is the loop itself, for a plan that makes sense and a method that is ready.
func (d Descent) walk(method Method) iter.Seq2[int, Step] {
	return func(yield func(int, Step) bool) {
		w := slices.Clone(d.Start)
		grad := make([]float64, len(w))
		for t := 0; ; t++ {
			rate := d.Rate
			if d.Decay != nil {
				rate *= d.Decay(t)
			}
			j := d.Cost.Eval(grad, w)
			if !yield(t, Step{T: t, W: w, Grad: grad, J: j, Rate: rate}) || t == d.Steps {
				return
			}
			method.Step(w, grad, rate)
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

// RunContext is Run that can be interrupted, and returns misuse as an error. When ctx ends it returns
// both the trace so far, with Reason Interrupted, and ctx's error.
func (d Descent) RunContext(ctx context.Context) (*Trace, error) {
	method, err := d.prepare()
	if err != nil {
		return nil, err
	}
	tr := newTrace(d)
	examples := 0 // read for one step
	if s, ok := d.Cost.(interface{ Len() int }); ok {
		examples = s.Len()
	}
	for t, s := range d.walk(method) {
		if err := ctx.Err(); err != nil {
			tr.Reason = Interrupted
			return tr, err
		}
		if !tr.add(s, examples) {
			if t == 0 {
				return nil, fmt.Errorf("gdkit: at Descent.Start %v the cost is J = %v with gradient %v, want finite numbers; start somewhere else", d.Start, s.J, s.Grad)
			}
			tr.broke(d.Cost, s)
			return tr, nil
		}
		if d.Stop != nil {
			if reason, rule := d.Stop.Check(tr); reason != Running {
				tr.finish(d.Cost, reason, rule)
				return tr, nil
			}
		}
	}
	tr.finish(d.Cost, MaxSteps, "")
	return tr, nil
}

// prepare reports what makes no sense in the plan, else it returns the method, ready for the first step.
func (d Descent) prepare() (Method, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	method := orPlain(d.Method)
	return method, method.Init(d.Cost, len(d.Start))
}

// check reports the first thing in the plan that makes no sense.
func (d Descent) check() error {
	if f, ok := d.Cost.(CostFunc); d.Cost == nil || ok && f == nil {
		return fmt.Errorf("gdkit: Descent.Cost is nil, want the cost to make small, for example gdkit.Scalar(…) or &gdkit.Linear{…}")
	}
	if v, ok := d.Cost.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return err
		}
	}
	if len(d.Start) == 0 {
		return fmt.Errorf("gdkit: Descent.Start is empty, want one number for each parameter%s", d.dimHint())
	}
	if s, ok := d.Cost.(Sized); ok && s.Dim() != len(d.Start) {
		return fmt.Errorf("gdkit: Descent.Start has %d numbers, want one for each parameter%s", len(d.Start), d.dimHint())
	}
	for i, v := range d.Start {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("gdkit: Descent.Start[%d] is %v, want a finite number", i, v)
		}
	}
	if !(d.Rate > 0) || math.IsInf(d.Rate, 0) {
		return fmt.Errorf("gdkit: Descent.Rate is %v, want a finite number > 0, for example 0.1", d.Rate)
	}
	if d.Steps < 0 {
		return fmt.Errorf("gdkit: Descent.Steps is %d, want 0 or more updates", d.Steps)
	}
	return nil
}

// dimHint lists the parameters where the cost knows them.
func (d Descent) dimHint() string {
	if l, ok := d.Cost.(interface{ ParamNames() []string }); ok {
		return fmt.Sprintf(": %v", l.ParamNames())
	}
	if s, ok := d.Cost.(Sized); ok {
		return fmt.Sprintf(": this cost has %d", s.Dim())
	}
	return ""
}

func (d Descent) label() string {
	if d.Label != "" {
		return d.Label
	}
	name := strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", orPlain(d.Method)), "*"), "gdkit.")
	if name == "Plain" {
		return fmt.Sprintf("α=%.6g", d.Rate)
	}
	return fmt.Sprintf("%s, α=%.6g", name, d.Rate)
}
