package gdplot_test

import (
	"fmt"

	"gdlab/datasets"
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

func ExampleWalk() {
	run := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 1.05, Steps: 30}.Run()
	fmt.Println(gdplot.Describe(gdplot.Walk(square, run)))
	// Output:
	// Figure. Across: w from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=1.05: 30 steps from w = 3 to w = 52.3; J from 9 to 2740, diverged. 26 of its points lie outside the picture.
}

func ExampleCosts() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	slow := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 100}.Run()
	fast := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.1, Steps: 100}.Run()
	fmt.Println(gdplot.Describe(gdplot.Costs(slow, fast)))
	// Output:
	// Figure. Across: step t from 0 to 100; up: cost J from 1 to 100000. α=0.01: cost from 85000 to 92.2 in 100 steps, all steps taken. α=0.1: cost from 85000 to 3.4 in 100 steps, all steps taken.
}

func ExampleContour() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: []float64{300, 160}, Rate: 0.5, Steps: 200}.Run()
	fmt.Println(gdplot.Describe(gdplot.EqualAxes(gdplot.Contour(j, run))))
	// Output:
	// Figure. Across: b from −1.25 to 341; up: w(size_ksqft) from 41.8 to 260. 12 level lines, from J = 36.2 to J = 22600; lowest cost in the picture 0.0958. α=0.5: 200 steps from w = (300, 160) to w = (100, 200); J from 10000 to 4.68e−4, all steps taken.
}
