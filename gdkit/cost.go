package gdkit

import (
	"fmt"

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

// Sized is a Cost that knows n, the number of its parameters.
// Descent uses it to refuse a start point of another length before the first step.
type Sized interface {
	Cost
	Dim() int
}

// Sampled is a Cost that is a mean over examples and can be evaluated on some of them: what a mini-batch needs.
// EvalRows is Eval over the given rows only, as if the data had no others, penalties included: over random rows its mean is Eval, unless
// the examples have weights, of which small batches then see too little. Rows may repeat. Each row is 0 ≤ row < Len(), and there is at least one.
type Sampled interface {
	Cost
	Len() int // m, the number of examples
	EvalRows(grad, w []float64, rows []int) float64
}

// Curved is a Cost that knows its Hessian H(w), the n×n matrix of second derivatives.
// Hess overwrites dst, which is empty or n×n.
type Curved interface {
	Cost
	Hess(dst *mat.SymDense, w []float64)
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

// curved is j as a Curved, if its Hessian is there: a Linear has one only where its loss has a second derivative.
func curved(j Cost) (Curved, bool) {
	if l, ok := j.(*Linear); ok {
		if _, ok := l.Loss.(CurvedLoss); !ok {
			return nil, false
		}
	}
	c, ok := j.(Curved)
	return c, ok
}

// clearSym makes dst an n×n matrix of zeros, in its own memory where it has some.
func clearSym(dst *mat.SymDense, n int) {
	if dst.IsEmpty() {
		dst.ReuseAsSym(n)
	} else {
		dst.Zero()
	}
}

// wantPoint reports a point at which j can't be evaluated, or a missing j, before an index is out of range.
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
