package gdkit

import "math"

// RMSprop divides by a running root mean square of the gradient (Hinton 2012, lecture 6e), so that
// it forgets what AdaGrad remembers:
//
//	s ← ρs + (1−ρ)g²,   w ← w − α g/(√s + ε)
//
// Centered subtracts the square of the running mean, so that the root estimates the standard
// deviation (Graves 2013):
//
//	a ← ρa + (1−ρ)g,   w ← w − α g/(√(s − a²) + ε)
//
// s starts at 0 and ε stands outside the root, as in PyTorch. Rivals: Keras and optax put ε inside
// by default. On a constant slope the variance goes to 0 and the centred step towards αg/ε, here as
// in PyTorch: give it a larger ε there.
type RMSprop struct {
	Rho      float64 // ρ, 0 ≤ ρ < 1; 0.99 in PyTorch, 0.9 in the lecture
	Eps      float64 // ε > 0; 1e-8 in PyTorch
	Centered bool

	s, a []float64
}

// NewRMSprop is RMSprop with the lecture's ρ = 0.9, and ε = 1e-8.
func NewRMSprop() *RMSprop { return &RMSprop{Rho: 0.9, Eps: 1e-8} }

var _ Method = (*RMSprop)(nil)

// Init implements Method.
func (m *RMSprop) Init(_ Cost, n int) error {
	m.s, m.a = make([]float64, n), make([]float64, n)
	if err := fraction("RMSprop.Rho", m.Rho); err != nil {
		return err
	}
	return positive("RMSprop.Eps", m.Eps, "NewRMSprop sets 1e-8")
}

// Step implements Method.
func (m *RMSprop) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		m.s[i] = m.Rho*m.s[i] + (1-m.Rho)*g*g
		v := m.s[i]
		if m.Centered {
			m.a[i] = m.Rho*m.a[i] + (1-m.Rho)*g
			v = max(0, v-m.a[i]*m.a[i]) // rounding can leave a little less than 0
		}
		w[i] -= rate * g / (math.Sqrt(v) + m.Eps)
	}
}
