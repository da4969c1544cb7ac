package gdkit

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"
)

// Newton steps to the lowest point of the parabola that has the slope and the curvature of J at w:
//
//	w ← w − α(H + λI)⁻¹∇J(w),   H the Hessian at w
//
// α is Descent.Rate: 1 is the full step, which solves a quadratic at once and close to a minimum
// doubles the right digits with each step; less than 1 is careful far away. λ is Damping (Levenberg
// 1944, Marquardt 1963): the larger, the shorter the step, and the nearer to the direction of plain
// descent. No scaling of the parameters matters (with λ = 0). The price is a Hessian and about n³/3
// multiplications a step, so the cost must be Curved, and Descent.Batch 0: a batch has no Hessian.
//
// Where H + λI is not positive definite the parabola has no lowest point, and the formula leads to
// a saddle or uphill. There the step takes |H| + λI, which has the absolute values of the
// eigenvalues, so that it goes downhill along each of them (saddle-free Newton; Dauphin et al.
// 2014). Along a direction without curvature (to rounding), or if H isn't finite, it is a plain
// step. Rivals: a λ that grows until H + λI is positive definite, as in gonum's optimize.Newton;
// Raw. Indefinite tells afterwards at how many steps it was so.
type Newton struct {
	Damping float64 // λ ≥ 0, in the unit of the curvature
	// use H + λI as it is, even where the step then leads uphill or towards a saddle
	Raw bool

	cost   Curved
	h, f   *mat.SymDense // Hessian; its factors, or its eigenvectors
	p      []float64     // the step, before α
	values []float64     // eigenvalues
	work   []float64
	coords []float64 // the gradient along each eigenvector

	steps, indefinite, negative int
}

var _ Method = (*Newton)(nil)

// Init implements Method. It reports a cost without a Hessian.
func (m *Newton) Init(j Cost, n int) error {
	cost, ok := AsCurved(j)
	if !ok {
		return errors.New("gdkit: Newton needs a cost that knows its Hessian, want one with a method Hess " +
			"(a Linear: a loss with a second derivative) and no Batch; or let gonum's BFGS estimate it, see Opponent")
	}
	if m.Damping != 0 {
		if err := positive("Newton.Damping", m.Damping, "or 0 for the full Newton step"); err != nil {
			return err
		}
	}
	m.cost, m.steps, m.indefinite, m.negative = cost, 0, 0, 0
	m.p, m.values, m.coords = make([]float64, n), make([]float64, n), make([]float64, n)
	m.h, m.f = mat.NewSymDense(n, nil), mat.NewSymDense(n, nil)
	size := []float64{0}
	lapack64.Syev(lapack.EVCompute, m.f.RawSymmetric(), m.values, size, -1)
	m.work = make([]float64, int(size[0]))
	return nil
}

// Step implements Method.
func (m *Newton) Step(w, grad []float64, rate float64) {
	m.steps++
	m.cost.Hess(m.h, w)
	copy(m.p, grad)
	if !m.cholesky() {
		m.indefinite++
		m.eigen()
	}
	for i, p := range m.p {
		w[i] -= rate * p
	}
}

// cholesky solves (H + λI)p = p, unless H + λI is not positive definite, to rounding.
func (m *Newton) cholesky() bool {
	m.f.CopySym(m.h)
	a := m.f.RawSymmetric()
	for i := range a.N {
		m.coords[i] = a.Data[i*a.Stride+i] + m.Damping
		a.Data[i*a.Stride+i] = m.coords[i]
	}
	u, ok := lapack64.Potrf(a)
	if !ok {
		return false
	}
	for i := range a.N { // a pivot of which the subtractions left nothing but rounding
		if pivot := a.Data[i*a.Stride+i]; !(pivot*pivot > float64(a.N)*eps*m.coords[i]) {
			return false
		}
	}
	lapack64.Potrs(u, blas64.General{Rows: a.N, Cols: 1, Stride: 1, Data: m.p})
	return true
}

// eigen does the same with H = Σ λᵢvᵢvᵢᵀ for any H: p ← Σ vᵢ(vᵢ·p)/(|λᵢ| + λ).
func (m *Newton) eigen() {
	m.f.CopySym(m.h)
	a := m.f.RawSymmetric()
	sum := 0.0
	for i := range a.N {
		for k := i; k < a.N; k++ {
			sum += a.Data[i*a.Stride+k] * 0
		}
	}
	if sum != 0 || !lapack64.Syev(lapack.EVCompute, a, m.values, m.work, len(m.work)) {
		// a Hessian that isn't finite: a plain step, from which the loop sees where this leads
		return
	}
	noise := float64(a.N) * eps * max(-m.values[0], m.values[a.N-1])
	negative := 0
	// one eigenvector a column
	v := blas64.General{Rows: a.N, Cols: a.N, Stride: a.Stride, Data: a.Data}
	x, c := blas64.Vector{N: a.N, Inc: 1, Data: m.p}, blas64.Vector{N: a.N, Inc: 1, Data: m.coords}
	blas64.Gemv(blas.Trans, 1, v, x, 0, c)
	for i, lambda := range m.values {
		if lambda < -noise {
			negative++
		}
		if !m.Raw {
			lambda = max(lambda, -lambda)
		}
		if lambda += m.Damping; max(lambda, -lambda) > noise {
			m.coords[i] /= lambda
		}
	}
	blas64.Gemv(blas.NoTrans, 1, v, c, 0, x)
	m.negative = max(m.negative, negative)
}

// Indefinite is the number of steps since Init at which H + λI was not positive definite, and the
// largest number of negative eigenvalues that H had at one of them: of directions in which the cost
// bends downwards.
func (m *Newton) Indefinite() (steps, negative int) { return m.indefinite, m.negative }

// String says how the last run met the Hessian.
func (m *Newton) String() string {
	name := "Newton"
	if m.Damping != 0 {
		name = fmt.Sprintf("Newton, λ=%.6g", m.Damping)
	}
	switch {
	case m.steps == 0:
		return name
	case m.indefinite == 0:
		return fmt.Sprintf("%s: the Hessian was positive definite at each of %d steps", name, m.steps)
	}
	what := "took the absolute values of its eigenvalues"
	if m.Raw {
		what = "stepped on regardless"
	}
	return fmt.Sprintf("%s: the Hessian was not positive definite at %d of %d steps (up to %d negative eigenvalues of %d) and the method %s",
		name, m.indefinite, m.steps, m.negative, len(m.p), what)
}
