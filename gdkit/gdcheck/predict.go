package gdcheck

import (
	"fmt"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// A PredictFunc is w·x + b for one example x.
type PredictFunc func(x, w []float64, b float64) float64

// Predict checks the prediction of a linear model for one example.
func (r *Report) Predict(predict PredictFunc) {
	var ask []question[PredictFunc]
	var kept []func() string
	for n := 1; n < 6; n++ {
		t := r.sample(gdkit.HalfSquared, 1, n)
		ask = append(ask, func(f PredictFunc) []float64 { c := t.clone(); return []float64{f(c.x[0], c.w, c.b)} })
		kept = append(kept, func() string { c := t.clone(); predict(c.x[0], c.w, c.b); return keeps(c.changed(t)) })
	}
	r.add("w·x + b", 2, func() string {
		return explain(predict, func(x, w []float64, b float64) float64 { return floats.Dot(x, w) + b }, ask, []rival[PredictFunc]{
			{"b is forgotten", func(x, w []float64, _ float64) float64 { return floats.Dot(x, w) }},
			{"b is taken off, and not added", func(x, w []float64, b float64) float64 { return floats.Dot(x, w) - b }},
			{"b is added for each feature, and not once",
				func(x, w []float64, b float64) float64 { return floats.Dot(x, w) + b*float64(len(x)) }},
			{"only the first feature counts", func(x, w []float64, b float64) float64 { return x[0]*w[0] + b }},
			{"w and x are added, and not multiplied", func(x, w []float64, b float64) float64 { return floats.Sum(x) + floats.Sum(w) + b }},
		}...)
	})
	r.keepsInputs(kept, func() [][]float64 { return answers(predict, ask) })
}

// PredictInvariants checks what follows from being linear.
func (r *Report) PredictInvariants(predict PredictFunc) {
	r.add("w and b doubled: the prediction doubles", 1, func() string {
		var all [][]float64
		for n := 1; n < 5; n++ {
			t := r.sample(gdkit.HalfSquared, 1, n)
			one := predict(t.x[0], t.w, t.b)
			two := predict(t.x[0], floats.ScaleTo(make([]float64, n), 2, t.w), 2*t.b)
			if !near([]float64{two}, []float64{2 * one}, tolerance) {
				return fmt.Sprintf("it goes from %.5g to %.5g: is each part w or b, times something that is neither?", one, two)
			}
			all = append(all, []float64{one})
		}
		return varies(all)
	})
	r.add("for x = 0 it is b", 1, func() string {
		var all [][]float64
		for n := 1; n < 5; n++ {
			w, b := r.normal(n), r.rnd.NormFloat64()
			got := predict(make([]float64, n), w, b)
			if !near([]float64{got}, []float64{b}, tolerance) {
				return fmt.Sprintf("for x = 0 and b = %.5g it is %.5g", b, got)
			}
			all = append(all, []float64{got})
		}
		return varies(all)
	})
}
