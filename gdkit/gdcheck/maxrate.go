package gdcheck

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// A MaxRateFunc is the largest stable rate for the line y = wx + b.
type MaxRateFunc func(x []float64) float64

// MaxRate checks 2/λmax, where λmax is the larger eigenvalue of the Hessian of J: 1 and the mean of
// x in its first row, the mean of x and the mean of x² in its second.
func (r *Report) MaxRate(rate MaxRateFunc) {
	questions := func(sizes ...int) []question[MaxRateFunc] {
		var ask []question[MaxRateFunc]
		for _, m := range sizes {
			x := r.line(m, 1).x
			ask = append(ask, func(f MaxRateFunc) []float64 { return []float64{f(slices.Clone(x))} })
		}
		return ask
	}
	high := func(x []float64) float64 { _, h := curvatures(x); return h }
	low := func(x []float64) float64 { l, _ := curvatures(x); return l }
	meanSquare := func(x []float64) float64 { return floats.Dot(x, x) / float64(len(x)) }
	rivals := []rival[MaxRateFunc]{
		{"half of it: this is 1/λmax, the edge is 2/λmax", func(x []float64) float64 { return 1 / high(x) }},
		{"this is λmax, the edge is 2/λmax", high},
		{"this is 2/λmin: the larger eigenvalue sets the edge", func(x []float64) float64 { return 2 / low(x) }},
		{"b is forgotten: 2 / mean of x² would be the edge if w were alone", func(x []float64) float64 { return 2 / meanSquare(x) }},
		{"this is 2 / (λmin + λmax), the best rate and not the edge", func(x []float64) float64 { return 2 / (1 + meanSquare(x)) }},
		{"half of it: this is the edge of the cost with 1/m, and here it is 1/2m", func(x []float64) float64 { return 1 / high(x) }},
		{"sums and not means in the Hessian: m times too much curvature",
			func(x []float64) float64 { return 2 / (high(x) * float64(len(x))) }},
		{"the minus of the root is the smaller eigenvalue: take the plus", func(x []float64) float64 { return 2 / low(x) }},
	}
	r.add("2/λmax", 2, func() string { return explain(rate, maxRate, questions(3, 4, 6, 9), rivals...) })
	r.add("2/λmax of many points", 1, func() string { return explain(rate, maxRate, questions(1, 50, 100), rivals...) })
}

// MaxRateInvariants checks what the number promises, by descents of gdkit.
func (r *Report) MaxRateInvariants(rate MaxRateFunc) {
	r.add("1 % below it a descent comes down, 1 % above it climbs", 1, func() string {
		for _, m := range []int{3, 8} {
			l := r.line(m, 1)
			edge := rate(slices.Clone(l.x))
			if !(edge > 0) || !finite(edge) {
				return fmt.Sprintf("the rate is %.4g", edge)
			}
			for _, part := range []float64{0.99, 1.01} {
				w, b := l.best()
				w, b = w+1, b+1
				for range 3000 {
					w, b = goodStep(l.x, l.y, w, b, part*edge)
				}
				bestW, bestB := l.best()
				if away := math.Hypot(w-bestW, b-bestB); (away < math.Sqrt2) != (part < 1) {
					return fmt.Sprintf("with %.2f of it, 3000 steps change the distance to the minimum from 1.414 to %.3g", part, away)
				}
			}
		}
		return ""
	})
	r.add("the order of the points does not matter, and x stays", 1, func() string {
		var all [][]float64
		for _, m := range []int{4, 5, 6} {
			x := r.line(m, 1).x
			c := slices.Clone(x)
			one := rate(c)
			if !slices.Equal(c, x) {
				return keeps("x")
			}
			slices.Reverse(c)
			if two := rate(c); !near([]float64{one}, []float64{two}, tolerance) {
				return fmt.Sprintf("the points in reverse order: %.6g instead of %.6g", two, one)
			}
			all = append(all, []float64{one})
		}
		return varies(all)
	})
}
