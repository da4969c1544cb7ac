package gdplot_test

import (
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleStepTable() {
	run := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 0.1, Steps: 20}.Run()
	gdplot.StepTable(square, run, 0, 1, 2, 10, 20)
	// Output:
	// α=0.1: where it is, the slope there, the step that follows.
	//   step t         w  slope ∂J/∂w  rate α  step −α·slope     cost J
	//        0         3            6     0.1           −0.6          9
	//        1       2.4          4.8     0.1          −0.48       5.76
	//        2      1.92         3.84     0.1         −0.384     3.6864
	//       10   0.32212       0.6442     0.1       −0.06442    0.10376
	//       20  0.034588      0.06918     0.1              –  0.0011963
}
