package gdcheck

import (
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// NumericGradient checks a gradient that is measured by central differences of the cost: to 1e-6
// for the square losses, which a one-sided difference does not reach with large features, and to
// 1e-4 for others. h is expected between 1e-3 and 1e-7, 1e-5 is good.
func (r *Report) NumericGradient(loss gdkit.Loss, numeric GradientFunc) {
	samples := r.samples(loss)
	r.shape(numeric, samples)
	_, square := loss.(gdkit.SquareLoss)
	enough := 1e-4
	if square {
		enough = 1e-6
	}
	r.add("the slopes, to "+short(enough), 2, func() string {
		rough := false
		var got, want [][]float64
		for _, t := range samples {
			// its differences are exact at any scale if they are central, and far off if not
			if square {
				for i := range t.x {
					floats.Scale(20, t.x[i])
				}
			}
			g, w := gradientQuestion(t)(numeric), gradientQuestion(t)(linearGradient(loss))
			got, want = append(got, g), append(want, w)
			rough = rough || !near(g, w, enough)
		}
		if !rough {
			return ""
		}
		for _, c := range []struct {
			factor float64
			why    string
		}{
			{1, "right to some digits only: is it one-sided? Go a step to the left as well, and with h about 1e-4 … 1e-6"},
			{2, "twice too big: from −h to +h the run is 2h"},
			{0.5, "half of it: from 0 to +h the run is h, and not 2h"},
			{-1, "sign: right minus left, and not left minus right"},
		} {
			all := true
			for i := range got {
				all = all && near(got[i], times(c.factor, want[i:i+1])[0], 5e-2)
			}
			if all {
				return c.why
			}
		}
		return general(got, want) + ": is one parameter moved at a time, and put back before the next?"
	})
	var kept []func() string
	for _, t := range samples {
		kept = append(kept, func() string {
			c := t.clone()
			numeric(c.x, c.y, c.w, c.b)
			if c.changed(t) == "w" {
				return "w is not what it was after the call: put each weight back, or move it in a copy"
			}
			return keeps(c.changed(t))
		})
	}
	r.keepsInputs(kept, func() [][]float64 {
		var all [][]float64
		for _, t := range samples {
			all = append(all, gradientQuestion(t)(numeric))
		}
		return all
	})
}
