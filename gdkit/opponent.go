package gdkit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gonum.org/v1/gonum/optimize"
)

// An Opponent is a minimiser of gonum's package optimize on the same cost: BFGS, LBFGS, CG,
// NelderMead, Newton, …, to race against. Its trace is as full as a Descent's. A point is a major
// iteration of the method: for the methods that search along a line the end of the search, for
// NelderMead the best corner of the simplex, which often stays. Rate is 0 everywhere, since these
// methods have no α.
//
// Steps and Stop end the run as they end a Descent's; gonum's own default, to stop where J changes
// by less than 1e-10, is off. What may come before them is the method's own end, and Trace.Rule
// names it: most stop as converged where max |∂J| < 1e-12 (their GradStopThreshold; NaN for never),
// or their line search finds no lower point, which is no proof of a minimum: GradNorm tells.
//
// Trace.Seen counts all examples that the method reads after the start: Len() of the cost, or 1,
// for each point at which it wants J or ∇J or both, tries that lead nowhere included, and as much
// for each Hessian. Asking for J and ∇J of one point is one reading, as for a Descent. A method
// without gradients reads for J alone; the gradients in its trace are worked out for the trace only
// and not counted.
//
// Where J is NaN the method is told +Inf, so that a line search which leaves the domain of J takes
// a shorter step. CG can't: its line search, unless another one is set, calculates with the +Inf
// and then asks for J at NaN.
//
// Like a Descent it may be run again with the same trace, if the method draws no random numbers.
type Opponent struct {
	Cost   Cost
	Start  []float64       // copied
	Method optimize.Method // for example &optimize.LBFGS{}
	Steps  int             // most major iterations
	Stop   Stop            // ends the run early; nil means never
	Label  string          // "" means the method's name
}

// Run is RunContext that can't be interrupted. It panics if the plan makes no sense, with a
// sentence that says what to change.
func (o Opponent) Run() *Trace {
	tr, err := o.RunContext(context.Background())
	if err != nil {
		panic(err.Error())
	}
	return tr
}

// RunContext runs the method and returns what it saw. When ctx ends, or a cost that reads files
// fails, it returns both the trace so far, with Reason Interrupted, and the error. Misuse is an
// error without a trace.
func (o Opponent) RunContext(ctx context.Context) (*Trace, error) {
	o = o.within(ctx)
	if err := o.check(); err != nil {
		return nil, err
	}
	r := newOpponentRun(ctx, o)
	defer r.close()
	defer r.over()
	if err := r.broken(); err != nil {
		r.Reason = Interrupted
		return r.Trace, err
	}
	s, ok := r.begin()
	if err := firstFault(o.Cost, s.J, s.Grad, s.W, o.Start); err != nil {
		return nil, err
	}
	if !ok {
		if err := r.broken(); err != nil {
			r.Reason = Interrupted
			return r.Trace, err
		}
		return nil, fmt.Errorf("gdkit: at Opponent.Start %v the cost is J = %v with gradient %v, want finite numbers; start somewhere else",
			o.Start, s.J, s.Grad)
	}
	if r.Reason != Running {
		return r.Trace, nil
	}
	problem := optimize.Problem{Func: r.value, Status: func() (optimize.Status, error) {
		if err := r.status(); err != nil {
			return optimize.Failure, err
		}
		return optimize.NotTerminated, nil
	}}
	if r.uses.Grad {
		problem.Grad = r.slope
	}
	if r.uses.Hess {
		problem.Hess = r.hess
	}
	result, err := optimize.Minimize(problem, o.Start, &optimize.Settings{Converger: optimize.NeverTerminate{}, Recorder: r}, withStatus(o.Method))
	return r.Trace, r.judge(result, err)
}

// within is the plan where ctx is that of a race: as many iterations as the budget allows.
func (o Opponent) within(ctx context.Context) Opponent {
	if budget, ok := runBudgetOf(ctx); ok {
		if o.Steps == 0 {
			o.Steps = budget // each reads at least one example
		}
		o.Stop = Any(o.Stop, Budget(budget))
	}
	return o
}

// withStatus is m with the Status of the method that it embeds, which gonum asks for.
func withStatus(m optimize.Method) optimize.Method {
	if s, ok := offers[optimize.Statuser](m); ok {
		return statusOf{m, s}
	}
	return m
}

type statusOf struct {
	optimize.Method
	optimize.Statuser
}

// check reports the first thing in the plan that makes no sense.
func (o Opponent) check() error {
	if err := checkPlan("Opponent", o.Cost, o.Start, o.Steps); err != nil {
		return err
	}
	if o.Method == nil {
		return errors.New("gdkit: Opponent.Method is nil, want one of gonum's, for example &optimize.LBFGS{}")
	}
	if _, err := o.uses(); errors.Is(err, optimize.ErrMissingHess) {
		return fmt.Errorf("gdkit: Opponent.Method %T needs a cost that knows its Hessian, want one with a method Hess, "+
			"or &optimize.BFGS{}", o.Method)
	} else if err != nil {
		return fmt.Errorf("gdkit: Opponent.Method %T does not suit the cost: %w", o.Method, err)
	}
	if uses, _ := o.uses(); uses.Hess {
		_, _, err := curvedAt(o.Cost, o.Start)
		return err
	}
	return nil
}

// uses is what the method wants to know of the cost.
func (o Opponent) uses() (optimize.Available, error) {
	_, hess := AsCurved(o.Cost)
	return o.Method.Uses(optimize.Available{Grad: true, Hess: hess})
}

func (o Opponent) label() string {
	if o.Label != "" {
		return o.Label
	}
	return o.name()
}

func (o Opponent) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", o.Method), "*"), "optimize.")
}
