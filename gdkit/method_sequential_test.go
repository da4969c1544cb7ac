package gdkit_test

import (
	"math"
	"testing"

	"gdlab/gdkit"
)

// "Understanding Gradient Descent": one step from 0 at α = 0.01, w before b, gives (w, b) = (6.5,
// 3.9025); at α = 0.8 the simultaneous update diverges (spectral radius 1.7416) and the sequential
// one converges (0.8699).
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
