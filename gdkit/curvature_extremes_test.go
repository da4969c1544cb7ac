package gdkit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// 300 curvatures spread evenly over three powers of ten, and what Curvature (mat.EigenSym) finds.
func TestExtremesOfAKnownSpectrum(t *testing.T) {
	lambda := make([]float64, 300)
	for i := range lambda {
		lambda[i] = math.Pow(1000, float64(i)/299)
	}
	j := gdkit.Quadratic(lambda...)
	exact := gdkit.Curvature(j, j.Start)
	near(t, "exact λmax", exact.Max(), 1000, 1e-13)
	for _, c := range []struct {
		k      int
		maxRel float64 // what Lanczos is known for: λmax soon, λmin late
	}{{10, 0.01}, {20, 1e-3}, {30, 1e-6}, {100, 1e-9}} {
		e := gdkit.Extremes(j, j.Start, c.k)
		near(t, "λmax", e.Max, 1000, c.maxRel)
		if e.Max > 1000*(1+1e-9) || e.Min < 1-1e-6 {
			t.Errorf("%v: outside of 1 to 1000", e)
		}
		if e.Products != c.k+2 || math.Abs(e.Max-1000) > e.MaxErr || math.Abs(e.Min-1) > e.MinErr {
			t.Errorf("%v: the errors are larger than stated", e)
		}
		// MaxRate is on the safe side of the edge, and near it.
		if rate := e.MaxRate(); rate > 0.002 || c.k >= 20 && rate < 0.00199 {
			t.Errorf("%v: want just below 0.002", e)
		}
	}
	all := gdkit.Extremes(j, j.Start, 1000)
	near(t, "λmin of all", all.Min, exact.Min(), 1e-6)
	near(t, "λmax of all", all.Max, exact.Max(), 1e-9)
	if all.Products > 302 {
		t.Errorf("%d products for 300 parameters", all.Products)
	}
}

// 2000 parameters, a logistic cost on 60 examples: H = Xᵀ D X/m has the eigenvalues of the 60×60
// matrix √D X Xᵀ √D/m, and 0.
func TestExtremesOf2000Parameters(t *testing.T) {
	const m, n = 60, 2000
	rnd := rand.New(rand.NewPCG(7, 8))
	x, y := mat.NewDense(m, n, nil), make([]float64, m)
	for i := range m {
		y[i] = float64(i % 2)
		for k := range n {
			x.Set(i, k, rnd.NormFloat64()/(1+float64(i)/10))
		}
	}
	j := &gdkit.Linear{Data: &gdkit.Dataset{X: x, Y: y}, Loss: gdkit.Logistic, NoBias: true, L2: 0.25}
	w := make([]float64, n)
	for k := range w {
		w[k] = 0.02 * rnd.NormFloat64()
	}
	gram := mat.NewSymDense(m, nil)
	gram.SymOuterK(1./m, x)
	root := make([]float64, m)
	for i := range m {
		p := 1 / (1 + math.Exp(-mat.Dot(x.RowView(i), mat.NewVecDense(n, w))))
		root[i] = math.Sqrt(p * (1 - p))
	}
	for i := range m {
		for k := i; k < m; k++ {
			gram.SetSym(i, k, root[i]*gram.At(i, k)*root[k])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(gram, false) {
		t.Fatal("no eigenvalues")
	}
	want := eig.Values(nil)[m-1] + 0.25

	e := gdkit.Extremes(j, w, 30)
	near(t, "λmax", e.Max, want, 1e-6)
	near(t, "λmin", e.Min, 0.25, 1e-6) // 1940 directions curve with the penalty alone
	if math.Abs(e.Max-want) > e.MaxErr || math.Abs(e.Min-0.25) > e.MinErr {
		t.Errorf("%v: the errors are larger than stated; λ from 0.25 to %v", e, want)
	}
	if again := gdkit.Extremes(j, w, 30); again != e {
		t.Errorf("%v, and the second time %v", e, again)
	}
}

// 2000 curvatures close together, upwards and downwards: hard for Lanczos, and its errors say so.
func TestExtremesOfADenseSpectrum(t *testing.T) {
	j := gdkit.Rastrigin(2000)
	w := make([]float64, 2000)
	low, high := math.Inf(1), math.Inf(-1)
	for i := range w {
		w[i] = math.Sin(float64(i * i))
		h := 2 + 40*math.Pi*math.Pi*math.Cos(2*math.Pi*w[i])
		low, high = min(low, h), max(high, h)
	}
	e := gdkit.Extremes(j, w, 40)
	near(t, "λmax", e.Max, high, 0.005)
	near(t, "λmin", e.Min, low, 0.005)
	if high-e.Max > e.MaxErr || e.Min-low > e.MinErr || e.MaxErr > 0.02*high {
		t.Errorf("%v: λ from %v to %v", e, low, high)
	}
}

func TestExtremesOfFewDirections(t *testing.T) {
	for _, c := range []struct {
		name     string
		j        gdkit.Cost
		w        []float64
		min, max float64
	}{
		{"one parameter", square, []float64{3}, 2, 2},
		{"saddle", gdkit.Saddle(), []float64{1, 1}, -2, 2},
		{"sphere", gdkit.Quadratic(5, 5, 5, 5), []float64{1, 2, 3, 4}, 5, 5},
		{"Rosenbrock", gdkit.CostFunc(gdkit.Rosenbrock().Eval), []float64{1, 1}, 501 - math.Sqrt(501*501-400), 501 + math.Sqrt(501*501-400)},
	} {
		e := gdkit.Extremes(c.j, c.w, 30)
		// Rosenbrock at (1, 1): trace 1002, determinant 400.
		if math.Abs(e.Min-c.min) > 1e-6*math.Abs(c.max) || math.Abs(e.Max-c.max) > 1e-6*math.Abs(c.max) || e.Products > len(c.w)+2 {
			t.Errorf("%s: %v, want λ from %v to %v", c.name, e, c.min, c.max)
		}
	}
	// Where the curvature itself bends, differences lose digits; the error says how many.
	// J = e³⁰ʷ, J″ = 900e³⁰ʷ.
	steep := gdkit.Scalar(func(w float64) float64 { return math.Exp(30 * w) }, func(w float64) float64 { return 30 * math.Exp(30*w) })
	want := 900 * math.Exp(30)
	if e := gdkit.Extremes(steep, []float64{1}, 5); math.Abs(e.Max-want) > e.MaxErr || e.MaxErr > 1e-6*want || e.Max == want {
		t.Errorf("%v, want %v within its error, and not exactly", e, want)
	}
	slope := gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = 1, 2
		}
		return w[0] + 2*w[1]
	})
	if e := gdkit.Extremes(slope, []float64{1, 2}, 5); e.Max != 0 || !math.IsInf(e.MaxRate(), 1) || e.Products != 3 {
		t.Errorf("a plane: %v, want no curvature", e)
	}
}
