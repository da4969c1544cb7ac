package gdcheck

import (
	"fmt"
	"math"
	"runtime"
	"slices"

	"gdlab/gdkit"
)

// A MoveFunc changes w in place: w ← w − α·grad.
type MoveFunc func(w, grad []float64, rate float64)

// Move checks a step in place. allocations is what Allocations counted for it, in the
// process in which it runs.
func (r *Report) Move(move MoveFunc, allocations func() float64) {
	ask := []question[MoveFunc]{}
	for n := 1; n < 5; n++ {
		w, g, rate := r.normal(n), r.normal(n), r.between(0.1, 0.9)
		ask = append(ask, func(f MoveFunc) []float64 {
			at := slices.Clone(w)
			f(at, slices.Clone(g), rate)
			return at
		})
	}
	moved := func(c func(rate float64) float64) MoveFunc {
		return func(w, grad []float64, rate float64) {
			for i := range w {
				w[i] += c(rate) * grad[i]
			}
		}
	}
	right := moved(func(rate float64) float64 { return -rate })
	find := func() string {
		return explain(move, right, ask, []rival[MoveFunc]{
			{"w is as before: write to w[i], because v in for _, v := range w is a copy", moved(func(float64) float64 { return 0 })},
			{"sign: this climbs", moved(func(rate float64) float64 { return rate })},
			{"the rate is not used", moved(func(float64) float64 { return -1 })},
		}...)
	}
	r.add("w moves, in place", 2, find)
	r.add("the gradient stays as it is", 1, func() string {
		w, g := r.normal(5), r.normal(5)
		before := slices.Clone(g)
		move(w, g, 0.3)
		if !slices.Equal(g, before) {
			return keeps("grad")
		}
		return find()
	})
	r.add("it allocates nothing", 1, func() string {
		if n := allocations(); n != 0 {
			return fmt.Sprintf("each step asks for memory (%.4g times): make and append do that, w[i] -= … does not", n)
		}
		return find()
	})
}

// Allocations is how often one call of f asks for memory, as testing.AllocsPerRun counts: the
// mean of 100 calls, rounded down. What happens elsewhere in the process counts too, so it
// takes the smallest of 3.
func Allocations(f func()) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f() // what is made once does not count
	least := math.Inf(1)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 100 {
			f()
		}
		runtime.ReadMemStats(&after)
		least = min(least, math.Floor(float64(after.Mallocs-before.Mallocs)/100))
	}
	return least
}

// MoveInvariants checks lists of other lengths.
func (r *Report) MoveInvariants(move MoveFunc) {
	moves := func(n int) string {
		w, g := r.normal(n), r.normal(n)
		got := slices.Clone(w)
		move(got, slices.Clone(g), 0.3)
		gdkit.Plain{}.Step(w, g, 0.3)
		if !near(got, w, tolerance) {
			return fmt.Sprintf("of %d parameters some do not move as they should", n)
		}
		return ""
	}
	r.add("1000 parameters", 1, func() string { return moves(1000) })
	r.add("no parameters: no panic", 1, func() string {
		move(nil, nil, 0.3)
		return moves(3)
	})
}
