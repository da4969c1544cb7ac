package gdcheck

import (
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// A BatchGradientFunc is the gradient of the mean cost of the given rows.
type BatchGradientFunc func(x [][]float64, y, w []float64, b float64, rows []int) (dw []float64, db float64)

// BatchGradient checks it against the gradient of data that hold these rows only.
func (r *Report) BatchGradient(loss gdkit.Loss, gradient BatchGradientFunc) {
	right := linearGradient(loss)
	questions := func(rows func(m int) []int) []question[BatchGradientFunc] {
		var ask []question[BatchGradientFunc]
		for range 4 {
			t := r.sample(loss, 8+r.rnd.IntN(5), 1+r.rnd.IntN(3))
			at := rows(len(t.x))
			ask = append(ask, func(f BatchGradientFunc) []float64 {
				c := t.clone()
				dw, db := f(c.x, c.y, c.w, c.b, slices.Clone(at))
				if len(dw) != len(t.w) {
					panic(wrong(slopes(len(dw), len(t.w))))
				}
				return append([]float64{db}, dw...)
			})
		}
		return ask
	}
	of := func(choose func(t sample, rows []int) sample, factor func(m, size int) float64) BatchGradientFunc {
		return func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
			t := choose(sample{x: x, y: y, w: w, b: b}, rows)
			dw, db := right(t.x, t.y, w, b)
			c := factor(len(x), len(rows))
			floats.Scale(c, dw)
			return dw, c * db
		}
	}
	chosen := func(t sample, rows []int) sample { return t.rows(rows...) }
	one := func(_, _ int) float64 { return 1 }
	good := of(chosen, one)
	rivals := []rival[BatchGradientFunc]{
		{"divided by all rows, m: the mean of a batch divides by its size",
			of(chosen, func(m, size int) float64 { return float64(size) / float64(m) })},
		{"summed, not averaged: divide by the size of the batch", of(chosen, func(_, size int) float64 { return float64(size) })},
		{"twice too big: you differentiated 1/m, not 1/2m", of(chosen, func(_, _ int) float64 { return 2 })},
		{"sign: this climbs", of(chosen, func(_, _ int) float64 { return -1 })},
		{"rows is not used: this is the gradient of all", of(func(t sample, _ []int) sample { return t }, one)},
		{"these are the first rows: rows says which", of(func(t sample, rows []int) sample {
			t.x, t.y = t.x[:len(rows)], t.y[:len(rows)]
			return t
		}, one)},
		{"x is of the rows asked for, but y is of the first ones", of(func(t sample, rows []int) sample {
			out := t.rows(rows...)
			copy(out.y, t.y)
			return out
		}, one)},
	}
	r.add("the mean over the rows of the batch", 2, func() string {
		return explain(gradient, good, questions(func(m int) []int { return r.rnd.Perm(m)[:4] }), rivals...)
	})
	r.add("one row", 1, func() string {
		return explain(gradient, good, questions(func(m int) []int { return []int{r.rnd.IntN(m-1) + 1} }), rivals...)
	})
	r.add("a row that comes twice counts twice", 1, func() string {
		return explain(gradient, good, questions(func(m int) []int { return []int{1, m - 1, 1} }), rivals...)
	})
}

// BatchInvariants checks the batch of all rows, and the arguments.
func (r *Report) BatchInvariants(loss gdkit.Loss, gradient BatchGradientFunc) {
	r.add("the batch of all rows has the gradient of all", 1, func() string {
		return explain(func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			return gradient(x, y, w, b, r.rnd.Perm(len(x)))
		}, linearGradient(loss), r.gradientQuestions(loss), gradientRivals(loss, linearGradient(loss))...)
	})
	r.add("changes none of its arguments", 1, func() string {
		t, rows := r.sample(loss, 6, 2), []int{4, 2, 5}
		c := t.clone()
		dw, _ := gradient(c.x, c.y, c.w, c.b, rows)
		if !slices.Equal(rows, []int{4, 2, 5}) {
			return keeps("rows")
		}
		if why := keeps(c.changed(t)); why != "" {
			return why
		}
		return varies([][]float64{dw, {0, 0}})
	})
}

func (r *Report) gradientQuestions(loss gdkit.Loss) []question[GradientFunc] {
	var ask []question[GradientFunc]
	for _, t := range r.samples(loss) {
		ask = append(ask, gradientQuestion(t))
	}
	return ask
}
