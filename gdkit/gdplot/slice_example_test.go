package gdplot_test

import (
	"fmt"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleSlice() {
	j := gdkit.Quadratic(1, 5, 20) // three parameters
	run := gdkit.Descent{Cost: j, Start: []float64{3, 2, 1}, Rate: 0.08, Steps: 30}.Run()
	end := gdplot.Slice(j, run.Last(), 0, 2) // the second stays where it ended
	fmt.Println(gdplot.Describe(gdplot.Contour(end, gdplot.Project(run, 0, 2))))
	// Output:
	// Figure. Across: w₁ from −1.29 to 3.39; up: w₃ from −0.76 to 1.16. 12 level lines, from J = 0.0376 to J = 9.54; lowest cost in the picture 6.45e−4. α=0.08: 30 steps from w = (3, 1) to w = (0.246, 2.21e−7); J from 24.5 to 0.0302, all steps taken.
}
