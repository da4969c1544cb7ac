package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/num/dual"
)

func realNumber(v float64) dual.Number { return dual.Number{Real: v} }

var dualScalars = map[string]struct {
	j, dj func(float64) float64
	f     func(dual.Number) dual.Number
}{
	"square": {func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w },
		func(w dual.Number) dual.Number { return dual.Mul(w, w) }},
	"w·sin w": {func(w float64) float64 { return w * math.Sin(w) }, func(w float64) float64 { return math.Sin(w) + w*math.Cos(w) },
		func(w dual.Number) dual.Number { return dual.Mul(w, dual.Sin(w)) }},
	"cubic by power": {func(w float64) float64 { return w * w * w }, func(w float64) float64 { return 3 * w * w },
		func(w dual.Number) dual.Number { return dual.PowReal(w, 3) }},
	"log cosh": {func(w float64) float64 { return math.Log(math.Cosh(w)) }, math.Tanh,
		func(w dual.Number) dual.Number { return dual.Log(dual.Cosh(w)) }},
	"two valleys": {func(w float64) float64 { return (w - 1) * (w - 1) * (w - 5) * (w - 5) }, func(w float64) float64 { return 4 * (w - 1) * (w - 3) * (w - 5) },
		func(w dual.Number) dual.Number {
			a, b := dual.Sub(w, realNumber(1)), dual.Sub(w, realNumber(5))
			return dual.Mul(dual.Mul(a, a), dual.Mul(b, b))
		}},
	"bump": {func(w float64) float64 { return -math.Exp(-w * w) }, func(w float64) float64 { return 2 * w * math.Exp(-w*w) },
		func(w dual.Number) dual.Number { return dual.Scale(-1, dual.Exp(dual.Scale(-1, dual.Mul(w, w)))) }},
}

func TestDualSlopeHasNoTruncation(t *testing.T) {
	for name, s := range dualScalars {
		for _, w := range []float64{-2.3, -0.1, 0.4, 1.7, 6} {
			if got, want := gdkit.DualSlope(s.f, w), s.dj(w); math.Abs(got-want) > 1e-13*max(1, math.Abs(want)) {
				t.Errorf("%s at %v: %.17g, want %.17g", name, w, got, want)
			}
		}
	}
}

// Two of three agree: the third is named.
func TestThreeOpinions(t *testing.T) {
	for name, s := range dualScalars {
		for _, w := range []float64{-2.3, -0.1, 0, 0.4, 1, 1.7, 3, 5} {
			if c := gdkit.CheckScalar(gdkit.Scalar(s.j, s.dj), s.f, w); !c.OK || c.Verdict != "All three agree." {
				t.Errorf("%s at %v:\n%v", name, w, c)
			}
		}
		const w = 0.4
		double := func(w float64) float64 { return 2 * s.dj(w) }
		lost := func(d dual.Number) dual.Number { return realNumber(s.f(d).Real) }
		noisy := func(v float64) float64 { return float64(float32(s.j(v))) }
		for want, c := range map[string]gdkit.ScalarCheck{
			"The given derivative is wrong": gdkit.CheckScalar(gdkit.Scalar(s.j, double), s.f, w),
			"twice too big":                 gdkit.CheckScalar(gdkit.Scalar(s.j, double), s.f, w),
			"The dual function is wrong":    gdkit.CheckScalar(gdkit.Scalar(s.j, s.dj), lost, w),
			"The differences are wrong":     gdkit.CheckScalar(gdkit.Scalar(noisy, s.dj), s.f, w),
			"All three differ":              gdkit.CheckScalar(gdkit.Scalar(s.j, double), lost, w),
		} {
			if c.OK || !strings.Contains(c.Verdict, want) {
				t.Errorf("%s: want %q, got\n%v", name, want, c)
			}
		}
		other := func(d dual.Number) dual.Number { return dual.Add(s.f(d), realNumber(1.5)) }
		if c := gdkit.CheckScalar(gdkit.Scalar(s.j, s.dj), other, w); c.OK || !strings.Contains(c.String(), "These are two functions: J(w) = ") {
			t.Errorf("%s: another function:\n%v", name, c)
		}
	}
	kink := gdkit.CheckScalar(absAt(0, 0, 0), dual.Abs, 0)
	if !kink.OK || !strings.Contains(kink.String(), "Kink here: any number between the slopes of the two sides, -1 … 1,") {
		t.Errorf("|w| at 0:\n%v", kink)
	}
	if c := gdkit.CheckScalar(absAt(0, 0, 3), dual.Abs, 0); c.OK || !strings.Contains(c.Verdict, "The given derivative is wrong") {
		t.Errorf("3 is no subgradient of |w|:\n%v", c)
	}
	defer func() {
		if r, _ := recover().(string); !strings.HasPrefix(r, "gdkit: DualSlope: the function is nil") {
			t.Errorf("panic %v", r)
		}
	}()
	gdkit.DualSlope(nil, 1)
}
