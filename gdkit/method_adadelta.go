package gdkit

import "math"

// AdaDelta scales each step by the root mean square of the steps before, over that of the gradients
// (Zeiler 2012):
//
//	s ← ρs + (1−ρ)g²,   Δ = g √(u + ε)/√(s + ε),   u ← ρu + (1−ρ)Δ²,   w ← w − αΔ
//
// s and u start at 0. The units come out right by themselves, so the paper has no rate: α = 1 is
// the paper's method. ε stands inside the roots here: it is what starts the walk.
type AdaDelta struct {
	Rho float64 // ρ, 0 ≤ ρ < 1; 0.95 in the paper, 0.9 in PyTorch
	Eps float64 // ε > 0; 1e-6 in the paper

	s, u []float64
}

// NewAdaDelta is AdaDelta with the paper's values; use it with Rate 1.
func NewAdaDelta() *AdaDelta { return &AdaDelta{Rho: 0.95, Eps: 1e-6} }

var _ Method = (*AdaDelta)(nil)

// Init implements Method.
func (m *AdaDelta) Init(_ Cost, n int) error {
	m.s, m.u = make([]float64, n), make([]float64, n)
	if err := fraction("AdaDelta.Rho", m.Rho); err != nil {
		return err
	}
	return positive("AdaDelta.Eps", m.Eps, "NewAdaDelta sets 1e-6")
}

// Step implements Method.
func (m *AdaDelta) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		m.s[i] = m.Rho*m.s[i] + (1-m.Rho)*g*g
		d := g * math.Sqrt(m.u[i]+m.Eps) / math.Sqrt(m.s[i]+m.Eps)
		m.u[i] = m.Rho*m.u[i] + (1-m.Rho)*d*d
		w[i] -= rate * d
	}
}
