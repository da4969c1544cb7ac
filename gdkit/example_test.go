package gdkit_test

import (
	"fmt"
	"strings"

	"gdlab/datasets"
	"gdlab/gdkit"
)

func ExampleScalar() {
	j := gdkit.Scalar(
		func(w float64) float64 { return w * w },
		func(w float64) float64 { return 2 * w })
	grad := make([]float64, 1)
	fmt.Println(j.Eval(grad, []float64{3}), grad)
	// Output: 9 [6]
}

func ExampleCostFunc() {
	saddle := gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = 2*w[0], -2*w[1]
		}
		return w[0]*w[0] - w[1]*w[1]
	})
	check := gdkit.CheckGrad(saddle, []float64{1, 0.5})
	fmt.Println(check.OK, check.Got)
	// Output: true [2 -1]
}

func ExampleCheckGrad() {
	// The 2 of the square was forgotten in the first component.
	wrong := gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = w[0], 2*w[1]
		}
		return w[0]*w[0] + w[1]*w[1]
	})
	fmt.Println(gdkit.CheckGrad(wrong, []float64{3, 0}))
	// Output:
	//   parameter  gradient  differences  relative error
	//           0         3            6         5.0e-01
	//           1         0            0          < 1e-8
	// The gradient is wrong in component 0: got 3, differences say 6; half of it: the 2 of the square forgotten?
}

func ExampleDescent_Run() {
	j := gdkit.Scalar(
		func(w float64) float64 { return w * w },
		func(w float64) float64 { return 2 * w })
	for _, rate := range []float64{0.01, 0.5, 1, 1.05} {
		fmt.Println(gdkit.Descent{Cost: j, Start: []float64{3}, Rate: rate, Steps: 30}.Run())
	}
	// Output:
	// α=0.01: 30 steps, J 9 → 2.678
	// α=0.5: 30 steps, J 9 → 0
	// α=1: 30 steps, J 9 → 9
	// α=1.05: 30 steps, J 9 → 2740 (diverged; try a smaller Rate)
}

func ExampleDescent_All() {
	j := gdkit.Scalar(
		func(w float64) float64 { return w * w },
		func(w float64) float64 { return 2 * w })
	for t, s := range (gdkit.Descent{Cost: j, Start: []float64{8}, Rate: 0.25, Steps: 1000}).All() {
		fmt.Printf("t=%d  w=%g  J=%g  slope=%g\n", t, s.W[0], s.J, s.Grad[0])
		if s.J <= 1 {
			break
		}
	}
	// Output:
	// t=0  w=8  J=64  slope=16
	// t=1  w=4  J=16  slope=8
	// t=2  w=2  J=4  slope=4
	// t=3  w=1  J=1  slope=2
}

func ExampleCurvature() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	fmt.Println(gdkit.Curvature(j, []float64{0, 0}))
	// Output: curvature λ from 0.07295 to 3.427, condition number κ = 46.98, largest stable α = 2/λmax = 0.5836
}

func ExampleReadCSV() {
	table := "size,rooms,price\n1.0,2,300\n2.0,3,500\n"
	d, err := gdkit.ReadCSV(strings.NewReader(table), "price", "size")
	fmt.Println(d, err)
	fmt.Println(d.X.At(1, 0), d.Y)
	_, err = gdkit.ReadCSV(strings.NewReader(table), "price", "area")
	fmt.Println(err)
	// Output:
	// CSV: 2 examples, price from size <nil>
	// 2 [300 500]
	// gdkit: CSV has no feature column "area", its columns are size, rooms, price
}

func ExampleDataset_Standardize() {
	raw := datasets.TwoHouses()
	scaled := raw.Standardize()
	j := &gdkit.Linear{Data: scaled, Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.5, Steps: 60}.Run()
	fmt.Printf("scaled units   b = %.1f  w = %.1f\n", run.Last()[0], run.Last()[1])
	w := scaled.Unscale(run.Last())
	fmt.Printf("original units b = %.1f  w = %.1f\n", w[0], w[1])
	// Output:
	// scaled units   b = 400.0  w = 100.0
	// original units b = 100.0  w = 200.0
}
