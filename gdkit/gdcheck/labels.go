package gdcheck

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// A LabelsFunc gives the class, 0 or 1, of each example: 1 where its probability is ½ or more.
type LabelsFunc func(x [][]float64, w []float64, b float64) []float64

// Labels checks the classes of random examples.
func (r *Report) Labels(labels LabelsFunc) {
	var ask []question[LabelsFunc]
	var kept []func() string
	for n := 1; n < 4; n++ {
		t := r.divided(12, n)
		ask = append(ask, func(f LabelsFunc) []float64 { c := t.clone(); return f(c.x, c.w, c.b) })
		kept = append(kept, func() string { c := t.clone(); labels(c.x, c.w, c.b); return keeps(c.changed(t)) })
	}
	of := func(f func(z float64) float64) LabelsFunc {
		return func(x [][]float64, w []float64, b float64) []float64 {
			out := make([]float64, len(x))
			for i, row := range x {
				out[i] = f(floats.Dot(row, w) + b)
			}
			return out
		}
	}
	above := func(border float64) func(z float64) float64 {
		return func(z float64) float64 {
			if z >= border {
				return 1
			}
			return 0
		}
	}
	r.add("1 where the probability is ½ or more, else 0", 2, func() string {
		return explain(labels, of(above(0)), ask, []rival[LabelsFunc]{
			{"these are probabilities: compare them with ½", of(gdkit.Sigmoid)},
			{"these are scores: compare them with 0", of(func(z float64) float64 { return z })},
			{"the classes are −1 and 1: here they are 0 and 1", of(func(z float64) float64 { return 2*above(0)(z) - 1 })},
			{"turned round: 1 where the probability is large", of(func(z float64) float64 { return 1 - above(0)(z) })},
			{"the score is compared with ½: the probability is ½ where the score is 0", of(above(0.5))},
			{"the probability is compared with 0, and is always above it", of(func(float64) float64 { return 1 })},
			{"b is forgotten", func(x [][]float64, w []float64, _ float64) []float64 { return of(above(0))(x, w, 0) }},
		}...)
	})
	r.keepsInputs(kept, func() [][]float64 { return answers(labels, ask) })
}

// divided is a random sample with a border in its middle, so that there are both classes.
func (r *Report) divided(m, n int) sample {
	t := r.sample(gdkit.Logistic, m, n)
	t.b = 0
	for _, row := range t.x {
		t.b -= floats.Dot(row, t.w) / float64(m)
	}
	return t
}

// An AccuracyFunc is the share of labels that are right.
type AccuracyFunc func(want, got []float64) float64

// Accuracy checks that share.
func (r *Report) Accuracy(accuracy AccuracyFunc) {
	ask := func(sizes ...int) []question[AccuracyFunc] {
		var ask []question[AccuracyFunc]
		for _, m := range sizes {
			want, got := make([]float64, m), make([]float64, m)
			for i := range want {
				want[i] = float64(r.rnd.IntN(2))
				got[i] = want[i]
				if r.rnd.IntN(3) == 0 {
					got[i] = 1 - want[i]
				}
			}
			ask = append(ask, func(f AccuracyFunc) []float64 { return []float64{f(slices.Clone(want), slices.Clone(got))} })
		}
		return ask
	}
	count := func(want, got []float64) float64 { return gdkit.Accuracy(want, got) * float64(len(want)) }
	rivals := []rival[AccuracyFunc]{
		{"counted, not averaged: divide by the number of labels", count},
		{"in percent: a share is between 0 and 1", func(want, got []float64) float64 { return 100 * gdkit.Accuracy(want, got) }},
		{"this is the share of wrong labels", func(want, got []float64) float64 { return 1 - gdkit.Accuracy(want, got) }},
		{"divided as whole numbers, which leaves 0 or 1: float64(right) / float64(len(want))", func(want, got []float64) float64 {
			return math.Floor(gdkit.Accuracy(want, got))
		}},
		{"only the ones are counted: zeros that are right count too", func(want, got []float64) float64 {
			return floats.Dot(want, got) / float64(len(want))
		}},
	}
	r.add("the share of right labels", 1, func() string { return explain(accuracy, gdkit.Accuracy, ask(10, 7, 23), rivals...) })
	r.add("all of many right, and none", 1, func() string {
		ask := append(ask(1000), func(f AccuracyFunc) []float64 {
			return []float64{f([]float64{0, 1, 1}, []float64{0, 1, 1}), f([]float64{0, 1}, []float64{1, 0})}
		})
		return explain(accuracy, gdkit.Accuracy, ask, rivals...)
	})
}

// LabelsInvariants checks that only the sign of the score counts.
func (r *Report) LabelsInvariants(labels LabelsFunc) {
	r.add("w and b times 10: the same labels", 1, func() string {
		var all [][]float64
		for range 3 {
			t := r.divided(20, 2)
			one := labels(t.x, t.w, t.b)
			two := labels(t.x, floats.ScaleTo(make([]float64, 2), 10, t.w), 10*t.b)
			if len(one) != 20 || !slices.Equal(one, two) {
				return "the probabilities move towards 0 and 1, but none crosses ½, and still labels change"
			}
			all = append(all, one)
		}
		return varies(all)
	})
	r.add("no examples: no labels, no panic", 1, func() string {
		if got := labels([][]float64{}, []float64{1, 2}, 3); len(got) != 0 {
			return fmt.Sprintf("%d labels for 0 examples", len(got))
		}
		t := r.divided(5, 2)
		got := labels(t.x, t.w, t.b)
		if len(got) != 5 {
			return fmt.Sprintf("%d labels for 5 examples", len(got))
		}
		if constant([][]float64{got}) {
			return fmt.Sprintf("the class of all of them is %g", got[0])
		}
		return ""
	})
}
