package gdcheck

import (
	"fmt"
	"math"

	"gdlab/gdkit"
)

// A LogLossFunc is the cross-entropy of one score z for the label y, 0 or 1.
type LogLossFunc func(z, y float64) float64

// LogLoss checks log(1+eᶻ) − yz, also where e¹⁰⁰⁰ would overflow.
func (r *Report) LogLoss(loss LogLossFunc) {
	at := func(z, y float64) float64 { l, _ := gdkit.Logistic.At(z, y); return l }
	var ask []question[LogLossFunc]
	for k := range 8 {
		z, y := r.between(-4, 4), float64(k%2)
		ask = append(ask, func(f LogLossFunc) []float64 { return []float64{f(z, y)} })
	}
	r.add("log(1+eᶻ) − yz for small z", 2, func() string {
		return explain(loss, at, ask, []rival[LogLossFunc]{
			{"the labels are turned round: −log p is the loss of y = 1", func(z, y float64) float64 { return at(z, 1-y) }},
			{"sign: a loss is −log p, and not log p", func(z, y float64) float64 { return -at(z, y) }},
			{"for y = 0 the loss is −log(1 − p)", func(z, y float64) float64 { return y * at(z, 1) }},
			{"yz is missing", func(z, _ float64) float64 { return at(z, 0) }},
			{"yz is added, and not taken off", func(z, y float64) float64 { return at(z, 0) + y*z }},
			{"log₂ or log₁₀: the natural logarithm, math.Log, is wanted", func(z, y float64) float64 { return at(z, y) / math.Ln2 }},
			{"log₂ or log₁₀: the natural logarithm, math.Log, is wanted", func(z, y float64) float64 { return at(z, y) / math.Ln10 }},
			{"the squared error of the probability: the cross-entropy is wanted",
				func(z, y float64) float64 { return math.Pow(gdkit.Sigmoid(z)-y, 2) }},
		}...)
	})
	r.add("a surely wrong answer costs |z|, also for z = ±1000", 1, func() string {
		for _, c := range [][2]float64{{1000, 0}, {-1000, 1}, {300, 0}, {-740, 1}} {
			got := loss(c[0], c[1])
			if math.IsNaN(got) || math.IsInf(got, 0) {
				return fmt.Sprintf("for z = %g and y = %g it is %v: e^1000 overflows, and log 0 is −∞; take |z| out: log(1+eᶻ) = max(z, 0) + log(1+e^−|z|)",
					c[0], c[1], got)
			}
			if !near([]float64{got}, []float64{math.Abs(c[0])}, tolerance) {
				return fmt.Sprintf("for z = %g and y = %g it is %.6g, want %g", c[0], c[1], got, math.Abs(c[0]))
			}
		}
		return ""
	})
	r.add("a surely right answer costs nothing", 1, func() string {
		for _, c := range [][2]float64{{1000, 1}, {-1000, 0}, {750, 1}} {
			if got := loss(c[0], c[1]); !(got >= 0 && got < 1e-9) {
				return fmt.Sprintf("for z = %g and y = %g it is %.4g, want 0", c[0], c[1], got)
			}
		}
		return varies(answers(loss, ask))
	})
}

// LogLossInvariants checks a symmetry and a sign.
func (r *Report) LogLossInvariants(loss LogLossFunc) {
	r.add("the loss of z for y = 1 is that of −z for y = 0", 1, func() string {
		var all [][]float64
		for range 6 {
			z := r.between(-30, 30)
			a, b := loss(z, 1), loss(-z, 0)
			if !near([]float64{a, 1}, []float64{b, 1}, 1e-7) {
				return fmt.Sprintf("ℓ(%.4g, 1) is %.6g and ℓ(%.4g, 0) is %.6g", z, a, -z, b)
			}
			all = append(all, []float64{a})
		}
		return varies(all)
	})
	r.add("its slope is σ(z) − y", 1, func() string {
		for y := range 2 {
			at := []float64{r.between(-3, 0), r.between(0, 3), r.between(3, 8)}
			target := float64(y)
			f := func(z float64) float64 { return loss(z, target) }
			if why := wrongSlope(f, func(z float64) float64 { return gdkit.Sigmoid(z) - target }, at, nil); why != "" {
				return fmt.Sprintf("for y = %d it is another", y)
			}
		}
		return ""
	})
}
