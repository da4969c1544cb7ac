package gdkit

import (
	"fmt"
	"math"
)

// Proximal minimises J(w) + L1·Σ|wⱼ| for a smooth J: a plain step, then every weight shrinks
// towards 0 by αL1 and stops there (iterative soft thresholding, Daubechies, Defrise and De Mol
// 2004):
//
//	u = w − α∇J(w),   wⱼ ← sign(uⱼ) max(0, |uⱼ| − αL1)
//
// Unlike the subgradient of Linear.L1 it reaches weights of exactly 0. Leave L1 out of the cost:
// the trace then holds J alone. The first Free parameters are not shrunk: Free 1 spares the
// intercept b.
type Proximal struct {
	L1   float64 // λ ≥ 0
	Free int
}

var _ Method = Proximal{}

// Init implements Method.
func (p Proximal) Init(_ Cost, n int) error {
	if p.L1 != 0 {
		if err := positive("Proximal.L1", p.L1, "0 means plain descent"); err != nil {
			return err
		}
	}
	if p.Free < 0 || p.Free > n {
		return fmt.Errorf("gdkit: Proximal.Free is %d, want 0 to %d, the number of parameters", p.Free, n)
	}
	return nil
}

// Step implements Method.
func (p Proximal) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		u := w[i] - rate*g
		if i >= p.Free {
			u = math.Copysign(max(0, math.Abs(u)-rate*p.L1), u)
		}
		w[i] = u
	}
}

// Projected keeps every parameter between Low and High: a plain step, then whatever left the box is
// put back on its side (Goldstein 1964; Levitin and Polyak 1966).
//
//	w ← min(High, max(Low, w − α∇J(w)))
type Projected struct {
	Low, High float64 // the same for all parameters; ±Inf for none
}

var _ Method = Projected{}

// Init implements Method.
func (p Projected) Init(Cost, int) error {
	if !(p.Low <= p.High) {
		return fmt.Errorf("gdkit: Projected has Low %v and High %v, want Low ≤ High", p.Low, p.High)
	}
	return nil
}

// Step implements Method.
func (p Projected) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		w[i] = min(p.High, max(p.Low, w[i]-rate*g))
	}
}
