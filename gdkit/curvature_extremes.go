package gdkit

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Ends are the two ends of a Spectrum that is too long to be computed as a whole.
type Ends struct {
	// λmin and λmax as they were found: never outside the true ones, except for the
	// noise of differences
	Min, Max float64
	// ‖Hv − λv‖ of their directions v: there is an eigenvalue of H as near as that
	MinErr, MaxErr float64
	Products       int // products of the Hessian with a vector that it took, 2 gradients each
}

// Extremes estimates the largest and the smallest eigenvalue of the Hessian of j at w without
// forming it, by k steps of Lanczos' method (Lanczos 1950) with full reorthogonalisation, on
// products by central differences of the gradient:
//
//	Hv ≈ (∇J(w+hv) − ∇J(w−hv)) / 2h,   ‖v‖ = 1,   h = ∛ε·max(1, ‖w‖)
//
// It costs 2k gradients, four more for the errors, and holds k vectors; k = 30 is plenty for λmax,
// and k ≥ n finds all there is. For a quadratic cost the products are exact up to rounding. The
// errors are measured with the step 2h, so that they show what the differences lose as well.
//
// Both ends are approached from within, that which stands apart from its neighbours first: λmax by
// O((ln n/k)²) on average whatever the spectrum (Kuczyński and Woźniakowski 1992), the λmin of a
// long valley often badly; its error says so. The walk begins in a random direction with a fixed
// seed, so that the result is always the same.
// Rival: the power method finds λmax alone and needs the square of the steps.
func Extremes(j Cost, w []float64, k int) Ends {
	wantPoint("Extremes", j, w)
	if k < 1 {
		panic(fmt.Sprintf("gdkit: Extremes: k is %d, want at least 1 step of Lanczos' method, for example 30", k))
	}
	h := newHessian(j, w)
	basis, t := h.lanczos(k)
	k = len(basis)
	var eig mat.EigenSym
	if !eig.Factorize(t, true) {
		panic("gdkit: Extremes: the eigenvalues of Lanczos' small matrix were not found; start somewhere else")
	}
	var small mat.Dense
	eig.VectorsTo(&small)
	theta := eig.Values(nil)
	h.step *= 2
	residual := func(i int) float64 { // ‖Hy − θy‖, y = Vs
		y, r := make([]float64, len(w)), make([]float64, len(w))
		for b, u := range basis {
			floats.AddScaled(y, small.At(b, i), u)
		}
		h.product(r, y)
		floats.AddScaled(r, -theta[i], y)
		return floats.Norm(r, 2)
	}
	return Ends{Min: theta[0], MinErr: residual(0), Max: theta[k-1], MaxErr: residual(k - 1), Products: k + 2}
}

// MaxRate is 2/λmax, the edge of stability, on the safe side: 2/(Max+MaxErr). It is +Inf where
// nothing curves upwards.
func (e Ends) MaxRate() float64 {
	if e.Max <= 0 {
		return math.Inf(1)
	}
	return 2 / (e.Max + e.MaxErr)
}

// String gives the two ends, each with its error, and the edge of stability.
func (e Ends) String() string {
	return fmt.Sprintf("curvature λ from %.4g (± %.1e) to %.4g (± %.1e) after %d products, largest stable α = 2/λmax = %.4g",
		e.Min, e.MinErr, e.Max, e.MaxErr, e.Products, e.MaxRate())
}

// hessian multiplies vectors with the Hessian of j at w.
type hessian struct {
	j        Cost
	w        []float64
	step     float64
	at, down []float64
}

func newHessian(j Cost, w []float64) *hessian {
	return &hessian{j, w, differenceStep(floats.Norm(w, 2)), make([]float64, len(w)), make([]float64, len(w))}
}

// product overwrites dst with (∇J(w+hv) − ∇J(w−hv)) / 2h.
func (h *hessian) product(dst, v []float64) {
	if _, err := evalFirst(h.j, dst, floats.AddScaledTo(h.at, h.w, h.step, v)); err != nil {
		panic(err.Error())
	}
	h.j.Eval(h.down, floats.AddScaledTo(h.at, h.w, -h.step, v))
	floats.Sub(dst, h.down)
	floats.Scale(1/(2*h.step), dst)
	if sum := floats.Sum(dst); sum-sum != 0 {
		panic("gdkit: Extremes: the gradient close to the point is not finite; start somewhere else")
	}
}

// lanczos returns an orthonormal basis V of at most k vectors, in which the ends of H show first,
// and the tridiagonal matrix VᵀHV.
func (h *hessian) lanczos(k int) (basis [][]float64, vhv mat.Symmetric) {
	n := len(h.w)
	v := make([]float64, n)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range v {
		v[i] = rnd.NormFloat64()
	}
	floats.Scale(1/floats.Norm(v, 2), v)

	k = min(k, n)
	basis = make([][]float64, 0, k)
	t := mat.NewSymDense(k, nil)
	scale := 0.0
	for i := range k {
		basis = append(basis, v)
		r := make([]float64, n)
		h.product(r, v)
		t.SetSym(i, i, floats.Dot(r, v))
		for range 2 { // the second time removes what rounding left
			for _, u := range basis {
				floats.AddScaled(r, -floats.Dot(r, u), u)
			}
		}
		rest := floats.Norm(r, 2)
		scale = max(scale, math.Abs(t.At(i, i)), rest)
		// the number is reached, or H leads nowhere new
		if i+1 == k || rest <= float64(n)*eps*scale {
			break
		}
		t.SetSym(i, i+1, rest)
		floats.Scale(1/rest, r)
		v = r
	}
	return basis, t.SliceSym(0, len(basis))
}
