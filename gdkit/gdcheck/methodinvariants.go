package gdcheck

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// MomentumInvariants checks that parameters don't act on one another, and that
// β = 0 is plain descent.
func (r *Report) MomentumInvariants(step MomentumFunc) {
	asked := stepper(func(m moment) { step(m.w, m.memory[0], m.grad, m.rate, m.beta1) })
	r.eachByItself(asked, 1, false)
	r.add("β = 0 is plain descent", 1, func() string {
		m := r.moment(1, false, false)
		m.beta1 = 0
		c := m.clone()
		asked(c)
		gdkit.Plain{}.Step(m.w, m.grad, m.rate)
		if !near(c.w, m.w, tolerance) {
			return "with β = 0 the step is not −αg"
		}
		return ""
	})
}

// RMSpropInvariants checks that parameters don't act on one another, and that the unit of the
// cost does not matter.
func (r *Report) RMSpropInvariants(step RMSpropFunc) {
	asked := stepper(func(m moment) { step(m.w, m.memory[0], m.grad, m.rate, m.beta1, m.eps) })
	r.eachByItself(asked, 1, true)
	r.unitsOfTheCost(asked, 1)
}

// AdamInvariants checks the same of Adam.
func (r *Report) AdamInvariants(step AdamFunc) {
	asked := stepper(func(m moment) { step(m.w, m.memory[0], m.memory[1], m.grad, m.t, m.rate, m.beta1, m.beta2, m.eps) })
	r.eachByItself(asked, 2, true)
	r.unitsOfTheCost(asked, 2)
}

// eachByItself adds the property that parameter 0 goes the same way whether
// there are others or not.
func (r *Report) eachByItself(step stepper, memories int, squares bool) {
	r.add("each parameter by itself", 1, func() string {
		for range 5 {
			all := r.moment(memories, squares, false)
			one := all.clone()
			one.w, one.grad = one.w[:1], one.grad[:1]
			for k := range one.memory {
				one.memory[k] = one.memory[k][:1]
			}
			before := one.w[0]
			step(all)
			step(one)
			if !near(all.w[:1], one.w, tolerance) {
				return fmt.Sprintf("a parameter goes to %.5g alone and to %.5g beside others", one.w[0], all.w[0])
			}
			if one.w[0] == before {
				return "w does not move"
			}
		}
		return ""
	})
}

// unitsOfTheCost adds the property that 20 steps are the same when all slopes are 1000 times
// larger, where ε is nearly 0.
func (r *Report) unitsOfTheCost(step stepper, memories int) {
	r.add("a cost in other units: the same steps", 1, func() string {
		walk := func(unit float64) []float64 {
			bowl := gdkit.Quadratic(1, 5)
			at := moment{settings: settings{0.05, 0.9, 0.99, 1e-14}, w: slices.Clone(bowl.Start), grad: make([]float64, 2)}
			for range memories {
				at.memory = append(at.memory, make([]float64, 2))
			}
			for t := range 20 {
				bowl.Eval(at.grad, at.w)
				floats.Scale(unit, at.grad)
				at.t = t + 1
				step(at)
			}
			return at.w
		}
		one, thousand := walk(1), walk(1000)
		if !near(one, thousand, 1e-6) || !finite(one...) {
			return fmt.Sprintf("with slopes 1000 times larger, 20 steps end at %.4g and not at %.4g: is g divided by a root of squares of g?",
				thousand, one)
		}
		if floats.Distance(one, gdkit.Quadratic(1, 5).Start, math.Inf(1)) == 0 {
			return "w does not move"
		}
		return ""
	})
}

// An AdamWalkFunc takes many steps of Adam, with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, and returns
// where they end. start stays as it is.
type AdamWalkFunc func(grad func(w []float64) []float64, start []float64, rate float64, steps int) []float64

// AdamWalk checks the end of a walk against gdkit.Adam's.
func (r *Report) AdamWalk(walk AdamWalkFunc) {
	slopes := func(j gdkit.Cost) func(w []float64) []float64 {
		return func(w []float64) []float64 {
			g := make([]float64, len(w))
			j.Eval(g, w)
			return g
		}
	}
	ends := func(j gdkit.Cost, start []float64, rate float64, steps int) string {
		got := walk(slopes(j), slices.Clone(start), rate, steps)
		if len(got) != len(start) {
			return fmt.Sprintf("gives %d parameters for %d", len(got), len(start))
		}
		want := gdkit.Descent{Cost: j, Start: start, Rate: rate, Steps: steps, Method: gdkit.NewAdam()}.Run()
		if near(got, want.Last(), 1e-7) {
			return ""
		}
		for _, c := range []struct {
			why   string
			shift int
			fresh bool
		}{
			{"t counts from 0: it is 1 in the first step", -1, false},
			{"t stays 1: it grows with each step", stopped, false},
			{"m and v are empty again in each step: make them before the loop", 0, true},
		} {
			if near(got, strayed(adam{}.step, slopes(j), start, rate, steps, c.shift, c.fresh), 1e-7) {
				return c.why
			}
		}
		for _, a := range adamRivals() {
			if near(got, strayed(a.f, slopes(j), start, rate, steps, 0, false), 1e-7) {
				return "the steps: " + a.why
			}
		}
		if near(got, want.W(max(0, steps-1)), 1e-7) {
			return "one step too few"
		}
		return fmt.Sprintf("after %d steps it is at %.5g, want %.5g", steps, got, want.Last())
	}
	r.add("3 steps", 1, func() string { return ends(gdkit.Quadratic(1, 8), r.normal(2), 0.1, 3) })
	r.add("200 steps through a valley", 2, func() string {
		j := gdkit.Rosenbrock()
		return ends(j, []float64{-1.2 + r.between(-0.1, 0.1), 1}, 0.02, 200)
	})
	r.add("start stays as it is", 1, func() string {
		start := r.normal(3)
		before := slices.Clone(start)
		end := walk(slopes(gdkit.Quadratic(1, 2, 3)), start, 0.1, 5)
		if !slices.Equal(start, before) {
			return keeps("start")
		}
		if slices.Equal(end, before) {
			return "it ends where it starts"
		}
		return ""
	})
}

// stopped is a clock that shows 1 for ever.
const stopped = math.MinInt

// strayed is a walk with a clock that is wrong by shift, or with empty memories in each step.
func strayed(step stepper, grad func(w []float64) []float64, start []float64, rate float64, steps, shift int, fresh bool) []float64 {
	w, n := slices.Clone(start), len(start)
	memory := [][]float64{make([]float64, n), make([]float64, n)}
	for t := range steps {
		if fresh {
			clear(memory[0])
			clear(memory[1])
		}
		at := moment{settings: settings{rate, 0.9, 0.999, 1e-8}, w: w, grad: grad(w), memory: memory, t: t + 1 + shift}
		if shift == stopped {
			at.t = 1
		}
		step(at)
	}
	return w
}
