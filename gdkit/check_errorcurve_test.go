package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
)

// logSlope is that of log error against log h, for the steps between low and high.
func logSlope(c gdkit.ErrorCurve, errs []float64, low, high float64) float64 {
	var x, y []float64
	for i, h := range c.H {
		if low <= h && h <= high && errs[i] > 0 {
			x, y = append(x, math.Log(h)), append(y, math.Log(errs[i]))
		}
	}
	_, b := stat.LinearRegression(x, y, nil, false)
	return b
}

func TestErrorCurveIsAV(t *testing.T) {
	exp := gdkit.Scalar(math.Exp, math.Exp)
	sin := gdkit.Scalar(math.Sin, math.Cos)
	both := gdkit.CostFunc(func(g, w []float64) float64 {
		if g != nil {
			g[0], g[1] = math.Exp(w[0]), math.Cos(w[1])
		}
		return math.Exp(w[0]) + math.Sin(w[1])
	})
	for name, c := range map[string]struct {
		j gdkit.Cost
		w []float64
	}{"exp": {exp, []float64{0.7}}, "sin": {sin, []float64{0.5}}, "sin far out": {sin, []float64{30.5}}, "both": {both, []float64{-0.3, 2.1}}} {
		v := gdkit.GradErrors(c.j, c.w)
		if n := len(v.H); n != 57 || len(v.Central) != n || len(v.Forward) != n || v.H[0] != 0.1 || math.Abs(v.H[56]-1e-15) > 1e-18 {
			t.Errorf("%s: %d steps from %g to %g", name, n, v.H[0], v.H[n-1])
		}
		for _, s := range []struct {
			what            string
			got, want, room float64
		}{
			{"central, truncation", logSlope(v, v.Central, 1e-4, 1e-1/max(1, c.w[0])), 2, 0.05},
			{"forward, truncation", logSlope(v, v.Forward, 1e-6, 1e-2/max(1, c.w[0])), 1, 0.05},
			{"central, rounding", logSlope(v, v.Central, 1e-14, 1e-7), -1, 0.2},
			{"forward, rounding", logSlope(v, v.Forward, 1e-14, 1e-9), -1, 0.2},
		} {
			if !(math.Abs(s.got-s.want) <= s.room) {
				t.Errorf("%s: %s: slope %.3f, want %v", name, s.what, s.got, s.want)
			}
		}
		hc, ec := v.BestCentral()
		hf, ef := v.BestForward()
		// ∛ε = 6e-6 and √ε = 1.5e-8, each within a decade and a half; the errors near
		// ε^(2/3) = 4e-11 and √ε.
		if math.Abs(math.Log10(hc/6e-6)) > 1.5 || math.Abs(math.Log10(hf/1.5e-8)) > 1.5 || ec > 1e-8 || ef > 1e-6 || ec >= ef {
			t.Errorf("%s: central best at %g (%g), forward at %g (%g)", name, hc, ec, hf, ef)
		}
		if s := v.String(); strings.Contains(s, "\n") || !strings.Contains(s, "central differences come closest with h = 1e-0") {
			t.Errorf("%s: %s", name, s)
		}
	}
	// Truncation is known: h²/6 of the slope for exp.
	v := gdkit.GradErrors(exp, []float64{0.7})
	near(t, "error at h = 1e-3", v.Central[8], 1e-6/6, 1e-3)
	near(t, "forward error at h = 1e-3", v.Forward[8], 1e-3/2, 1e-3)
	wrong := gdkit.Scalar(math.Exp, func(w float64) float64 { return 2 * math.Exp(w) })
	if s := gdkit.GradErrors(wrong, []float64{0.7}).String(); !strings.Contains(s, "5.0e-01 apart whatever the step") {
		t.Errorf("a wrong gradient: %s", s)
	}
	if s := gdkit.GradErrors(square, []float64{0}).String(); !strings.Contains(s, "(to 0; theory") {
		t.Errorf("no error at all: %s", s)
	}
}
