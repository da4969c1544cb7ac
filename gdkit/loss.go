package gdkit

import (
	"fmt"
	"math"
)

// A Loss is the price ℓ(z, y) of predicting z where the truth is y.
// At returns ℓ and its derivative ∂ℓ/∂z, or a subgradient where ℓ has a kink.
type Loss interface {
	At(z, y float64) (loss, dz float64)
}

// CurvedLoss is a Loss that knows its second derivative ∂²ℓ/∂z².
type CurvedLoss interface {
	Loss
	Second(z, y float64) float64
}

// SquareLoss is ℓ(z, y) = c(z−y)² with the factor c as its value.
//
// Both conventions of the field are here. They describe the same minimum, but their
// gradients differ by the factor 2, and so do all their learning rates:
// a rate α for HalfSquared is the rate α/2 for Squared.
type SquareLoss float64

const (
	// Squared is (z−y)²; its mean is the MSE of scikit-learn and of statistics.
	Squared SquareLoss = 1
	// HalfSquared is (z−y)²/2; its mean is the 1/2m cost of Andrew Ng's course,
	// where the ½ cancels the 2 of the derivative.
	HalfSquared SquareLoss = 0.5
)

var _ CurvedLoss = Squared

// At returns c(z−y)² and 2c(z−y).
func (c SquareLoss) At(z, y float64) (loss, dz float64) {
	r := z - y
	return float64(c) * r * r, 2 * float64(c) * r
}

// Second returns 2c.
func (c SquareLoss) Second(_, _ float64) float64 { return 2 * float64(c) }

// absolute, logistic, hinge and squaredHinge have one value each: the constants below.
type (
	absolute     int8
	logistic     int8
	hinge        int8
	squaredHinge int8
)

const (
	// Absolute is ℓ = |z−y|, whose best constant is the median. At the kink z = y the subgradient is 0.
	Absolute absolute = 0

	// Logistic is the cross-entropy of the probability σ(z) = 1/(1+e⁻ᶻ) for labels y of 0 and 1:
	//
	//	ℓ = log(1+eᶻ) − yz,   ∂ℓ/∂z = σ(z) − y
	//
	// in a form that neither overflows nor loses digits at any z. Rival: labels −1 and 1, ℓ = log(1+e^(−yz)), the same number.
	// If a line separates the classes there is no finite minimum: the weights grow for ever, slowly. An L2 penalty gives one.
	Logistic logistic = 0

	// Hinge is the loss of the support vector machine, for labels y of 0 and 1 read as s = 2y−1 = ∓1:
	//
	//	ℓ = max(0, 1 − sz),   ∂ℓ/∂z = −s where sz ≤ 1, else 0
	//
	// The kink sz = 1 counts to the slope, as in scikit-learn; Pegasos counts it to the flat side.
	Hinge hinge = 0

	// SquaredHinge is ℓ = max(0, 1 − sz)², the hinge without a kink.
	SquaredHinge squaredHinge = 0
)

// Huber is the half square near 0 and the absolute value beyond ±Delta (Huber 1964), r = z−y:
//
//	ℓ = r²/2 where |r| ≤ δ,   δ(|r| − δ/2) beyond
//
// An outlier pulls with the force δ and not more. Rival: some begin with r², twice this.
type Huber struct {
	Delta float64 // δ > 0, in the unit of the target
}

var (
	_ Loss       = Absolute
	_ CurvedLoss = Logistic
	_ Loss       = Hinge
	_ CurvedLoss = SquaredHinge
	_ CurvedLoss = Huber{}
)

// At implements Loss.
func (absolute) At(z, y float64) (loss, dz float64) {
	r := z - y
	return math.Abs(r), sign(r)
}

// At implements Loss.
func (logistic) At(z, y float64) (loss, dz float64) {
	// log(1+eᶻ) − yz, with the part that grows taken out of the logarithm.
	loss = math.Log1p(math.Exp(-math.Abs(z)))
	if z > 0 {
		loss += (1 - y) * z
	} else {
		loss -= y * z
	}
	if y == 1 {
		return loss, -Sigmoid(-z) // σ(z) − 1 without the loss of digits
	}
	return loss, Sigmoid(z) - y
}

// Second returns σ(z)(1−σ(z)).
func (logistic) Second(z, _ float64) float64 { return Sigmoid(z) * Sigmoid(-z) }

// At implements Loss.
func (hinge) At(z, y float64) (loss, dz float64) {
	s := 2*y - 1
	if gap := 1 - s*z; gap >= 0 {
		return gap, -s
	}
	return 0, 0
}

// At implements Loss.
func (squaredHinge) At(z, y float64) (loss, dz float64) {
	s := 2*y - 1
	gap := max(0, 1-s*z)
	return gap * gap, -2 * s * gap
}

// Second returns 2 where the loss is not 0, and 0 elsewhere.
func (squaredHinge) Second(z, y float64) float64 {
	if (2*y-1)*z < 1 {
		return 2
	}
	return 0
}

// At implements Loss.
func (h Huber) At(z, y float64) (loss, dz float64) {
	r := z - y
	if a := math.Abs(r); a > h.Delta {
		return h.Delta * (a - h.Delta/2), math.Copysign(h.Delta, r)
	}
	return r * r / 2, r
}

// Second returns 1 where |z−y| ≤ δ, and 0 beyond.
func (h Huber) Second(z, y float64) float64 {
	if math.Abs(z-y) > h.Delta {
		return 0
	}
	return 1
}

// Sigmoid is σ(z) = 1/(1+e⁻ᶻ), exact to rounding for every z. It turns the score of a logistic model into a probability.
func Sigmoid(z float64) float64 {
	if z >= 0 {
		return 1 / (1 + math.Exp(-z))
	}
	e := math.Exp(z)
	return e / (1 + e)
}

// targets are what a loss accepts as truth; Linear.Validate asks.
type targets interface{ checkTargets(d *Dataset) error }

func (logistic) checkTargets(d *Dataset) error     { return twoClasses("Logistic", d) }
func (hinge) checkTargets(d *Dataset) error        { return twoClasses("Hinge", d) }
func (squaredHinge) checkTargets(d *Dataset) error { return twoClasses("SquaredHinge", d) }

func (h Huber) checkTargets(*Dataset) error {
	return positive("Huber.Delta", h.Delta, "the error from which an example counts as an outlier")
}

// twoClasses reports a label that is neither 0 nor 1, and data with one class only.
func twoClasses(loss string, d *Dataset) error {
	ones := 0
	for i, y := range d.Y {
		switch y {
		case 0:
		case 1:
			ones++
		default:
			return fmt.Errorf("gdkit: %s: Y[%d] (%s) is %v, but %s wants labels 0 and 1", d.title(), i, d.target(), y, loss)
		}
	}
	if ones == 0 || ones == len(d.Y) {
		return fmt.Errorf("gdkit: %s: all labels (%s) are %v, but %s wants examples of both classes, 0 and 1", d.title(), d.target(), d.Y[0], loss)
	}
	return nil
}
