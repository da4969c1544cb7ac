package gdkit

// SignDescent uses the direction of each slope and not its size (signSGD, Bernstein et al. 2018;
// Riedmiller and Braun's Rprop, 1993, adapts the step besides):
//
//	w ← w − α sign(g),   sign(0) = 0
//
// With a fixed rate it ends up hopping round the minimum, at most α away in each parameter.
type SignDescent struct{}

var _ Method = SignDescent{}

// Init has nothing to set.
func (SignDescent) Init(Cost, int) error { return nil }

// Step implements Method.
func (SignDescent) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		w[i] -= rate * sign(g)
	}
}

// Lion is the sign of a momentum, found by a search over programs (Chen et al. 2023):
//
//	w ← w − α(sign(β₁m + (1−β₁)g) + λw),   m ← β₂m + (1−β₂)g
//
// m starts at 0. All steps have the same length, so its rate is three to ten times smaller than
// Adam's.
type Lion struct {
	Beta1, Beta2 float64 // β₁, β₂, 0 ≤ β < 1
	Decay        float64 // λ ≥ 0, decoupled weight decay

	m []float64
}

// NewLion is Lion with the paper's β₁ = 0.9, β₂ = 0.99, without decay.
func NewLion() *Lion { return &Lion{Beta1: 0.9, Beta2: 0.99} }

var _ Method = (*Lion)(nil)

// Init implements Method.
func (l *Lion) Init(_ Cost, n int) error {
	l.m = make([]float64, n)
	if err := fraction("Lion.Beta1", l.Beta1); err != nil {
		return err
	}
	if err := fraction("Lion.Beta2", l.Beta2); err != nil {
		return err
	}
	if l.Decay != 0 {
		return positive("Lion.Decay", l.Decay, "0 means none")
	}
	return nil
}

// Step implements Method.
func (l *Lion) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		w[i] -= rate * (sign(l.Beta1*l.m[i]+(1-l.Beta1)*g) + l.Decay*w[i])
		l.m[i] = l.Beta2*l.m[i] + (1-l.Beta2)*g
	}
}
