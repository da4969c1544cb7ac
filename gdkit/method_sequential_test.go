package gdkit_test

import (
	"math"
	"testing"

	"gdlab/gdkit"
)

// "Understanding Gradient Descent": one step from 0 at α = 0.01, w before b, gives (w, b) = (6.5, 3.9025); at α = 0.8 the
// simultaneous update diverges (spectral radius 1.7416) and the sequential one converges (0.8699).
func TestSequentialUpdate(t *testing.T) {
	wFirst := &gdkit.Sequential{Order: []int{1, 0}}
	one := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.01, Steps: 1, Method: wFirst}.Run()
	near(t, "w", one.Last()[1], 6.5, 1e-14)
	near(t, "b", one.Last()[0], 3.9025, 1e-14)

	run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.8, Steps: 200, Method: wFirst}.Run()
	near(t, "w in the limit", run.Last()[1], 200, 1e-8)
	near(t, "b in the limit", run.Last()[0], 100, 1e-8)
	if run.Reason != gdkit.MaxSteps {
		t.Errorf("%v", run)
	}
	distance := func(tr *gdkit.Trace, i int) float64 { return math.Hypot(tr.W(i)[0]-100, tr.W(i)[1]-200) }
	near(t, "spectral radius, sequential", math.Pow(distance(run, 140)/distance(run, 40), 1./100), 0.8699, 2e-3)
	far := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.8, Steps: 200}.Run()
	near(t, "spectral radius, simultaneous", math.Pow(distance(far, 150)/distance(far, 50), 1./100), 1.7416, 1e-4)

	for _, order := range [][]int{{0}, {0, 0}, {0, 2}, {-1, 0}} {
		if err := (&gdkit.Sequential{Order: order}).Init(twoHouses(), 2); err == nil {
			t.Errorf("Order %v was accepted", order)
		}
	}
}

// scikit-learn's lasso: the second weight is exactly 0, and the others are where soft thresholding ends.
func TestProximalReachesTheLasso(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(6, 2, .5, 1.5, 1, 1, 1.5, .5, 3, .5, 2, 2, 1, 2.5), Y: []float64{1, -0.5, 2, 0.3, 1.1, -2}}
	j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	for l1, want := range map[float64][]float64{0.05: {1.47, 0, -0.865}, 0.4: {0.63, 0, -0.235}} {
		run := gdkit.Descent{Cost: j, Start: []float64{0, 1, 1}, Rate: 0.2, Steps: 5000, Method: gdkit.Proximal{L1: l1, Free: 1}}.Run()
		for i, w := range want {
			if got := run.Last()[i]; w == 0 && got != 0 || math.Abs(got-w) > 1e-9 {
				t.Errorf("L1 = %v: parameter %d is %v, want %v", l1, i, got, w)
			}
		}
	}
}

func TestProjectedStaysInTheBox(t *testing.T) {
	run := gdkit.Descent{Cost: gdkit.Booth(), Start: []float64{0, 0}, Rate: 0.05, Steps: 500, Method: gdkit.Projected{Low: -1, High: 2}}.Run()
	for i := range run.Len() {
		for _, v := range run.W(i) {
			if v < -1 || v > 2 {
				t.Fatalf("point %d is %v, outside the box", i, run.W(i))
			}
		}
	}
	// On the side y = 2 the slope 10x + 8·2 − 34 vanishes at x = 1.8.
	near(t, "x", run.Last()[0], 1.8, 1e-9)
	near(t, "y", run.Last()[1], 2, 1e-15)
}

func TestClip(t *testing.T) {
	j := gdkit.Quadratic(1, 1)
	run := gdkit.Descent{Cost: j, Start: []float64{30, 40}, Rate: 1, Steps: 60, Method: &gdkit.Clip{Norm: 1}}.Run()
	near(t, "length of the first step", math.Hypot(run.W(1)[0]-30, run.W(1)[1]-40), 1, 1e-12)
	near(t, "direction", (40-run.W(1)[1])/(30-run.W(1)[0]), 4./3, 1e-12)
	if run.Last()[0] != 0 || run.J[49] == 0 {
		t.Errorf("50 unit steps lead to the minimum, got %v at step 49 and %v at the end", run.W(49), run.Last())
	}
	loose := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1e-3, Steps: 50, Method: &gdkit.Clip{Norm: 1e9, Method: gdkit.NewAdam()}}.Run()
	bare := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1e-3, Steps: 50, Method: gdkit.NewAdam()}.Run()
	near(t, "a loose clip changes nothing", loose.Last()[0], bare.Last()[0], 1e-15)
}
