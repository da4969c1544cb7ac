package gdkit

import (
	"fmt"
	"math"
)

// An Activation is the function φ that a unit of a Net applies to its score z. At returns a = φ(z)
// and the slope φ′(z), or a subgradient where φ has a kink. Any type with At will do:
//
//	type softplus struct{}
//
//	func (softplus) At(z float64) (a, slope float64) {
//		return math.Log1p(math.Exp(z)), gdkit.Sigmoid(z)
//	}
type Activation interface {
	At(z float64) (a, slope float64)
}

// sigmoidUnit, tanh, relu and identity have one value each: the constants below.
type (
	sigmoidUnit int8
	tanh        int8
	relu        int8
	identity    int8
)

const (
	// SigmoidUnit is φ = σ(z) = 1/(1+e⁻ᶻ), the function Sigmoid as an activation. Its slope σ(1−σ)
	// is ¼ at most, so ten layers scale the gradient by 4⁻¹⁰ = 9.54e-7 or less, if the weights do
	// not make up for it: it vanishes (Hochreiter 1991).
	SigmoidUnit sigmoidUnit = 0

	// Tanh is φ = tanh z = 2σ(2z) − 1, with slope 1 − φ²: 1 at z = 0 and less elsewhere.
	Tanh tanh = 0

	// ReLU is φ = max(0, z), the rectified linear unit (Nair and Hinton 2010). At the kink z = 0
	// the slope counts as 0, as in PyTorch. A unit that is at or below 0 for all examples gets no
	// gradient any more: it is dead. Leaky keeps it alive.
	ReLU relu = 0

	// Identity is φ = z: layers with it add up to one linear layer.
	Identity identity = 0
)

// Leaky is φ = z for z > 0 and Slope·z below, the leaky ReLU (Maas, Hannun and Ng 2013; they and
// PyTorch use 0.01). At the kink z = 0 the slope is Slope.
type Leaky struct {
	Slope float64 // 0 ≤ Slope < 1; 0 is ReLU
}

var (
	_ Activation = SigmoidUnit
	_ Activation = Tanh
	_ Activation = ReLU
	_ Activation = Identity
	_ Activation = Leaky{}
)

// At implements Activation. The slope keeps its digits where σ is almost 1.
func (sigmoidUnit) At(z float64) (a, slope float64) {
	e := math.Exp(-math.Abs(z))
	large := 1 / (1 + e) // of σ(z) and σ(−z)
	if z < 0 {
		return e * large, e * large * large
	}
	return large, e * large * large
}

// At implements Activation.
func (tanh) At(z float64) (a, slope float64) {
	a = math.Tanh(z)
	return a, (1 - a) * (1 + a)
}

// At implements Activation.
func (relu) At(z float64) (a, slope float64) {
	if z <= 0 {
		return 0, 0
	}
	return z, 1 // also where z is NaN: it must not be hidden
}

// At implements Activation.
func (identity) At(z float64) (a, slope float64) { return z, 1 }

// At implements Activation.
func (l Leaky) At(z float64) (a, slope float64) {
	if z <= 0 {
		return l.Slope * z, l.Slope
	}
	return z, 1
}

// Validate reports a Slope outside 0 ≤ Slope < 1.
func (l Leaky) Validate() error { return fraction("Leaky.Slope", l.Slope) }

// String is the name in pictures and sentences.
func (sigmoidUnit) String() string { return "sigmoid" }

// String is the name in pictures and sentences.
func (tanh) String() string { return "tanh" }

// String is the name in pictures and sentences.
func (relu) String() string { return "ReLU" }

// String is the name in pictures and sentences.
func (identity) String() string { return "identity" }

// String is the name in pictures and sentences.
func (l Leaky) String() string { return fmt.Sprintf("leaky ReLU (%g)", l.Slope) }
