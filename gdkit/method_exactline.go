package gdkit

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ExactLine is steepest descent that goes down to the lowest point of the line, as a quadratic cost
// has it (Cauchy 1847):
//
//	w ← w − α·(gᵀg / gᵀHg)·g,   g = ∇J(w)
//
// α is Descent.Rate, and 1 is exact. On a quadratic each gradient is then at right angles to the
// one before, so the walk zigzags, and each step leaves at most ((κ−1)/(κ+1))² of J (Kantorovich
// 1948). A shorter step of 0.8, say, breaks the zigzag and often arrives much sooner (Raydan and
// Svaiter 2002). On other costs the line is that of the parabola at w, and may overshoot: rival
// Backtracking.
//
// The cost must be Curved, and Descent.Batch 0: a batch has no Hessian. Where the line bends
// downwards or not at all, gᵀHg ≤ 0, it has no lowest point, and the step is the plain w ← w − αg.
// Trace.Rate shows the whole factor before g.
type ExactLine struct {
	cost Curved
	h    *mat.SymDense
	used float64
}

var _ Rated = (*ExactLine)(nil)

// Init implements Method. It reports a cost without a Hessian.
func (m *ExactLine) Init(j Cost, n int) error {
	cost, ok := AsCurved(j)
	if !ok {
		return errors.New("gdkit: ExactLine needs a cost that knows its Hessian, want one with a method Hess " +
			"(a Linear: a loss with a second derivative) and no Batch; or Backtracking, which needs none")
	}
	m.cost, m.h, m.used = cost, mat.NewSymDense(n, nil), math.NaN()
	return nil
}

// Step implements Method.
func (m *ExactLine) Step(w, grad []float64, rate float64) {
	m.cost.Hess(m.h, w)
	a := m.h.RawSymmetric()
	bend := 0.0 // gᵀHg, from the upper triangle
	for i, g := range grad {
		row := a.Data[i*a.Stride : i*a.Stride+a.N]
		bend += g * (row[i]*g + 2*floats.Dot(row[i+1:], grad[i+1:]))
	}
	m.used = rate
	if bend > 0 {
		m.used = rate * floats.Dot(grad, grad) / bend
	}
	floats.AddScaled(w, -m.used, grad)
}

// LastRate implements Rated.
func (m *ExactLine) LastRate() float64 { return m.used }
