package gdkit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize/functions"
)

func surfaces() []*gdkit.Surface {
	return []*gdkit.Surface{
		gdkit.Quadratic(1, 2), gdkit.Quadratic(0.01, 0.1, 1), gdkit.Rosenbrock(), gdkit.Himmelblau(), gdkit.Beale(), gdkit.Booth(),
		gdkit.Rastrigin(1), gdkit.Rastrigin(3), gdkit.Saddle(), gdkit.MonkeySaddle(), gdkit.Plateau(), gdkit.TwoValleys(),
	}
}

// Gradient and Hessian against differences, at random points; minima are minima, of cost 0.
func TestSurfaces(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, s := range surfaces() {
		checkDerivatives(t, s.Name, s, 10, func() float64 { return 2 * rnd.NormFloat64() })
		for _, m := range s.Minima {
			grad := make([]float64, len(m))
			if j := s.Eval(grad, m); math.Abs(j) > 1e-12 || floats.Norm(grad, 2) > 1e-6 {
				t.Errorf("%s: at the minimum %v J = %g, slope %v", s.Name, m, j, grad)
			}
			if c := gdkit.Curvature(s, m); c.Min() < 0 {
				t.Errorf("%s: %v is no minimum: %v", s.Name, m, c)
			}
		}
	}
}

// The values of gonum's own test functions, and the figures that the comments give.
func TestSurfacesAgainstGonum(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		w := []float64{3 * rnd.NormFloat64(), 3 * rnd.NormFloat64()}
		near(t, "Rosenbrock", gdkit.Rosenbrock().Eval(nil, w), functions.ExtendedRosenbrock{}.Func(w), 1e-12)
		near(t, "Beale", gdkit.Beale().Eval(nil, w), functions.Beale{}.Func(w), 1e-9)
	}
	near(t, "κ of Rosenbrock", gdkit.Curvature(gdkit.Rosenbrock(), []float64{1, 1}).Condition(), 2508, 1e-3)
	near(t, "λmax of Booth", gdkit.Curvature(gdkit.Booth(), []float64{0, 0}).Max(), 18, 1e-12)
	near(t, "curvature of two valleys", gdkit.Curvature(gdkit.TwoValleys(), []float64{5}).Max(), 32, 1e-12)
}

// "Understanding Gradient Descent", closer look: a saddle holds only what comes along its ridge.
func TestSaddleHoldsOnlyItsRidge(t *testing.T) {
	on := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, 0}, Rate: 0.1, Steps: 200}.Run()
	if on.Last()[1] != 0 {
		t.Errorf("from (1, 0) y became %v", on.Last()[1])
	}
	for step, s := range (gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, 1e-6}, Rate: 0.1, Steps: 200}).All() {
		if math.Abs(s.W[1]) > 1 {
			if step != 76 {
				t.Errorf("|y| passes 1 at step %d, want 76", step)
			}
			return
		}
	}
	t.Error("|y| never passes 1")
}
