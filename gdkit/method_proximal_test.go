package gdkit_test

import (
	"gdlab/gdkit"
	"math"
	"testing"
)

// scikit-learn's lasso: the second weight is exactly 0, and the others are where
// soft thresholding ends.
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
