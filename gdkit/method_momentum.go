package gdkit

// Momentum keeps a velocity v, a memory of past gradients (Polyak 1964):
//
//	v ← βv + g,   w ← w − αv
//
// v starts at 0. This is PyTorch's form: under a constant gradient the step grows to αg/(1−β). On a
// quadratic the largest stable rate is 2(1+β)/λmax, larger than plain descent's. Rivals: v ← βv +
// (1−β)g (Andrew Ng's course) is the same walk with the rate α/(1−β); v ← βv − αg, w ← w + v
// (Sutskever et al. 2013) is the same walk as long as α is constant.
type Momentum struct {
	Beta float64 // β, 0 ≤ β < 1; 0 is plain descent

	v []float64
}

var _ LinearMethod = (*Momentum)(nil)

// Init implements Method.
func (m *Momentum) Init(_ Cost, n int) error {
	m.v = make([]float64, n)
	return fraction("Momentum.Beta", m.Beta)
}

// Step implements Method.
func (m *Momentum) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		m.v[i] = m.Beta*m.v[i] + g
		w[i] -= rate * m.v[i]
	}
}

// Mode implements LinearMethod.
func (m *Momentum) Mode(rate, lambda float64) (first, a, b float64) {
	q := 1 - rate*lambda
	return q, q + m.Beta, m.Beta
}

// Nesterov is momentum with a look ahead (Nesterov 1983), in the shifted form that needs the
// gradient at w only (Bengio, Boulanger-Lewandowski and Pascanu 2013; PyTorch's nesterov=True):
//
//	v ← βv + g,   w ← w − α(g + βv)
//
// Rival: the original evaluates the gradient at the point w − αβv; its look-ahead points are our w.
// On a quadratic the largest stable rate is 2(1+β)/(λmax(1+2β)), smaller than plain descent's.
type Nesterov struct {
	Beta float64 // β, 0 ≤ β < 1

	v []float64
}

var _ LinearMethod = (*Nesterov)(nil)

// Init implements Method.
func (m *Nesterov) Init(_ Cost, n int) error {
	m.v = make([]float64, n)
	return fraction("Nesterov.Beta", m.Beta)
}

// Step implements Method.
func (m *Nesterov) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		m.v[i] = m.Beta*m.v[i] + g
		w[i] -= rate * (g + m.Beta*m.v[i])
	}
}

// Mode implements LinearMethod.
func (m *Nesterov) Mode(rate, lambda float64) (first, a, b float64) {
	q := 1 - rate*lambda
	return 1 - rate*(1+m.Beta)*lambda, (1 + m.Beta) * q, m.Beta * q
}
