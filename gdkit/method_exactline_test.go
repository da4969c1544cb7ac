package gdkit_test

import (
	"gdlab/gdkit"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The worst case of Cauchy's method: from (κ, 1) on ½(x² + κy²) every step multiplies w by
// ±(κ−1)/(κ+1), and α is 2/(1+κ).
func TestExactLineZigzag(t *testing.T) {
	for _, kappa := range []float64{2, 10, 50} {
		q := (kappa - 1) / (kappa + 1)
		run := gdkit.Descent{Cost: gdkit.Quadratic(1, kappa), Start: []float64{kappa, 1}, Rate: 1, Steps: 30, Method: &gdkit.ExactLine{}}.Run()
		for i := 1; i < run.Len(); i++ {
			near(t, "x", run.W(i)[0], kappa*math.Pow(q, float64(i)), 1e-9)
			near(t, "y", run.W(i)[1], math.Pow(-q, float64(i)), 1e-9)
			near(t, "Kantorovich", run.J[i]/run.J[i-1], q*q, 1e-9)
			near(t, "α", run.Rate[i-1], 2/(1+kappa), 1e-9)
		}
	}
}

// From anywhere: right angles, and no step worse than the bound.
func TestExactLineBound(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for range 20 {
		lambda := []float64{1, 3 + random.Float64(), 20 * random.Float64(), 40}
		start := []float64{random.NormFloat64(), random.NormFloat64(), random.NormFloat64(), random.NormFloat64()}
		j := rotated(random, lambda)
		spectrum := gdkit.Curvature(j, start)
		q := (spectrum.Condition() - 1) / (spectrum.Condition() + 1)
		run := gdkit.Descent{Cost: j, Start: start, Rate: 1, Steps: 15, Method: &gdkit.ExactLine{}}.Run()
		before, after := make([]float64, 4), make([]float64, 4)
		for i := 1; i < run.Len(); i++ {
			if run.J[i] > q*q*run.J[i-1]*(1+1e-9) {
				t.Errorf("step %d: J %g → %g, want a factor of %g at most", i, run.J[i-1], run.J[i], q*q)
			}
			j.Eval(before, run.W(i-1))
			j.Eval(after, run.W(i))
			if cos := floats.Dot(before, after) / run.GradNorm[i-1] / run.GradNorm[i]; math.Abs(cos) > 1e-9 {
				t.Errorf("step %d: cos of the angle is %g, want 0", i, cos)
			}
		}
	}
}

func TestExactLine(t *testing.T) {
	// Shorter steps break the zigzag.
	steps := func(rate float64) int {
		run := gdkit.Descent{Cost: gdkit.Quadratic(1, 10, 50), Start: []float64{50, 1, 1}, Rate: rate, Steps: 1000, Method: &gdkit.ExactLine{},
			Stop: gdkit.GradBelow(1e-8)}.Run()
		if run.Reason != gdkit.Converged {
			t.Errorf("%v", run)
		}
		return run.Steps()
	}
	if exact, relaxed := steps(1), steps(0.8); relaxed > exact/3 {
		t.Errorf("%d steps with 0.8, %d with 1", relaxed, exact)
	}
	// No lowest point on the line: a plain step. From (0, 1) on x² − y² the slope is (0, −2).
	run := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{0, 1}, Rate: 0.25, Steps: 1, Method: &gdkit.ExactLine{}}.Run()
	if run.Rate[0] != 0.25 || run.Last()[1] != 1.5 {
		t.Errorf("α = %v to %v", run.Rate[0], run.Last())
	}
	refuses(t, map[string]gdkit.Method{"ExactLine needs a cost that knows its Hessian": &gdkit.ExactLine{}}, square)
	refuses(t, map[string]gdkit.Method{"Hess": &gdkit.ExactLine{}}, &gdkit.Linear{Data: sixHouses().Data, Loss: gdkit.Absolute, NoBias: true})
}
