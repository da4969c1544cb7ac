package gdkit

import (
	"math"

	"gdlab/gdkit/internal/engine"
)

// Logistic is the cross-entropy of the probability σ(z) = 1/(1+e⁻ᶻ) for labels y of 0 and 1:
//
//	ℓ = log(1+eᶻ) − yz,   ∂ℓ/∂z = σ(z) − y
//
// in a form that neither overflows nor loses digits at any z. Rival: labels −1 and 1,
// ℓ = log(1+e^(−yz)), the same number. If a line separates the classes there is no finite minimum:
// the weights grow for ever, slowly. An L2 penalty gives one.
const Logistic logistic = 0

// logistic has one value.
type logistic int8

var (
	_ CurvedLoss      = Logistic
	_ ClassLoss       = Logistic
	_ ProbabilityLoss = Logistic
	_ FastLoss        = Logistic
)

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

// Class implements ClassLoss: 1 where z > 0.
func (logistic) Class(z float64) float64 { return positiveScore(z) }

// Probability implements ProbabilityLoss: σ(z) and σ(−z).
func (logistic) Probability(z float64) (of1, of0 float64) { return Sigmoid(z), Sigmoid(-z) }

// Sigmoid is σ(z) = 1/(1+e⁻ᶻ), exact to rounding for every z. It turns the score of a logistic
// model into a probability.
func Sigmoid(z float64) float64 {
	if z >= 0 {
		return 1 / (1 + math.Exp(-z))
	}
	e := math.Exp(z)
	return e / (1 + e)
}

// Slopes implements FastLoss. With s = 2y−1 = ∓1 and q = e^(−sz) the plain formulas are
//
//	ℓ = log(1+q),   ℓ′ = −s·q/(1+q)
//
// and the logarithms of many rows are one: Σ log(1+qᵢ) = log Π(1+qᵢ). What is kept is
// p = Π(1+qᵢ) − 1, so that no digit is lost where all qᵢ are small.
func (l logistic) Slopes(z, y []float64, b float64) (sum, slope float64) {
	const full = 1e250 // another factor might overflow
	p := 0.0
	y = y[:len(z)]
	for i, v := range z {
		v += b
		s := 2*y[i] - 1
		if !(math.Abs(v) <= marginMax) || s*s != 1 {
			value, dz := l.At(v, y[i])
			z[i] = dz
			sum += value
			slope += dz
			continue
		}
		r, k := engine.ExpParts(-s * v)
		q := engine.Exp(r, k)
		dz := -s * (q / (1 + q))
		z[i] = dz
		slope += dz
		p += q * (1 + p)
		if p > full {
			sum += math.Log1p(p)
			p = 0
		}
	}
	return sum + math.Log1p(p), slope
}

// Slope implements FastLoss.
func (l logistic) Slope(z, b, y float64) float64 {
	z += b
	s := 2*y - 1
	if !(math.Abs(z) <= marginMax) || s*s != 1 {
		_, dz := l.At(z, y)
		return dz
	}
	r, k := engine.ExpParts(-s * z)
	q := engine.Exp(r, k)
	return -s * (q / (1 + q))
}

// marginMax is the largest |z| for which q is used: beyond, and for labels other than 0 and 1, At
// has the better formula.
const marginMax = 30
