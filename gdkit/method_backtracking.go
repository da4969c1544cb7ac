package gdkit

import (
	"fmt"
	"math"
	"slices"
)

// Backtracking is steepest descent with a line search: it tries α = Descent.Rate first at each
// step, and shortens it until the cost falls by enough (Armijo 1966):
//
//	w ← w − α∇J(w),   α the first of Rate, Rate·Shrink, Rate·Shrink², … with
//	                  J(w − α∇J) ≤ J(w) − C·α‖∇J‖²
//
// So a Rate that is too large does no harm but the work: each try reads the examples of the step
// once more, and Trace.Seen counts it. Trace.Rate shows the α that was taken. A try at which J
// isn't finite is too long. Where no α down to 2⁻⁶⁰·Rate will do the point stays and α is 0: at a
// minimum, where J no longer shows differences so small, or where the gradient is wrong (see
// CheckGrad). Rival: gonum's optimize begins with a guess from the step before, so it may lengthen
// α too.
type Backtracking struct {
	C      float64 // 0 ≤ C < 1, the part of the promised decrease that is enough
	Shrink float64 // 0 < Shrink < 1

	cost Cost
	at   []float64 // the point that is tried
	j    float64   // J(w), NaN where nobody has told
	used float64
}

var (
	_ Observer = (*Backtracking)(nil)
	_ Rated    = (*Backtracking)(nil)
)

// NewBacktracking has C = 1e-4 (Nocedal and Wright 2006) and halves α.
func NewBacktracking() *Backtracking { return &Backtracking{C: 1e-4, Shrink: 0.5} }

// Init implements Method. It keeps the cost for the tries.
func (m *Backtracking) Init(j Cost, n int) error {
	m.cost, m.at, m.j, m.used = j, make([]float64, n), math.NaN(), math.NaN()
	if !(m.Shrink > 0 && m.Shrink < 1) {
		return fmt.Errorf("gdkit: Backtracking.Shrink is %v, want 0 < Shrink < 1 (NewBacktracking sets ½)", m.Shrink)
	}
	return fraction("Backtracking.C", m.C)
}

// Observe implements Observer: j is J(w).
func (m *Backtracking) Observe(j float64) { m.j = j }

// Step implements Method.
func (m *Backtracking) Step(w, grad []float64, rate float64) {
	norm, _ := norms(grad)
	if math.IsNaN(m.j) { // a loop that does not call Observe
		m.j = m.cost.Eval(nil, w)
	}
	defer func() { m.j = math.NaN() }()
	m.used = 0
	for alpha := rate; alpha >= rate*0x1p-60; alpha *= m.Shrink {
		for i, g := range grad {
			m.at[i] = w[i] - alpha*g
		}
		if slices.Equal(m.at, w) {
			return // lost in the digits of w
		}
		if m.cost.Eval(nil, m.at) <= m.j-m.C*alpha*norm*norm {
			copy(w, m.at)
			m.used = alpha
			return
		}
	}
}

// LastRate implements Rated.
func (m *Backtracking) LastRate() float64 { return m.used }
