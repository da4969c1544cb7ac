package gdkit

// Hinge is the loss of the support vector machine, for labels y of 0 and 1 read as s = 2y−1 = ∓1:
//
//	ℓ = max(0, 1 − sz),   ∂ℓ/∂z = −s where sz ≤ 1, else 0
//
// At the kink sz = 1 the slope is −s, as in scikit-learn. Rival: Pegasos takes 0 there.
const Hinge hinge = 0

// hinge has one value.
type hinge int8

var (
	_ ClassLoss = Hinge
	_ FastLoss  = Hinge
)

// At implements Loss.
func (hinge) At(z, y float64) (loss, dz float64) {
	s := 2*y - 1
	if gap := 1 - s*z; gap >= 0 {
		return gap, -s
	}
	return 0, 0
}

// Class implements ClassLoss: 1 where z > 0.
func (hinge) Class(z float64) float64 { return positiveScore(z) }

// Slopes implements FastLoss.
func (h hinge) Slopes(z, y []float64, b float64) (loss, slope float64) { return slopesByAt(h, z, y, b) }

// Slope implements FastLoss.
func (h hinge) Slope(z, b, y float64) float64 { return slopeByAt(h, z, b, y) }
