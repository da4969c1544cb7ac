package gdcheck

import "math"

// An AdamFunc is step t = 1, 2, … of Adam: it changes the means m of gradients and v of their
// squares, and the parameters w, in place.
type AdamFunc func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64)

// Adam checks gdkit.Adam's convention, algorithm 1 of Kingma and Ba 2015: m̂/(√v̂ + ε), with both
// means corrected. In the first step every parameter moves by α, nearly.
func (r *Report) Adam(step AdamFunc) {
	var asked stepper = func(m moment) { step(m.w, m.memory[0], m.memory[1], m.grad, m.t, m.rate, m.beta1, m.beta2, m.eps) }
	r.method(asked, adam{}.step, 2, true, adamRivals())
	r.add("the first step is α long, whatever the slope", 2, func() string {
		for _, slope := range []float64{1e-3, -1, 1e5} {
			m := moment{settings: settings{r.between(0.01, 0.5), 0.9, 0.999, 1e-12}, w: []float64{1, 2}, grad: []float64{slope, -slope}, t: 1}
			m.memory = [][]float64{{0, 0}, {0, 0}}
			c := m.clone()
			asked(c)
			away := m.rate * math.Copysign(1, slope)
			if !near([]float64{m.w[0] - c.w[0], m.w[1] - c.w[1]}, []float64{away, -away}, 1e-6) {
				if why := explain(asked, adam{}.step, r.moments(2, true, true), adamRivals()...); why != "" {
					return why
				}
				return "with a slope of " + short(slope) + " and α = " + short(m.rate) + " the first step goes from 1 to " + short(c.w[0])
			}
		}
		return ""
	})
}

// adam is a step of which parts may be another; nil means right.
type adam struct {
	first, second func(m moment, old, g float64) float64 // the two means
	correct       func(m moment, mean1, mean2 float64) (hat1, hat2 float64)
	length        func(m moment, hat1, hat2 float64) float64
	keepHats      bool // the corrected means are what is remembered
	late          bool // the means are brought up to date after the step
}

func (a adam) step(at moment) {
	first, second, correct, length := a.first, a.second, a.correct, a.length
	if first == nil {
		first = func(m moment, old, g float64) float64 { return m.beta1*old + (1-m.beta1)*g }
	}
	if second == nil {
		second = func(m moment, old, g float64) float64 { return m.beta2*old + (1-m.beta2)*g*g }
	}
	if correct == nil {
		correct = func(m moment, mean1, mean2 float64) (float64, float64) {
			return mean1 / (1 - math.Pow(m.beta1, float64(m.t))), mean2 / (1 - math.Pow(m.beta2, float64(m.t)))
		}
	}
	if length == nil {
		length = func(m moment, hat1, hat2 float64) float64 { return m.rate * hat1 / (math.Sqrt(hat2) + m.eps) }
	}
	for i, g := range at.grad {
		m, v := at.memory[0][i], at.memory[1][i]
		newM, newV := first(at, m, g), second(at, v, g)
		if !a.late {
			m, v = newM, newV
		}
		hat1, hat2 := correct(at, m, v)
		at.w[i] -= length(at, hat1, hat2)
		at.memory[0][i], at.memory[1][i] = newM, newV
		if a.keepHats {
			at.memory[0][i], at.memory[1][i] = hat1, hat2
		}
	}
}

func adamRivals() []rival[stepper] {
	power := func(beta float64, t int) float64 { return 1 - math.Pow(beta, float64(t)) }
	correct := func(f func(m moment, mean1, mean2 float64) (float64, float64)) stepper { return adam{correct: f}.step }
	length := func(f func(m moment, hat1, hat2 float64) float64) stepper { return adam{length: f}.step }
	return []rival[stepper]{
		{"no bias correction: divide m by 1−β₁ᵗ and v by 1−β₂ᵗ", correct(func(_ moment, a, b float64) (float64, float64) { return a, b })},
		{"v is not corrected: divide it by 1−β₂ᵗ",
			correct(func(m moment, a, b float64) (float64, float64) { return a / power(m.beta1, m.t), b })},
		{"m is not corrected: divide it by 1−β₁ᵗ",
			correct(func(m moment, a, b float64) (float64, float64) { return a, b / power(m.beta2, m.t) })},
		{"corrected by 1−β in every step: it is 1−βᵗ", correct(func(m moment, a, b float64) (float64, float64) {
			return a / (1 - m.beta1), b / (1 - m.beta2)
		})},
		{"corrected by 1−β·t: it is 1−βᵗ, math.Pow(beta, float64(t))", correct(func(m moment, a, b float64) (float64, float64) {
			return a / (1 - m.beta1*float64(m.t)), b / (1 - m.beta2*float64(m.t))
		})},
		{"corrected with t+1: t is 1 in the first step", correct(func(m moment, a, b float64) (float64, float64) {
			return a / power(m.beta1, m.t+1), b / power(m.beta2, m.t+1)
		})},
		{"corrected with t−1: t is 1 in the first step, and 1−β⁰ is 0", correct(func(m moment, a, b float64) (float64, float64) {
			return a / power(m.beta1, m.t-1), b / power(m.beta2, m.t-1)
		})},
		{"both corrected with β₁: v has β₂", correct(func(m moment, a, b float64) (float64, float64) {
			return a / power(m.beta1, m.t), b / power(m.beta1, m.t)
		})},
		{"multiplied by the correction: divide by it", correct(func(m moment, a, b float64) (float64, float64) {
			return a * power(m.beta1, m.t), b * power(m.beta2, m.t)
		})},
		{"the corrected means are written back into m and v, and corrected again in the next step: keep them apart",
			adam{keepHats: true}.step},
		{"ε added inside the root: another convention; here it stands outside, √v̂ + ε", length(func(m moment, a, b float64) float64 {
			return m.rate * a / math.Sqrt(b+m.eps)
		})},
		{"ε added outside the division: brackets, m̂ / (√v̂ + ε)",
			length(func(m moment, a, b float64) float64 { return m.rate * (a/math.Sqrt(b) + m.eps) })},
		{"ε added outside the division: brackets, α·m̂ / (√v̂ + ε)",
			length(func(m moment, a, b float64) float64 { return m.rate*a/math.Sqrt(b) + m.eps })},
		{"ε is added to w: brackets, α·m̂ / (√v̂ + ε)",
			length(func(m moment, a, b float64) float64 { return m.rate*a/math.Sqrt(b) - m.eps })},
		{"ε added before the correction (\"epsilon hat\"): another convention; here √v̂ + ε", func(at moment) {
			adam{length: func(m moment, a, b float64) float64 {
				return m.rate * a / (math.Sqrt(b) + m.eps/math.Sqrt(power(m.beta2, m.t)))
			}}.step(at)
		}},
		{"ε is not used", length(func(m moment, a, b float64) float64 { return m.rate * a / math.Sqrt(b) })},
		{"no root: v̂ is a mean of squares, and a step needs its root",
			length(func(m moment, a, b float64) float64 { return m.rate * a / (b + m.eps) })},
		{"sign: this climbs", length(func(m moment, a, b float64) float64 { return -m.rate * a / (math.Sqrt(b) + m.eps) })},
		{"the rate is not used", length(func(m moment, a, b float64) float64 { return a / (math.Sqrt(b) + m.eps) })},
		{"β and 1−β swapped: β belongs to the old mean", adam{
			first:  func(m moment, old, g float64) float64 { return (1-m.beta1)*old + m.beta1*g },
			second: func(m moment, old, g float64) float64 { return (1-m.beta2)*old + m.beta2*g*g },
		}.step},
		{"β₁ and β₂ swapped", func(at moment) {
			at.beta1, at.beta2 = at.beta2, at.beta1
			adam{}.step(at)
		}},
		{"g is not squared in v", adam{second: func(m moment, old, g float64) float64 { return m.beta2*old + (1-m.beta2)*g }}.step},
		{"g without its factor 1−β₁", adam{first: func(m moment, old, g float64) float64 { return m.beta1*old + g }}.step},
		{"g² without its factor 1−β₂", adam{second: func(m moment, old, g float64) float64 { return m.beta2*old + g*g }}.step},
		{"m and v updated after w: first the means, then the step with the new ones", adam{late: true}.step},
		{"the gradient stands above the line: the step has m̂", func(at moment) {
			grad := append([]float64(nil), at.grad...)
			before := append([]float64(nil), at.w...)
			adam{}.step(at)
			for i, g := range grad {
				hat := at.memory[1][i] / power(at.beta2, at.t)
				at.w[i] = before[i] - at.rate*g/(math.Sqrt(hat)+at.eps)
			}
		}},
	}
}
