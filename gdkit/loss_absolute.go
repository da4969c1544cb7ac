package gdkit

import "math"

// Absolute is ℓ = |z−y|, whose best constant is the median. At the kink z = y the subgradient is 0.
const Absolute absolute = 0

// absolute has one value.
type absolute int8

var _ FastLoss = Absolute

// At implements Loss.
func (absolute) At(z, y float64) (loss, dz float64) {
	r := z - y
	return math.Abs(r), sign(r)
}

// Slopes implements FastLoss.
func (a absolute) Slopes(z, y []float64, b float64) (loss, slope float64) {
	return slopesByAt(a, z, y, b)
}

// Slope implements FastLoss.
func (a absolute) Slope(z, b, y float64) float64 { return slopeByAt(a, z, b, y) }
