package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"

	"gonum.org/v1/gonum/mat"
)

// fruit are pears (0) and apples (1), ten of each.
func fruit() *gdkit.Dataset {
	return &gdkit.Dataset{Name: "fruit", Target: "apple", Features: []string{"width_cm", "height_cm"},
		X: mat.NewDense(20, 2, []float64{
			6.1, 9.2, 6.5, 8.7, 5.8, 8.1, 6.9, 9.8, 6.3, 7.6, 7.2, 8.9, 5.9, 9.6, 6.6, 8.3, 7.0, 8.0, 6.2, 10.1,
			7.4, 7.1, 8.0, 7.7, 7.1, 6.6, 8.3, 7.3, 7.7, 8.2, 6.8, 6.9, 8.6, 8.0, 7.9, 6.8, 7.3, 7.8, 8.1, 8.6}),
		Y: []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}
}

func ExampleData() {
	houses := datasets.TwoHouses()
	model := &gdkit.Linear{Data: houses, Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: model, Start: []float64{0, 0}, Rate: 0.1, Steps: 400}.Run()
	fig := gdplot.Data(houses)
	fig.Add(gdplot.Training(model.Predict, run))
	fmt.Println(gdplot.Describe(fig))
	// Output:
	// Figure. Across: size_ksqft from 0.94 to 2.06; up: price_kusd from 288 to 512. 2 examples, price_kusd from 300 to 500. α=0.1: 8 lines of predictions, from step 0 with w = (0, 0) and J = 85000 to step 400 with w = (101, 199) and J = 0.0421.
}

func ExampleBoundary() {
	data := fruit().Standardize()
	model := &gdkit.Linear{Data: data, Loss: gdkit.Logistic, L2: 0.01}
	w := gdkit.Descent{Cost: model, Start: []float64{0, 0, 0}, Rate: 1, Steps: 200}.Run().Last()
	fig := gdplot.Boundary(data, func(x []float64) float64 { return gdkit.Sigmoid(model.Predict(w, x)) })
	fmt.Println(gdplot.Describe(fig))
	// Output:
	// Figure. Across: width_cm, scaled from −1.8 to 2.09; up: height_cm, scaled from −1.82 to 2.19. The predicted probability of apple = 1 at the examples goes from 4e−4 to 0.997; 20 of 20 lie on their side of ½. 10 examples with apple = 0 and 10 with 1.
}

func TestGoldenData(t *testing.T) {
	data := fruit()
	model := &gdkit.Linear{Data: data.Standardize(), Loss: gdkit.Logistic, L2: 0.01}
	w := model.Data.Unscale(gdkit.Descent{Cost: model, Start: []float64{0, 0, 0}, Rate: 1, Steps: 200}.Run().Last())
	classes := gdplot.Boundary(data, func(x []float64) float64 { return gdkit.Sigmoid(model.Predict(w, x)) })
	classes.Title.Text = "Pears and apples"

	houses := datasets.Houses().Rows(0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900)
	houses.X = mat.DenseCopyOf(houses.X.Slice(0, 20, 0, 1))
	houses.Features = houses.Features[:1]
	houses = houses.Standardize()
	line := &gdkit.Linear{Data: houses, Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: line, Start: []float64{100000, -50000}, Rate: 0.05, Steps: 200}.Run()
	fit := gdplot.Data(houses)
	fit.Add(gdplot.Training(line.Predict, run))
	fit.Title.Text = "A line finds its place"
	golden(t, "data.png", gdplot.Row(fit, classes))
}
