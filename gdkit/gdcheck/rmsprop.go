package gdcheck

import "math"

// An RMSpropFunc is one step of RMSprop: it changes the mean of squares s and the
// parameters w in place.
type RMSpropFunc func(w, s, grad []float64, rate, rho, eps float64)

// RMSprop checks gdkit.RMSprop's convention, s ← ρs + (1−ρ)g², w ← w − αg/(√s + ε):
// ε outside the root.
func (r *Report) RMSprop(step RMSpropFunc) {
	good := rmsprop(rmsMean, func(m moment, g, s float64) float64 { return m.rate * g / (math.Sqrt(s) + m.eps) })
	r.method(func(m moment) { step(m.w, m.memory[0], m.grad, m.rate, m.beta1, m.eps) }, good, 1, true, rmspropRivals())
}

// rmsprop is s ← mean(g, s), w ← w − length(g, s).
func rmsprop(mean, length func(m moment, g, s float64) float64) stepper {
	return func(m moment) {
		s := m.memory[0]
		for i, g := range m.grad {
			s[i] = mean(m, g, s[i])
			m.w[i] -= length(m, g, s[i])
		}
	}
}

func rmsMean(m moment, g, s float64) float64 { return m.beta1*s + (1-m.beta1)*g*g }

func rmspropRivals() []rival[stepper] {
	length := func(f func(m moment, g, s float64) float64) stepper { return rmsprop(rmsMean, f) }
	mean := func(f func(m moment, g, s float64) float64) stepper {
		return rmsprop(f, func(m moment, g, s float64) float64 { return m.rate * g / (math.Sqrt(s) + m.eps) })
	}
	return []rival[stepper]{
		{"ε added inside the root: another convention; here it stands outside, √s + ε", length(func(m moment, g, s float64) float64 {
			return m.rate * g / math.Sqrt(s+m.eps)
		})},
		{"ε added outside the division: brackets, g / (√s + ε)", length(func(m moment, g, s float64) float64 {
			return m.rate * (g/math.Sqrt(s) + m.eps)
		})},
		{"ε added outside the division: brackets, α·g / (√s + ε)", length(func(m moment, g, s float64) float64 {
			return m.rate*g/math.Sqrt(s) + m.eps
		})},
		{"ε is added to w: brackets, α·g / (√s + ε)", length(func(m moment, g, s float64) float64 {
			return m.rate*g/math.Sqrt(s) - m.eps
		})},
		{"ε is not used", length(func(m moment, g, s float64) float64 { return m.rate * g / math.Sqrt(s) })},
		{"no root: s is a mean of squares, and a step needs its root",
			length(func(m moment, g, s float64) float64 { return m.rate * g / (s + m.eps) })},
		{"sign: this climbs", length(func(m moment, g, s float64) float64 { return -m.rate * g / (math.Sqrt(s) + m.eps) })},
		{"the rate is not used", length(func(m moment, g, s float64) float64 { return g / (math.Sqrt(s) + m.eps) })},
		{"the gradient is not divided: this is plain descent", length(func(m moment, g, _ float64) float64 { return m.rate * g })},
		{"multiplied by the root: divide by it",
			length(func(m moment, g, s float64) float64 { return m.rate * g * (math.Sqrt(s) + m.eps) })},
		{"g² stands above the line as well: the step has g",
			length(func(m moment, g, s float64) float64 { return m.rate * g * g / (math.Sqrt(s) + m.eps) })},
		{"ρ and 1−ρ swapped: ρ belongs to the old mean", mean(func(m moment, g, s float64) float64 { return (1-m.beta1)*s + m.beta1*g*g })},
		{"g is not squared in the mean", mean(func(m moment, g, s float64) float64 { return m.beta1*s + (1-m.beta1)*g })},
		{"g² without its factor 1−ρ", mean(func(m moment, g, s float64) float64 { return m.beta1*s + g*g })},
		{"added up and never forgotten, as AdaGrad does", mean(func(_ moment, g, s float64) float64 { return s + g*g })},
		{"(1−ρ) is squared with g: brackets", mean(func(m moment, g, s float64) float64 { return m.beta1*s + math.Pow((1-m.beta1)*g, 2) })},
		{"s updated after w: first the mean, then the step with the new one", func(m moment) {
			for i, g := range m.grad {
				m.w[i] -= m.rate * g / (math.Sqrt(m.memory[0][i]) + m.eps)
				m.memory[0][i] = rmsMean(m, g, m.memory[0][i])
			}
		}},
		{"s is not written back: s[i] = …, and not a new variable", func(m moment) {
			for i, g := range m.grad {
				m.w[i] -= m.rate * g / (math.Sqrt(rmsMean(m, g, m.memory[0][i])) + m.eps)
			}
		}},
	}
}
