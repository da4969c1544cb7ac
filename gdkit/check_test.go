package gdkit_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// Every cost that the package ships, away from its minimum.
func TestGradientsAndHessians(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, j := range []*gdkit.Linear{
		{Data: datasets.SixHouses(), Loss: gdkit.Squared},
		{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared, L2: 0.7},
		{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared, NoBias: true},
		{Data: datasets.Houses().Standardize(), Loss: gdkit.HalfSquared, L2: 2},
		{Data: datasets.Ames().Standardize(), Loss: gdkit.Squared, NoBias: true, L2: 1},
	} {
		checkDerivatives(t, j.Data.String(), j, 3, func() float64 { return 10 * rnd.NormFloat64() })
	}
}

// checkDerivatives holds gradient and Hessian to differences at random points.
func checkDerivatives(t *testing.T, name string, j interface {
	gdkit.Sized
	gdkit.Curved
}, points int, random func() float64) {
	t.Helper()
	w := make([]float64, j.Dim())
	for range points {
		for i := range w {
			w[i] = random()
		}
		if c := gdkit.CheckGrad(j, w); !c.OK {
			t.Errorf("%s at %v:\n%v", name, w, c)
		}
		if c := gdkit.CheckHess(j, w); !c.OK {
			t.Errorf("%s at %v:\n%v", name, w, c)
		}
	}
}

func TestCheckGradNamesTheMistake(t *testing.T) {
	j := twoHouses()
	wrong := func(change func(g []float64)) gdkit.Cost {
		return gdkit.CostFunc(func(grad, w []float64) float64 {
			v := j.Eval(grad, w)
			if grad != nil {
				change(grad)
			}
			return v
		})
	}
	for want, c := range map[string]gdkit.Cost{
		"component 1":      wrong(func(g []float64) { g[1] *= 1.5 }),
		"ratio 1.5":        wrong(func(g []float64) { g[1] *= 1.5 }),
		"twice too big":    wrong(func(g []float64) { g[0] *= 2; g[1] *= 2 }),
		"half of it":       wrong(func(g []float64) { g[0] /= 2; g[1] /= 2 }),
		"this climbs":      wrong(func(g []float64) { g[0], g[1] = -g[0], -g[1] }),
		"forgotten":        wrong(func(g []float64) { g[0] = 0 }),
		"0/0":              wrong(func(g []float64) { g[1] = math.NaN() }),
		"division by zero": wrong(func(g []float64) { g[1] = math.Inf(1) }),
		"with = rather than +=": gdkit.CostFunc(func(g, w []float64) float64 {
			if g != nil {
				g[0] += 2 * w[0]
				g[1] = 2 * w[1]
			}
			return w[0]*w[0] + w[1]*w[1]
		}),
		"does not change the cost": gdkit.CostFunc(func(g, w []float64) float64 {
			if g != nil {
				g[0], g[1] = 2*w[0], 3
			}
			return w[0] * w[0]
		}),
		"in component 0: got -643.": wrong(func(g []float64) { g[0] = g[1] }),
	} {
		check := gdkit.CheckGrad(c, []float64{1, 2})
		if check.OK || !strings.Contains(check.String(), want) {
			t.Errorf("want %q, got\n%v", want, check)
		}
	}
	for want, f := range map[string]func(){
		"write the gradient only if grad != nil": func() {
			gdkit.CheckGrad(gdkit.CostFunc(func(g, w []float64) float64 { g[0] = 2 * w[0]; return w[0] * w[0] }), []float64{1})
		},
		"CheckGrad: the cost is nil":                  func() { gdkit.CheckGrad(nil, []float64{1}) },
		"CheckGrad: the point is empty":               func() { gdkit.CheckGrad(square, nil) },
		"the point has 2 numbers, but the cost has 1": func() { gdkit.Curvature(square, []float64{1, 2}) },
		"Linear.Loss is nil":                          func() { (&gdkit.Linear{Data: datasets.TwoHouses()}).Eval(nil, []float64{1, 2}) },
		"Linear.Data is nil":                          func() { (&gdkit.Linear{}).Len() },
		"has 2 rows in X but 1 values in Y": func() {
			d := datasets.TwoHouses()
			d.Y = d.Y[:1]
			(&gdkit.Linear{Data: d, Loss: gdkit.Squared}).Eval(nil, []float64{1, 2})
		},
		"room for 3 numbers, want 2":                 func() { twoHouses().Eval(make([]float64, 3), []float64{1, 2}) },
		"got 3 parameters, want 2: b, w(size_ksqft)": func() { twoHouses().Eval(nil, []float64{1, 2, 3}) },
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.Contains(r, want) || !strings.HasPrefix(r, "gdkit: ") {
					t.Errorf("panic %v, want a sentence with %q", r, want)
				}
			}()
			f()
		}()
	}
	// At a minimum both are 0 but for rounding, and that is right.
	if c := gdkit.CheckGrad(j, []float64{100, 200}); !c.OK {
		t.Errorf("at the minimum:\n%v", c)
	}
}

// wrongHess is Rosenbrock with a mistake in one entry of its Hessian.
type wrongHess struct{ *gdkit.Surface }

func (s wrongHess) Hess(dst *mat.SymDense, w []float64) {
	s.Surface.Hess(dst, w)
	dst.SetSym(0, 1, -dst.At(0, 1))
}

func TestCheckHessNamesTheMistake(t *testing.T) {
	c := gdkit.CheckHess(wrongHess{gdkit.Rosenbrock()}, []float64{0.5, 2})
	if c.OK || !strings.Contains(c.String(), "got 200, differences say -200, ratio -1.") {
		t.Errorf("got\n%v", c)
	}
}

// A cost that bends on a much smaller scale than 1 needs smaller steps; the gradient is
// right all the same.
func TestCheckGradChoosesItsStep(t *testing.T) {
	barrier := gdkit.Scalar(func(w float64) float64 { return -math.Log(w) }, func(w float64) float64 { return -1 / w })
	spike := gdkit.Scalar(func(w float64) float64 { return math.Sin(1e4 * w) }, func(w float64) float64 { return 1e4 * math.Cos(1e4*w) })
	for _, c := range []struct {
		j gdkit.Cost
		w float64
	}{{barrier, 1e-3}, {barrier, 1e-5}, {barrier, 1e3}, {spike, 0.3}, {square, 1e9}} {
		if check := gdkit.CheckGrad(c.j, []float64{c.w}); !check.OK {
			t.Errorf("at %v:\n%v", c.w, check)
		}
	}
	wrong := gdkit.Scalar(func(w float64) float64 { return -math.Log(w) }, func(w float64) float64 { return -1.001 / w })
	if check := gdkit.CheckGrad(wrong, []float64{1e-3}); check.OK {
		t.Errorf("a slope that is off by a thousandth passed:\n%v", check)
	}
}

func TestCurvatureFarFromTheOrigin(t *testing.T) {
	near(t, "λ of w² at 1e8", gdkit.Curvature(square, []float64{1e8}).Max(), 2, 1e-6)
}
