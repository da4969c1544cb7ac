package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Spectrum is the set of eigenvalues λ of a Hessian, the curvatures of a cost along its own axes.
// It predicts plain gradient descent before it runs: along eigen-direction i a step multiplies
// the distance to the minimum by 1 − αλᵢ.
type Spectrum struct {
	Values []float64 // ascending
}

// Curvature returns the eigenvalues of the Hessian of j at w: exact where j is Curved,
// else by central differences of the gradient, which are good to about 1e-9 where the parameters are of the order of 1.
// For a quadratic cost they are the same at every w.
func Curvature(j Cost, w []float64) Spectrum {
	wantPoint("Curvature", j, w)
	n := len(w)
	h := mat.NewSymDense(n, nil)
	if c, ok := j.(Curved); ok {
		c.Hess(h, w)
	} else {
		jac := mat.NewDense(n, n, nil)
		fd.Jacobian(jac, func(grad, w []float64) { j.Eval(grad, w) }, w, &fd.JacobianSettings{
			Formula: fd.Central, Step: differenceStep(floats.Norm(w, math.Inf(1))),
		})
		for i := range n {
			for k := i; k < n; k++ {
				h.SetSym(i, k, (jac.At(i, k)+jac.At(k, i))/2)
			}
		}
	}
	var eig mat.EigenSym
	if sum := mat.Sum(h); sum-sum != 0 || !eig.Factorize(h, false) {
		panic(fmt.Sprintf("gdkit: Curvature: the eigenvalues of the Hessian at %v were not found; is it finite there?", w))
	}
	return Spectrum{Values: eig.Values(nil)}
}

// Max is λmax, the steepest curvature.
func (s Spectrum) Max() float64 { return s.Values[len(s.Values)-1] }

// Min is λmin, the flattest curvature; negative at a saddle or a maximum.
func (s Spectrum) Min() float64 { return s.Values[0] }

// MaxRate is 2/λmax, the edge of stability: on a quadratic bowl plain gradient descent converges
// for 0 < α < 2/λmax and diverges above. It is +Inf where nothing curves upwards.
func (s Spectrum) MaxRate() float64 {
	if s.Max() <= 0 {
		return math.Inf(1)
	}
	return 2 / s.Max()
}

// Condition is κ = λmax/λmin, how much longer than wide the bowl is, squared: the contour ellipses
// have axes in the ratio √κ. It is +Inf for a valley that is flat along some direction (to rounding),
// and NaN where the Hessian is not positive (a saddle or a maximum).
func (s Spectrum) Condition() float64 {
	noise := float64(len(s.Values)) * eps * math.Abs(s.Max())
	switch {
	case s.Min() < -noise:
		return math.NaN()
	case s.Min() <= noise:
		return math.Inf(1)
	}
	return s.Max() / s.Min()
}

// String gives the three numbers that matter.
func (s Spectrum) String() string {
	if len(s.Values) == 0 {
		return "no parameters, no curvature"
	}
	if math.IsNaN(s.Condition()) {
		return fmt.Sprintf("curvature λ from %.4g to %.4g: not a bowl here, some direction curves downwards", s.Min(), s.Max())
	}
	return fmt.Sprintf("curvature λ from %.4g to %.4g, condition number κ = %.4g, largest stable α = 2/λmax = %.4g",
		s.Min(), s.Max(), s.Condition(), s.MaxRate())
}
