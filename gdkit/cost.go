package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Cost is a differentiable function J: ℝⁿ → ℝ, the thing that a descent makes small.
//
// Eval returns J(w) and, if grad is not nil, overwrites grad with ∇J(w).
// len(grad) equals len(w). Eval neither keeps nor changes w, and may be called
// by several goroutines at once unless the implementation says otherwise.
type Cost interface {
	Eval(grad, w []float64) float64
}

// A cost may offer more, by the methods of the interfaces below. Nothing else is asked of one:
//
//	Sized        n, the number of parameters: a start of another length is refused in a sentence
//	Sampled      the mean over some of the examples: mini-batches
//	Curved       the Hessian: Newton, the largest stable rate, level lines
//	MaybeCurved  whether the Hessian is there
//	Counted      m, the number of examples that one Eval reads: budgets, epochs
//	NamedParams  names of the parameters: tables, axes, sentences
//	Valid        what makes no sense is refused in a sentence before the first step
//	Failing      an evaluation may fail, as reading a file may
//	Prepared     memory and workers stay at hand for a whole run

// Sized is a Cost that knows n, the number of its parameters.
// Descent uses it to refuse a start point of another length before the first step.
type Sized interface {
	Cost
	Dim() int
}

// Sampled is a Cost that is a mean over examples and can be evaluated on some of them: what a
// mini-batch needs. EvalRows is Eval over the given rows only, as if the data had no others,
// penalties included: over random rows its mean is Eval, unless the examples have weights,
// which small batches give too little effect. Rows may repeat. Each row is 0 ≤ row < Len(), and
// there is at least one.
type Sampled interface {
	Cost
	Len() int // m, the number of examples
	EvalRows(grad, w []float64, rows []int) float64
}

// Curved is a Cost that knows its Hessian H(w), the n×n matrix of second derivatives.
// Hess overwrites dst, which is empty or n×n. Ask with AsCurved.
type Curved interface {
	Cost
	Hess(dst *mat.SymDense, w []float64)
}

// MaybeCurved is a Curved cost whose Hessian is not always there: a Linear has one only where its
// loss has a second derivative.
type MaybeCurved interface {
	Curved
	HasHess() bool
}

// Counted knows the number of examples that one Eval reads.
type Counted interface{ Len() int }

// NamedParams has a name for each parameter, in their order.
type NamedParams interface{ ParamNames() []string }

// Valid reports the first thing that keeps it from having a meaning, or nil. Descents ask their
// cost, and costs their loss and their activation.
type Valid interface{ Validate() error }

// Failing says what went wrong in an evaluation, or nil. A descent ends with that error,
// and keeps its trace.
type Failing interface{ Err() error }

// Prepared is a cost that can hold memory and workers ready for a run. Prepare returns the cost to
// evaluate during the run, with the bits of asked, and what ends it. asked is the cost that the run
// is about: where that is another one, which only embeds the receiver, Prepare returns asked itself
// and a function that does nothing.
type Prepared interface {
	Cost
	Prepare(asked Cost) (cost Cost, end func())
}

// AsCurved is j as a Curved, if its Hessian is there.
func AsCurved(j Cost) (Curved, bool) {
	if m, ok := j.(MaybeCurved); ok && !m.HasHess() {
		return nil, false
	}
	c, ok := j.(Curved)
	return c, ok
}

// curvedAt is AsCurved for what happens near w. A Hessian that only comes from an embedded cost
// must be the derivative of the gradient that j itself has: where it isn't, the error says so. To
// know it takes two gradients and a Hessian, which no budget counts.
func curvedAt(j Cost, w []float64) (Curved, bool, error) {
	c, ok := AsCurved(j)
	if !ok || !embeds(j) {
		return c, ok, nil
	}
	n := len(w)
	h := differenceStep(floats.Norm(w, math.Inf(1)))
	direction := make([]float64, n) // no special one
	for i := range direction {
		direction[i] = 1 + 0.5*math.Sin(float64(3*i+1))
	}
	at := append([]float64(nil), w...)
	above, below := make([]float64, n), make([]float64, n)
	floats.AddScaled(at, h, direction)
	j.Eval(above, at)
	floats.AddScaled(at, -2*h, direction)
	j.Eval(below, at)
	want := floats.SubTo(above, above, below)
	floats.Scale(1/(2*h), want)
	hess := mat.NewSymDense(n, nil)
	c.Hess(hess, w)
	got := make([]float64, n)
	for i := range got {
		for k, d := range direction {
			got[i] += hess.At(i, k) * d
		}
	}
	changes, says := floats.Norm(want, 2), floats.Norm(got, 2)
	if floats.Distance(want, got, 2) > 1e-3*(changes+says) {
		return nil, false, fmt.Errorf("gdkit: the Hess of %T, which comes from a cost that it embeds, is not the "+
			"derivative of its own gradient: along one direction it gives a slope that changes by %.4g, and the gradient "+
			"changes by %.4g; give it a Hess of its own, or hold the other cost in a named field", j, says, changes)
	}
	return c, true, nil
}

// checkEvalRows reports an EvalRows that only comes from an embedded cost and isn't
// the mean that Eval is.
func checkEvalRows(j Sampled, w []float64) error {
	if !embeds(j) {
		return nil
	}
	all := make([]int, j.Len())
	for i := range all {
		all[i] = i
	}
	got, want := make([]float64, len(w)), make([]float64, len(w))
	level, rows := j.Eval(want, w), j.EvalRows(got, w, all)
	apart := floats.Distance(want, got, 2)
	if math.Abs(level-rows) > 1e-6*(math.Abs(level)+math.Abs(rows)) || apart > 1e-6*(floats.Norm(want, 2)+floats.Norm(got, 2)) {
		return fmt.Errorf("gdkit: Eval and EvalRows of %T are different functions: over all examples Eval is %.6g and "+
			"EvalRows %.6g, with gradients of length %.6g and %.6g; one of them may come from a cost that it embeds: "+
			"give it both, or leave out Batch", j, level, rows, floats.Norm(want, 2), floats.Norm(got, 2))
	}
	return nil
}

// prepare readies the cost for one run.
func prepare(j Cost) (cost Cost, end func()) {
	if p, ok := j.(Prepared); ok {
		return p.Prepare(j)
	}
	return j, func() {}
}

// examples is how many examples one Eval of j reads; a cost without data counts as one.
func examples(j Cost) int {
	if c, ok := j.(Counted); ok {
		return c.Len()
	}
	return 1
}

// validate is the cost's own word on whether it has a meaning.
func validate(j Cost) error {
	if v, ok := j.(Valid); ok {
		return v.Validate()
	}
	return nil
}

// failure is what went wrong in an evaluation of j, or nil.
func failure(j Cost) error {
	if f, ok := j.(Failing); ok {
		return f.Err()
	}
	return nil
}

// paramNames are the names of j's parameters, or nil where it has none.
func paramNames(j Cost) []string {
	if n, ok := j.(NamedParams); ok {
		return n.ParamNames()
	}
	return nil
}

// CostFunc lets an ordinary function be a Cost, as http.HandlerFunc does for handlers:
//
//	j := gdkit.CostFunc(func(grad, w []float64) float64 {
//		if grad != nil { // nil when only the cost is wanted
//			grad[0], grad[1] = 2*w[0], 20*w[1]
//		}
//		return w[0]*w[0] + 10*w[1]*w[1]
//	})
type CostFunc func(grad, w []float64) float64

// Eval calls f(grad, w).
func (f CostFunc) Eval(grad, w []float64) float64 { return f(grad, w) }

// Scalar makes a Cost of one parameter out of J and its derivative dJ/dw.
// It panics if either is nil.
func Scalar(j, dj func(w float64) float64) Cost {
	if j == nil {
		panic("gdkit: Scalar: the first function, J, is nil; want for example func(w float64) float64 { return w * w }")
	}
	if dj == nil {
		panic("gdkit: Scalar: the second function, dJ/dw, is nil; want for example func(w float64) float64 { return 2 * w }")
	}
	return scalar{j, dj}
}

// namesOf are the names of the n parameters, or nil where j has none, or another number of them.
func namesOf(j Cost, n int) []string {
	if names := paramNames(j); len(names) == n {
		return names
	}
	return nil
}

// clearSym makes dst an n×n matrix of zeros, in its own memory where it has some.
func clearSym(dst *mat.SymDense, n int) {
	if dst.IsEmpty() {
		dst.ReuseAsSym(n)
	} else {
		dst.Zero()
	}
}

// wantPoint reports a point at which j can't be evaluated, or a missing j, before an
// index is out of range.
func wantPoint(what string, j Cost, w []float64) {
	if f, ok := j.(CostFunc); j == nil || ok && f == nil {
		panic(fmt.Sprintf("gdkit: %s: the cost is nil, want for example gdkit.Scalar(…) or &gdkit.Linear{…}", what))
	}
	if len(w) == 0 {
		panic(fmt.Sprintf("gdkit: %s: the point is empty, want one number for each parameter", what))
	}
	if s, ok := j.(Sized); ok && s.Dim() != len(w) {
		panic(fmt.Sprintf("gdkit: %s: the point has %d numbers, but the cost has %d parameters", what, len(w), s.Dim()))
	}
}

type scalar struct{ j, dj func(float64) float64 }

var _ Sized = scalar{}

func (scalar) Dim() int { return 1 }

func (s scalar) Eval(grad, w []float64) float64 {
	if grad != nil {
		grad[0] = s.dj(w[0])
	}
	return s.j(w[0])
}

// wantGrad panics where the gradient has another length than the point.
func wantGrad(what string, grad, w []float64) {
	if grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: %s: the gradient has room for %d numbers, want %d, one for each parameter (or nil)", what, len(grad), len(w)))
	}
}

// wantRows panics if there are no rows to evaluate, or one that does not exist.
func wantRows(what string, rows []int, m int) {
	if len(rows) == 0 {
		panic(fmt.Sprintf("gdkit: %s: no rows given, want at least one", what))
	}
	for _, i := range rows {
		if uint(i) >= uint(m) {
			panic(fmt.Sprintf("gdkit: %s: row %d does not exist, want 0 to %d", what, i, m-1))
		}
	}
}

// plainStepper is a cost that takes plain steps over batches by itself, for each
// batch in rows in turn
//
//	w ← w − α∇(mean over the batch)
//
// It has the bits of EvalRows and the step of Plain, as long as the numbers are
// finite. grad is memory.
type plainStepper interface {
	plainSteps(w, grad []float64, rows []int, batch int, rate float64)
}
