package gdcheck

import (
	"fmt"
	"math"
)

// A StepFunc takes one step of gradient descent for the line y = wx + b, with the cost
// (1/2m) Σ (wx + b − y)².
type StepFunc func(x, y []float64, w, b, rate float64) (newW, newB float64)

// Step checks one step against the formula.
func (r *Report) Step(step StepFunc) {
	r.add("one step from a random place", 2, func() string { return explain(step, goodStep, r.stepQuestions(5), stepRivals()...) })
	r.add("the cost falls", 1, func() string {
		var all [][]float64
		for range 5 {
			l := r.line(6, r.between(0.1, 0.9))
			w, b := step(l.x, l.y, l.w, l.b, l.rate)
			if before, after := l.cost(l.w, l.b), l.cost(w, b); !(after < before) {
				return fmt.Sprintf("with α = %.3g, below the edge, a step takes the cost from %.4g to %.4g", l.rate, before, after)
			}
			all = append(all, []float64{w, b})
		}
		return varies(all)
	})
	r.add("at the minimum it stays", 1, func() string {
		var all [][]float64
		for range 4 {
			l := r.line(7, 0.5)
			w0, b0 := l.best()
			w, b := step(l.x, l.y, w0, b0, l.rate)
			if !near([]float64{w, b}, []float64{w0, b0}, 1e-7) {
				return fmt.Sprintf("from the minimum (%.4g, %.4g), where both slopes are 0, it goes to (%.4g, %.4g)", w0, b0, w, b)
			}
			away, _ := step(l.x, l.y, w0+1, b0, l.rate)
			all = append(all, []float64{away - w0 - 1})
		}
		for _, moved := range all {
			if moved[0] == 0 {
				return "it also stays elsewhere"
			}
		}
		return ""
	})
}

func (r *Report) stepQuestions(m int) []question[StepFunc] {
	var ask []question[StepFunc]
	for range 5 {
		l := r.line(m+r.rnd.IntN(4), r.between(0.1, 0.8))
		ask = append(ask, func(f StepFunc) []float64 {
			c := l.clone()
			w, b := f(c.x, c.y, c.w, c.b, c.rate)
			return []float64{w, b}
		})
	}
	return ask
}

func goodStep(x, y []float64, w, b, rate float64) (float64, float64) {
	dw, db := line{x: x, y: y}.slopes(w, b)
	return w - rate*dw, b - rate*db
}

func stepRivals() []rival[StepFunc] {
	// times is a step with other factors in front of the slopes.
	times := func(fw, fb float64) StepFunc {
		return func(x, y []float64, w, b, rate float64) (float64, float64) {
			dw, db := line{x: x, y: y}.slopes(w, b)
			return w - fw*rate*dw, b - fb*rate*db
		}
	}
	return []rival[StepFunc]{
		{"b updated with the new w: compute both slopes first, then move", func(x, y []float64, w, b, rate float64) (float64, float64) {
			dw, _ := line{x: x, y: y}.slopes(w, b)
			w -= rate * dw
			_, db := line{x: x, y: y}.slopes(w, b)
			return w, b - rate*db
		}},
		{"w updated with the new b: compute both slopes first, then move", func(x, y []float64, w, b, rate float64) (float64, float64) {
			_, db := line{x: x, y: y}.slopes(w, b)
			b -= rate * db
			dw, _ := line{x: x, y: y}.slopes(w, b)
			return w - rate*dw, b
		}},
		{"sign: this climbs", times(-1, -1)},
		{"sign: w climbs", times(-1, 1)},
		{"sign: b climbs", times(1, -1)},
		{"twice too big: you differentiated 1/m, not 1/2m", times(2, 2)},
		{"half of it: the 2 of the square has to come down", times(0.5, 0.5)},
		{"b does not move", times(1, 0)},
		{"w does not move", times(0, 1)},
		{"summed, not averaged: divide the slopes by m", func(x, y []float64, w, b, rate float64) (float64, float64) {
			return goodStep(x, y, w, b, rate*float64(len(x)))
		}},
		{"the rate is not used", func(x, y []float64, w, b, _ float64) (float64, float64) { return goodStep(x, y, w, b, 1) }},
		{"b has no feature: its slope is the mean error, not times x", func(x, y []float64, w, b, rate float64) (float64, float64) {
			dw, _ := line{x: x, y: y}.slopes(w, b)
			return w - rate*dw, b - rate*dw
		}},
		{"the factor x is forgotten in the slope of w", func(x, y []float64, w, b, rate float64) (float64, float64) {
			_, db := line{x: x, y: y}.slopes(w, b)
			return w - rate*db, b - rate*db
		}},
		{"b is forgotten in the prediction", func(x, y []float64, w, b, rate float64) (float64, float64) {
			dw, db := line{x: x, y: y}.slopes(w, 0)
			return w - rate*dw, b - rate*db
		}},
		{"these are the steps: they start at w and b", func(x, y []float64, w, b, rate float64) (float64, float64) {
			dw, db := line{x: x, y: y}.slopes(w, b)
			return -rate * dw, -rate * db
		}},
		{"these are the slopes: go from w and b against them", func(x, y []float64, w, b, _ float64) (float64, float64) {
			return line{x: x, y: y}.slopes(w, b)
		}},
	}
}

// StepInvariants checks a whole path of steps, and what a step must leave alone.
func (r *Report) StepInvariants(step StepFunc) {
	r.add("20 steps, each from the last", 1, func() string {
		walk := func(l line) question[StepFunc] {
			return func(f StepFunc) []float64 {
				var path []float64
				w, b := l.w, l.b
				for range 20 {
					c := l.clone()
					w, b = f(c.x, c.y, w, b, c.rate)
					path = append(path, w, b)
				}
				return path
			}
		}
		return explain(step, goodStep, []question[StepFunc]{walk(r.line(5, 0.6)), walk(r.line(9, 0.3))}, stepRivals()...)
	})
	r.add("above the edge it diverges, as it must", 1, func() string {
		if why := explain(step, goodStep, r.stepQuestions(4), stepRivals()...); why != "" {
			return why
		}
		for range 3 {
			l := r.line(6, 1.3)
			w, b := l.w, l.b
			for range 60 {
				w, b = step(l.x, l.y, w, b, l.rate)
			}
			if got := l.cost(w, b); !(got > l.cost(l.w, l.b)) || math.IsNaN(got) {
				return fmt.Sprintf("with α = %.3g, above the edge, 60 steps take the cost from %.4g to %.4g: is the rate that of the call?",
					l.rate, l.cost(l.w, l.b), got)
			}
		}
		return ""
	})
	ask := r.stepQuestions(3)
	r.keepsInputs([]func() string{func() string {
		l := r.line(6, 0.5)
		c := l.clone()
		step(c.x, c.y, c.w, c.b, c.rate)
		return keeps(c.changed(l))
	}}, func() [][]float64 { return answers(step, ask) })
}
