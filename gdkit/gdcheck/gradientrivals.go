package gdcheck

import (
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// gradientRivals are mistakes that CheckGrad, which knows nothing of linear models, can't name.
func gradientRivals(loss gdkit.Loss, right GradientFunc) []rival[GradientFunc] {
	scaled := func(factor func(m, n int) float64) GradientFunc {
		return func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := right(x, y, w, b)
			c := factor(len(x), len(w))
			floats.Scale(c, dw)
			return dw, c * db
		}
	}
	// with is the gradient for another slope of the loss of one example.
	with := func(slope func(z, y float64) float64) GradientFunc {
		return func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := make([]float64, len(w)), 0.0
			for i, row := range x {
				e := slope(floats.Dot(row, w)+b, y[i]) / float64(len(x))
				floats.AddScaled(dw, e, row)
				db += e
			}
			return dw, db
		}
	}
	two := "twice too big: you differentiated 1/m, not 1/2m"
	if loss != gdkit.HalfSquared {
		two = "twice too big"
	}
	all := []rival[GradientFunc]{
		{"sign: this climbs", scaled(func(_, _ int) float64 { return -1 })},
		{two, scaled(func(_, _ int) float64 { return 2 })},
		{"half of it: the 2 of the square has to come down", scaled(func(_, _ int) float64 { return 0.5 })},
		{"summed, not averaged: divide by m", scaled(func(m, _ int) float64 { return float64(m) })},
		{"summed, not averaged, and twice too big: divide by m", scaled(func(m, _ int) float64 { return 2 * float64(m) })},
		{"divided by m twice", scaled(func(m, _ int) float64 { return 1 / float64(m) })},
		{"divided by the number of features, and not of examples", scaled(func(m, n int) float64 { return float64(m) / float64(n) })},
		{"b is forgotten in the prediction",
			func(x [][]float64, y, w []float64, _ float64) ([]float64, float64) { return right(x, y, w, 0) }},
		{"the factor x is forgotten: a weight's slope is the error times its feature",
			func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
				dw, db := right(x, y, w, b)
				for j := range dw {
					dw[j] = db
				}
				return dw, db
			}},
		{"b has no feature: its slope is the mean error, not times x", func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, _ := right(x, y, w, b)
			return dw, dw[0]
		}},
		{"b has no feature: its slope is the mean error, not times x", func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, _ := right(x, y, w, b)
			return dw, floats.Sum(dw)
		}},
		{"only the last example counts: add up with +=", func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			i := len(x) - 1
			dw, db := right(x[i:], y[i:], w, b)
			floats.Scale(1/float64(i+1), dw)
			return dw, db / float64(i+1)
		}},
	}
	if loss == gdkit.Logistic {
		all = append(all,
			rival[GradientFunc]{"the sigmoid is forgotten: the error is σ(z) − y, not z − y",
				with(func(z, y float64) float64 { return z - y })},
			rival[GradientFunc]{"times σ′ = p(1 − p), as for the squared error of p: with the cross-entropy it cancels",
				with(func(z, y float64) float64 {
					p := gdkit.Sigmoid(z)
					return (p - y) * p * (1 - p)
				})},
			rival[GradientFunc]{"the error is taken of the label, 0 or 1, and not of the probability", with(func(z, y float64) float64 {
				if z > 0 {
					return 1 - y
				}
				return -y
			})})
	}
	return all
}
