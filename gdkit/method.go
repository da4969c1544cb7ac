package gdkit

import (
	"math"
)

// A Method turns a gradient into a step.
//
// Init makes its state anew for a problem of n parameters, in new memory, so that a copy of a used
// Method shares nothing with it. It reports settings that can't work. Step changes w in place and
// allocates nothing; rate is α after any schedule.
type Method interface {
	Init(j Cost, n int) error
	Step(w, grad []float64, rate float64)
}

// Observer is a Method that wants to know the cost at the point which its next step leaves, of the
// same examples as the gradient. The loop calls Observe once before each Step. A Method that embeds
// an Observer as an interface value need not pass this on: the loop finds it.
type Observer interface {
	Method
	Observe(j float64)
}

// Rated is a Method that chooses the length of its step itself, as a line search does. After a
// Step, LastRate is the α that it used; the trace shows that one. From Init to the first Step it is
// NaN, which stands for α as it was planned: so a type that embeds a Rated method, and whose own
// Step does not call the one inside, needs no LastRate of its own.
type Rated interface {
	Method
	LastRate() float64
}

// A LinearMethod is a Method whose steps are linear in the gradients, as those of Plain, Momentum
// and Nesterov. On a quadratic cost it treats each eigen-direction by itself, and Mode says how it
// moves along one with the curvature λ: the numbers First, A and B of the type Mode.
type LinearMethod interface {
	Method
	Mode(rate, lambda float64) (first, a, b float64)
}

// Plain is gradient descent itself (Cauchy 1847):
//
//	w ← w − α∇J(w)
//
// All parameters move at once, with the gradient of the point where all of them stood.
type Plain struct{}

var _ LinearMethod = Plain{}

// Init has nothing to set.
func (Plain) Init(Cost, int) error { return nil }

// Step implements Method.
func (Plain) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		w[i] -= rate * g
	}
}

// Mode implements LinearMethod.
func (Plain) Mode(rate, lambda float64) (first, a, b float64) {
	q := 1 - rate*lambda
	return q, q, 0
}

// orPlain is the method, or Plain where none is named.
func orPlain(m Method) Method {
	if m == nil {
		return Plain{}
	}
	return m
}

// A methodInUse is a Method with what it offers besides, looked up once for a whole run.
type methodInUse struct {
	Method
	observer Observer // nil where the method does not ask for the cost
	rated    Rated    // nil where the step is as long as planned
}

// start calls m's Init and looks up what it offers. A nil m is Plain.
func (u *methodInUse) start(m Method, j Cost, n int) error {
	*u = methodInUse{Method: orPlain(m)}
	if err := u.Init(j, n); err != nil {
		return err
	}
	u.observer, _ = offers[Observer](u.Method)
	u.rated, _ = offers[Rated](u.Method)
	return nil
}

// observe tells the method the cost, if it wants to know.
func (u *methodInUse) observe(j float64) {
	if u.observer != nil {
		u.observer.Observe(j)
	}
}

// rateUsed is the α of the last step, for which the plan was rate.
func (u *methodInUse) rateUsed(rate float64) float64 {
	if u.rated != nil {
		if used := u.rated.LastRate(); !math.IsNaN(used) {
			return used
		}
	}
	return rate
}

// furtherGradients is offered by a Method that evaluates gradients by itself, beside the one that a
// step is given, or that may hold such a Method.
type furtherGradients interface{ furtherGradients() bool }

// asksFurther tells whether m evaluates gradients by itself.
func asksFurther(m Method) bool {
	f, ok := offers[furtherGradients](m)
	return ok && f.furtherGradients()
}
