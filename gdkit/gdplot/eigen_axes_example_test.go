package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func eigenAxes() gdplot.Figure {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	fig := gdplot.Contour(j, gdkit.Descent{Cost: j, Start: []float64{300, 160}, Rate: 0.5, Steps: 200}.Run())
	fig.Add(gdplot.Axes(gdkit.Curvature(j, []float64{0, 0}), []float64{100, 200}))
	return gdplot.EqualAxes(fig)
}

func ExampleAxes() {
	fmt.Println(gdplot.Describe(eigenAxes()))
	// Output:
	// Figure. Across: b from −1.25 to 341; up: w(size_ksqft) from 41.8 to 260. 12 level lines, from J = 36.2 to J = 22600; lowest cost in the picture 0.0958. α=0.5: 200 steps from w = (300, 160) to w = (100, 200); J from 10000 to 4.68e−4, all steps taken. Eigen-direction (0.851, −0.526) with λ = 0.0729 through (100, 200). Eigen-direction (0.526, 0.851) with λ = 3.43 through (100, 200).
}

func TestGoldenAxes(t *testing.T) { golden(t, "axes.png", eigenAxes()) }
