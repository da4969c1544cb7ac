package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleSurface() {
	j := gdkit.Quadratic(1, 8)
	run := gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run()
	fig := gdplot.Surface(j, run)
	fig.Title.Text = "A valley"
	fig.Azimuth, fig.Elevation = -60, 50
	fmt.Println(gdplot.Describe(fig))
	// Output:
	// A valley. Across: w₁ from −1.29 to 3.39 and w₂ from −1.31 to 1.65; height: J from 8.48e−5 to 16.6. Seen from azimuth −60°, elevation 50°. Lowest cost in the picture: 8.48e−5 near (−0.003, −0.00448). α=0.22: 30 steps from w = (3, 1.4) to w = (0.00174, 3.72e−4); J from 12.3 to 2.06e−6, all steps taken.
}

// The surface with everything on it: two walks, one of them behind the wall in part, the
// floor, all three axes.
func TestGoldenSurface(t *testing.T) {
	j := gdkit.Himmelblau()
	down := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 30, Label: "to the right"}.Run()
	left := gdkit.Descent{Cost: j, Start: []float64{-0.5, -1}, Rate: 0.01, Steps: 40, Label: "to the left"}.Run()
	fig := gdplot.Surface(j, down, left)
	fig.X.Min, fig.X.Max, fig.Y.Min, fig.Y.Max = -5, 5, -5, 5
	fig.Title.Text = "Four valleys"
	golden(t, "surface.png", fig)
}
