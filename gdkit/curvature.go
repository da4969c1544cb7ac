package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Spectrum is the set of eigenvalues λ of a Hessian, the curvatures of a cost along its own
// axes, and these axes. It predicts descents before they run: along eigen-direction i a step of
// plain descent multiplies the distance to the minimum by 1 − αλᵢ. Predict says so for each
// direction, and for momentum.
//
// All of it is exact for a quadratic cost. For another convex cost take two numbers that hold at
// every w on the way instead: L ≥ every λ (the gradient is L-Lipschitz) and μ ≤ every λ (strong
// convexity). Plain descent with 0 < α < 2/L shrinks the distance in each step by max(|1−αμ|,
// |1−αL|) or better, so that 2/(L+μ) is the best promise, (κ−1)/(κ+1) a step with κ = L/μ
// (Nesterov 2004, chapter 2). With μ = 0 there is no such factor, but
// J(w(t)) − J* ≤ ‖w(0)−w*‖²/(2αt) for α ≤ 1/L (Beck and Teboulle 2009). For momentum only the end
// of the walk is promised, where the cost is nearly quadratic: further out the best α and β can
// circle for ever (Lessard, Recht and Packard 2016).
type Spectrum struct {
	Values []float64 // λ, ascending
	// n×n, column i is the unit vector of direction i, its largest component
	// positive; nil if unknown
	Vectors *mat.Dense
}

// Curvature returns the eigenvalues and eigenvectors of the Hessian of j at w: exact where j is
// Curved (and its Hess isn't only that of a cost which it embeds, beside an Eval of its own), else
// by central differences of the gradient, which are good to about 1e-9 where the parameters are of
// the order of 1. For a quadratic cost they are the same at every w.
//
// The n×n matrix needs memory for n² numbers and time for n³ operations: n of a few hundred.
// For more see Extremes.
func Curvature(j Cost, w []float64) Spectrum {
	wantPoint("Curvature", j, w)
	n := len(w)
	h := mat.NewSymDense(n, nil)
	if c, ok, _ := curvedAt(j, w); ok {
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
	if sum := mat.Sum(h); sum-sum != 0 || !eig.Factorize(h, true) {
		panic(fmt.Sprintf("gdkit: Curvature: the eigenvalues of the Hessian at %v were not found; is it finite there?", w))
	}
	s := Spectrum{Values: eig.Values(nil), Vectors: new(mat.Dense)}
	eig.VectorsTo(s.Vectors)
	for i := range n {
		v := mat.Col(nil, i, s.Vectors)
		// an eigenvector has no sign; this one is everybody's
		if v[floats.MaxIdx(v)] < -v[floats.MinIdx(v)] {
			floats.Scale(-1, v)
			s.Vectors.SetCol(i, v)
		}
	}
	return s
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
// have axes in the ratio √κ. It is +Inf for a valley that is flat along some direction (to
// rounding), and NaN where the Hessian is not positive (a saddle or a maximum).
func (s Spectrum) Condition() float64 {
	noise := s.noise()
	switch {
	case s.Min() < -noise:
		return math.NaN()
	case s.Min() <= noise:
		return math.Inf(1)
	}
	return s.Max() / s.Min()
}

// noise is the size up to which an eigenvalue can't be told from 0.
func (s Spectrum) noise() float64 {
	if len(s.Values) == 0 {
		return 0
	}
	return float64(len(s.Values)) * eps * math.Abs(s.Max())
}

// Coordinates returns x = Vᵀ(w − origin), the place of w along the eigen-directions as seen from
// origin, most often the minimum. A picture of |xᵢ(t)| beside Prediction.Walk shows each direction
// converge at its own pace.
func (s Spectrum) Coordinates(w, origin []float64) []float64 {
	n := len(s.Values)
	if s.Vectors == nil {
		panic("gdkit: Spectrum.Coordinates: Vectors is nil, want the directions that Curvature finds")
	}
	if len(w) != n || len(origin) != n {
		panic(fmt.Sprintf("gdkit: Spectrum.Coordinates: the point has %d numbers and the origin %d, want %d", len(w), len(origin), n))
	}
	d := floats.SubTo(make([]float64, n), w, origin)
	x := mat.NewVecDense(n, nil)
	x.MulVec(s.Vectors.T(), mat.NewVecDense(n, d))
	return x.RawVector().Data
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
