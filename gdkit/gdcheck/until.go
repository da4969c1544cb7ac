package gdcheck

import (
	"fmt"
	"math"
)

// An UntilFunc takes steps for the line y = wx + b until both slopes are smaller than eps, but not
// more than most. It returns where it stopped and how many steps that took.
type UntilFunc func(x, y []float64, w, b, rate, eps float64, most int) (endW, endB float64, steps int)

// Until checks the rule max(|∂J/∂w|, |∂J/∂b|) < ε, asked before each step: at a point that fulfils
// it no step is taken.
func (r *Report) Until(until UntilFunc) {
	r.add("the number of steps", 2, func() string { return explain(until, goodUntil, r.untilQuestions(), untilRivals()...) })
	r.add("both slopes are smaller than ε where it stops", 1, func() string {
		var all [][]float64
		for range 4 {
			l := r.line(6, 0.5)
			w, b, steps := until(l.x, l.y, l.w, l.b, l.rate, 1e-3, 1_000_000)
			if dw, db := l.slopes(w, b); !(math.Abs(dw) < 1e-3 && math.Abs(db) < 1e-3) {
				return fmt.Sprintf("with ε = 0.001 it stops where the slopes are %.3g and %.3g", dw, db)
			}
			all = append(all, []float64{w, b, float64(steps)})
		}
		return varies(all)
	})
	r.add("it gives up after most steps", 1, func() string {
		var all [][]float64
		for _, most := range []int{5, 8} {
			l := r.line(6, 0.5)
			w, b, steps := until(l.x, l.y, l.w, l.b, l.rate, 1e-300, most)
			if steps != most {
				return fmt.Sprintf("with most = %d it says that it took %d steps", most, steps)
			}
			wantW, wantB, _ := goodUntil(l.x, l.y, l.w, l.b, l.rate, 1e-300, most)
			if !near([]float64{w, b}, []float64{wantW, wantB}, tolerance) {
				return fmt.Sprintf("after %d steps it is at (%.4g, %.4g), want (%.4g, %.4g)", most, w, b, wantW, wantB)
			}
			all = append(all, []float64{w, b})
		}
		return varies(all)
	})
}

func (r *Report) untilQuestions() []question[UntilFunc] {
	var ask []question[UntilFunc]
	for k := range 8 {
		l := r.line(6, 0.4)
		// From all sides, so that both signs of both slopes occur.
		w, b := l.best()
		l.w, l.b = w+float64(2*(k%2)-1)*r.between(1, 3), b+float64(2*(k/2%2)-1)*r.between(1, 3)
		eps := r.between(0.01, 0.1)
		ask = append(ask, func(f UntilFunc) []float64 {
			c := l.clone()
			_, _, steps := f(c.x, c.y, c.w, c.b, c.rate, eps, 10_000)
			return []float64{float64(steps)}
		})
	}
	return ask
}

// untilRule stops by a rule of its own.
func untilRule(step StepFunc, stop func(dw, db, eps float64) bool) UntilFunc {
	return func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
		for t := range most {
			dw, db := line{x: x, y: y}.slopes(w, b)
			if stop(dw, db, eps) {
				return w, b, t
			}
			w, b = step(x, y, w, b, rate)
		}
		return w, b, most
	}
}

func bothSmall(dw, db, eps float64) bool { return math.Abs(dw) < eps && math.Abs(db) < eps }

func goodUntil(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
	return untilRule(goodStep, bothSmall)(x, y, w, b, rate, eps, most)
}

func untilRivals() []rival[UntilFunc] {
	rivals := []rival[UntilFunc]{
		{"without the absolute value a steep slope down, below 0, counts as small", untilRule(goodStep, func(dw, db, eps float64) bool {
			return dw < eps && db < eps
		})},
		{"it stops when one slope is small: both have to be, &&", untilRule(goodStep, func(dw, db, eps float64) bool {
			return math.Abs(dw) < eps || math.Abs(db) < eps
		})},
		{"it looks at the slope of w only", untilRule(goodStep, func(dw, _, eps float64) bool { return math.Abs(dw) < eps })},
		{"it looks at the slope of b only", untilRule(goodStep, func(_, db, eps float64) bool { return math.Abs(db) < eps })},
		{"it looks at the length of the gradient: each slope by itself is asked for", untilRule(goodStep, func(dw, db, eps float64) bool {
			return math.Hypot(dw, db) < eps
		})},
		{"it adds the slopes: each by itself is asked for", untilRule(goodStep, func(dw, db, eps float64) bool {
			return math.Abs(dw)+math.Abs(db) < eps
		})},
		{"it goes on while both are large: stop only when both are small", untilRule(goodStep, func(dw, db, eps float64) bool {
			return !(math.Abs(dw) >= eps && math.Abs(db) >= eps)
		})},
		{"one step too many: ask before the step, and not with the slopes of the point before",
			func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
				endW, endB, t := goodUntil(x, y, w, b, rate, eps, most)
				return endW, endB, min(t+1, most)
			}},
		{"one step too few is counted", func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
			endW, endB, t := goodUntil(x, y, w, b, rate, eps, most)
			return endW, endB, t - 1
		}},
		{"it does not stop by itself, only after most steps", untilRule(goodStep, func(_, _, _ float64) bool { return false })},
		{"it stops at once", untilRule(goodStep, func(_, _, _ float64) bool { return true })},
		{"it looks at how far a step goes, α times the slope: the slopes are asked for",
			func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
				return untilRule(goodStep, func(dw, db, eps float64) bool { return bothSmall(rate*dw, rate*db, eps) })(x, y, w, b, rate, eps, most)
			}},
		{"it stops when the cost hardly changes: the slopes are asked for",
			func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
				l := line{x: x, y: y}
				for t := range most {
					newW, newB := goodStep(x, y, w, b, rate)
					if math.Abs(l.cost(newW, newB)-l.cost(w, b)) < eps {
						return newW, newB, t + 1
					}
					w, b = newW, newB
				}
				return w, b, most
			}},
	}
	for _, r := range stepRivals() {
		rivals = append(rivals, rival[UntilFunc]{r.why, untilRule(r.f, bothSmall)})
	}
	return rivals
}

// UntilInvariants checks the rule where it is easily wrong.
func (r *Report) UntilInvariants(until UntilFunc) {
	r.add("at the minimum: 0 steps", 1, func() string {
		var all [][]float64
		for range 3 {
			l := r.line(7, 0.5)
			w0, b0 := l.best()
			w, b, steps := until(l.x, l.y, w0, b0, l.rate, 1e-6, 100)
			if steps != 0 || w != w0 || b != b0 {
				return fmt.Sprintf("both slopes are 0 at the start, but it takes %d steps", steps)
			}
			all = append(all, []float64{w, b})
		}
		return varies(all)
	})
	r.add("a smaller ε takes more steps, and comes closer", 1, func() string {
		l := r.line(7, 0.3)
		w0, b0 := l.best()
		last, lastAway := -1, math.Inf(1)
		for _, eps := range []float64{1e-1, 1e-4, 1e-7} {
			w, b, steps := until(l.x, l.y, w0+3, b0+3, l.rate, eps, 1_000_000)
			away := math.Hypot(w-w0, b-b0)
			if steps <= last || !(away < lastAway) {
				return fmt.Sprintf("with ε = %.0e it takes %d steps and ends %.2g from the minimum; before, with a larger ε, %d and %.2g",
					eps, steps, away, last, lastAway)
			}
			last, lastAway = steps, away
		}
		return ""
	})
	r.add("a plain number of steps, on the two houses", 1, func() string {
		// x = 1, 2 and y = 300, 500, from 0 with α = 0.01: the numbers of the tutorial
		// "Understanding Gradient Descent", recomputed.
		for _, c := range []struct {
			eps   float64
			steps int
		}{{1e-1, 3457}, {1e-2, 6613}, {1e-3, 9768}} {
			if _, _, steps := until([]float64{1, 2}, []float64{300, 500}, 0, 0, 0.01, c.eps, 100_000); steps != c.steps {
				return fmt.Sprintf("with ε = %g it takes %d steps, want %d", c.eps, steps, c.steps)
			}
		}
		return ""
	})
}
