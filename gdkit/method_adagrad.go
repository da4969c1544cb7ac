package gdkit

import "math"

// AdaGrad gives each parameter a rate of its own, smaller the more gradient it has seen (Duchi,
// Hazan and Singer 2011):
//
//	s ← s + g²,   w ← w − α g/(√s + ε)
//
// s starts at 0 and only grows, so the steps shrink for ever. ε stands outside the root, as in
// PyTorch. Rivals: optax and Keras start s at 0.1 by default and put ε inside the root.
type AdaGrad struct {
	Eps float64 // ε > 0; 1e-10 in PyTorch

	s []float64
}

// NewAdaGrad is AdaGrad with PyTorch's ε = 1e-10.
func NewAdaGrad() *AdaGrad { return &AdaGrad{Eps: 1e-10} }

var _ Method = (*AdaGrad)(nil)

// Init implements Method.
func (m *AdaGrad) Init(_ Cost, n int) error {
	m.s = make([]float64, n)
	return positive("AdaGrad.Eps", m.Eps, "NewAdaGrad sets 1e-10")
}

// Step implements Method.
func (m *AdaGrad) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		m.s[i] += g * g
		w[i] -= rate * g / (math.Sqrt(m.s[i]) + m.Eps)
	}
}
