package gdkit_test

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// What lesson 07 says of adaptive rates.

func ravineRun(m gdkit.Method, rate float64, steps int) *gdkit.Trace {
	return gdkit.Descent{Cost: gdkit.Quadratic(0.2, 4), Start: []float64{-5, -2}, Rate: rate, Steps: steps, Method: m}.Run()
}

// D2L: 0.1x₁² + 2x₂² from (−5, −2), 20 steps. D2L has ε = 1e-6 inside the root,
// hence the tolerance.
func TestAdaptiveMethodsOfD2L(t *testing.T) {
	for _, c := range []struct {
		m            gdkit.Method
		rate, x1, x2 float64
	}{
		{gdkit.NewAdaGrad(), 0.4, -2.382563, -0.158591},
		{gdkit.NewAdaGrad(), 2, -0.002295, -0.000000},
		{gdkit.NewRMSprop(), 0.4, -0.010599, 0.000000},
	} {
		got := ravineRun(c.m, c.rate, 20).Last()
		if math.Abs(got[0]-c.x1) > 2e-6 || math.Abs(got[1]-c.x2) > 2e-6 {
			t.Errorf("%T, α = %v: %.6f, want (%v, %v)", c.m, c.rate, got, c.x1, c.x2)
		}
	}
}

// First steps in closed form: AdaGrad and Adam α, RMSprop α/√(1−ρ). Later ones under a constant
// slope: AdaGrad α/√t, Adam α.
func TestLengthOfAdaptiveSteps(t *testing.T) {
	slope := gdkit.Scalar(func(w float64) float64 { return 3 * w }, func(float64) float64 { return 3 })
	for _, c := range []struct {
		m    gdkit.Method
		want func(t float64) float64
	}{
		{gdkit.NewAdaGrad(), func(t float64) float64 { return 1 / math.Sqrt(t) }},
		{gdkit.NewRMSprop(), func(t float64) float64 { return 1 / math.Sqrt(1-math.Pow(0.9, t)) }},
		{&gdkit.RMSprop{Rho: 0.96, Eps: 1e-8}, func(t float64) float64 { return 1 / math.Sqrt(1-math.Pow(0.96, t)) }},
		{gdkit.NewAdam(), func(float64) float64 { return 1 }},
	} {
		run := gdkit.Descent{Cost: slope, Start: []float64{0}, Rate: 1, Steps: 100, Method: c.m}.Run()
		for _, step := range []int{1, 2, 10, 100} {
			near(t, "length", run.StepNorm[step], c.want(float64(step)), 1e-7)
		}
	}
	// Without its correction Adam's steps would be too long: 3.1623 times at first,
	// 6.5279 times after ten.
	for step, want := range map[float64]float64{1: 3.1623, 10: 6.5279, 1000: 1.2576} {
		near(t, "uncorrected", (1-math.Pow(0.9, step))/math.Sqrt(1-math.Pow(0.999, step)), want, 2e-5)
	}
}

// The cost times 1000: the same walk, up to ε. Along the axes κ makes no difference to Adam; turned
// by 45 degrees it does.
func TestWhatAdamDoesNotSee(t *testing.T) {
	loud := gdkit.Quadratic(200, 4000)
	for _, m := range []gdkit.Method{gdkit.NewAdaGrad(), gdkit.NewRMSprop(), gdkit.NewAdam()} {
		one := ravineRun(m, 0.1, 20).Last()
		thousand := gdkit.Descent{Cost: loud, Start: []float64{-5, -2}, Rate: 0.1, Steps: 20, Method: m}.Run().Last()
		near(t, "w1", thousand[0], one[0], 1e-6)
		near(t, "w2", thousand[1], one[1], 1e-6)
	}
	turned := func(a, b float64) gdkit.Cost {
		return gdkit.CostFunc(func(grad, w []float64) float64 {
			u, v := (w[0]+w[1])/math.Sqrt2, (w[1]-w[0])/math.Sqrt2
			if grad != nil {
				grad[0], grad[1] = (a*u-b*v)/math.Sqrt2, (a*u+b*v)/math.Sqrt2
			}
			return (a*u*u + b*v*v) / 2
		})
	}
	best := func(j gdkit.Cost, start ...float64) int {
		least := math.MaxInt
		for _, rate := range gdkit.LogRates(1e-3, 3, 60) {
			least = min(least, millionth(j, start, gdkit.NewAdam(), rate, 400))
		}
		return least
	}
	for _, kappa := range []float64{4, 100} {
		if got := best(gdkit.Quadratic(1/kappa, 1), 1, 1); got != 109 {
			t.Errorf("κ = %v along the axes: Adam needs %d steps, want 109", kappa, got)
		}
		if got := best(turned(1/kappa, 1), 0, math.Sqrt2); got < 200 {
			t.Errorf("κ = %v turned: Adam needs %d steps, want at least 200", kappa, got)
		}
	}
}

// RMSprop at the bottom of the ravine jumps α/2 to each side, so J → 2(α/2)² and a
// little; OnPlateau settles.
func TestRMSpropBounces(t *testing.T) {
	run := ravineRun(gdkit.NewRMSprop(), 0.4, 300)
	near(t, "|y|", math.Abs(run.Last()[1]), 0.2, 1e-3)
	near(t, "J", run.J[300], 0.084, 1e-3)
	lowest := run.J[0]
	for _, j := range run.J {
		lowest = min(lowest, j)
	}
	if lowest > 1e-15 {
		t.Errorf("lowest J on the way %.3g, want it to have been at the minimum before it left again", lowest)
	}
	settled := ravineRun(&gdkit.OnPlateau{Method: gdkit.NewRMSprop(), Factor: 0.5, Patience: 5, Eps: 1e-4}, 0.4, 300)
	if settled.J[300] > 1e-15 {
		t.Errorf("on plateau: %v, want it to settle", settled)
	}
}

// Reddi, Kale and Kumar 2018: slopes 4, −1, −1 in [−1, 1]. Adam with a short memory walks
// up, the others down.
func TestSumThatAdamGetsWrong(t *testing.T) {
	for _, c := range []struct {
		m    gdkit.Method
		want float64
	}{
		{gdkit.Plain{}, -1}, {gdkit.NewAdam(), -1},
		{&gdkit.Adam{Beta2: 1. / 17, Eps: 1e-8}, 1},
		{&gdkit.Adam{Beta2: 0.5, Eps: 1e-8}, -1},
		{&gdkit.AMSGrad{Beta2: 1. / 17, Eps: 1e-8}, -1},
	} {
		w := []float64{0}
		if err := c.m.Init(nil, 1); err != nil {
			t.Fatal(err)
		}
		for k := range 6000 {
			c.m.Step(w, []float64{[]float64{4, -1, -1}[k%3]}, 0.1/math.Sqrt(float64(k+1)))
			w[0] = min(1, max(-1, w[0]))
		}
		near(t, "end", w[0], c.want, 0.01)
	}
}

// Far below the edge momentum at α is plain descent at α/(1−β), on the digits too; and a
// schedule lets Adam arrive.
func TestRacersOfTheDigits(t *testing.T) {
	d := datasets.Digits().Shuffle(1)
	d.X.Scale(1./16, d.X)
	train, _ := d.Split(0.8)
	if len(train.Y) != 1438 {
		t.Fatalf("%d images to train with, want 1438", len(train.Y))
	}
	j := &gdkit.Softmax{Data: train, Classes: 10}
	end := func(m gdkit.Method, rate float64, decay gdkit.Schedule, seed uint64) float64 {
		run := gdkit.Descent{Cost: j, Start: make([]float64, 650), Rate: rate, Steps: 225, Batch: 32, Seed: seed, Method: m, Decay: decay}.Run()
		return run.J[run.Len()-1]
	}
	near(t, "momentum", end(&gdkit.Momentum{Beta: 0.9}, 0.01, nil, 1), end(nil, 0.1, nil, 1), 0.02)
	var fixed, cosine float64
	for seed := range uint64(9) {
		fixed += end(gdkit.NewAdam(), 0.5, nil, seed) / 9
		cosine += end(gdkit.NewAdam(), 0.5, gdkit.Cosine(225), seed) / 9
	}
	if cosine > fixed/2 {
		t.Errorf("mean J with a fixed rate %.4f, with a cosine %.4f; want less than half", fixed, cosine)
	}
}
