package gdcheck

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A FitFunc learns a linear model from examples in their original units, and
// returns it in these units.
type FitFunc func(x [][]float64, y []float64) (w []float64, b float64)

// Fit checks that the model is good on examples it has not seen: gdkit.Score, which is R² for the
// square losses and the share of right labels for gdkit.Logistic, is at least least.
func (r *Report) Fit(loss gdkit.Loss, fit FitFunc, train, test *gdkit.Dataset, least float64) {
	_, n := train.X.Dims()
	var params []float64
	missing := func() string { return r.Results[len(r.Results)-1].Why }
	r.add("finite parameters, one for each feature, and b", 1, func() string {
		x, y := lists(train)
		w, b := fit(x, y)
		if len(w) != n {
			return fmt.Sprintf("gives %d weights for %d features", len(w), n)
		}
		if !finite(w...) || !finite(b) {
			return "the parameters are not finite: the descent diverged; scale the features, or take a smaller rate"
		}
		if floats.Norm(w, math.Inf(1)) == 0 {
			return "all weights are 0: did the descent move?"
		}
		params = append([]float64{b}, w...)
		return ""
	})
	score := func(d *gdkit.Dataset) float64 { return gdkit.Score(&gdkit.Linear{Data: train, Loss: loss}, params, d) }
	what := "R²"
	if loss == gdkit.Logistic {
		what = "the share of right labels"
	}
	judge := func(d *gdkit.Dataset, which string) string {
		if params == nil {
			return missing()
		}
		got := score(d)
		if got >= least {
			return ""
		}
		scaled := &gdkit.Linear{Data: train.Standardize(), Loss: loss}
		if gdkit.Score(scaled, params, d) >= least {
			return "good in scaled units: x is in its original units here, so take the weights back to them"
		}
		return fmt.Sprintf("%s on the examples %s is %.4g, want at least %.4g: are there enough steps, and is the rate large enough?",
			what, which, got, least)
	}
	r.add("good on the examples it learned from", 1, func() string { return judge(train, "it learned from") })
	r.add("good on examples it has not seen", 2, func() string { return judge(test, "it has not seen") })
	r.add("the examples stay as they are", 1, func() string {
		x, y := lists(train)
		fit(x, y)
		before, beforeY := lists(train)
		if params == nil {
			return missing()
		}
		return keeps((sample{x: x, y: y}).changed(sample{x: before, y: beforeY}))
	})
}

// lists is a data set as lists.
func lists(d *gdkit.Dataset) (x [][]float64, y []float64) {
	m, _ := d.X.Dims()
	for i := range m {
		x = append(x, mat.Row(nil, i, d.X))
	}
	return x, append([]float64(nil), d.Y...)
}
