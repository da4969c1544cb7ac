package gdkit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// What lesson 06 says of momentum, held to closed forms. Its numbers of D2L and Distill are in
// method_test.go and predict_test.go.

// Under a constant slope of 1 step t has the length α(1 − βᵗ)/(1 − β).
func TestHeavyBallSpeed(t *testing.T) {
	slope := gdkit.Scalar(func(w float64) float64 { return w }, func(float64) float64 { return 1 })
	for _, beta := range []float64{0, 0.5, 0.9, 0.99} {
		run := gdkit.Descent{Cost: slope, Start: []float64{0}, Rate: 0.1, Steps: 500, Method: &gdkit.Momentum{Beta: beta}}.Run()
		for _, step := range []int{1, 2, 3, 10, 100, 500} {
			near(t, "length", run.StepNorm[step], 0.1*(1-math.Pow(beta, float64(step)))/(1-beta), 1e-12)
		}
	}
}

// With a falling rate the form that keeps the rate in its velocity is another walk: the numbers of
// lesson 06 on ½·4w² from −2.
func TestFormsPartWhenTheRateFalls(t *testing.T) {
	run := gdkit.Descent{Cost: gdkit.Quadratic(4), Start: []float64{-2}, Rate: 0.6, Steps: 20, Method: &gdkit.Momentum{Beta: 0.5},
		Decay: func(t int) float64 { return 1 / float64(t+1) }}.Run()
	w, v := -2.0, 0.0
	for k := range 20 {
		v = 0.5*v - 0.6/float64(k+1)*4*w
		w += v
	}
	near(t, "gdkit", run.Last()[0], -0.002466871928, 1e-9)
	near(t, "rate in the velocity", w, -0.008486748802, 1e-9)
}

// millionth is the number of steps until the distance to the origin is a millionth.
func millionth(j gdkit.Cost, start []float64, m gdkit.Method, rate float64, most int) int {
	run := gdkit.Descent{Cost: j, Start: start, Rate: rate, Steps: most, Method: m}.Run()
	for i := range run.Len() {
		if floats.Norm(run.W(i), 2) <= 1e-6*floats.Norm(start, 2) {
			return i
		}
	}
	return most + 1
}

// Plain descent needs ln(10⁶)/ln((κ+1)/(κ−1)) steps from (1, 1); momentum's count has no such
// form, but follows √κ.
func TestStepsToAMillionth(t *testing.T) {
	for _, c := range []struct {
		kappa           float64
		plain, momentum int
	}{{4, 28, 16}, {100, 691, 93}, {10000, 69078, 1056}} {
		j := gdkit.Quadratic(1/c.kappa, 1)
		s := gdkit.Curvature(j, j.Start)
		rate, beta := s.BestMomentum()
		closed := int(math.Ceil(math.Log(1e6) / math.Log((c.kappa+1)/(c.kappa-1))))
		if got := millionth(j, j.Start, nil, s.BestRate(), 70000); got != c.plain || got != closed {
			t.Errorf("κ = %v: plain %d steps, want %d (closed form %d)", c.kappa, got, c.plain, closed)
		}
		if got := millionth(j, j.Start, &gdkit.Momentum{Beta: beta}, rate, 2000); got != c.momentum {
			t.Errorf("κ = %v: momentum %d steps, want %d", c.kappa, got, c.momentum)
		}
	}
}

// On w² with α = 0.02 the border of swinging is β = (1 − √0.04)² = 0.64.
func TestBorderOfSwinging(t *testing.T) {
	for _, c := range []struct {
		beta   float64
		swings bool
		rises  int
	}{{0, false, 0}, {0.64, false, 0}, {0.66, true, -1}, {0.97, true, 44}} {
		run := gdkit.Descent{Cost: square, Start: []float64{10}, Rate: 0.02, Steps: 100, Method: &gdkit.Momentum{Beta: c.beta}}.Run()
		crossed, rose := false, 0
		for i := range 100 {
			crossed = crossed || run.W(i + 1)[0] < 0
			if run.J[i+1] > run.J[i] {
				rose++
			}
		}
		if crossed != c.swings || c.rises >= 0 && rose != c.rises {
			t.Errorf("β = %v: crosses 0: %v, J rose in %d steps; want %v, %d", c.beta, crossed, rose, c.swings, c.rises)
		}
	}
}

// The patients: predicted steps are measured steps, and the best α and β climb before they fall.
func TestPatientsWithMomentum(t *testing.T) {
	j, start := &gdkit.Linear{Data: datasets.Diabetes().Standardize(), Loss: gdkit.HalfSquared}, make([]float64, 11)
	best, s := newtonPoint(j), gdkit.Curvature(j, start)
	near(t, "κ", s.Condition(), 470.1, 1e-4)
	rate, beta := s.BestMomentum()
	for _, c := range []struct {
		m    gdkit.Method
		rate float64
		want int
	}{
		{nil, s.BestRate(), 1367}, {&gdkit.Momentum{Beta: beta}, rate, 111}, {&gdkit.Nesterov{Beta: 0.9}, 0.2, 286},
		{&gdkit.Momentum{Beta: 0.85}, 0.8, 82}, // best in the end is not first at a thousandth
	} {
		run := gdkit.Descent{Cost: j, Start: start, Rate: c.rate, Steps: 1400, Method: c.m}.Run()
		measured := 0
		for floats.Distance(run.W(measured), best, 2) > 1e-3*floats.Distance(start, best, 2) {
			measured++
		}
		predicted := s.Predict(c.m, c.rate).StepsFrom(s.Coordinates(start, best), 1e-3)
		if measured != c.want || predicted != float64(c.want) {
			t.Errorf("%T: predicted %v, measured %d, want %d", c.m, predicted, measured, c.want)
		}
		if c.want == 111 {
			low := j.Eval(nil, best)
			near(t, "how high it climbs", (floats.Max(run.J)-low)/(run.J[0]-low), 4.6, 0.02)
		}
	}
}

// x² − y²: momentum leaves the ridge sooner (76 and 36 steps until |y| > 1), but
// not from its very top.
func TestMomentumAtASaddle(t *testing.T) {
	steps := func(y, beta float64) int {
		run := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, y}, Rate: 0.1, Steps: 200, Method: &gdkit.Momentum{Beta: beta}}.Run()
		for i := range run.Len() {
			if math.Abs(run.W(i)[1]) > 1 {
				return i
			}
		}
		return -1
	}
	if got := fmt.Sprint(steps(1e-6, 0), steps(1e-6, 0.9), steps(0, 0), steps(0, 0.9)); got != "76 36 -1 -1" {
		t.Errorf("steps %s, want 76 36 and never, never", got)
	}
}

// With dice momentum hovers as high as plain descent with the rate α/(1−β).
func TestMomentumHovers(t *testing.T) {
	j := standardSix()
	best := newtonPoint(j)
	floor := func(rate, beta float64) (mean float64) {
		for seed := range uint64(300) {
			dice, w, g, m := rand.New(rand.NewPCG(seed, 0)), []float64{best[0], best[1]}, make([]float64, 2), &gdkit.Momentum{Beta: beta}
			if err := m.Init(j, 2); err != nil {
				t.Fatal(err)
			}
			for range 1000 {
				j.EvalRows(g, w, []int{dice.IntN(6)})
				m.Step(w, g, rate)
			}
			mean += (j.Eval(nil, w) - j.Eval(nil, best)) / 300
		}
		return mean
	}
	near(t, "height", floor(0.005, 0.9), floor(0.05, 0), 0.15)
	if plain := floor(0.005, 0); plain > floor(0.005, 0.9)/5 {
		t.Errorf("plain descent at the same α hovers at %.3g, want about a tenth of momentum", plain)
	}
}
