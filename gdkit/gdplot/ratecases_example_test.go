package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func fourRates() gdplot.Figure {
	var runs []*gdkit.Trace
	for _, rate := range []float64{0.01, 0.3, 0.95, 1.05} {
		runs = append(runs, gdkit.Descent{Cost: square, Start: []float64{3}, Rate: rate, Steps: 30}.Run())
	}
	return gdplot.RateCases(square, runs...)
}

func ExampleRateCases() {
	var runs []*gdkit.Trace
	for _, rate := range []float64{0.01, 0.3, 0.95, 1.05} {
		runs = append(runs, gdkit.Descent{Cost: square, Start: []float64{3}, Rate: rate, Steps: 30}.Run())
	}
	fmt.Println(gdplot.Describe(gdplot.RateCases(square, runs...)))
	// Output:
	// α=0.01: too small, still on the way. Across: w (α is 1 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.01: 30 steps from w = 3 to w = 1.64; J from 9 to 2.68, all steps taken. α=0.3: good, it arrives. Across: w (α is 30 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.3: 30 steps from w = 3 to w = 3.46e−12; J from 9 to 1.2e−23, all steps taken. α=0.95: overshoots, but converges. Across: w (α is 95 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.95: 30 steps from w = 3 to w = 0.127; J from 9 to 0.0162, all steps taken. α=1.05: too large, diverges. Across: w (α is 105 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=1.05: 30 steps from w = 3 to w = 52.3; J from 9 to 2740, diverged. 26 of its points lie outside the picture.
}

func TestGoldenRateCases(t *testing.T) { golden(t, "ratecases.png", fourRates()) }
