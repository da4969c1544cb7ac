package gdcheck

import (
	"fmt"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
)

// A ScaleLikeFunc scales x with given means and deviations.
type ScaleLikeFunc func(x [][]float64, mean, sd []float64) [][]float64

// ScaleLike checks that new data are scaled with the numbers of the data that were learned from,
// and not with their own.
func (r *Report) ScaleLike(scaleLike ScaleLikeFunc) {
	var ask []question[ScaleLikeFunc]
	var kept []func() string
	for k := range 4 {
		x, mean, sd := r.sample(gdkit.HalfSquared, 3+k, 2).x, r.normal(2), []float64{r.between(0.5, 3), r.between(0.5, 3)}
		ask = append(ask, func(f ScaleLikeFunc) []float64 {
			z := f(cloneRows(x), slices.Clone(mean), slices.Clone(sd))
			wantRows(z, len(x), 2)
			return slices.Concat(z...)
		})
		kept = append(kept, func() string {
			c := cloneRows(x)
			scaleLike(c, slices.Clone(mean), slices.Clone(sd))
			return keeps((sample{x: c}).changed(sample{x: x}))
		})
	}
	each := func(f func(v, mean, sd float64) float64) ScaleLikeFunc {
		return func(x [][]float64, mean, sd []float64) [][]float64 {
			z := cloneRows(x)
			for i := range z {
				for j, v := range z[i] {
					z[i][j] = f(v, mean[j], sd[j])
				}
			}
			return z
		}
	}
	right := each(func(v, mean, sd float64) float64 { return (v - mean) / sd })
	r.add("(x − mean) / sd, with the numbers of the call", 2, func() string {
		return explain(scaleLike, right, ask, []rival[ScaleLikeFunc]{
			{"scaled with its own mean and deviation: new data are measured with the old numbers",
				func(x [][]float64, _, _ []float64) [][]float64 {
					mean, sd := make([]float64, len(x[0])), make([]float64, len(x[0]))
					for j := range mean {
						mean[j], sd[j] = stat.PopMeanStdDev(column(x, j), nil)
					}
					return right(x, mean, sd)
				}},
			{"the mean is taken off after the division: brackets, (x − mean) / sd",
				each(func(v, mean, sd float64) float64 { return v - mean/sd })},
			{"multiplied by the deviation: divide by it", each(func(v, mean, sd float64) float64 { return (v - mean) * sd })},
			{"only divided: take the mean off first", each(func(v, _, sd float64) float64 { return v / sd })},
			{"only the mean is taken off: divide by the deviation", each(func(v, mean, _ float64) float64 { return v - mean })},
			{"this is the way back, mean + sd·z", each(func(v, mean, sd float64) float64 { return mean + sd*v })},
		}...)
	})
	r.keepsInputs(kept, func() [][]float64 { return answers(scaleLike, ask) })
}

// ScaleLikeInvariants checks single examples, and that one does not depend on the others.
func (r *Report) ScaleLikeInvariants(scaleLike ScaleLikeFunc) {
	rows := func(check func(z [][]float64, alone []float64, x []float64, mean, sd []float64) string) string {
		var all [][]float64
		for range 3 {
			x, mean, sd := r.sample(gdkit.HalfSquared, 4, 2).x, r.normal(2), []float64{r.between(0.5, 3), r.between(0.5, 3)}
			z := scaleLike(cloneRows(x), slices.Clone(mean), slices.Clone(sd))
			wantRows(z, 4, 2)
			alone := scaleLike(cloneRows(x[1:2]), slices.Clone(mean), slices.Clone(sd))
			wantRows(alone, 1, 2)
			if why := check(z, alone[0], x[1], mean, sd); why != "" {
				return why
			}
			all = append(all, alone[0])
		}
		return varies(all)
	}
	r.add("one new example alone", 1, func() string {
		return rows(func(_ [][]float64, alone, x, mean, sd []float64) string {
			for j := range x {
				if !near([]float64{mean[j] + sd[j]*alone[j]}, x[j:j+1], tolerance) {
					return fmt.Sprintf("it becomes %.4g; a single example has no spread of its own, so measure it with the numbers of the call",
						alone[j])
				}
			}
			return ""
		})
	})
	r.add("an example does not depend on the others", 1, func() string {
		return rows(func(z [][]float64, alone, _, _, _ []float64) string {
			if !near(z[1], alone, tolerance) {
				return "one example is scaled in another way when others are beside it"
			}
			return ""
		})
	})
}
