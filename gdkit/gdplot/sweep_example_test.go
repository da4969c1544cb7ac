package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ratesAgainstMomentum() gdplot.Figure {
	valley := gdkit.Quadratic(1, 25)
	rates, betas := gdkit.LogRates(0.001, 1, 10), []float64{0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95}
	runs := make([][]*gdkit.Trace, len(betas))
	for k, beta := range betas {
		for _, rate := range rates {
			runs[k] = append(runs[k], gdkit.Descent{
				Cost: valley, Start: []float64{1, 1}, Rate: rate, Steps: 50, Method: &gdkit.Momentum{Beta: beta},
			}.Run())
		}
	}
	return gdplot.Sweep(gdplot.SweepCosts("rate α", rates, "momentum β", betas, runs))
}

func ExampleSweep() {
	j := gdkit.Quadratic(1, 25)
	rates, betas := []float64{0.01, 0.1, 1}, []float64{0, 0.5, 0.9}
	runs := make([][]*gdkit.Trace, len(betas))
	for k, beta := range betas {
		for _, rate := range rates {
			d := gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: rate, Steps: 50, Method: &gdkit.Momentum{Beta: beta}}
			runs[k] = append(runs[k], d.Run())
		}
	}
	fmt.Println(gdplot.Describe(gdplot.Sweep(gdplot.SweepCosts("α", rates, "β", betas, runs))))
	// Output:
	// lowest at α = 0.1, β = 0.5. Across: α from 0.01 to 1; up: β from 0 to 0.9. 3 by 3 cells of cost J at the end; the lowest, 4.64e−14, at α = 0.1 and β = 0.5. With β = 0: 0.183 at α = 0.01. With β = 0.5: 4.64e−14 at α = 0.1. With β = 0.9: 0.0144 at α = 0.1. 4 of 9 diverged.
}

func TestGoldenSweep(t *testing.T) { golden(t, "sweep.png", ratesAgainstMomentum()) }
