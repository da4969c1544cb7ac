package gdkit_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// What lesson 09 says of classification, held to closed forms.

// At z = −4 the squared distance of a probability hardly has a slope, the
// cross-entropy has nearly 1.
func TestCrossEntropyPullsWhereItIsWrong(t *testing.T) {
	p := 1 / (1 + math.Exp(4))
	_, slope := gdkit.Logistic.At(-4, 1)
	near(t, "cross-entropy", slope, p-1, 1e-14)
	near(t, "as the lesson prints it", slope, -0.982, 1e-3)
	near(t, "squared distance", 2*(p-1)*p*(1-p), -0.0347, 1e-3)
}

// The six points lie at x1+x2 = 2 and at 3.5 or more, so the widest margin is round x1+x2 = 2.75;
// Soudry et al. 2018: plain descent on the unpenalised logistic cost finds that direction, with ‖w‖
// growing like log t and J falling like 1/t.
func TestSeparableDescentFindsTheWidestMargin(t *testing.T) {
	run := gdkit.Descent{Cost: logisticSix(), Start: []float64{0, 0, 0}, Rate: 0.1, Steps: 1000000, Every: 1000}.Run()
	w := run.Last()
	size := math.Hypot(w[1], w[2])
	near(t, "w1/‖w‖", w[1]/size, math.Sqrt(0.5), 0.01)
	near(t, "w2/‖w‖", w[2]/size, math.Sqrt(0.5), 0.01)
	near(t, "b/‖w‖", w[0]/size, -2.75/math.Sqrt2, 1e-3)
	before := run.W(run.Index(100000))
	grown := size - math.Hypot(before[1], before[2])
	// A gap of 1.5/√2 between the classes: e^(−‖w‖·gap/2) falls tenfold when ‖w‖
	// grows by 2 ln 10 / gap.
	near(t, "growth of ‖w‖ in a tenfold time", grown, 2*math.Log(10)/(1.5/math.Sqrt2), 0.01)
	near(t, "tenfold time, a tenth of J", run.J[run.Index(100000)]/run.J[run.Len()-1], 10, 0.01)
}

// The hinge with a small price on the weights is the widest margin itself, and does not notice the
// point (2, 2), which is far from the line.
func TestHingeIsTheWidestMargin(t *testing.T) {
	all := logisticSix().Data
	less := all.Rows(0, 1, 2, 3, 5)
	for _, d := range []*gdkit.Dataset{all, less} {
		j := &gdkit.Linear{Data: d, Loss: gdkit.Hinge, L2: 0.01}
		w := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.1, Steps: 20000, Decay: gdkit.InverseTime(100)}.Run().Last()
		near(t, "b", w[0], -11./3, 1e-3)
		near(t, "w1", w[1], 4./3, 1e-3)
		near(t, "w2", w[2], 4./3, 1e-3)
	}
	offset := func(d *gdkit.Dataset) float64 {
		j := &gdkit.Linear{Data: d, Loss: gdkit.Logistic, L2: 0.01}
		w := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 1, Steps: 3000}.Run().Last()
		return -w[0] / (w[1] + w[2])
	}
	if a, b := offset(all), offset(less); math.Abs(a-b) < 5e-3 {
		t.Errorf("the logistic line crosses the diagonal at %v and, without the far point, at %v; want it to move", a, b)
	}
}

// Gradient ascent on the log-likelihood ("Gradient Descent: how does it work") is descent on
// the cost, bit for bit.
func TestAscentOnTheLikelihood(t *testing.T) {
	j := logisticSix()
	likelihood := gdkit.CostFunc(func(grad, w []float64) float64 {
		v := j.Eval(grad, w)
		floats.Scale(-1, grad)
		return -v
	})
	down := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.1, Steps: 1000}.Run()
	up := gdkit.Descent{Cost: likelihood, Start: []float64{0, 0, 0}, Rate: 0.1, Steps: 1000, Ascend: true}.Run()
	if !slices.Equal(down.Params, up.Params) {
		t.Error("ascent and descent took different walks")
	}
}

// The Hessian of the logistic cost is nowhere larger than at 0, since σ′ ≤ ¼, and nowhere negative.
func TestLogisticCurvatureIsLargestAtZero(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.Cancer("worst_radius", "worst_concave_points").Standardize(), Loss: gdkit.Logistic}
	largest := gdkit.Curvature(j, []float64{0, 0, 0}).Max()
	rnd := rand.New(rand.NewPCG(1, 0))
	for range 200 {
		s := gdkit.Curvature(j, []float64{3 * rnd.NormFloat64(), 3 * rnd.NormFloat64(), 3 * rnd.NormFloat64()})
		if s.Min() < -1e-12 || s.Max() > largest*(1+1e-12) {
			t.Fatalf("λ from %v to %v, want 0 to %v", s.Min(), s.Max(), largest)
		}
	}
}

// Fifty-seven patients with thirty features: the cost on the others falls and rises again, a price
// on the weights keeps it down, and what counts is α·t, not α ("Gradient Descent: how does it
// work": a high rate overfits).
func TestFewPatientsOverfit(t *testing.T) {
	train, test := datasets.Cancer().Shuffle(1).Split(0.1)
	run := func(rate, l2 float64, steps int) func(step int) float64 {
		j := &gdkit.Linear{Data: train.Standardize(), Loss: gdkit.Logistic, L2: l2}
		tr := gdkit.Descent{Cost: j, Start: make([]float64, 31), Rate: rate, Steps: steps}.Run()
		return func(step int) float64 { return gdkit.LogLoss(test.Y, gdkit.PredictAll(j, tr.W(step), test)) }
	}
	plain, priced := run(0.3, 0, 20000), run(0.3, 0.003, 20000)
	if !(plain(10) > plain(100) && plain(100) < plain(1000) && plain(1000) < plain(20000)) {
		t.Errorf("log-loss on the others %v %v %v %v, want a fall and a rise", plain(10), plain(100), plain(1000), plain(20000))
	}
	if priced(20000) > plain(100) || plain(20000) < 1.5*priced(20000) {
		t.Errorf("with a price on the weights %v, without %v", priced(20000), plain(20000))
	}
	slow, fast := run(0.05, 0, 20000), run(0.5, 0, 2000)
	for _, step := range []int{1000, 10000, 20000} {
		near(t, "the same α·t", slow(step), fast(step/10), 2e-3)
	}
}

// With all parameters 0 each class gets the same probability.
func TestFirstCostIsTheLogOfTheClasses(t *testing.T) {
	j := &gdkit.Softmax{Data: datasets.Digits(), Classes: 10}
	near(t, "J(0)", j.Eval(nil, make([]float64, j.Dim())), math.Log(10), 1e-12)
	near(t, "J(0) of two classes", logisticSix().Eval(nil, []float64{0, 0, 0}), math.Ln2, 1e-14)
}
