package gdcheck

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// An UnscaleFunc takes the line w, b of scaled features to that of the original ones.
type UnscaleFunc func(w []float64, b float64, mean, sd []float64) (newW []float64, newB float64)

// Unscale checks that both lines predict the same: wⱼ/σⱼ, and b − Σ wⱼμⱼ/σⱼ.
func (r *Report) Unscale(unscale UnscaleFunc) {
	type scaled struct {
		w, mean, sd []float64
		b           float64
	}
	var all []scaled
	for n := 1; n < 5; n++ {
		s := scaled{w: r.normal(n), mean: r.normal(n), sd: make([]float64, n), b: r.rnd.NormFloat64()}
		for j := range s.sd {
			s.sd[j] = r.between(0.5, 4)
		}
		all = append(all, s)
	}
	questions := func(part func(w []float64, b float64) []float64) []question[UnscaleFunc] {
		var ask []question[UnscaleFunc]
		for _, s := range all {
			ask = append(ask, func(f UnscaleFunc) []float64 {
				w, b := f(slices.Clone(s.w), s.b, slices.Clone(s.mean), slices.Clone(s.sd))
				if len(w) != len(s.w) {
					panic(wrong(fmt.Sprintf("gives %d weights for %d", len(w), len(s.w))))
				}
				return part(w, b)
			})
		}
		return ask
	}
	of := func(weight func(w, sd float64) float64, off func(w, mean, sd float64) float64) UnscaleFunc {
		return func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
			out := make([]float64, len(w))
			for j := range w {
				out[j] = weight(w[j], sd[j])
				b -= off(w[j], mean[j], sd[j])
			}
			return out, b
		}
	}
	divide := func(w, sd float64) float64 { return w / sd }
	right := of(divide, func(w, mean, sd float64) float64 { return w * mean / sd })
	r.add("the weights", 1, func() string {
		return explain(unscale, right, questions(func(w []float64, _ float64) []float64 { return w }), []rival[UnscaleFunc]{
			{"multiplied by the deviation: divide by it",
				of(func(w, sd float64) float64 { return w * sd }, func(_, _, _ float64) float64 { return 0 })},
			{"the weights are as before", of(func(w, _ float64) float64 { return w }, func(_, _, _ float64) float64 { return 0 })},
		}...)
	})
	r.add("the base b", 1, func() string {
		return explain(unscale, right, questions(func(_ []float64, b float64) []float64 { return []float64{b} }), []rival[UnscaleFunc]{
			{"b is as before: at x = 0 the scaled feature is −mean/sd, and not 0", of(divide, func(_, _, _ float64) float64 { return 0 })},
			{"sign: b − Σ w·mean/sd", of(divide, func(w, mean, sd float64) float64 { return -w * mean / sd })},
			{"the old weights are used for b: w·mean is not divided by sd",
				of(divide, func(w, mean, _ float64) float64 { return w * mean })},
			{"divided by the deviation twice: w·mean/sd with the old w, or w·mean with the new",
				of(divide, func(w, mean, sd float64) float64 { return w * mean / sd / sd })},
		}...)
	})
	r.add("both lines predict the same", 2, func() string {
		for _, s := range all {
			w, b := unscale(slices.Clone(s.w), s.b, slices.Clone(s.mean), slices.Clone(s.sd))
			for range 3 {
				z := r.normal(len(s.w))
				x := make([]float64, len(z))
				for j := range z {
					x[j] = s.mean[j] + s.sd[j]*z[j]
				}
				if len(w) != len(x) {
					return fmt.Sprintf("gives %d weights for %d", len(w), len(x))
				}
				old, now := floats.Dot(s.w, z)+s.b, floats.Dot(w, x)+b
				if !near([]float64{old, 1}, []float64{now, 1}, tolerance) {
					return fmt.Sprintf("for one example the scaled line predicts %.5g and the other %.5g", old, now)
				}
			}
		}
		return ""
	})
}

// UnscaleInvariants checks a scaling that does nothing, and the arguments.
func (r *Report) UnscaleInvariants(unscale UnscaleFunc) {
	r.add("mean 0 and deviation 1: nothing changes", 1, func() string {
		var all [][]float64
		for range 3 {
			w, b := r.normal(3), r.rnd.NormFloat64()
			newW, newB := unscale(slices.Clone(w), b, make([]float64, 3), []float64{1, 1, 1})
			if !near(append(newW, newB), append(w, b), tolerance) {
				return fmt.Sprintf("(%.4g, %.4g) becomes (%.4g, %.4g)", w, b, newW, newB)
			}
			all = append(all, newW)
		}
		return varies(all)
	})
	r.add("changes none of its arguments", 1, func() string {
		w, mean, sd := r.normal(3), r.normal(3), []float64{2, 3, 4}
		w0, mean0 := slices.Clone(w), slices.Clone(mean)
		newW, _ := unscale(w, 1, mean, sd)
		if !slices.Equal(w, w0) {
			return keeps("w")
		}
		if !slices.Equal(mean, mean0) || !slices.Equal(sd, []float64{2, 3, 4}) {
			return keeps("mean or sd")
		}
		if len(newW) != 3 {
			return fmt.Sprintf("gives %d weights for 3", len(newW))
		}
		return varies([][]float64{newW, w})
	})
}
