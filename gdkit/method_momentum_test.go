package gdkit_test

import (
	"gdlab/gdkit"
	"math"
	"testing"
)

// Distill, "Why Momentum Really Works": λ = 0.01, 0.1, 1.
func TestBestMomentum(t *testing.T) {
	bowl := gdkit.Quadratic(0.01, 0.1, 1)
	factor := func(run *gdkit.Trace) float64 { // by which the distance shrinks at the end
		n := run.Len() - 1
		return math.Pow(run.J[n]/run.J[n-100], 1./200)
	}
	plain := gdkit.Descent{Cost: bowl, Start: bowl.Start, Rate: 1.98019802, Steps: 500}.Run()
	near(t, "rate of plain descent", factor(plain), 0.98019802, 1e-4)
	heavy := gdkit.Descent{Cost: bowl, Start: bowl.Start, Rate: 3.30578512, Steps: 150, Method: &gdkit.Momentum{Beta: 0.66942149}}.Run()
	// the last polynomial factor t dies slowly
	near(t, "rate of momentum", factor(heavy), 0.81818182, 0.03)
}

// D2L: momentum on 0.1x₁² + 2x₂² from (−5, −2), η = 0.6, β = 0.5, 20 steps.
func TestMomentumOfD2L(t *testing.T) {
	bowl := gdkit.Quadratic(0.2, 4)
	run := gdkit.Descent{Cost: bowl, Start: []float64{-5, -2}, Rate: 0.6, Steps: 20, Method: &gdkit.Momentum{Beta: 0.5}}.Run()
	near(t, "x1", run.Last()[0], 0.0071878667, 1e-7)
	near(t, "x2", run.Last()[1], 0.0025532748, 1e-7)
}
