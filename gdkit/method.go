package gdkit

// A Method turns a gradient into a step.
//
// Init sets or resets its state for a problem of n parameters and reports settings that
// can't work. Step changes w in place and allocates nothing; rate is α after any schedule.
type Method interface {
	Init(j Cost, n int) error
	Step(w, grad []float64, rate float64)
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
