package gdkit

import "math"

// Adam is momentum and RMSprop together, with both averages corrected for their start at 0 (Kingma
// and Ba 2015, algorithm 1):
//
//	m ← β₁m + (1−β₁)g,   v ← β₂v + (1−β₂)g²
//	w ← w − α m̂/(√v̂ + ε),   m̂ = m/(1−β₁ᵗ),   v̂ = v/(1−β₂ᵗ),   t = 1, 2, …
//
// The first step has length α|g|/(|g|+ε) in every parameter: α, unless the slope is tiny. ε stands
// outside the root, as in the algorithm and in PyTorch. Rival: the paper's faster form and
// TensorFlow add ε before the correction ("epsilon hat").
type Adam struct {
	Beta1, Beta2 float64 // β₁, β₂, 0 ≤ β < 1
	Eps          float64 // ε > 0

	adamState
}

// NewAdam is Adam with the paper's β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
func NewAdam() *Adam { return &Adam{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8} }

// AdamW is Adam with decoupled weight decay (Loshchilov and Hutter 2019): before the step of Adam,
//
//	w ← w − αλw
//
// Rival: an L2 penalty in the cost goes through the averages and is divided by √v̂, so parameters
// with large gradients decay less. All parameters decay, b too, as in PyTorch and optax.
type AdamW struct {
	Beta1, Beta2, Eps float64 // as in Adam
	Decay             float64 // λ ≥ 0

	adamState
}

// NewAdamW is AdamW with Adam's values and PyTorch's λ = 0.01.
func NewAdamW() *AdamW { return &AdamW{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, Decay: 0.01} }

// AMSGrad is Adam that never forgets its largest v (Reddi, Kale and Kumar 2018), in PyTorch's form:
//
//	v̄ ← max(v̄, v),   w ← w − α m̂/(√(v̄/(1−β₂ᵗ)) + ε)
//
// Rivals: the paper has no bias correction; optax corrects first and takes the maximum of v̂.
type AMSGrad struct {
	Beta1, Beta2, Eps float64 // as in Adam

	adamState
	top []float64
}

// NewAMSGrad is AMSGrad with Adam's values.
func NewAMSGrad() *AMSGrad { return &AMSGrad{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8} }

// NAdam is Adam with Nesterov's look ahead (Dozat 2016), without the paper's schedule of β₁:
//
//	w ← w − α (β₁m̂⁺ + (1−β₁)g/(1−β₁ᵗ))/(√v̂ + ε),   m̂⁺ = m/(1−β₁ᵗ⁺¹)
//
// This is optax's nadam. Rival: PyTorch's NAdam warms β₁ up from about half of it, by the paper's
// schedule.
type NAdam struct {
	Beta1, Beta2, Eps float64 // as in Adam

	adamState
}

// NewNAdam is NAdam with Adam's values.
func NewNAdam() *NAdam { return &NAdam{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8} }

var (
	_ Method = (*Adam)(nil)
	_ Method = (*AdamW)(nil)
	_ Method = (*AMSGrad)(nil)
	_ Method = (*NAdam)(nil)
)

// Init implements Method.
func (a *Adam) Init(_ Cost, n int) error { return a.init("Adam", n, a.Beta1, a.Beta2, a.Eps) }

// Init implements Method.
func (a *AdamW) Init(_ Cost, n int) error {
	if a.Decay != 0 {
		if err := positive("AdamW.Decay", a.Decay, "0 means none"); err != nil {
			return err
		}
	}
	return a.init("AdamW", n, a.Beta1, a.Beta2, a.Eps)
}

// Init implements Method.
func (a *AMSGrad) Init(_ Cost, n int) error {
	a.top = make([]float64, n)
	return a.init("AMSGrad", n, a.Beta1, a.Beta2, a.Eps)
}

// Init implements Method.
func (a *NAdam) Init(_ Cost, n int) error { return a.init("NAdam", n, a.Beta1, a.Beta2, a.Eps) }

// Step implements Method.
func (a *Adam) Step(w, grad []float64, rate float64) {
	c1, c2 := a.next(a.Beta1, a.Beta2)
	for i, g := range grad {
		m, v := a.average(i, g, a.Beta1, a.Beta2)
		w[i] -= rate * (m / c1) / (math.Sqrt(v/c2) + a.Eps)
	}
}

// Step implements Method.
func (a *AdamW) Step(w, grad []float64, rate float64) {
	c1, c2 := a.next(a.Beta1, a.Beta2)
	for i, g := range grad {
		m, v := a.average(i, g, a.Beta1, a.Beta2)
		w[i] -= rate * a.Decay * w[i]
		w[i] -= rate * (m / c1) / (math.Sqrt(v/c2) + a.Eps)
	}
}

// Step implements Method.
func (a *AMSGrad) Step(w, grad []float64, rate float64) {
	c1, c2 := a.next(a.Beta1, a.Beta2)
	for i, g := range grad {
		m, v := a.average(i, g, a.Beta1, a.Beta2)
		a.top[i] = max(a.top[i], v)
		w[i] -= rate * (m / c1) / (math.Sqrt(a.top[i]/c2) + a.Eps)
	}
}

// Step implements Method.
func (a *NAdam) Step(w, grad []float64, rate float64) {
	c1, c2 := a.next(a.Beta1, a.Beta2)
	ahead := 1 - a.power1*a.Beta1 // 1 − β₁ᵗ⁺¹
	for i, g := range grad {
		m, v := a.average(i, g, a.Beta1, a.Beta2)
		w[i] -= rate * (a.Beta1*m/ahead + (1-a.Beta1)*g/c1) / (math.Sqrt(v/c2) + a.Eps)
	}
}

// adamState is what the family remembers: the two averages, and β₁ᵗ and β₂ᵗ.
type adamState struct {
	m, v           []float64
	power1, power2 float64
}

func (s *adamState) init(name string, n int, beta1, beta2, eps float64) error {
	s.m, s.v = make([]float64, n), make([]float64, n)
	s.power1, s.power2 = 1, 1
	if err := fraction(name+".Beta1", beta1); err != nil {
		return err
	}
	if err := fraction(name+".Beta2", beta2); err != nil {
		return err
	}
	return positive(name+".Eps", eps, "New"+name+" sets the paper's values")
}

// next counts a step and returns the corrections 1 − β₁ᵗ and 1 − β₂ᵗ.
func (s *adamState) next(beta1, beta2 float64) (c1, c2 float64) {
	s.power1 *= beta1
	s.power2 *= beta2
	return 1 - s.power1, 1 - s.power2
}

// average brings the two averages of parameter i up to date.
func (s *adamState) average(i int, g, beta1, beta2 float64) (m, v float64) {
	s.m[i] = beta1*s.m[i] + (1-beta1)*g
	s.v[i] = beta2*s.v[i] + (1-beta2)*g*g
	return s.m[i], s.v[i]
}
