package gdplot_test

import (
	"fmt"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleCosts() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	slow := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 100}.Run()
	fast := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.1, Steps: 100}.Run()
	fmt.Println(gdplot.Describe(gdplot.Costs(slow, fast)))
	// Output:
	// Figure. Across: step t from 0 to 100; up: cost J from 1 to 100000. α=0.01: cost from 85000 to 92.2 in 100 steps, all steps taken. α=0.1: cost from 85000 to 3.4 in 100 steps, all steps taken.
}
