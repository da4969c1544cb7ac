package gdkit_test

import (
	"gdlab/datasets"
	"gdlab/gdkit"
	"math"
	"testing"
)

func TestScaleLike(t *testing.T) {
	train, test := datasets.Houses().Shuffle(1).Split(0.8)
	scaled := train.Standardize()
	moved := test.ScaleLike(scaled)
	back := moved.ScaleLike(test)
	for i := range 20 {
		for j := range 2 {
			near(t, "scaled", moved.X.At(i, j), (test.X.At(i, j)-scaled.Center[j])/scaled.Scale[j], 1e-15)
			near(t, "and back", back.X.At(i, j), test.X.At(i, j), 1e-14)
		}
	}
	if back.Scale != nil || moved.Center[0] != scaled.Center[0] || math.IsNaN(moved.X.At(0, 0)) {
		t.Errorf("scales %v and %v", back.Scale, moved.Scale)
	}
	// Predictions in the original units by way of Unscale are the same.
	j := &gdkit.Linear{Data: scaled, Loss: gdkit.HalfSquared}
	w := []float64{180000, 50000, -10000}
	raw := &gdkit.Linear{Data: train, Loss: gdkit.HalfSquared}
	within(t, "predictions", gdkit.PredictAll(j, w, test), gdkit.PredictAll(raw, scaled.Unscale(w), test), 1e-13)

	panics(t, "has 2 features, but six houses has 1", func() { test.ScaleLike(datasets.SixHouses()) })
	panics(t, "in the same order", func() { test.ScaleLike(datasets.Ames("bedrooms", "area_sqft")) })
	panics(t, "has no examples", func() { test.ScaleLike(&gdkit.Dataset{}) })
}
