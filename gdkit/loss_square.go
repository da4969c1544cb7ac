package gdkit

import "gdlab/gdkit/internal/engine"

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

var (
	_ CurvedLoss    = Squared
	_ FastLoss      = Squared
	_ engine.Square = Squared
)

// At returns c(z−y)² and 2c(z−y).
func (c SquareLoss) At(z, y float64) (loss, dz float64) {
	r := z - y
	return float64(c) * r * r, 2 * float64(c) * r
}

// Second returns 2c.
func (c SquareLoss) Second(_, _ float64) float64 { return 2 * float64(c) }

// Slopes implements FastLoss.
func (c SquareLoss) Slopes(z, y []float64, b float64) (loss, slope float64) {
	factor := 2 * float64(c)
	y = y[:len(z)]
	var rr, r float64
	for i, v := range z {
		v += b - y[i]
		rr += v * v
		r += v
		z[i] = factor * v
	}
	return float64(c) * rr, factor * r
}

// Slope implements FastLoss.
func (c SquareLoss) Slope(z, b, y float64) float64 { return 2 * float64(c) * (z + (b - y)) }

// SquareFactor is c. By it small and narrow data are read in registers.
func (c SquareLoss) SquareFactor() float64 { return float64(c) }
