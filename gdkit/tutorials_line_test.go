package gdkit_test

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// The lessons "The cost of a line", "When to stop" and "Checking derivatives" print these numbers.
// What other tests hold already (the walks on two and six houses, the table of ε, NumPy's program,
// two equal columns) is not here again.

// The cost of a line and its two slopes, by hand: J = (1/2m) Σe², ∂J/∂b = mean of e,
// ∂J/∂w = mean of ex.
func TestTheCostOfALine(t *testing.T) {
	j := twoHouses()
	for _, c := range []struct{ w, b, cost, slopeB, slopeW float64 }{
		{200, 100, 0, 0, 0},
		{150, 150, 625, -25, -50},     // errors 0, −50
		{200, 200, 5000, 100, 150},    // errors 100, 100
		{0, 0, 85000, -400, -650},     // errors −300, −500
		{0, 1000, 185000, 600, 850},   // errors 700, 500
		{100, 300, 2500, 50, 50},      // errors 100, 0
		{200, 0, 5000, -100, -150},    // errors −100, −100
		{300, 100, 12500, 150, 250},   // errors 100, 200
		{100, 100, 12500, -150, -250}, // errors −100, −200
	} {
		grad := make([]float64, 2)
		if got := j.Eval(grad, []float64{c.b, c.w}); got != c.cost || grad[0] != c.slopeB || grad[1] != c.slopeW {
			t.Errorf("w = %g, b = %g: J = %g, slopes %v; want %g, (%g, %g)", c.w, c.b, got, grad, c.cost, c.slopeB, c.slopeW)
		}
	}
	// "Episode 6" predicts with the line through both houses.
	for x, want := range map[float64]float64{1: 300, 1.2: 340, 2: 500} {
		near(t, "price", j.Predict([]float64{100, 200}, []float64{x}), want, 1e-14)
	}
}

// The cost grows with the square of the distance, J = ½λd², along each direction of the bowl.
func TestTheCostGrowsWithTheSquare(t *testing.T) {
	j := twoHouses()
	bowl := gdkit.Curvature(j, []float64{0, 0})
	// of (1 1.5; 1.5 2.5)
	for k, lambda := range []float64{(3.5 - math.Sqrt(11.25)) / 2, (3.5 + math.Sqrt(11.25)) / 2} {
		near(t, "λ", bowl.Values[k], lambda, 1e-13)
		for _, d := range []float64{10, 20, 40} {
			at := []float64{100 + d*bowl.Vectors.At(0, k), 200 + d*bowl.Vectors.At(1, k)}
			near(t, "J", j.Eval(nil, at), lambda*d*d/2, 1e-10)
		}
	}
}

// One step multiplies the distances (Δw, Δb) by a matrix; "Understanding Gradient Descent" calls
// the sequential step wrong.
func TestTheStepIsAMatrix(t *testing.T) {
	const a = 0.8
	together := mat.NewDense(2, 2, []float64{1 - 2.5*a, -1.5 * a, -1.5 * a, 1 - a})
	after := mat.NewDense(2, 2, []float64{1 - 2.5*a, -1.5 * a, -1.5 * a * (1 - 2.5*a), 1 - a + 1.5*a*1.5*a})
	for _, c := range []struct {
		name   string
		step   *mat.Dense
		method gdkit.Method
		radius float64
	}{
		{"simultaneous", together, gdkit.Plain{}, 1.7416},
		{"sequential", after, &gdkit.Sequential{Order: []int{1, 0}}, 0.8699},
	} {
		var eig mat.Eigen
		eig.Factorize(c.step, mat.EigenNone)
		radius := 0.0
		for _, v := range eig.Values(nil) {
			radius = max(radius, math.Hypot(real(v), imag(v)))
		}
		near(t, c.name+": spectral radius", radius, c.radius, 3e-5)
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: a, Steps: 5, Method: c.method}.Run()
		for i := range run.Len() - 1 {
			next := mat.NewVecDense(2, nil)
			next.MulVec(c.step, mat.NewVecDense(2, []float64{run.W(i)[1] - 200, run.W(i)[0] - 100}))
			near(t, c.name+": Δw", run.W(i + 1)[1]-200, next.AtVec(0), 1e-11)
			near(t, c.name+": Δb", run.W(i + 1)[0]-100, next.AtVec(1), 1e-11)
		}
	}
	// The product of the sequential step's eigenvalues, (1 − 2.5α)(1 − α), reaches 1 at α = 1.4.
	for rate, falls := range map[float64]bool{1.39: true, 1.41: false} {
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: rate, Steps: 300, Method: &gdkit.Sequential{Order: []int{1, 0}}}.Run()
		if (run.J[run.Len()-1] < run.J[0]) != falls {
			t.Errorf("sequential at α = %g: J %g → %g", rate, run.J[0], run.J[run.Len()-1])
		}
	}
	// At α = 0.8 the cost grows by 1.7416² a step.
	far := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: a, Steps: 10}.Run()
	near(t, "growth of the cost", far.J[far.Len()-1]/far.J[far.Len()-2], math.Pow(1-a*(3.5+math.Sqrt(11.25))/2, 2), 1e-6)
}

// Random columns that have nothing to do with the target still gain n/m of its square on average:
// the "optimal parameters" of "Introduction to Gradient Descent" are noise.
func TestUselessColumnsGainByChance(t *testing.T) {
	d := table(t, "../../datasets/random.csv", "y")
	gain := func(y []float64) float64 {
		var theta, left mat.VecDense
		target := mat.NewVecDense(len(y), y)
		if err := theta.SolveVec(d.X, target); err != nil {
			t.Fatal(err)
		}
		left.MulVec(d.X, &theta)
		left.SubVec(&left, target)
		return 1 - mat.Dot(&left, &left)/mat.Dot(target, target)
	}
	near(t, "as it is", gain(d.Y), 0.0136, 3e-3)
	// Cyclic shifts of y are as unrelated to X as y itself.
	sum, y := 0.0, make([]float64, len(d.Y))
	for k := 1; k < len(d.Y); k++ {
		copy(y, d.Y[k:])
		copy(y[len(y)-k:], d.Y[:k])
		sum += gain(y)
	}
	near(t, "mean gain", sum/float64(len(d.Y)-1), 0.03, 0.15)
}

// Each digit of ε costs ln 10 / −ln(1 − αλmin) steps.
func TestADigitOfEpsilon(t *testing.T) {
	a := 0.01 * (3.5 - math.Sqrt(11.25)) / 2
	digit := math.Ln10 / -math.Log1p(-a)
	near(t, "steps a digit", digit, 3155, 2e-4)
	last := 0
	for _, eps := range []float64{1e-1, 1e-2, 1e-3, 1e-4, 1e-5} {
		steps := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.01, Steps: 20000, Stop: gdkit.GradBelow(eps)}.Run().Steps()
		if last > 0 && math.Abs(float64(steps-last)-digit) > 1 {
			t.Errorf("ε = %g: %d steps more, want %.1f", eps, steps-last, digit)
		}
		last = steps
	}
}

// ε has the unit of the gradient: prices in dollars make 10⁻³ what 10⁻⁶ is in thousands; a relative
// rule does not care.
func TestEpsilonHasAUnit(t *testing.T) {
	steps := func(unit float64, rule gdkit.Stop) int {
		d := datasets.TwoHouses()
		floats.Scale(unit, d.Y)
		j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
		return gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 60000, Stop: rule}.Run().Steps()
	}
	if thousands, dollars := steps(1, gdkit.GradBelow(1e-6)), steps(1000, gdkit.GradBelow(1e-3)); thousands != 19234 || dollars != thousands {
		t.Errorf("ε = 1e-6 in 1000 $: %d steps, ε = 1e-3 in $: %d; want 19234 twice", thousands, dollars)
	}
	relative := gdkit.Below{Name: "relative", Eps: 1e-6, Of: func(tr *gdkit.Trace, i int) float64 { return tr.GradNorm[i] / tr.GradNorm[0] }}
	if a, b := steps(1, relative), steps(1000, relative); a != b {
		t.Errorf("relative rule: %d steps in 1000 $, %d in $", a, b)
	}
}

// "Understanding Gradient Descent" also stops on a small change of the cost. One step changes it by
// α‖g‖², up to α²: a slow walk stops at once, wherever it is.
func TestCostChangeIsDeceivedByASmallRate(t *testing.T) {
	stop := func(rate float64) *gdkit.Trace {
		return gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: rate, Steps: 30000, Stop: gdkit.CostChangeBelow(0.6)}.Run()
	}
	slow := stop(1e-6)
	if slow.Steps() != 1 || slow.Reason != gdkit.Converged {
		t.Errorf("%v, want a stop after 1 step", slow)
	}
	near(t, "the step's change", slow.J[0]-slow.J[1], 1e-6*(400*400+650*650), 1e-5)
	if quick := stop(0.01); quick.J[quick.Steps()] > 100 {
		t.Errorf("%v, want a stop far lower", quick)
	}
}

// "Exactly zero is impossible"? With α = 0.1 on w² rounding ends the walk before the slope is 0;
// with 0.5 it is 0 after one step.
func TestSlopeExactlyZero(t *testing.T) {
	run := gdkit.Descent{Cost: square, Start: []float64{10}, Rate: 0.5, Steps: 1}.Run()
	if run.GradMax[1] != 0 {
		t.Errorf("α = 0.5: slope %g after one step, want 0", run.GradMax[1])
	}
	run = gdkit.Descent{Cost: square, Start: []float64{10}, Rate: 0.1, Steps: 10000}.Run()
	if w := run.Last()[0]; w == 0 || w > 1e-322 || run.W(9999)[0] != w {
		t.Errorf("α = 0.1: w = %g after 9999 steps and %g after 10000, want the same, just above 0", run.W(9999)[0], w)
	}
}

// The cost of one page, (1/2m)Σe², and the slopes of another, with 2/m: each is right by itself.
func TestTwoTutorialsInOneProgram(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(3, 2, 1, 1, 2, 2, 3, 3), Y: []float64{2, 4, 5}}
	half, whole := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}, &gdkit.Linear{Data: d, Loss: gdkit.Squared}
	mixed := gdkit.CostFunc(func(grad, p []float64) float64 {
		whole.Eval(grad, p)
		return half.Eval(nil, p)
	})
	at := []float64{1, 2, 3}
	check := gdkit.CheckGrad(mixed, at)
	if check.OK || !gdkit.CheckGrad(half, at).OK || !gdkit.CheckGrad(whole, at).OK {
		t.Errorf("mixed: OK = %v, want false; each by itself true", check.OK)
	}
	for i := range at {
		near(t, "ratio", check.Got[i]/check.Want[i], 2, 1e-8)
	}
}

// Differences of w³ at 1: forward is 3 + 3h + h², central 3 + h².
func TestDifferencesOfACube(t *testing.T) {
	cube := gdkit.Scalar(func(w float64) float64 { return w * w * w }, func(w float64) float64 { return 3 * w * w })
	c := gdkit.GradErrors(cube, []float64{1})
	for k, h := range c.H[:12] {
		near(t, "central", c.Central[k], h*h/3, 1e-4)
		near(t, "forward", c.Forward[k], (3*h+h*h)/3, 1e-5)
	}
}
