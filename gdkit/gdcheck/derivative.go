package gdcheck

import (
	"fmt"
	"math"

	"gdlab/gdkit"
)

// A Curve is a function of one parameter: J(w), or its derivative.
type Curve func(w float64) float64

// A Mistake is one that an exercise of its own invites: what the function then is, and
// the sentence for it.
type Mistake struct {
	Curve Curve
	Why   string
}

// Derivative checks that df is the derivative of f, at random points between lo and hi.
// Central differences of f by gdkit.CheckGrad judge, to 1e-5. Mistakes are looked for before
// those that everybody makes.
func (r *Report) Derivative(f, df Curve, lo, hi float64, mistakes ...Mistake) {
	middle := (lo + hi) / 2
	for _, part := range [][2]float64{{lo, middle}, {middle, hi}} {
		at := make([]float64, 4)
		for i := range at {
			at[i] = r.between(part[0], part[1])
		}
		name := fmt.Sprintf("the slope between %.4g and %.4g", part[0], part[1])
		r.add(name, 1, func() string { return wrongSlope(f, df, at, mistakes) })
	}
}

// wrongSlope asks for the slopes of f at all points as if they were one gradient, that of Σ f(wᵢ):
// so a mistake shows as what its components have in common.
func wrongSlope(f, df Curve, at []float64, mistakes []Mistake) string {
	got := make([]float64, len(at))
	for i, w := range at {
		got[i] = df(w)
	}
	sum := gdkit.CostFunc(func(grad, w []float64) float64 {
		copy(grad, got)
		j := 0.0
		for _, v := range w {
			j += f(v)
		}
		return j
	})
	c := gdkit.CheckGrad(sum, at)
	if c.OK {
		return ""
	}
	want := [][]float64{c.Want}
	for _, m := range mistakes {
		all := make([]float64, len(at))
		for i, w := range at {
			all[i] = m.Curve(w)
		}
		if near(got, all, 1e-6) {
			return m.Why
		}
	}
	values := make([]float64, len(at))
	for i, w := range at {
		values[i] = f(w)
	}
	switch {
	case near(got, values, 1e-6):
		return "this is J itself, and not its slope"
	case near(got, times(-1, want)[0], 1e-6):
		return "sign: this climbs"
	case near(got, times(2, want)[0], 1e-6):
		return "twice too big: 1/m differentiated, and not 1/2m?"
	case near(got, times(0.5, want)[0], 1e-6):
		return "half of it: the 2 of the square has to come down"
	}
	if finite(got...) && !constant([][]float64{got}) {
		return fmt.Sprintf("at w = %.4g it gives %.6g, differences say %.6g", at[c.Worst], got[c.Worst], c.Want[c.Worst])
	}
	return general([][]float64{got}, want)
}

// A SecantFunc measures the slope of a curve at w with steps of h.
type SecantFunc func(w, h float64) float64

// Difference checks the central difference (f(w+h) − f(w−h)) / 2h of the curve f.
func (r *Report) Difference(f Curve, central SecantFunc) {
	var wide, small []question[SecantFunc]
	for range 6 {
		w, h := r.between(-2, 2), r.between(0.1, 1)
		wide = append(wide, func(f SecantFunc) []float64 { return []float64{f(w, h)} })
		small = append(small, func(f SecantFunc) []float64 { return []float64{f(w, 1e-3*h)} })
	}
	var right SecantFunc = func(w, h float64) float64 { return (f(w+h) - f(w-h)) / (2 * h) }
	rivals := []rival[SecantFunc]{
		{"one-sided: go a step to the left as well", func(w, h float64) float64 { return (f(w+h) - f(w)) / h }},
		{"one-sided, and to the left: go a step to the right as well", func(w, h float64) float64 { return (f(w) - f(w-h)) / h }},
		{"twice too big: from w − h to w + h the run is 2h", func(w, h float64) float64 { return (f(w+h) - f(w-h)) / h }},
		{"half of it: from w to w + h the run is h, and not 2h", func(w, h float64) float64 { return (f(w+h) - f(w)) / (2 * h) }},
		{"… / 2 * h divides by 2 and then multiplies by h: it takes brackets, / (2 * h)",
			func(w, h float64) float64 { return (f(w+h) - f(w-h)) / 2 * h }},
		{"the rise only: divide it by the run, 2h", func(w, h float64) float64 { return f(w+h) - f(w-h) }},
		{"sign: right minus left, and not left minus right", func(w, h float64) float64 { return (f(w-h) - f(w+h)) / (2 * h) }},
	}
	r.add("the slope of the line through two points of the curve", 2, func() string { return explain(central, right, wide, rivals...) })
	r.add("the slope of the tangent, nearly, for a small h", 1, func() string {
		got, want := answers(central, small), answers(right, small)
		for i := range got {
			if !near(got[i], want[i], 1e-6) {
				return explain(central, right, wide, rivals...)
			}
		}
		return varies(got)
	})
}

// A TangentFunc is the height at w of the tangent that touches a curve at the point at.
type TangentFunc func(at, w float64) float64

// Tangent checks J(at) + J′(at)·(w − at).
func (r *Report) Tangent(f, df Curve, tangent TangentFunc) {
	var right TangentFunc = func(at, w float64) float64 { return f(at) + df(at)*(w-at) }
	rivals := []rival[TangentFunc]{
		{"the slope is that at w; it is wanted where the line touches", func(at, w float64) float64 { return f(at) + df(w)*(w-at) }},
		{"the height of the curve is missing: a tangent touches it", func(at, w float64) float64 { return df(at) * (w - at) }},
		{"the run is w − at, and not w", func(at, w float64) float64 { return f(at) + df(at)*w }},
		{"the run is turned round: w − at, and not at − w", func(at, w float64) float64 { return f(at) + df(at)*(at-w) }},
		{"this is the curve itself, and not a line", func(_, w float64) float64 { return f(w) }},
	}
	var touch, along []question[TangentFunc]
	for range 5 {
		at, w := r.between(-2, 2), r.between(-4, 4)
		touch = append(touch, func(f TangentFunc) []float64 { return []float64{f(at, at)} })
		along = append(along, func(f TangentFunc) []float64 { return []float64{f(at, w)} })
	}
	r.add("touches the curve", 1, func() string {
		if agree(answers(tangent, touch), answers(right, touch)) {
			return ""
		}
		return explain(tangent, right, append(along, touch...), rivals...)
	})
	r.add("has its height everywhere", 2, func() string { return explain(tangent, right, along, rivals...) })
	r.add("is a straight line", 1, func() string {
		var slopes [][]float64
		for range 4 {
			at := r.between(-2, 2)
			left, middle, end := tangent(at, at-1), tangent(at, at+0.5), tangent(at, at+2)
			if !near([]float64{middle, 1}, []float64{(left + end) / 2, 1}, 1e-7*max(1, math.Abs(left)+math.Abs(end))) {
				return "between two of its points it is bent"
			}
			slopes = append(slopes, []float64{end - left})
		}
		return varies(slopes)
	})
}

// A WalkFunc takes one step from w with the rate α and returns where it ends.
type WalkFunc func(w, rate float64) float64

// Walk checks w − α·J′(w).
func (r *Report) Walk(df Curve, step WalkFunc) {
	var ask []question[WalkFunc]
	for range 6 {
		w, rate := r.between(-3, 3), r.between(0.05, 0.6)
		ask = append(ask, func(f WalkFunc) []float64 { return []float64{f(w, rate)} })
	}
	r.add("one step down", 2, func() string {
		return explain(step, func(w, rate float64) float64 { return w - rate*df(w) }, ask, []rival[WalkFunc]{
			{"sign: this climbs", func(w, rate float64) float64 { return w + rate*df(w) }},
			{"the step alone: it starts at w", func(w, rate float64) float64 { return -rate * df(w) }},
			{"the step alone: it starts at w, and goes against the slope", func(w, rate float64) float64 { return rate * df(w) }},
			{"the rate is not used", func(w, _ float64) float64 { return w - df(w) }},
			{"the slope is not used: the step is α long everywhere", func(w, rate float64) float64 { return w - rate }},
		}...)
	})
	r.add("no step with α = 0", 1, func() string {
		var all [][]float64
		for range 4 {
			w := r.between(-3, 3)
			got := step(w, 0)
			if !near([]float64{got}, []float64{w}, tolerance) {
				return fmt.Sprintf("from w = %.4g with α = 0 it goes to %.4g", w, got)
			}
			all = append(all, []float64{got, step(w, 0.3) - w})
		}
		return varies(all)
	})
}
