package gdkit

import (
	"fmt"
	"math"
)

// A Method turns a gradient into a step.
//
// Init sets or resets its state for a problem of n parameters and reports settings that
// can't work. Step changes w in place and allocates nothing; rate is α after any schedule.
type Method interface {
	Init(j Cost, n int) error
	Step(w, grad []float64, rate float64)
}

// Observer is a Method that wants to know the cost at the point which its next step leaves, of the same examples as the gradient.
// The loop calls Observe once before each Step.
type Observer interface {
	Method
	Observe(j float64)
}

// Rated is a Method that chooses the length of its step itself, as a line search does. After a Step, LastRate is the α that it used;
// the trace shows that one.
type Rated interface {
	Method
	LastRate() float64
}

// Plain is gradient descent itself (Cauchy 1847):
//
//	w ← w − α∇J(w)
//
// All parameters move at once, with the gradient of the point where all of them stood.
type Plain struct{}

var _ Method = Plain{}

// Init has nothing to set.
func (Plain) Init(Cost, int) error { return nil }

// Step implements Method.
func (Plain) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		w[i] -= rate * g
	}
}

// orPlain is the method, or Plain where none is named.
func orPlain(m Method) Method {
	if m == nil {
		return Plain{}
	}
	return m
}

// observe tells m the cost, if it wants to know.
func observe(m Method, j float64) {
	if o, ok := m.(Observer); ok {
		o.Observe(j)
	}
}

// rateUsed is the α of m's last step, for which the plan was rate.
func rateUsed(m Method, rate float64) float64 {
	if r, ok := m.(Rated); ok {
		return r.LastRate()
	}
	return rate
}

// zeros returns n zeros, in the memory of s where it suffices.
func zeros(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// fraction reports a setting outside 0 ≤ v < 1.
func fraction(name string, v float64) error {
	if !(v >= 0 && v < 1) {
		return fmt.Errorf("gdkit: %s is %v, want 0 ≤ %s < 1", name, v, name)
	}
	return nil
}

// positive reports a setting that isn't a finite number > 0.
func positive(name string, v float64, hint string) error {
	if !(v > 0) || math.IsInf(v, 0) {
		return fmt.Errorf("gdkit: %s is %v, want a finite number > 0 (%s)", name, v, hint)
	}
	return nil
}
