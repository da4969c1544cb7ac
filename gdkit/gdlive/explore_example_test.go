package gdlive_test

import (
	"gdlab/gdkit"
	"gdlab/gdkit/gdlive"
)

var parabola = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })

func ExampleExplore() {
	gdlive.Explore(gdkit.Descent{Cost: parabola, Start: []float64{3}, Rate: 0.1, Steps: 30},
		gdlive.Rates(0.01, 0.03, 0.1, 0.3, 0.6, 0.95, 1.05),
		gdlive.Starts([]float64{-3}, []float64{1}, []float64{3}))
	// Output:
}

func ExamplePredict() {
	gdlive.Predict(gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-9, 2}, Steps: 40},
		gdlive.Rates(0.01, 0.03, 0.06, 0.1, 0.15, 0.18, 0.195, 0.21, 0.25))
	// Output:
}

// A knob of one's own: how fast the rate is halved.
func ExampleKnob() {
	gdlive.Explore(gdkit.Descent{Cost: parabola, Start: []float64{3}, Rate: 0.9, Steps: 60},
		gdlive.Knob{
			Name: "half-life k", Values: []float64{5, 10, 20, 40},
			Set: func(d *gdkit.Descent, k float64) { d.Decay = gdkit.Halve(int(k)) },
		})
	// Output:
}
