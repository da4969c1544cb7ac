package gdplot_test

import (
	"fmt"
	"math"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func gradientErrors() gdplot.Figure {
	grows := gdkit.Scalar(math.Exp, math.Exp)
	return gdplot.ErrorCurve(gdkit.GradErrors(grows, []float64{1}))
}

func ExampleErrorCurve() {
	fmt.Println(gdplot.Describe(gradientErrors()))
	// Output:
	// How far differences are from the gradient (relative error). Across: step h from 1e−15 to 0.1; up: error from 1e−13 to 100. central differences: error 0.00167 with h = 0.1, least near h = 6e−6, where it is 2e−11, and 0.0619 with h = 1e−15. forward differences: error 0.0517 with h = 0.1, least near h = 2e−8, where it is 2e−8, and 0.307 with h = 1e−15.
}

func TestGoldenErrorCurve(t *testing.T) { golden(t, "errorcurve.png", gradientErrors()) }
