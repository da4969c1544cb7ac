package gdkit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Where the answer is known in a closed form, descent must arrive at it. The formulas here are
// solved by gonum's factorisations and share no code with gdkit's costs.

// regressions are data of several shapes, scaled, so that descent is quick.
func regressions() map[string]*gdkit.Dataset {
	rnd := rand.New(rand.NewPCG(11, 12))
	weighted := &gdkit.Dataset{X: mat.NewDense(200, 6, nil), Y: make([]float64, 200), Weights: make([]float64, 200)}
	for i := range weighted.Y {
		row := weighted.X.RawRowView(i)
		for k := range row {
			row[k] = 100*float64(k) + 10*rnd.NormFloat64()
		}
		weighted.Y[i] = 3 + floats.Sum(row) + rnd.NormFloat64()
		weighted.Weights[i] = float64(rnd.IntN(4)) // some examples count nothing
	}
	return map[string]*gdkit.Dataset{
		"two houses": datasets.TwoHouses(),
		"six houses": datasets.SixHouses(),
		"houses":     everyTenth(datasets.Houses()),
		"Ames":       everyTenth(datasets.Ames("area_sqft", "bedrooms", "year_built", "lot_sqft")),
		"weighted":   weighted,
	}
}

// everyTenth is a tenth of the examples, so that the tests are quick.
func everyTenth(d *gdkit.Dataset) *gdkit.Dataset {
	rows := make([]int, len(d.Y)/10)
	for i := range rows {
		rows[i] = 10 * i
	}
	return d.Rows(rows...)
}

// withOnes is the matrix (1 X).
func withOnes(d *gdkit.Dataset) *mat.Dense {
	m, n := d.X.Dims()
	x := mat.NewDense(m, n+1, nil)
	for i := range m {
		x.Set(i, 0, 1)
		copy(x.RawRowView(i)[1:], d.X.RawRowView(i))
	}
	return x
}

// settle runs plain descent at the best rate 2/(λmin+λmax) until nothing more can be gained.
func settle(j *gdkit.Linear) []float64 {
	start := make([]float64, j.Dim())
	bowl := gdkit.Curvature(j, start)
	return gdkit.Descent{Cost: j, Start: start, Rate: 2 / (bowl.Min() + bowl.Max()), Steps: 2000}.Run().Last()
}

// closer holds got to want, relative to the largest entry of want.
func closer(t *testing.T, what string, got, want []float64, rel float64) {
	t.Helper()
	if far := floats.Distance(got, want, math.Inf(1)); !(far <= rel*floats.Norm(want, math.Inf(1))) {
		t.Errorf("%s: %v, want %v, %.1e away", what, got, want, far)
	}
}

// Least squares by QR in the original units, with example weights cᵢ as rows √cᵢ(1 xᵢ | yᵢ).
func TestDescentReachesLeastSquares(t *testing.T) {
	for name, d := range regressions() {
		x, y := withOnes(d), append([]float64(nil), d.Y...)
		for i, c := range d.Weights {
			floats.Scale(math.Sqrt(c), x.RawRowView(i))
			y[i] *= math.Sqrt(c)
		}
		var want mat.VecDense
		// a tall matrix is solved by QR
		if err := want.SolveVec(x, mat.NewVecDense(len(y), y)); err != nil {
			t.Fatal(err)
		}
		scaled := d.Standardize()
		for _, loss := range []gdkit.SquareLoss{gdkit.Squared, gdkit.HalfSquared} {
			got := scaled.Unscale(settle(&gdkit.Linear{Data: scaled, Loss: loss}))
			closer(t, name, got, want.RawVector().Data, 1e-9)
		}
	}
}

// Ridge: (2c/Σcᵢ·XᵀCX + λD) w = 2c/Σcᵢ·XᵀCy for the loss c(z−y)², where D spares b.
func TestDescentReachesRidge(t *testing.T) {
	for name, d := range regressions() {
		scaled := d.Standardize()
		x := withOnes(scaled)
		m, n := x.Dims()
		for _, l2 := range []float64{0.01, 1, 50} {
			for _, loss := range []gdkit.SquareLoss{gdkit.Squared, gdkit.HalfSquared} {
				count, a, b := 0.0, mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
				for i := range m {
					c := 1.0
					if d.Weights != nil {
						c = d.Weights[i]
					}
					count += c
					a.SymRankOne(a, c, x.RowView(i))
					b.AddScaledVec(b, c*d.Y[i], x.RowView(i))
				}
				a.ScaleSym(2*float64(loss)/count, a)
				b.ScaleVec(2*float64(loss)/count, b)
				for k := 1; k < n; k++ {
					a.SetSym(k, k, a.At(k, k)+l2)
				}
				var chol mat.Cholesky
				if !chol.Factorize(a) {
					t.Fatalf("%s: the normal equations have no Cholesky factor", name)
				}
				var want mat.VecDense
				if err := chol.SolveVecTo(&want, b); err != nil {
					t.Fatal(err)
				}
				closer(t, name, settle(&gdkit.Linear{Data: scaled, Loss: loss, L2: l2}), want.RawVector().Data, 1e-9)
			}
		}
	}
}

// Lasso: the conditions of Karush, Kuhn and Tucker. A weight that is not 0 has the slope ∓λ, one
// that is 0 has a slope of at most λ, and from λ = max |xⱼᵀ(y−ȳ)|/m on all are 0.
func TestProximalFulfilsTheLasso(t *testing.T) {
	d := everyTenth(datasets.Ames()).Standardize()
	m, n := d.X.Dims()
	j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	rate := gdkit.Curvature(j, make([]float64, n+1)).MaxRate() / 2
	centred := append([]float64(nil), d.Y...)
	floats.AddConst(-mean(d.Y), centred)
	var slopes mat.VecDense
	slopes.MulVec(d.X.T(), mat.NewVecDense(m, centred))
	top := floats.Norm(slopes.RawVector().Data, math.Inf(1)) / float64(m)

	before := -1
	for _, part := range []float64{0.001, 0.1, 0.3, 0.6, 0.999, 1.001} {
		l1 := part * top
		w := gdkit.Descent{Cost: j, Start: make([]float64, n+1), Rate: rate, Steps: 4000, Method: gdkit.Proximal{L1: l1, Free: 1}}.Run().Last()
		grad := make([]float64, n+1)
		j.Eval(grad, w)
		if math.Abs(grad[0]) > 1e-8*top {
			t.Errorf("λ = %.3g·top: slope %g in b", part, grad[0])
		}
		zeros := 0
		for k, v := range w[1:] {
			switch g := grad[k+1]; {
			case v == 0:
				zeros++
				if math.Abs(g) > l1*(1+1e-9) {
					t.Errorf("λ = %.3g·top: weight %d is 0 with the slope %g, more than λ = %g", part, k, g, l1)
				}
			case math.Abs(g+math.Copysign(l1, v)) > 1e-8*top:
				t.Errorf("λ = %.3g·top: weight %d is %g with the slope %g, want ∓%g", part, k, v, g, l1)
			}
		}
		if zeros < before {
			t.Errorf("λ = %.3g·top: %d weights are 0, fewer than with a smaller λ", part, zeros)
		}
		if before = zeros; (zeros == n) != (part > 1) {
			t.Errorf("λ = %.3g·top: %d of %d weights are 0", part, zeros, n)
		}
	}
}

// On a quadratic the gradient bounds the distance: ‖w − w*‖ ≤ ‖∇J‖/λmin, and
// J − J* ≤ ‖∇J‖²/(2λmin). It is what an ε buys.
func TestGradientBoundsTheDistance(t *testing.T) {
	for name, d := range regressions() {
		j := &gdkit.Linear{Data: d.Standardize(), Loss: gdkit.HalfSquared}
		start := make([]float64, j.Dim())
		bowl := gdkit.Curvature(j, start)
		best := settle(j)
		lowest := j.Eval(nil, best)
		run := gdkit.Descent{Cost: j, Start: start, Rate: bowl.MaxRate() * 0.9, Steps: 50}.Run()
		for i := range run.Len() {
			if far, bound := floats.Distance(run.W(i), best, 2), run.GradNorm[i]/bowl.Min(); far > bound*(1+1e-6)+1e-9*floats.Norm(best, 2) {
				t.Errorf("%s, step %d: %g from the minimum, but ‖∇J‖/λmin = %g", name, i, far, bound)
			}
			if gain, bound := run.J[i]-lowest, run.GradNorm[i]*run.GradNorm[i]/(2*bowl.Min()); gain > bound*(1+1e-6)+1e-9*run.J[0] {
				t.Errorf("%s, step %d: J is %g above the lowest, but ‖∇J‖²/2λmin = %g", name, i, gain, bound)
			}
		}
	}
}

// The edge 2/λmax from both sides: just below it every direction shrinks, just above it the
// steepest one grows, by the factor |1 − αλmax| each step.
func TestEdgeOnEveryRegression(t *testing.T) {
	for name, d := range regressions() {
		for _, j := range []*gdkit.Linear{
			{Data: d, Loss: gdkit.HalfSquared},
			{Data: d.Standardize(), Loss: gdkit.Squared, L2: 0.5},
			{Data: d.MinMax(), Loss: gdkit.HalfSquared, NoBias: true},
		} {
			start := make([]float64, j.Dim())
			start[0] = 1
			edge := gdkit.Curvature(j, start).MaxRate()
			for _, part := range []float64{0.99, 1.01} {
				// 3000 steps of |1 − αλmax| = 0.98 or 1.02 leave nothing of the steepest
				// direction, or nothing but it.
				run := gdkit.Descent{Cost: j, Start: start, Rate: part * edge, Steps: 3000}.Run()
				if diverged := run.Reason == gdkit.Diverged; diverged != (part > 1) {
					t.Errorf("%s at %v of the edge: %v", name, part, run)
				}
				if n := run.Len(); part > 1 {
					near(t, name+": growth at the end", run.GradNorm[n-1]/run.GradNorm[n-2], 1.02, 1e-6)
				}
			}
		}
	}
}
