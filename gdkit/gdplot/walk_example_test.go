package gdplot_test

import (
	"fmt"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleWalk() {
	run := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 1.05, Steps: 30}.Run()
	fmt.Println(gdplot.Describe(gdplot.Walk(square, run)))
	// Output:
	// Figure. Across: w from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=1.05: 30 steps from w = 3 to w = 52.3; J from 9 to 2740, diverged. 26 of its points lie outside the picture.
}
