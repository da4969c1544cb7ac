package gdplot_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"

	"gonum.org/v1/gonum/mat"
)

func ExampleSurface() {
	j := gdkit.Quadratic(1, 8)
	run := gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run()
	fig := gdplot.Surface(j, run)
	fig.Title.Text = "A valley"
	fig.Azimuth, fig.Elevation = -60, 50
	fmt.Println(gdplot.Describe(fig))
	// Output:
	// A valley. Across: w₁ from −1.29 to 3.39 and w₂ from −1.31 to 1.65; height: J from 8.48e−5 to 16.6. Seen from azimuth −60°, elevation 50°. Lowest cost in the picture: 8.48e−5 near (−0.003, −0.00448). α=0.22: 30 steps from w = (3, 1.4) to w = (0.00174, 3.72e−4); J from 12.3 to 2.06e−6, all steps taken.
}

func ExampleField() {
	j := gdkit.Saddle()
	fmt.Println(gdplot.Describe(gdplot.EqualAxes(gdplot.Field(j))))
	// Output:
	// Figure. Across: w₁ from −1.87 to 1.87; up: w₂ from −1.2 to 1.2. 12 level lines, from J = −1.33 to J = 2.1; lowest cost in the picture −1.44. 126 arrows of −∇J; the slope ‖∇J‖ at them goes from 0.267 to 4.07, their length with its cube root.
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

// fruit are pears (0) and apples (1), ten of each.
func fruit() *gdkit.Dataset {
	return &gdkit.Dataset{Name: "fruit", Target: "apple", Features: []string{"width_cm", "height_cm"},
		X: mat.NewDense(20, 2, []float64{
			6.1, 9.2, 6.5, 8.7, 5.8, 8.1, 6.9, 9.8, 6.3, 7.6, 7.2, 8.9, 5.9, 9.6, 6.6, 8.3, 7.0, 8.0, 6.2, 10.1,
			7.4, 7.1, 8.0, 7.7, 7.1, 6.6, 8.3, 7.3, 7.7, 8.2, 6.8, 6.9, 8.6, 8.0, 7.9, 6.8, 7.3, 7.8, 8.1, 8.6}),
		Y: []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}
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

func ExampleSlice() {
	j := gdkit.Quadratic(1, 5, 20) // three parameters
	run := gdkit.Descent{Cost: j, Start: []float64{3, 2, 1}, Rate: 0.08, Steps: 30}.Run()
	end := gdplot.Slice(j, run.Last(), 0, 2) // the second stays where it ended
	fmt.Println(gdplot.Describe(gdplot.Contour(end, gdplot.Project(run, 0, 2))))
	// Output:
	// Figure. Across: w₁ from −1.29 to 3.39; up: w₃ from −0.76 to 1.16. 12 level lines, from J = 0.0376 to J = 9.54; lowest cost in the picture 6.45e−4. α=0.08: 30 steps from w = (3, 1) to w = (0.246, 2.21e−7); J from 24.5 to 0.0302, all steps taken.
}

func ExampleGrid() {
	w, h := gdplot.Size(gdplot.Grid(2, gdplot.Curve(square, -1, 1), gdplot.Curve(square, -2, 2), gdplot.Curve(square, -3, 3)))
	fmt.Println(w, h)
	// Output:
	// 960 782
}

// The surface with everything on it: two walks, one of them behind the wall in part, the floor, all three axes.
func TestGoldenSurface(t *testing.T) {
	j := gdkit.Himmelblau()
	down := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 30, Label: "to the right"}.Run()
	left := gdkit.Descent{Cost: j, Start: []float64{-0.5, -1}, Rate: 0.01, Steps: 40, Label: "to the left"}.Run()
	fig := gdplot.Surface(j, down, left)
	fig.X.Min, fig.X.Max, fig.Y.Min, fig.Y.Max = -5, 5, -5, 5
	fig.Title.Text = "Four valleys"
	golden(t, "surface.png", fig)
}

func TestGoldenField(t *testing.T) {
	j := gdkit.Quadratic(1, 8)
	momentum := &gdkit.Momentum{Beta: 0.8}
	fig := gdplot.Field(j,
		gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run(),
		gdkit.Descent{Cost: j, Start: []float64{-3, 1.2}, Rate: 0.05, Steps: 40, Method: momentum}.Run())
	fig.Title.Text = "Momentum cuts the corners"
	golden(t, "field.png", gdplot.EqualAxes(fig))
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

// golden holds f to the picture in testdata; see TestGolden.
func golden(t *testing.T, name string, f gdplot.Figure) {
	t.Helper()
	file := filepath.Join("testdata", name)
	var b bytes.Buffer
	if err := gdplot.WritePNG(&b, f); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := differing(t, want, b.Bytes()); n > 500 { // of more than a million; other processors round a few edges otherwise
		got := filepath.Join(t.ArtifactDir(), name)
		if err := os.WriteFile(got, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s: %d pixels differ; the new picture is in %s", name, n, got)
	}
}
