package gdkit

import "math"

// Huber is the half square near 0 and the absolute value beyond ±Delta (Huber 1964), r = z−y:
//
//	ℓ = r²/2 where |r| ≤ δ,   δ(|r| − δ/2) beyond
//
// An outlier pulls with the force δ and not more. Rival: some begin with r², twice this.
type Huber struct {
	Delta float64 // δ > 0, in the unit of the target
}

var (
	_ CurvedLoss = Huber{}
	_ FastLoss   = Huber{}
	_ Valid      = Huber{}
)

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

// Slopes implements FastLoss.
func (h Huber) Slopes(z, y []float64, b float64) (loss, slope float64) { return slopesByAt(h, z, y, b) }

// Slope implements FastLoss.
func (h Huber) Slope(z, b, y float64) float64 { return slopeByAt(h, z, b, y) }

// Validate reports a Delta that isn't a finite number > 0.
func (h Huber) Validate() error {
	return positive("Huber.Delta", h.Delta, "the error from which an example counts as an outlier")
}
