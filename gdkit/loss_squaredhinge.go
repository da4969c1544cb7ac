package gdkit

// SquaredHinge is ℓ = max(0, 1 − sz)² with s = 2y−1 for labels y of 0 and 1: the
// hinge without a kink.
const SquaredHinge squaredHinge = 0

// squaredHinge has one value.
type squaredHinge int8

var (
	_ CurvedLoss = SquaredHinge
	_ ClassLoss  = SquaredHinge
	_ FastLoss   = SquaredHinge
)

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

// Class implements ClassLoss: 1 where z > 0.
func (squaredHinge) Class(z float64) float64 { return positiveScore(z) }

// Slopes implements FastLoss.
func (h squaredHinge) Slopes(z, y []float64, b float64) (loss, slope float64) {
	return slopesByAt(h, z, y, b)
}

// Slope implements FastLoss.
func (h squaredHinge) Slope(z, b, y float64) float64 { return slopeByAt(h, z, b, y) }
