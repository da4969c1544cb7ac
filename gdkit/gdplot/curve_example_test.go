package gdplot_test

import (
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

var square = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })

func ExampleTangent() {
	fig := gdplot.Curve(square, -3, 3)
	fig.Title.Text = "J(w) = w²"
	for _, w := range []float64{-2, 0, 2} {
		fig.Add(gdplot.Tangent(square, w))
	}
	gdplot.Show(fig) // outside a notebook it says what it would show
	// Output:
	// [a picture, visible in a notebook] J(w) = w². Across: w from −3 to 3; up: J(w) from −0.36 to 9.36. The curve J(w) is lowest near w = 0, where J = 0. Tangent at w = −2, J = 4: slope −4. Tangent at w = 0, J = 0: slope 0. Tangent at w = 2, J = 4: slope 4.
}
