package gdplot_test

import (
	"fmt"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleContour() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: []float64{300, 160}, Rate: 0.5, Steps: 200}.Run()
	fmt.Println(gdplot.Describe(gdplot.EqualAxes(gdplot.Contour(j, run))))
	// Output:
	// Figure. Across: b from −1.25 to 341; up: w(size_ksqft) from 41.8 to 260. 12 level lines, from J = 36.2 to J = 22600; lowest cost in the picture 0.0958. α=0.5: 200 steps from w = (300, 160) to w = (100, 200); J from 10000 to 4.68e−4, all steps taken.
}
