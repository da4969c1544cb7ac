package datasets_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// What the lessons say about the shape of the cost (1/2m) Σ (Xw − y)², whose
// Hessian is H = XᵀX/m. The expected values were computed with NumPy 2.4.6
// from the same tables, scaled as (x − x.mean(0)) / x.std(0):
//
//	λ = np.linalg.eigvalsh(X.T @ X / m);  w = np.linalg.lstsq(X, y)[0]
//	half the mean squared error: ((X @ w - y)**2).mean() / 2
//
// With a bias, a column of ones stands first. For the small tables the
// coefficients are those of the closed form, as textbooks give them.
func TestCurvatureAndLeastSquares(t *testing.T) {
	houses, scaled := datasets.Houses(), datasets.Houses().Standardize()
	for _, c := range []struct {
		what         string
		data         *gdkit.Dataset
		bias         bool
		kappa, limit float64 // λmax/λmin and the largest stable rate 2/λmax
		w            []float64
		cost         float64
	}{
		{"houses", houses, false, 3302966.93294, 7.98552536991e-07, []float64{149.209824176, -16462.9905017}, 1502650613.20},
		{"houses with bias", houses, true, 38935151.5371, 7.98552250669e-07, []float64{59496.2357856, 136.360902975, -29149.1096602}, 1383144386.35},
		{"scaled houses", scaled, false, 3.13913718647, 1.31855887163, []float64{68919.8842738, -24123.5081332}, 17726752054.5},
		{"scaled houses with bias", scaled, true, 3.13913718647, 1.31855887163, []float64{180796.060068, 68919.8842738, -24123.5081332}, 1383144386.35},
		{"two houses", datasets.TwoHouses(), true, 46.9787137637, 0.583592135001, []float64{100, 200}, 0},
		{"six houses", datasets.SixHouses(), true, 72.8310765472, 0.308907182091, []float64{2.42277992278, 209.362934363}, 1735.88320463},
	} {
		x := design(c.data, c.bias)
		m, n := x.Dims()
		y := mat.NewVecDense(m, c.data.Y)

		j := &gdkit.Linear{Data: c.data, Loss: gdkit.HalfSquared, NoBias: !c.bias}
		spectrum := gdkit.Curvature(j, make([]float64, n))
		// λmin of the raw houses is known to about 1e-16·κ only.
		within(t, c.what+": condition number", spectrum.Condition(), c.kappa, 1e-7)
		within(t, c.what+": largest stable rate", spectrum.MaxRate(), c.limit, 1e-10)
		if got := j.Eval(nil, c.w); c.cost > 0 { // the coefficients have 12 digits
			within(t, c.what+": cost at the least-squares coefficients", got, c.cost, 1e-9)
		}

		var w, r mat.VecDense
		if err := w.SolveVec(x, y); err != nil { // QR, so κ(X) and not κ(H) matters
			t.Fatalf("%s: %v", c.what, err)
		}
		for j, want := range c.w {
			within(t, c.what+": coefficient", w.AtVec(j), want, 1e-10)
		}
		r.MulVec(x, &w)
		r.SubVec(&r, y)
		within(t, c.what+": least cost", mat.Dot(&r, &r)/float64(2*m), c.cost, 1e-9)
	}
}

func design(d *gdkit.Dataset, bias bool) *mat.Dense {
	if !bias {
		return d.X
	}
	m, n := d.X.Dims()
	x := mat.NewDense(m, n+1, nil)
	for i := range m {
		x.Set(i, 0, 1)
	}
	x.Slice(0, m, 1, n+1).(*mat.Dense).Copy(d.X)
	return x
}

// within compares up to a relative difference of tol, an absolute one if want is 0.
func within(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	scale := math.Abs(want)
	if want == 0 {
		scale = 1
	}
	if !(math.Abs(got-want) <= tol*scale) { // also false for NaN
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}
