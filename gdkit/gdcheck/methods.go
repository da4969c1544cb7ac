package gdcheck

import (
	"slices"

	"gdlab/gdkit"
)

// settings are the numbers of a method: the rate, its factors β and ε.
type settings struct{ rate, beta1, beta2, eps float64 }

// A stepper is one step of a method as the checks see it: it changes w and the memories of the
// method (velocity, averages).
type stepper func(at moment)

// A moment is all that a step sees.
type moment struct {
	settings
	w, grad []float64
	memory  [][]float64
	t       int // 1 for the first step
}

func (m moment) clone() moment {
	m.w, m.grad, m.memory = slices.Clone(m.w), slices.Clone(m.grad), cloneRows(m.memory)
	return m
}

// settings are random, with an ε so large that its place shows.
func (r *Report) settings() settings {
	return settings{r.between(0.05, 0.5), r.between(0.6, 0.95), r.between(0.6, 0.95), r.between(0.05, 0.5)}
}

// moment is a random one; fresh: the first, with empty memories. Where squares is true the last
// memory holds a mean of squares.
func (r *Report) moment(memories int, squares, fresh bool) moment {
	n := 1 + r.rnd.IntN(4)
	at := moment{settings: r.settings(), w: r.normal(n), grad: r.normal(n), t: 1}
	for k := range memories {
		v := r.normal(n)
		switch {
		case fresh:
			clear(v)
		case squares && k == memories-1:
			for i := range v {
				v[i] = 0.1 + v[i]*v[i]
			}
		}
		at.memory = append(at.memory, v)
	}
	if !fresh {
		at.t = 2 + r.rnd.IntN(5)
	}
	return at
}

// moments ask for single steps, and for all that a step may change.
func (r *Report) moments(memories int, squares, fresh bool) []question[stepper] {
	var ask []question[stepper]
	for range 5 {
		m := r.moment(memories, squares, fresh)
		ask = append(ask, func(f stepper) []float64 {
			c := m.clone()
			f(c)
			return append(c.w, slices.Concat(c.memory...)...)
		})
	}
	return ask
}

// path asks for all points of a walk.
func path(bowl *gdkit.Surface, s settings, steps, memories int) question[stepper] {
	return func(f stepper) []float64 {
		at := moment{settings: s, w: slices.Clone(bowl.Start), grad: make([]float64, len(bowl.Start))}
		for range memories {
			at.memory = append(at.memory, make([]float64, len(at.w)))
		}
		var all []float64
		for t := range steps {
			bowl.Eval(at.grad, at.w)
			at.t = t + 1
			f(at)
			all = append(all, at.w...)
		}
		return all
	}
}

// method adds what the checks of the methods have in common.
func (r *Report) method(step, good stepper, memories int, squares bool, rivals []rival[stepper]) {
	r.add("the first step, from empty memories", 1, func() string {
		ask := r.moments(memories, squares, true)
		if agree(answers(step, ask), answers(good, ask)) {
			return ""
		}
		// A later step tells more mistakes apart.
		return explain(step, good, append(ask, r.moments(memories, squares, false)...), rivals...)
	})
	r.add("a later step", 2, func() string { return explain(step, good, r.moments(memories, squares, false), rivals...) })
	r.add("50 steps down a bowl", 2, func() string {
		s := settings{rate: 0.02, beta1: 0.9, beta2: 0.99, eps: 1e-3}
		return explain(step, good, []question[stepper]{
			path(gdkit.Quadratic(1, 10), s, 50, memories),
			path(gdkit.Quadratic(r.between(0.5, 1), 2, r.between(3, 5)), s, 50, memories),
		}, rivals...)
	})
	r.add("the gradient stays as it is", 1, func() string {
		m := r.moment(memories, squares, false)
		c := m.clone()
		step(c)
		if !slices.Equal(c.grad, m.grad) {
			return keeps("the gradient")
		}
		if slices.Equal(c.w, m.w) {
			return "w does not move either: write to w[i]"
		}
		return ""
	})
}
