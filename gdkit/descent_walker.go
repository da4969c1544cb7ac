package gdkit

import (
	"context"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A walker takes the steps of a Descent.
type walker struct {
	plan   Descent
	cost   Cost // the plan's; to be made small, so turned round with Ascend
	method Method
	inUse  methodInUse // the same, with what it offers besides

	t    int
	w    []float64
	grad []float64 // ∇J at w, as the caller sees it
	down []float64 // the gradient that the method sees: grad, or −grad with Ascend
	full []float64 // the gradient of all examples, where grad is that of a batch

	seen  int // examples read by steps so far
	size  int // examples that one evaluation of the whole cost reads
	order *shuffler
	rows  []int // the batch of step t, nil where there are no batches
	close func()
	fault error // what the first evaluation did wrong
}

// begin reports what makes no sense in the plan, else it returns a walker at the start. Its end
// must be called.
func (d Descent) begin() (*walker, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	n := len(d.Start)
	w := &walker{plan: d, cost: d.Cost, method: orPlain(d.Method), w: slices.Clone(d.Start), grad: make([]float64, n), size: examples(d.Cost)}
	unwrite(w.grad)
	w.down = w.grad
	if d.Ascend {
		w.down = make([]float64, n)
	}
	if d.Batch > 0 && d.Batch < w.size {
		if err := checkEvalRows(d.Cost.(Sampled), d.Start); err != nil {
			return nil, err
		}
		w.order = newShuffler(w.size, d.Batch, d.Seed)
		w.rows = w.order.batch(0)
		w.full = make([]float64, n)
		unwrite(w.full)
	}
	w.cost, w.close = prepare(d.Cost)
	view := w.view()
	if err := w.inUse.start(w.method, view, n); err != nil {
		w.close()
		// why the cost has no Hessian for the method
		if c, ok := view.(*curvedView); ok && c.refused != nil {
			err = c.refused
		}
		return nil, err
	}
	return w, nil
}

func (w *walker) end() { w.close() }

// epoch is how many steps read all examples once.
func (w *walker) epoch() int {
	if w.order == nil {
		return 1
	}
	return (w.size + w.plan.Batch - 1) / w.plan.Batch
}

// every is how many steps lead from one point of the trace to the next.
func (w *walker) every() int {
	if w.plan.Every > 0 {
		return w.plan.Every
	}
	return w.epoch()
}

// rate is α of the step that leaves the present point.
func (w *walker) rate() float64 {
	if w.plan.Decay == nil {
		return w.plan.Rate
	}
	return w.plan.Rate * w.plan.Decay(w.t)
}

// eval is J at the present point, of the batch of this step; it puts the gradient into grad.
func (w *walker) eval() (j float64) {
	if w.rows != nil {
		j = w.cost.(Sampled).EvalRows(w.grad, w.w, w.rows)
	} else {
		j = w.cost.Eval(w.grad, w.w)
	}
	if w.t == 0 && w.fault == nil {
		w.fault = firstFault(w.plan.Cost, j, w.grad, w.w, w.plan.Start)
	}
	return j
}

// point is the present point with the cost and the gradient of all examples.
func (w *walker) point() Step {
	s := Step{T: w.t, W: w.w, Grad: w.grad, Rate: w.rate()}
	if w.rows != nil {
		s.Grad = w.full
	}
	s.J = w.cost.Eval(s.Grad, w.w)
	if w.t == 0 && w.fault == nil {
		w.fault = firstFault(w.plan.Cost, s.J, s.Grad, s.W, w.plan.Start)
	}
	return s
}

// step leaves the present point, whose cost is j and whose gradient stands in grad.
func (w *walker) step(j float64) {
	if w.rows != nil {
		w.seen += len(w.rows)
	} else {
		w.seen += w.size
	}
	if w.plan.Ascend {
		j = -j
		floats.ScaleTo(w.down, -1, w.grad)
	}
	w.inUse.observe(j)
	w.method.Step(w.w, w.down, w.rate())
	w.t++
	if w.order != nil {
		w.rows = w.order.batch(w.t)
	}
}

// advance takes n steps from s, the present point as point() gave it. It returns the α of the
// first, and stops when ctx ends.
func (w *walker) advance(ctx context.Context, s Step, n int) (used float64, err error) {
	if done, rate := w.plainSteps(ctx, n); done {
		return rate, ctx.Err()
	}
	used = s.Rate
	for i := range n {
		if i > 0 && ctx.Err() != nil {
			return used, ctx.Err()
		}
		j := s.J
		if i > 0 || w.rows != nil {
			if j = w.eval(); w.fault != nil {
				return used, w.fault
			}
		}
		w.step(j)
		if i == 0 {
			used = w.inUse.rateUsed(s.Rate)
		}
	}
	return used, nil
}

// plainSteps takes n steps of plain descent over batches, if that is what they are and the cost can
// do it.
func (w *walker) plainSteps(ctx context.Context, n int) (done bool, rate float64) {
	fast, ok := w.cost.(plainStepper)
	_, plain := w.method.(Plain)
	if !ok || !plain || w.rows == nil || w.plan.Decay != nil || w.plan.Ascend {
		return false, 0
	}
	for taken := 0; taken < n && ctx.Err() == nil; {
		rows, steps := w.order.rest(w.t, min(n-taken, 1<<14))
		fast.plainSteps(w.w, w.grad, rows, w.plan.Batch, w.plan.Rate)
		taken += steps
		w.t += steps
		w.seen += len(rows)
		w.rows = w.order.batch(w.t)
	}
	return true, w.plan.Rate
}

// view is the cost as the method sees it: of the batch of this step, to be made small, and every
// reading of examples counted. It has a Hessian where the cost has one and there are no batches.
func (w *walker) view() Cost {
	v := &view{w}
	if c, ok := AsCurved(w.plan.Cost); ok && w.order == nil {
		return &curvedView{view: v, curved: c}
	}
	return v
}

type view struct{ *walker }

func (v *view) Dim() int { return len(v.w) }

func (v *view) Eval(grad, w []float64) (j float64) {
	if v.rows != nil {
		v.seen += len(v.rows)
		j = v.cost.(Sampled).EvalRows(grad, w, v.rows)
	} else {
		v.seen += v.size
		j = v.cost.Eval(grad, w)
	}
	if v.plan.Ascend {
		j = -j
		floats.Scale(-1, grad)
	}
	return j
}

type curvedView struct {
	*view
	curved  Curved
	refused error // why the Hessian doesn't count
}

var (
	_ Sized       = (*view)(nil)
	_ MaybeCurved = (*curvedView)(nil)
)

// HasHess is asked by the methods that need a Hessian. One which the cost only gets from a cost
// that it embeds is tried first.
func (v *curvedView) HasHess() bool {
	_, ok, err := curvedAt(v.plan.Cost, v.w)
	v.refused = err
	return ok
}

func (v *curvedView) Hess(dst *mat.SymDense, w []float64) {
	v.seen += v.size
	v.curved.Hess(dst, w)
	if v.plan.Ascend {
		dst.ScaleSym(-1, dst)
	}
}
