package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func threeDirections(m gdkit.Method, rate float64) gdplot.Figure {
	j := gdkit.Quadratic(0.01, 0.1, 1)
	s := gdkit.Curvature(j, []float64{0, 0, 0})
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 0.3}, Rate: rate, Steps: 150, Method: m}.Run()
	return gdplot.Eigen(s, s.Predict(m, rate), run, []float64{0, 0, 0})
}

func ExampleEigen() {
	j := gdkit.Quadratic(0.01, 0.1, 1)
	minimum := []float64{0, 0, 0}
	s := gdkit.Curvature(j, minimum)
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 1}, Rate: s.BestRate(), Steps: 100}.Run()
	fmt.Println(gdplot.Describe(gdplot.Eigen(s, s.Predict(nil, s.BestRate()), run, minimum)))
	// Output:
	// Distance along each direction: lines predicted, points measured. Across: step t from 0 to 100; up: |xᵢ| from 1e−10 to 1. Direction with λ = 0.01: ×0.98 a step predicted; measured |x| from 1 to 0.135 in 100 steps, predicted 0.135. Direction with λ = 0.1: ×0.802 a step predicted; measured |x| from 1 to 2.61e−10 in 100 steps, predicted 2.61e−10. Direction with λ = 1: ×0.98 a step predicted; measured |x| from 1 to 0.135 in 100 steps, predicted 0.135.
}

func TestGoldenEigen(t *testing.T) {
	s := gdkit.Curvature(gdkit.Quadratic(0.01, 0.1, 1), []float64{0, 0, 0})
	rate, beta := s.BestMomentum()
	golden(t, "eigen.png", gdplot.Row(threeDirections(nil, s.BestRate()), threeDirections(&gdkit.Momentum{Beta: beta}, rate)))
}
