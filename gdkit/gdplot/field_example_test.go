package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleField() {
	j := gdkit.Saddle()
	fmt.Println(gdplot.Describe(gdplot.EqualAxes(gdplot.Field(j))))
	// Output:
	// Figure. Across: w₁ from −1.87 to 1.87; up: w₂ from −1.2 to 1.2. 12 level lines, from J = −1.33 to J = 2.1; lowest cost in the picture −1.44. 126 arrows of −∇J; the slope ‖∇J‖ at them goes from 0.267 to 4.07, their length with its cube root.
}

func TestGoldenField(t *testing.T) {
	j := gdkit.Quadratic(1, 8)
	momentum := &gdkit.Momentum{Beta: 0.8}
	fig := gdplot.Field(j,
		gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run(),
		gdkit.Descent{Cost: j, Start: []float64{-3, 1.2}, Rate: 0.05, Steps: 40, Method: momentum}.Run())
	fig.Title.Text = "Momentum cuts the corners"
	golden(t, "field.png", gdplot.EqualAxes(fig))
}
