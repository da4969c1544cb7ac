package gdcheck

// A MomentumFunc is one step of momentum: it changes the velocity v and the parameters w in place.
type MomentumFunc func(w, v, grad []float64, rate, beta float64)

// Momentum checks gdkit.Momentum's convention, v ← βv + g, w ← w − αv. Its rivals are
// recognised and named.
func (r *Report) Momentum(step MomentumFunc) {
	r.method(func(m moment) { step(m.w, m.memory[0], m.grad, m.rate, m.beta1) }, momentum(1, 1), 1, false, momentumRivals())
}

// momentum is v ← βv + c·g, w ← w − s·αv.
func momentum(c, s float64) stepper {
	return func(m moment) {
		v := m.memory[0]
		for i, g := range m.grad {
			v[i] = m.beta1*v[i] + c*g
			m.w[i] -= s * m.rate * v[i]
		}
	}
}

func momentumRivals() []rival[stepper] {
	// each is a step that treats all parameters alike: v and w after it.
	each := func(f func(m moment, w, v, g float64) (newW, newV float64)) stepper {
		return func(m moment) {
			for i, g := range m.grad {
				m.w[i], m.memory[0][i] = f(m, m.w[i], m.memory[0][i], g)
			}
		}
	}
	return []rival[stepper]{
		{"velocity with (1−β)g: another convention, the same walk with the rate α/(1−β); here v ← βv + g",
			each(func(m moment, w, v, g float64) (float64, float64) {
				v = m.beta1*v + (1-m.beta1)*g
				return w - m.rate*v, v
			})},
		{"β and 1−β swapped: β belongs to the old velocity", each(func(m moment, w, v, g float64) (float64, float64) {
			v = (1-m.beta1)*v + m.beta1*g
			return w - m.rate*v, v
		})},
		{"β and 1−β swapped: β belongs to the old velocity, and g has no factor", each(func(m moment, w, v, g float64) (float64, float64) {
			v = (1-m.beta1)*v + g
			return w - m.rate*v, v
		})},
		{"β belongs to the old velocity, and not to the gradient", each(func(m moment, w, v, g float64) (float64, float64) {
			v += m.beta1 * g
			return w - m.rate*v, v
		})},
		{"v updated after w: first the velocity, then the step with the new one", each(func(m moment, w, v, g float64) (float64, float64) {
			return w - m.rate*v, m.beta1*v + g
		})},
		{"sign: this climbs", momentum(1, -1)},
		{"sign: this climbs, v ← βv + g and not βv − g", momentum(-1, 1)},
		{"β is not used: the velocity never forgets", each(func(m moment, w, v, g float64) (float64, float64) {
			v += g
			return w - m.rate*v, v
		})},
		{"the old velocity is not used: this is plain descent", each(func(m moment, w, v, g float64) (float64, float64) {
			return w - m.rate*g, g
		})},
		{"v is not written back: v[i] = …, and not a new variable", each(func(m moment, w, v, g float64) (float64, float64) {
			return w - m.rate*(m.beta1*v+g), v
		})},
		{"the rate stands in the velocity: another convention, the same walk while α is constant; here w ← w − αv",
			each(func(m moment, w, v, g float64) (float64, float64) {
				v = m.beta1*v + m.rate*g
				return w - v, v
			})},
		{"v ← βv − αg, w ← w + v: another convention, the same walk while α is constant; here v ← βv + g",
			each(func(m moment, w, v, g float64) (float64, float64) {
				v = m.beta1*v - m.rate*g
				return w + v, v
			})},
		{"the look ahead of Nesterov: the step is αv here", each(func(m moment, w, v, g float64) (float64, float64) {
			v = m.beta1*v + g
			return w - m.rate*(g+m.beta1*v), v
		})},
		{"the rate is not used", each(func(m moment, w, v, g float64) (float64, float64) {
			v = m.beta1*v + g
			return w - v, v
		})},
	}
}
