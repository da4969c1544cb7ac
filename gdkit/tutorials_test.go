package gdkit_test

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// The numbers in this file come from the tutorials, or were computed for them with NumPy. They are
// the numbers that the lessons print.

var square = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g within %g", what, got, want, rel)
	}
}

// x² from 10, ten steps: numbers for the four cases of "Gradient Descent: how does it
// work", and those of D2L.
func TestTenStepsOnASquare(t *testing.T) {
	for _, c := range []struct{ rate, want float64 }{
		{0.1, 1.0737418},
		{0.5, 0},
		{0.75, 0.009765625}, // 10·2⁻¹⁰
		{1, 10},
		{1.1, 61.917364},
		{0.2, 0.060466176},    // D2L
		{0.05, 3.486784401},   // D2L
		{1.1, 61.917364224},   // D2L
		{0.25, 10. / 1024},    // (1 − 2α)¹⁰ = 2⁻¹⁰
		{0.01, 8.17072806887}, // 10·0.98¹⁰
	} {
		run := gdkit.Descent{Cost: square, Start: []float64{10}, Rate: c.rate, Steps: 10}.Run()
		got := run.Last()[0]
		if c.want == 0 {
			if got != 0 || run.W(1)[0] != 0 {
				t.Errorf("α = 0.5 must land on 0 in one step, got %v then %v", run.W(1)[0], got)
			}
			continue
		}
		near(t, "|w(10)|", math.Abs(got), c.want, 2e-6)
		for i := range run.Len() { // closed form w(t) = 10(1 − 2α)ᵗ
			near(t, "w(t)", run.W(i)[0], 10*math.Pow(1-2*c.rate, float64(i)), 1e-12)
		}
	}
}

// D2L: from (−5, −2), 20 steps.
func TestTwoDimensionalQuadratics(t *testing.T) {
	quadratic := func(a, b float64) gdkit.Cost {
		return gdkit.CostFunc(func(grad, w []float64) float64 {
			if grad != nil {
				grad[0], grad[1] = 2*a*w[0], 2*b*w[1]
			}
			return a*w[0]*w[0] + b*w[1]*w[1]
		})
	}
	for _, c := range []struct{ a, b, rate, w1, w2, rel float64 }{
		{1, 2, 0.1, -0.0576460752, -7.3123169e-5, 1e-7},
		{0.1, 2, 0.4, -0.9434666458, -7.3123e-5, 1e-5},
		{0.1, 2, 0.6, -0.3878139682, -1673.365108506, 1e-9},
	} {
		run := gdkit.Descent{Cost: quadratic(c.a, c.b), Start: []float64{-5, -2}, Rate: c.rate, Steps: 20}.Run()
		near(t, "w1", run.Last()[0], c.w1, c.rel)
		near(t, "w2", run.Last()[1], c.w2, c.rel)
	}
}

// Two houses, b held at 100: slope and cost at three places ("Episode 6").
func TestSlopesOnTwoHouses(t *testing.T) {
	j := twoHouses()
	for _, c := range []struct{ w, slope, cost float64 }{{100, -250, 12500}, {200, 0, 0}, {300, 250, 12500}} {
		grad := make([]float64, 2)
		if got := j.Eval(grad, []float64{100, c.w}); got != c.cost || grad[1] != c.slope {
			t.Errorf("w = %v: J = %v, ∂J/∂w = %v; want %v, %v", c.w, got, grad[1], c.cost, c.slope)
		}
	}
}

// J = (w−1)²(w−5)²: the start decides the minimum ("Episode 6").
func TestStartDecidesTheMinimum(t *testing.T) {
	j := gdkit.Scalar(
		func(w float64) float64 { return (w - 1) * (w - 1) * (w - 5) * (w - 5) },
		func(w float64) float64 { return 4 * (w - 1) * (w - 5) * (w - 3) })
	for _, c := range []struct{ start, end float64 }{{0, 1}, {2.9, 1}, {3, 3}, {3.1, 5}, {6, 5}} {
		run := gdkit.Descent{Cost: j, Start: []float64{c.start}, Rate: 0.01, Steps: 500}.Run()
		near(t, "end", run.Last()[0], c.end, 1e-9)
	}
	at5 := gdkit.Curvature(j, []float64{5})
	near(t, "curvature at 5", at5.Max(), 32, 1e-6)
	near(t, "largest stable rate at 5", at5.MaxRate(), 0.0625, 1e-6)
	// α = 0.1 is above it: from the minimum itself nothing moves, from a hair beside
	// it everything does.
	stays := gdkit.Descent{Cost: j, Start: []float64{5}, Rate: 0.1, Steps: 20}.Run()
	if stays.Last()[0] != 5 {
		t.Errorf("slope 0 must keep w at 5, got %v", stays.Last()[0])
	}
	leaves := gdkit.Descent{Cost: j, Start: []float64{5.001}, Rate: 0.1, Steps: 20}.Run()
	if math.Abs(leaves.Last()[0]-5) < 0.1 {
		t.Errorf("α = 0.1 must not settle at 5, got %v", leaves.Last()[0])
	}
}

func twoHouses() *gdkit.Linear {
	return &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
}

// Linear regression on the two houses ("Episode 6" and "Understanding Gradient Descent").
func TestTwoHouses(t *testing.T) {
	run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.01, Steps: 10000}.Run()
	near(t, "w", run.Last()[1], 199.99285075, 1e-10)
	near(t, "b", run.Last()[0], 100.01156773, 1e-10)
	near(t, "b after one step", run.W(1)[0], 4, 1e-14)
	near(t, "w after one step", run.W(1)[1], 6.5, 1e-14)
	near(t, "J after 1", run.J[1], 79274.8125, 1e-12)
	// The tutorial's cost history begins after the first update: its entry 1000 is our J[1001].
	near(t, "J in entry 1000", run.J[1001], 3.41251093, 1e-8)
	near(t, "J in entry 9000", run.J[9001], 2.89873e-5, 2e-6)

	far := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.8, Steps: 10}.Run()
	near(t, "J after 1 at 0.8", far.J[1], 257800, 1e-12)
	near(t, "J after 2 at 0.8", far.J[2], 781960, 1e-6)
	near(t, "J after 10 at 0.8", far.J[10], 5604224211.96, 1e-10)
	near(t, "w at 0.8", far.Last()[1], -48453.6513, 1e-8)
	near(t, "b at 0.8", far.Last()[0], -29956.6715, 1e-8)
	if far.Reason != gdkit.Diverged {
		t.Errorf("α = 0.8: Reason = %v, want diverged", far.Reason)
	}

	for rate, want := range map[float64]float64{0.001: 42786.80, 0.01: 92.2248, 0.1: 3.40108, 1: 8.8e81} {
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: rate, Steps: 100}.Run()
		rel := 2e-6
		if rate == 1 {
			rel = 0.01 // the source gives two digits
		}
		near(t, "J after 100", run.J[100], want, rel)
	}

	s := gdkit.Curvature(twoHouses(), []float64{0, 0})
	near(t, "λmin", s.Min(), 0.0729490, 1e-6)
	near(t, "λmax", s.Max(), 3.4270510, 1e-7)
	near(t, "κ", s.Condition(), 46.9787, 1e-6)
	near(t, "2/λmax", s.MaxRate(), 0.583592, 1e-6)
}

// "Gradient Descent: how does it work": its data, MSE (not half of it), 100 steps
// at 0.01 from zeros.
func TestTwoEqualColumns(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(3, 2, 1, 1, 2, 2, 3, 3), Y: []float64{2, 4, 5}}
	j := &gdkit.Linear{Data: d, Loss: gdkit.Squared}
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.01, Steps: 100}.Run()
	near(t, "b", run.Last()[0], 0.42707212, 1e-7)
	near(t, "w1", run.Last()[1], 0.80207078, 1e-7)
	near(t, "w2", run.Last()[2], 0.80207078, 1e-7)
	near(t, "MSE", run.J[100], 0.06376627, 1e-6)
	s := gdkit.Curvature(j, []float64{0, 0, 0})
	near(t, "largest stable rate", s.MaxRate(), 0.0980138, 1e-6)
	if !math.IsInf(s.Condition(), 1) {
		t.Errorf("κ = %v, want +Inf: the two columns are equal", s.Condition())
	}
	long := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.09, Steps: 5000}.Run()
	near(t, "w1+w2 in the limit", long.Last()[1]+long.Last()[2], 1.5, 1e-9)
	near(t, "b in the limit", long.Last()[0], 2./3, 1e-9)
	near(t, "MSE in the limit", long.J[5000], 1./18, 1e-9)
	// The difference of the two weights never changes: the answer depends on the start.
	other := gdkit.Descent{Cost: j, Start: []float64{0, 3, 0}, Rate: 0.09, Steps: 5000}.Run()
	near(t, "w1−w2 from another start", other.Last()[1]-other.Last()[2], 3, 1e-12)
}
