package gdkit_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

func sixHouses() *gdkit.Linear {
	return &gdkit.Linear{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared}
}

// One full step from anywhere solves a quadratic.
func TestNewtonSolvesQuadraticsInOneStep(t *testing.T) {
	for _, j := range []*gdkit.Surface{gdkit.Booth(), gdkit.Quadratic(3), gdkit.Quadratic(1, 1e8), gdkit.Quadratic(1e-20, 1, 1e20)} {
		start := make([]float64, j.Dim())
		for i := range start {
			start[i] = 7 - 5*float64(i)
		}
		m := &gdkit.Newton{}
		run := gdkit.Descent{Cost: j, Start: start, Rate: 1, Steps: 1, Method: m}.Run()
		if far := floats.Distance(run.Last(), j.Minima[0], math.Inf(1)); !(far < 1e-14) {
			t.Errorf("%s: %v after one step, want %v", j.Name, run.Last(), j.Minima[0])
		}
		if n, _ := m.Indefinite(); n != 0 {
			t.Errorf("%s: %v", j.Name, m)
		}
	}
}

// Least squares by QR, which forms no Hessian.
func TestNewtonIsLeastSquares(t *testing.T) {
	for _, d := range []*gdkit.Dataset{datasets.SixHouses(), datasets.Houses(), datasets.Houses().Standardize()} {
		m, n := d.X.Dims()
		x := mat.NewDense(m, n+1, nil)
		for i := range m {
			x.Set(i, 0, 1)
			for k := range n {
				x.Set(i, k+1, d.X.At(i, k))
			}
		}
		var want mat.VecDense
		// SolveVec of a tall matrix is QR
		if err := want.SolveVec(x, mat.NewVecDense(m, d.Y)); err != nil {
			t.Fatal(err)
		}
		j := &gdkit.Linear{Data: d, Loss: gdkit.Squared}
		run := gdkit.Descent{Cost: j, Start: make([]float64, n+1), Rate: 1, Steps: 1, Method: &gdkit.Newton{}}.Run()
		for i, got := range run.Last() {
			near(t, d.Name, got, want.AtVec(i), 1e-8)
		}
	}
}

// scikit-learn's minimum (LogisticRegression, C = 1, of testdata/oracle/optima.json), and digits
// that double on the way to it.
func TestNewtonDoublesTheDigits(t *testing.T) {
	var oracle struct {
		Models []struct {
			Name    string
			L2      float64
			Minimum []float64
			X       [][]float64
			Y       []float64
		}
	}
	read(t, "optima.json", &oracle)
	found := false
	for _, o := range oracle.Models {
		if o.Name != "logistic" {
			continue
		}
		found = true
		x := mat.NewDense(len(o.X), len(o.X[0]), nil)
		for i, row := range o.X {
			x.SetRow(i, row)
		}
		j := &gdkit.Linear{Data: &gdkit.Dataset{X: x, Y: o.Y}, Loss: gdkit.Logistic, L2: o.L2}
		run := gdkit.Descent{Cost: j, Start: make([]float64, len(o.Minimum)), Rate: 1, Steps: 9, Method: &gdkit.Newton{}}.Run()
		for i, want := range o.Minimum {
			near(t, "parameter", run.Last()[i], want, 1e-10)
		}
		squares := 0 // steps at which the error was squared, up to a factor
		for i := range 8 {
			before, after := floats.Distance(run.W(i), run.Last(), 2), floats.Distance(run.W(i+1), run.Last(), 2)
			if before < 0.5 && after > 1e-14 {
				squares++
				if after > before*before {
					t.Errorf("step %d: the distance %.2g became %.2g, more than its square", i, before, after)
				}
			}
		}
		if squares < 2 {
			t.Errorf("only %d steps were in the region", squares)
		}
	}
	if !found {
		t.Error("the oracle has no logistic model")
	}
}

// The walk of numpy.linalg.solve (2.4.6): down, a leap over the wall to J = 1412, and home.
func TestNewtonOnRosenbrock(t *testing.T) {
	j, m := gdkit.Rosenbrock(), &gdkit.Newton{}
	run := gdkit.Descent{Cost: j, Start: j.Start, Rate: 1, Steps: 7, Method: m}.Run()
	want := [][]float64{
		{-1.1752808988764043, 1.3806741573033703}, {0.7631148711764728, -3.175033854748202},
		{0.7634296788840771, 0.5828247754971527}, {0.9999953110850169, 0.9440273238533894},
		{0.9999956956536927, 0.9999913913257651}, {0.9999999999999999, 0.9999999999814724}, {1, 1},
	}
	for i, w := range want {
		for k, v := range w {
			near(t, "w", run.W(i + 1)[k], v, 1e-12)
		}
	}
	near(t, "J at the second step", run.J[2], 1411.8451793099266, 1e-10)
	if n, _ := m.Indefinite(); n != 0 {
		t.Errorf("%v", m)
	}
}

// Round (0, 0) Himmelblau is a hilltop, whose top is at (−0.270845, −0.923039) with
// J = 181.617. Raw climbs it.
func TestNewtonWhereItIsNotABowl(t *testing.T) {
	j := gdkit.Himmelblau()
	raw := &gdkit.Newton{Raw: true}
	run := gdkit.Descent{Cost: j, Start: j.Start, Rate: 1, Steps: 12, Method: raw}.Run()
	near(t, "x of the top", run.Last()[0], -0.270845, 1e-5)
	near(t, "y of the top", run.Last()[1], -0.923039, 1e-5)
	near(t, "J of the top", run.J[12], 181.617, 1e-5)
	if n, negative := raw.Indefinite(); n != 12 || negative != 2 || run.Reason != gdkit.Diverged {
		t.Errorf("%v, %v", run, raw)
	}
	m := &gdkit.Newton{}
	d := gdkit.Descent{Cost: j, Start: j.Start, Rate: 1, Steps: 50, Method: m, Stop: gdkit.GradBelow(1e-9)}
	run = d.Run()
	distance := math.Inf(1)
	for _, w := range j.Minima {
		distance = min(distance, floats.Distance(run.Last(), w, 2))
	}
	if run.Reason != gdkit.Converged || distance > 1e-8 {
		t.Errorf("%v at %v, %g from a minimum", run, run.Last(), distance)
	}
	n, negative := m.Indefinite()
	if n < 1 || n >= run.Steps() || negative != 2 || !strings.Contains(m.String(), "not positive definite at") {
		t.Errorf("%v", m)
	}
	// A second run begins anew, whatever happened between, and says the same.
	said := m.String()
	if (&gdkit.Newton{}).String() != "Newton" || !strings.Contains(raw.String(), "stepped on regardless") {
		t.Errorf("%v", raw)
	}
	gdkit.Descent{Cost: gdkit.Quadratic(1, 2, 3), Start: []float64{1, 1, 1}, Rate: 1, Steps: 1, Method: m}.Run()
	if n, negative := m.Indefinite(); n != 0 || negative != 0 {
		t.Errorf("after another run: %v", m)
	}
	if again := d.Run(); !reflect.DeepEqual(run, again) || m.String() != said {
		t.Errorf("a second run differs: %v, %v", again, m)
	}
}

// On x² − y² the formula leads to the saddle at 0 in one step; with |H| = 2I the step from (1,
// 10⁻⁶) leads to (0, 2·10⁻⁶).
func TestNewtonAtASaddle(t *testing.T) {
	for raw, want := range map[bool][]float64{true: {0, 0}, false: {0, 2e-6}} {
		m := &gdkit.Newton{Raw: raw}
		run := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, 1e-6}, Rate: 1, Steps: 1, Method: m}.Run()
		if far := floats.Distance(run.Last(), want, 2); far > 1e-18 {
			t.Errorf("Raw %v: %v, want %v", raw, run.Last(), want)
		}
		if n, negative := m.Indefinite(); n != 1 || negative != 1 {
			t.Errorf("%v", m)
		}
	}
	// Uphill the hill is a bowl.
	m := &gdkit.Newton{}
	run := gdkit.Descent{Cost: gdkit.Quadratic(-2, -8), Start: []float64{3, 4}, Rate: 1, Steps: 1, Ascend: true, Method: m}.Run()
	if n, _ := m.Indefinite(); n != 0 || !(floats.Norm(run.Last(), 2) < 1e-14) {
		t.Errorf("uphill: %v, %v", run.Last(), m)
	}
}

// Along any direction, also where it doesn't bend or bends downwards, a small step goes downhill.
func TestNewtonGoesDownhill(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	for _, lambda := range [][]float64{{1, 2, 3, 4}, {-1, 2, 3, 4}, {-4, -3, -2, -1}, {0, 0, 1, 2}, {0, -1, 1, 2}, {0, 0, 0, 0}} {
		for _, damping := range []float64{0, 0.5, 10} {
			j, m := rotated(random, lambda), &gdkit.Newton{Damping: damping}
			start := []float64{random.NormFloat64(), random.NormFloat64(), random.NormFloat64(), random.NormFloat64()}
			run := gdkit.Descent{Cost: j, Start: start, Rate: 1e-3, Steps: 1, Method: m}.Run()
			if lambda[3] != 0 && !(run.J[1] < run.J[0]) || run.GradNorm[0] > 0 && run.StepNorm[1] > 1e-3*run.GradNorm[0]*10 {
				t.Errorf("λ = %v, damping %v: %v, a step of %g", lambda, damping, run, run.StepNorm[1])
			}
			definite := floats.Min(lambda)+damping > 0
			if n, _ := m.Indefinite(); (n == 0) != definite {
				t.Errorf("λ = %v, damping %v: %v", lambda, damping, m)
			}
		}
	}
}

// Two columns of which one is a multiple of the other leave a valley whose floor is level, most of
// these up to rounding. The step goes straight to the floor and not along it: to the shortest
// solution, along (1, ratio).
func TestNewtonWithMultiplesOfAColumn(t *testing.T) {
	for _, ratio := range []float64{1, 0.7, 1. / 3, 1. / 7, 0.011, 1e3 / 3} {
		x, y := mat.NewDense(4, 2, nil), make([]float64, 4)
		for i, v := range []float64{0.1, 0.2, 0.3, 0.7} {
			x.Set(i, 0, v)
			x.Set(i, 1, v*ratio)
			y[i] = 2 * v
		}
		m := &gdkit.Newton{}
		j := &gdkit.Linear{Data: &gdkit.Dataset{X: x, Y: y}, Loss: gdkit.HalfSquared, NoBias: true}
		run := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 1, Steps: 1, Method: m}.Run()
		first := 2 / (1 + ratio*ratio)
		near(t, "w₁", run.Last()[0], first, 1e-9)
		near(t, "w₂", run.Last()[1], first*ratio, 1e-9)
		if n, negative := m.Indefinite(); n != 1 || negative != 0 {
			t.Errorf("ratio %v: %v", ratio, m)
		}
	}
}

// On ½Σλᵢwᵢ² the damped step leaves wᵢ·λ/(λᵢ + λ).
func TestNewtonDamping(t *testing.T) {
	run := gdkit.Descent{Cost: gdkit.Quadratic(1, 9), Start: []float64{4, 4}, Rate: 1, Steps: 1, Method: &gdkit.Newton{Damping: 3}}.Run()
	near(t, "w₁", run.Last()[0], 3, 1e-14)
	near(t, "w₂", run.Last()[1], 1, 1e-14)
	// |H| + λI at a saddle: 4 − 2·4/(2+6) = 3, 4 + 2·4/(2+6) = 5. It's not positive
	// definite with λ = 1.
	for damping, want := range map[float64][]float64{1: {4 - 8./3, 4 + 8./3}, 6: {3, 6}} {
		run = gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{4, 4}, Rate: 1, Steps: 1, Method: &gdkit.Newton{Damping: damping}}.Run()
		near(t, "x", run.Last()[0], want[0], 1e-14)
		near(t, "y", run.Last()[1], want[1], 1e-14)
	}
}

func TestNewtonRefusesNonsense(t *testing.T) {
	refuses(t, map[string]gdkit.Method{"Newton needs a cost that knows its Hessian": &gdkit.Newton{}}, square)
	refuses(t, map[string]gdkit.Method{
		"Newton.Damping is -1": &gdkit.Newton{Damping: -1}, "Newton.Damping is NaN": &gdkit.Newton{Damping: math.NaN()},
	}, gdkit.TwoValleys())
	batches := gdkit.Descent{Cost: curvedMeans{means{1, 2, 3}}, Start: []float64{0}, Rate: 1, Steps: 1, Batch: 2, Method: &gdkit.Newton{}}
	_, err := batches.RunContext(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no Batch") {
		t.Errorf("batches: %v", err)
	}
}

// Where the Hessian isn't finite a step is a plain one, and the program goes on.
func TestNewtonWithoutAFiniteHessian(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for at := range 3 { // the bad one is H(at, 2)
			m := &gdkit.Newton{Raw: at == 1}
			j := spoilt{gdkit.Quadratic(1, 2, 4), at, bad}
			run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 1}, Rate: 0.125, Steps: 1, Method: m}.Run()
			if n, _ := m.Indefinite(); n != 1 || !slices.Equal(run.Last(), []float64{0.875, 0.75, 0.5}) {
				t.Errorf("%v: %v, %v", bad, run.Last(), m)
			}
		}
	}
}

// spoilt has a Hessian with one bad entry.
type spoilt struct {
	*gdkit.Surface
	at  int
	bad float64
}

func (s spoilt) Hess(dst *mat.SymDense, w []float64) {
	s.Surface.Hess(dst, w)
	dst.SetSym(s.at, 2, s.bad)
}

type curvedMeans struct{ means }

func (curvedMeans) Hess(dst *mat.SymDense, _ []float64) { dst.SetSym(0, 0, 2) }

func TestNewtonAllocatesNothing(t *testing.T) {
	for _, n := range []int{1, 3, 40} {
		for _, sign := range []float64{1, -1} {
			m := &gdkit.Newton{}
			if err := m.Init(constant{n, sign}, n); err != nil {
				t.Fatal(err)
			}
			w, grad := make([]float64, n), make([]float64, n)
			if a := testing.AllocsPerRun(20, func() { m.Step(w, grad, 1) }); a != 0 {
				t.Errorf("%d parameters, sign %v: a step allocates %v times", n, sign, a)
			}
		}
	}
}

// constant is a cost with the Hessian ±diag(1 … n), and no more.
type constant struct {
	n    int
	sign float64
}

func (constant) Eval(_, _ []float64) float64 { return 0 }
func (c constant) Hess(dst *mat.SymDense, _ []float64) {
	dst.Zero()
	for i := range c.n {
		dst.SetSym(i, i, c.sign*float64(i+1))
	}
}
