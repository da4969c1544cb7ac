package gdkit

import (
	"fmt"
	"math"
)

// OnPlateau lowers the rate of Method where the cost no longer falls: after more than Patience
// points in a row without a better cost, α is multiplied by Factor, and the count begins anew.
//
//	better:  J < best − Eps·|best|,   α = max(Min, Rate·Factorᵏ) after k plateaus
//
// It looks at the cost of the point that the step leaves, so the start counts and the lower rate is
// in force at once. A Decay of the plan goes on beside it. On mini-batches J is that of the batch,
// so it wants a larger Patience and Eps.
//
// PyTorch's ReduceLROnPlateau gives the same rates when it is told the cost before each step, but
// for two things: it ignores a change of the rate by less than eps = 1e-8, and with a negative cost
// its best·(1 − threshold) lies above best, so that standing still counts as better. Rivals:
// threshold_mode='abs'; Stop's Patience, which ends the run instead.
//
// A copy of an OnPlateau has the same Method; where that is a pointer give each copy one of its
// own.
type OnPlateau struct {
	Method   Method  // nil means Plain{}
	Factor   float64 // 0 < Factor < 1
	Patience int     // ≥ 0 points that may pass without a better cost
	Eps      float64 // ≥ 0, relative
	Min      float64 // ≥ 0, smallest α; a Rate below it stays what it is

	inner        methodInUse // Method or Plain
	best, factor float64
	waited       int
	used         float64 // α of the last step
}

var (
	_ Observer = (*OnPlateau)(nil)
	_ Rated    = (*OnPlateau)(nil)
)

// NewOnPlateau wraps m with PyTorch's values: Factor 0.1, Patience 10, Eps 1e-4, Min 0.
func NewOnPlateau(m Method) *OnPlateau {
	return &OnPlateau{Method: m, Factor: 0.1, Patience: 10, Eps: 1e-4}
}

// Init implements Method.
func (m *OnPlateau) Init(j Cost, n int) error {
	m.best, m.factor, m.waited, m.used = math.Inf(1), 1, 0, math.NaN()
	if !(m.Factor > 0 && m.Factor < 1) {
		return fmt.Errorf("gdkit: OnPlateau.Factor is %v, want 0 < Factor < 1 (NewOnPlateau sets 0.1)", m.Factor)
	}
	if m.Patience < 0 {
		return fmt.Errorf("gdkit: OnPlateau.Patience is %d, want 0 or more points (NewOnPlateau sets 10)", m.Patience)
	}
	if err := fraction("OnPlateau.Eps", m.Eps); err != nil {
		return err
	}
	if !(m.Min >= 0) || math.IsInf(m.Min, 0) {
		return fmt.Errorf("gdkit: OnPlateau.Min is %v, want a finite number ≥ 0 (0 means no limit)", m.Min)
	}
	return m.inner.start(m.Method, j, n)
}

// Observe implements Observer.
func (m *OnPlateau) Observe(j float64) {
	m.inner.observe(j)
	if math.IsInf(m.best, 1) || j < m.best-m.Eps*math.Abs(m.best) {
		m.best, m.waited = j, 0
		return
	}
	if m.waited++; m.waited > m.Patience {
		m.factor *= m.Factor
		m.waited = 0
	}
}

// Step implements Method.
func (m *OnPlateau) Step(w, grad []float64, rate float64) {
	alpha := min(rate, max(m.Min, m.factor*rate))
	m.inner.Step(w, grad, alpha)
	m.used = m.inner.rateUsed(alpha)
}

// furtherGradients: those of the method inside.
func (m *OnPlateau) furtherGradients() bool { return asksFurther(orPlain(m.Method)) }

// LastRate implements Rated.
func (m *OnPlateau) LastRate() float64 { return m.used }
