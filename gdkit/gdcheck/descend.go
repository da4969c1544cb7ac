package gdcheck

import (
	"fmt"
	"math"
)

// A DescendFunc takes a number of steps for the line y = wx + b. It returns where they end, and the
// cost at each point on the way: one more than steps, since the start and the end both have one.
type DescendFunc func(x, y []float64, w, b, rate float64, steps int) (endW, endB float64, costs []float64)

// Descend checks the end and the costs of a few walks.
func (r *Report) Descend(descend DescendFunc) {
	ask := r.descendQuestions(7, 12)
	r.add("where the steps end", 2, func() string { return wrongEnd(descend, ask) })
	r.add("steps + 1 costs: the start and each step", 1, func() string {
		var all [][]float64
		for _, steps := range []int{4, 9} {
			l := r.line(5, 0.4)
			_, _, costs := descend(l.x, l.y, l.w, l.b, l.rate, steps)
			if why := howMany(len(costs), steps, costs, l); why != "" {
				return why
			}
			all = append(all, costs)
		}
		return varies(all)
	})
	r.add("each cost is that of its point", 1, func() string { return r.wrongCosts(descend) })
	r.add("0 steps: it stays, and there is one cost", 1, func() string {
		var all [][]float64
		for range 3 {
			l := r.line(5, 0.4)
			w, b, costs := descend(l.x, l.y, l.w, l.b, l.rate, 0)
			if w != l.w || b != l.b {
				return fmt.Sprintf("from (%.4g, %.4g) with 0 steps it goes to (%.4g, %.4g)", l.w, l.b, w, b)
			}
			if why := howMany(len(costs), 0, costs, l); why != "" {
				return why
			}
			all = append(all, []float64{w, b})
		}
		return varies(all)
	})
}

// descendQuestions ask for the end only.
func (r *Report) descendQuestions(steps ...int) []question[DescendFunc] {
	var ask []question[DescendFunc]
	for _, n := range steps {
		l := r.line(6, r.between(0.2, 0.7))
		ask = append(ask, func(f DescendFunc) []float64 {
			c := l.clone()
			w, b, _ := f(c.x, c.y, c.w, c.b, c.rate, n)
			return []float64{w, b}
		})
	}
	return ask
}

// walk is a DescendFunc that takes the given step, n(steps) times.
func walk(step StepFunc, n func(steps int) int) DescendFunc {
	return func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
		for range n(steps) {
			w, b = step(x, y, w, b, rate)
		}
		return w, b, nil
	}
}

func wrongEnd(descend DescendFunc, ask []question[DescendFunc]) string {
	all := func(steps int) int { return steps }
	rivals := []rival[DescendFunc]{
		{"one step too few: steps is the number of updates", walk(goodStep, func(steps int) int { return steps - 1 })},
		{"one step too many: steps is the number of updates", walk(goodStep, func(steps int) int { return steps + 1 })},
		{"one step only", walk(goodStep, func(int) int { return 1 })},
		{"it ends where it starts: are the new w and b kept for the next step?", walk(goodStep, func(int) int { return 0 })},
	}
	for _, r := range stepRivals() {
		rivals = append(rivals, rival[DescendFunc]{r.why, walk(r.f, all)})
	}
	return explain(descend, walk(goodStep, all), ask, rivals...)
}

// howMany explains a wrong number of costs.
func howMany(n, steps int, costs []float64, l line) string {
	first := l.cost(l.w, l.b)
	switch {
	case n == steps+1:
		return ""
	case n == steps && n > 0 && near(costs[:1], []float64{first}, tolerance):
		return "the last cost is missing: it is written down before each step, so that of the end is not there"
	case n == steps && n > 0:
		return "the first cost is missing: it is written down after each step, so that of the start is not there"
	case n == 0 && steps == 0:
		return "no cost for 0 steps, want that of the start"
	}
	return fmt.Sprintf("%d costs for %d steps, want %d", n, steps, steps+1)
}

// wrongCosts holds the costs to those on the path.
func (r *Report) wrongCosts(descend DescendFunc) string {
	for range 3 {
		l := r.line(5, 0.4)
		want := costsOf(l, 8)
		_, _, got := descend(l.x, l.y, l.w, l.b, l.rate, 8)
		if near(got, want, tolerance) {
			continue
		}
		if why := howMany(len(got), 8, got, l); why != "" {
			return why
		}
		for _, c := range []struct {
			factor float64
			why    string
		}{
			{2, "twice too big: 1/m, where 1/2m is wanted"},
			{0.5, "half of it"},
			{float64(len(l.x)), "summed, not averaged: divide by m"},
			{2 * float64(len(l.x)), "summed, not averaged: divide by 2m"},
		} {
			if near(got, times(c.factor, [][]float64{want})[0], tolerance) {
				return c.why
			}
		}
		if why := wrongEnd(descend, r.descendQuestions(8)); why != "" {
			return why
		}
		for t := range want {
			if !near(got[t:t+1], want[t:t+1], tolerance) {
				return fmt.Sprintf("cost %d is %.6g, want %.6g, J after %d steps", t, got[t], want[t], t)
			}
		}
	}
	return ""
}

func costsOf(l line, steps int) []float64 {
	w, b := l.w, l.b
	costs := []float64{l.cost(w, b)}
	for range steps {
		w, b = goodStep(l.x, l.y, w, b, l.rate)
		costs = append(costs, l.cost(w, b))
	}
	return costs
}

// DescendInvariants checks long walks: below the edge, above it, and at the minimum.
func (r *Report) DescendInvariants(descend DescendFunc) {
	r.add("below the edge no cost is higher than the one before", 1, func() string {
		var all [][]float64
		for _, part := range []float64{0.3, 0.95} {
			l := r.line(8, part)
			_, _, costs := descend(l.x, l.y, l.w, l.b, l.rate, 100)
			for t := 1; t < len(costs); t++ {
				if !(costs[t] <= costs[t-1]*(1+1e-12)) {
					return fmt.Sprintf("with α = %.3g, below the edge, step %d takes the cost from %.6g to %.6g",
						l.rate, t, costs[t-1], costs[t])
				}
			}
			if len(costs) < 2 {
				return fmt.Sprintf("%d costs for 100 steps, want 101", len(costs))
			}
			all = append(all, costs)
		}
		return varies(all)
	})
	r.add("above the edge it diverges, as it must", 1, func() string {
		if why := wrongEnd(descend, r.descendQuestions(6, 100)); why != "" {
			return why
		}
		l := r.line(8, 1.2)
		w, b, _ := descend(l.x, l.y, l.w, l.b, l.rate, 100)
		if j, start := l.cost(w, b), l.cost(l.w, l.b); math.IsNaN(j) || !(j > start) {
			return fmt.Sprintf("with α = %.3g, above the edge, 100 steps take the cost from %.4g to %.4g: is the rate that of the call?",
				l.rate, start, j)
		}
		return ""
	})
	r.add("from the minimum it goes nowhere", 1, func() string {
		l := r.line(8, 0.5)
		w0, b0 := l.best()
		if w, b, _ := descend(l.x, l.y, w0, b0, l.rate, 50); !near([]float64{w, b}, []float64{w0, b0}, 1e-7) {
			return fmt.Sprintf("from the minimum (%.4g, %.4g) it goes to (%.4g, %.4g)", w0, b0, w, b)
		}
		return wrongEnd(descend, r.descendQuestions(30))
	})
	ask := r.descendQuestions(3, 4)
	r.keepsInputs([]func() string{func() string {
		l := r.line(6, 0.5)
		c := l.clone()
		descend(c.x, c.y, c.w, c.b, c.rate, 5)
		return keeps(c.changed(l))
	}}, func() [][]float64 { return answers(descend, ask) })
}
