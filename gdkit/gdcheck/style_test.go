package gdcheck_test

import (
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdcheck"
)

// kinds is the table of all checks: the points that the package comment promises, and the check of
// the right answer in style k.
var kinds = []struct {
	name   string
	points int
	check  func(r *gdcheck.Report, k int)
}{
	{"Derivative", 2, func(r *gdcheck.Report, k int) { r.Derivative(curve, derivatives[k], -2, 4) }},
	{"Difference", 3, func(r *gdcheck.Report, k int) { r.Difference(curve, differences[k]) }},
	{"Tangent", 4, func(r *gdcheck.Report, k int) { r.Tangent(curve, slope, tangents[k]) }},
	{"Walk", 3, func(r *gdcheck.Report, k int) { r.Walk(slope, walks[k]) }},
	{"Predict", 3, func(r *gdcheck.Report, k int) { r.Predict(predictions[k]) }},
	{"PredictInvariants", 2, func(r *gdcheck.Report, k int) { r.PredictInvariants(predictions[k]) }},
	{"Cost", 4, func(r *gdcheck.Report, k int) { r.Cost(gdkit.HalfSquared, costs[k]) }},
	{"CostInvariants", 5, func(r *gdcheck.Report, k int) { r.CostInvariants(gdkit.HalfSquared, costs[k]) }},
	{"Cost logistic", 4, func(r *gdcheck.Report, k int) { r.Cost(gdkit.Logistic, logisticCosts[k]) }},
	{"CostInvariants logistic", 5, func(r *gdcheck.Report, k int) { r.CostInvariants(gdkit.Logistic, logisticCosts[k]) }},
	{"Gradient", 4, func(r *gdcheck.Report, k int) { r.Gradient(gdkit.HalfSquared, gradients[k]) }},
	{"GradientInvariants", 6, func(r *gdcheck.Report, k int) { r.GradientInvariants(gdkit.HalfSquared, gradients[k]) }},
	{"Gradient logistic", 4, func(r *gdcheck.Report, k int) { r.Gradient(gdkit.Logistic, logisticGradients[k]) }},
	{"GradientInvariants logistic", 6, func(r *gdcheck.Report, k int) { r.GradientInvariants(gdkit.Logistic, logisticGradients[k]) }},
	{"NumericGradient", 4, func(r *gdcheck.Report, k int) { r.NumericGradient(gdkit.HalfSquared, numerics[k]) }},
	{"NumericGradient logistic", 4, func(r *gdcheck.Report, k int) {
		r.NumericGradient(gdkit.Logistic, numerically(logisticCosts[k], func(float64) float64 { return []float64{1e-4, 1e-5, 1e-6}[k] }))
	}},
	{"Step", 4, func(r *gdcheck.Report, k int) { r.Step(steps[k]) }},
	{"StepInvariants", 3, func(r *gdcheck.Report, k int) { r.StepInvariants(steps[k]) }},
	{"Descend", 5, func(r *gdcheck.Report, k int) { r.Descend(descents[k]) }},
	{"DescendInvariants", 4, func(r *gdcheck.Report, k int) { r.DescendInvariants(descents[k]) }},
	{"Until", 4, func(r *gdcheck.Report, k int) { r.Until(untils[k]) }},
	{"MaxRate", 3, func(r *gdcheck.Report, k int) { r.MaxRate(maxRates[k]) }},
	{"MaxRateInvariants", 2, func(r *gdcheck.Report, k int) { r.MaxRateInvariants(maxRates[k]) }},
	{"Move", 4, func(r *gdcheck.Report, k int) { r.Move(moves[k], allocationsOf(moves[k])) }},
	{"MoveInvariants", 2, func(r *gdcheck.Report, k int) { r.MoveInvariants(moves[k]) }},
	{"MeanSD", 3, func(r *gdcheck.Report, k int) { r.MeanSD(meanSDs[k]) }},
	{"MeanSDInvariants", 2, func(r *gdcheck.Report, k int) { r.MeanSDInvariants(meanSDs[k]) }},
	{"Standardise", 6, func(r *gdcheck.Report, k int) { r.Standardise(standards[k]) }},
	{"StandardiseInvariants", 2, func(r *gdcheck.Report, k int) { r.StandardiseInvariants(standards[k]) }},
	{"ScaleLike", 3, func(r *gdcheck.Report, k int) { r.ScaleLike(scaleLikes[k]) }},
	{"ScaleLikeInvariants", 2, func(r *gdcheck.Report, k int) { r.ScaleLikeInvariants(scaleLikes[k]) }},
	{"Unscale", 4, func(r *gdcheck.Report, k int) { r.Unscale(unscales[k]) }},
	{"UnscaleInvariants", 2, func(r *gdcheck.Report, k int) { r.UnscaleInvariants(unscales[k]) }},
	{"Batches", 6, func(r *gdcheck.Report, k int) { r.Batches(deals[k]) }},
	{"BatchesInvariants", 2, func(r *gdcheck.Report, k int) { r.BatchesInvariants(deals[k]) }},
	{"BatchGradient", 4, func(r *gdcheck.Report, k int) { r.BatchGradient(gdkit.HalfSquared, batchGradients[k]) }},
	{"BatchInvariants", 2, func(r *gdcheck.Report, k int) { r.BatchInvariants(gdkit.HalfSquared, batchGradients[k]) }},
	{"Momentum", 6, func(r *gdcheck.Report, k int) { r.Momentum(momenta[k]) }},
	{"MomentumInvariants", 2, func(r *gdcheck.Report, k int) { r.MomentumInvariants(momenta[k]) }},
	{"RMSprop", 6, func(r *gdcheck.Report, k int) { r.RMSprop(rmsprops[k]) }},
	{"RMSpropInvariants", 2, func(r *gdcheck.Report, k int) { r.RMSpropInvariants(rmsprops[k]) }},
	{"Adam", 8, func(r *gdcheck.Report, k int) { r.Adam(adams[k]) }},
	{"AdamInvariants", 2, func(r *gdcheck.Report, k int) { r.AdamInvariants(adams[k]) }},
	{"AdamWalk", 4, func(r *gdcheck.Report, k int) { r.AdamWalk(adamWalk(adams[k])) }},
	{"Sigmoid", 4, func(r *gdcheck.Report, k int) { r.Sigmoid(sigmoids[k]) }},
	{"SigmoidInvariants", 2, func(r *gdcheck.Report, k int) { r.SigmoidInvariants(sigmoids[k]) }},
	{"LogLoss", 4, func(r *gdcheck.Report, k int) { r.LogLoss(logLosses[k]) }},
	{"LogLossInvariants", 2, func(r *gdcheck.Report, k int) { r.LogLossInvariants(logLosses[k]) }},
	{"Labels", 3, func(r *gdcheck.Report, k int) { r.Labels(labelFuncs[k]) }},
	{"LabelsInvariants", 2, func(r *gdcheck.Report, k int) { r.LabelsInvariants(labelFuncs[k]) }},
	{"Accuracy", 2, func(r *gdcheck.Report, k int) { r.Accuracy(accuracies[k]) }},
}

func adamWalk(step gdcheck.AdamFunc) gdcheck.AdamWalkFunc {
	return func(grad func(w []float64) []float64, start []float64, rate float64, steps int) []float64 {
		w := append([]float64(nil), start...)
		m, v := make([]float64, len(w)), make([]float64, len(w))
		for t := 1; t <= steps; t++ {
			step(w, m, v, grad(w), t, rate, 0.9, 0.999, 1e-8)
		}
		return w
	}
}

func allocationsOf(move gdcheck.MoveFunc) func() float64 {
	w, grad := []float64{1, 2, 3}, []float64{1, 1, 1}
	return func() float64 { return gdcheck.Allocations(func() { move(w, grad, 0.1) }) }
}

// No false alarm: three styles, 200 seeds.
func TestRightAnswersGetAllPoints(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 20
	}
	for _, kind := range kinds {
		failed := 0
		for seed := range seeds {
			for style := range 3 {
				r := gdcheck.New(kind.name, seed)
				kind.check(r, style)
				if r.Possible() != kind.points {
					t.Fatalf("%s has %d points, want %d", kind.name, r.Possible(), kind.points)
				}
				if !r.OK() && failed < 3 {
					failed++
					t.Errorf("seed %d, style %d:\n%v", seed, style, r)
				}
			}
		}
	}
}

// The two that take longer: a hundred thousand steps, and a whole fit.
func TestRightAnswersGetAllPointsInTheEnd(t *testing.T) {
	for style := range 3 {
		r := gdcheck.New("UntilInvariants", 1)
		r.UntilInvariants(untils[style])
		if r.Possible() != 3 || !r.OK() {
			t.Errorf("style %d: %v", style, r)
		}
	}
	r := gdcheck.New("Fit", 1)
	r.Fit(gdkit.HalfSquared, fitLine, houses, newHouses, 0.5)
	r.Fit(gdkit.Logistic, fitLogistic, tumours, newTumors, 0.85)
	if r.Possible() != 10 || !r.OK() {
		t.Error(r)
	}
}

// What is there before anybody has written anything earns nothing, and neither do zeros.
func TestNothingEarnsNothing(t *testing.T) {
	none := func() { panic("not implemented") }
	for _, untouched := range []bool{true, false} {
		before := func() {
			if untouched {
				none()
			}
		}
		r := gdcheck.New("nothing", 3)
		gradient := func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			before()
			return make([]float64, len(w)), 0
		}
		cost := func(x [][]float64, y, w []float64, b float64) float64 { before(); return 0 }
		zero := func(float64) float64 { before(); return 0 }
		r.Derivative(curve, zero, -2, 4)
		r.Difference(curve, func(w, h float64) float64 { before(); return 0 })
		r.Tangent(curve, slope, func(at, w float64) float64 { before(); return 0 })
		r.Walk(slope, func(w, rate float64) float64 { before(); return 0 })
		predict := func(x, w []float64, b float64) float64 { before(); return 0 }
		r.Predict(predict)
		r.PredictInvariants(predict)
		r.Cost(gdkit.HalfSquared, cost)
		r.Cost(gdkit.Logistic, cost)
		r.CostInvariants(gdkit.HalfSquared, cost)
		r.Gradient(gdkit.HalfSquared, gradient)
		r.GradientInvariants(gdkit.HalfSquared, gradient)
		r.Gradient(gdkit.Logistic, gradient)
		r.GradientInvariants(gdkit.Logistic, gradient)
		r.NumericGradient(gdkit.HalfSquared, gradient)
		step := func(x, y []float64, w, b, rate float64) (float64, float64) { before(); return 0, 0 }
		r.Step(step)
		r.StepInvariants(step)
		r.Step(func(x, y []float64, w, b, rate float64) (float64, float64) { before(); return w, b })
		descend := func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
			before()
			return 0, 0, nil
		}
		r.Descend(descend)
		r.DescendInvariants(descend)
		until := func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
			before()
			return 0, 0, 0
		}
		r.Until(until)
		r.UntilInvariants(until)
		maxRate := func(x []float64) float64 { before(); return 0 }
		r.MaxRate(maxRate)
		r.MaxRateInvariants(maxRate)
		move := func(w, grad []float64, rate float64) { before() }
		r.Move(move, func() float64 { before(); return 0 })
		r.MoveInvariants(move)
		meanSD := func(v []float64) (float64, float64) { before(); return 0, 0 }
		r.MeanSD(meanSD)
		r.MeanSDInvariants(meanSD)
		standardise := func(x [][]float64) (z [][]float64, mean, sd []float64) { before(); return nil, nil, nil }
		r.Standardise(standardise)
		r.StandardiseInvariants(standardise)
		scaleLike := func(x [][]float64, mean, sd []float64) [][]float64 { before(); return nil }
		r.ScaleLike(scaleLike)
		r.ScaleLikeInvariants(scaleLike)
		unscale := func(w []float64, b float64, mean, sd []float64) ([]float64, float64) { before(); return nil, 0 }
		r.Unscale(unscale)
		r.UnscaleInvariants(unscale)
		deal := func(m, size int, seed uint64) [][]int { before(); return nil }
		r.Batches(deal)
		r.BatchesInvariants(deal)
		batch := func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
			before()
			return make([]float64, len(w)), 0
		}
		r.BatchGradient(gdkit.HalfSquared, batch)
		r.BatchInvariants(gdkit.HalfSquared, batch)
		momentum := func(w, v, grad []float64, rate, beta float64) { before() }
		r.Momentum(momentum)
		r.MomentumInvariants(momentum)
		rmsprop := func(w, s, grad []float64, rate, rho, eps float64) { before() }
		r.RMSprop(rmsprop)
		r.RMSpropInvariants(rmsprop)
		adam := func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) { before() }
		r.Adam(adam)
		r.AdamInvariants(adam)
		r.AdamWalk(func(_ func([]float64) []float64, start []float64, _ float64, _ int) []float64 { before(); return start })
		r.Sigmoid(zero)
		r.SigmoidInvariants(zero)
		logLoss := func(z, y float64) float64 { before(); return 0 }
		r.LogLoss(logLoss)
		r.LogLossInvariants(logLoss)
		labels := func(x [][]float64, w []float64, b float64) []float64 { before(); return make([]float64, len(x)) }
		r.Labels(labels)
		r.LabelsInvariants(labels)
		r.Accuracy(func(want, got []float64) float64 { before(); return 0 })
		r.Fit(gdkit.HalfSquared, func(x [][]float64, y []float64) ([]float64, float64) {
			before()
			return make([]float64, len(x[0])), 0
		}, houses, newHouses, 0.5)
		for _, p := range r.Results {
			if p.Earned != 0 {
				t.Errorf("untouched %v: %q earns %d", untouched, p.Name, p.Earned)
			}
			if untouched && p.Why != "not written yet" {
				t.Errorf("untouched: %q says %q", p.Name, p.Why)
			}
			if strings.Contains(p.Why, "gdcheck") {
				t.Errorf("%q says %q", p.Name, p.Why)
			}
		}
	}
}

// The methods are those of gdkit, which are tested against PyTorch and optax: on a walk the
// memories need not be seen.
func TestMethodsAreThoseOfGdkit(t *testing.T) {
	// begins tells the first step of a walk, and marks the memory for the next.
	begins := func(memory []float64) bool {
		first := memory[0] == 0
		memory[0] = 1
		return first
	}
	momentum, rmsprop, adam := &gdkit.Momentum{}, &gdkit.RMSprop{}, &gdkit.Adam{}
	r := gdcheck.New("walks", 1)
	r.Momentum(func(w, v, grad []float64, rate, beta float64) {
		if begins(v) {
			momentum = &gdkit.Momentum{Beta: beta}
			_ = momentum.Init(nil, len(w))
		}
		momentum.Step(w, grad, rate)
	})
	r.RMSprop(func(w, s, grad []float64, rate, rho, eps float64) {
		if begins(s) {
			rmsprop = &gdkit.RMSprop{Rho: rho, Eps: eps}
			_ = rmsprop.Init(nil, len(w))
		}
		rmsprop.Step(w, grad, rate)
	})
	r.Adam(func(w, m, v, grad []float64, step int, rate, beta1, beta2, eps float64) {
		if step == 1 {
			adam = &gdkit.Adam{Beta1: beta1, Beta2: beta2, Eps: eps}
		}
		if step == 1 || len(w) == 0 {
			_ = adam.Init(nil, len(w))
		}
		adam.Step(w, grad, rate)
	})
	found := 0
	for _, p := range r.Results {
		if p.Name == "50 steps down a bowl" {
			found++
			if p.Why != "" {
				t.Errorf("walk %d: %s", found, p.Why)
			}
		}
	}
	if found != 3 {
		t.Errorf("%d walks, want 3", found)
	}
}
