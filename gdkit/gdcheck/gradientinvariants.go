package gdcheck

import (
	"fmt"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// GradientInvariants checks what follows from being the gradient of a mean over the examples.
func (r *Report) GradientInvariants(loss gdkit.Loss, gradient GradientFunc) {
	pairs := func(other func(t sample) (sample, question[GradientFunc])) [][2]question[GradientFunc] {
		var all [][2]question[GradientFunc]
		for range 4 {
			t := r.sample(loss, 4+r.rnd.IntN(4), 3)
			_, q := other(t)
			all = append(all, [2]question[GradientFunc]{gradientQuestion(t), q})
		}
		return all
	}
	r.add("the order of the rows does not matter", 1, func() string {
		return unchanged(gradient, pairs(func(t sample) (sample, question[GradientFunc]) {
			t = t.rows(r.rnd.Perm(len(t.x))...)
			return t, gradientQuestion(t)
		}), "other rows first, another gradient: is the same done for each row?")
	})
	r.add("all rows twice give the same: a mean", 1, func() string {
		return unchanged(gradient, pairs(func(t sample) (sample, question[GradientFunc]) {
			t = twice(t)
			return t, gradientQuestion(t)
		}), "summed, not averaged: with all rows twice the gradient is another")
	})
	r.add("features in another order: slopes in that order", 1, func() string {
		return unchanged(gradient, pairs(func(t sample) (sample, question[GradientFunc]) {
			t = t.columns([]int{2, 0, 1})
			q := gradientQuestion(t)
			return t, func(f GradientFunc) []float64 {
				g := q(f)
				return []float64{g[0], g[2], g[3], g[1]}
			}
		}), "features and weights in another order, and the slopes are others: does each weight get the slope of its own feature?")
	})
	r.add("0 at the minimum", 1, func() string { return r.atMinimum(loss, gradient) })
	var kept []func() string
	samples := r.samples(loss)
	for _, t := range samples {
		kept = append(kept, func() string { c := t.clone(); gradient(c.x, c.y, c.w, c.b); return keeps(c.changed(t)) })
	}
	all := func() [][]float64 {
		var all [][]float64
		for _, t := range samples {
			all = append(all, gradientQuestion(t)(gradient))
		}
		return all
	}
	r.keepsInputs(kept, all)
	r.add("no rows: no panic", 1, func() string {
		gradient([][]float64{}, []float64{}, []float64{1, 2}, 3)
		return varies(all())
	})
}

// atMinimum wants a gradient of 0 where it is. For squares least squares by gonum finds it, for a
// logistic model Newton's method.
func (r *Report) atMinimum(loss gdkit.Loss, gradient GradientFunc) string {
	var all [][]float64
	for range 3 {
		t := r.sample(loss, 40, 2)
		if loss == gdkit.Logistic {
			run := gdkit.Descent{Cost: t.linear(loss), Start: make([]float64, 3), Rate: 1, Steps: 30, Method: &gdkit.Newton{}}.Run()
			t.w, t.b = run.Last()[1:], run.Last()[0]
		} else {
			t.w, t.b = leastSquares(t)
		}
		away := gradientQuestion(t)(gradient)
		if !(floats.Norm(away, 2) < 1e-7) {
			return fmt.Sprintf("at the minimum of the cost the slopes are %.3g, and not 0", away)
		}
		t.b++
		all = append(all, gradientQuestion(t)(gradient))
	}
	return varies(all)
}

func leastSquares(t sample) (w []float64, b float64) {
	x := mat.NewDense(len(t.x), len(t.w)+1, nil)
	for i, row := range t.x {
		x.SetRow(i, append([]float64{1}, row...))
	}
	var best mat.VecDense
	if err := best.SolveVec(x, mat.NewVecDense(len(t.y), t.y)); err != nil {
		panic(fmt.Sprintf("gdcheck: random data without a minimum: %v", err))
	}
	all := best.RawVector().Data
	return all[1:], all[0]
}
