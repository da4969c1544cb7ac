package gdcheck

import (
	"fmt"
	"math"

	"gdlab/gdkit"
)

// Sigmoid checks σ(z) = 1/(1+e⁻ᶻ).
func (r *Report) Sigmoid(sigmoid Curve) {
	ask := func(lo, hi float64) []question[Curve] {
		var ask []question[Curve]
		for range 8 {
			z := r.between(lo, hi)
			ask = append(ask, func(f Curve) []float64 { return []float64{f(z)} })
		}
		return ask
	}
	rivals := []rival[Curve]{
		{"the sign in the exponent is turned round: e⁻ᶻ", func(z float64) float64 { return 1 / (1 + math.Exp(z)) }},
		{"the 1 below the line is missing", func(z float64) float64 { return 1 / math.Exp(-z) }},
		{"brackets: 1 / (1 + e⁻ᶻ)", func(z float64) float64 { return 1 + math.Exp(-z) }},
		{"this is tanh, from −1 to 1", math.Tanh},
		{"this is its slope, σ(1 − σ)", func(z float64) float64 { return gdkit.Sigmoid(z) * gdkit.Sigmoid(-z) }},
		{"this is a step from 0 to 1, without anything in between", func(z float64) float64 {
			if z > 0 {
				return 1
			}
			return 0
		}},
	}
	r.add("σ(z) between −5 and 5", 2, func() string { return explain(sigmoid, gdkit.Sigmoid, ask(-5, 5), rivals...) })
	r.add("σ(z) + σ(−z) = 1", 1, func() string {
		var all [][]float64
		for range 5 {
			z := r.between(0.5, 4)
			a, b := sigmoid(z), sigmoid(-z)
			if !near([]float64{a + b}, []float64{1}, tolerance) {
				return fmt.Sprintf("σ(%.4g) + σ(%.4g) is %.6g", z, -z, a+b)
			}
			all = append(all, []float64{a})
		}
		return varies(all)
	})
	r.add("a probability also for z = ±1000", 1, func() string {
		var all [][]float64
		for _, z := range []float64{-1000, -800, 800, 1000} {
			p := sigmoid(z)
			if math.IsNaN(p) {
				return fmt.Sprintf("σ(%g) is NaN: e^%g is too large for a float64, and ∞/∞ is nothing; use e^−|z|, which is small",
					z, math.Abs(z))
			}
			want := 0.0
			if z > 0 {
				want = 1
			}
			if !(math.Abs(p-want) < 1e-9) {
				return fmt.Sprintf("σ(%g) is %.4g, want %g", z, p, want)
			}
			all = append(all, []float64{p})
		}
		return varies(all)
	})
}

// SigmoidInvariants checks the shape of the curve, and that its slope is σ(1 − σ).
func (r *Report) SigmoidInvariants(sigmoid Curve) {
	r.add("it grows with z", 1, func() string {
		for range 10 {
			z := r.between(-6, 6)
			if a, b := sigmoid(z), sigmoid(z+0.1); !(a < b) {
				return fmt.Sprintf("σ(%.4g) is %.6g and σ(%.4g) is %.6g", z, a, z+0.1, b)
			}
		}
		return ""
	})
	r.add("its slope is σ(1 − σ)", 1, func() string {
		slope := func(z float64) float64 { return gdkit.Sigmoid(z) * gdkit.Sigmoid(-z) }
		return wrongSlope(sigmoid, slope, []float64{r.between(-2, 0), r.between(0, 2), 0.3}, nil)
	})
}
