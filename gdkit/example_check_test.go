package gdkit_test

import (
	"fmt"
	"math"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/num/dual"
)

func ExampleGradCheck() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	fmt.Println(gdkit.CheckGrad(j, []float64{1, 2}))

	// Somebody swaps the two slopes.
	swapped := gdkit.CostFunc(func(grad, w []float64) float64 {
		cost := j.Eval(grad, w)
		if grad != nil {
			grad[0], grad[1] = grad[1], grad[0]
		}
		return cost
	})
	check := gdkit.CheckGrad(swapped, []float64{1, 2})
	fmt.Println(check.OK, check.Diagnosis)
	// Output:
	// parameter  gradient  differences  relative error
	//               b      -396         -396          < 1e-8
	//   w(size_ksqft)    -643.5       -643.5          < 1e-8
	// The gradient agrees with the differences (largest relative error < 1e-8).
	// false components 0 and 1 are swapped
}

func ExampleKink() {
	abs := gdkit.Scalar(math.Abs, func(w float64) float64 {
		if w < 0 {
			return -1
		}
		return 1
	})
	fmt.Println(gdkit.CheckGrad(abs, []float64{0}))
	// Output:
	// parameter  gradient  differences  relative error
	//           0         1       -1 … 1          < 1e-8
	// The gradient agrees with the differences (largest relative error < 1e-8). Kink here, in component 0: any number between the slopes of the two sides, -1 … 1, is a subgradient, as 1 is.
}

func ExampleGradErrors() {
	exp := gdkit.Scalar(math.Exp, math.Exp)
	curve := gdkit.GradErrors(exp, []float64{0})
	fmt.Println(curve)
	for i := 0; i < 16; i += 4 {
		fmt.Printf("h = %.0e  central %.1e  forward %.1e\n", curve.H[i], curve.Central[i], curve.Forward[i])
	}
	// Output:
	// central differences come closest with h = 1e-05 (to 1e-11; theory ∛ε = 6e-06), forward ones with h = 1e-08 (to 1e-08; theory √ε = 1.5e-08)
	// h = 1e-01  central 1.7e-03  forward 5.2e-02
	// h = 1e-02  central 1.7e-05  forward 5.0e-03
	// h = 1e-03  central 1.7e-07  forward 5.0e-04
	// h = 1e-04  central 1.7e-09  forward 5.0e-05
}

func ExampleCheckDirections() {
	// 1000 parameters, and the sign of one slope is wrong.
	w := make([]float64, 1000)
	for i := range w {
		w[i] = float64(i%7) - 3.5
	}
	right := gdkit.CostFunc(func(grad, w []float64) float64 {
		j := 0.0
		for i, v := range w {
			if j += v * v; grad != nil {
				grad[i] = 2 * v
			}
		}
		return j
	})
	wrong := gdkit.CostFunc(func(grad, w []float64) float64 {
		j := right(grad, w)
		if grad != nil {
			grad[123] *= -1
		}
		return j
	})
	check := gdkit.CheckDirections(right, w, 3, 1)
	fmt.Println(check.OK, check.Evals)
	fmt.Println(gdkit.CheckDirections(wrong, w, 3, 1))
	// Output:
	// true 7
	// The gradient of 1000 parameters is wrong: 3 of 3 random directions disagree. One wrong component is 123: got -1, differences say 1; the sign is turned round: this climbs
}

func ExampleDualSlope() {
	// w·sin w
	f := func(w dual.Number) dual.Number { return dual.Mul(w, dual.Sin(w)) }
	fmt.Printf("%.12f\n", gdkit.DualSlope(f, 2))
	fmt.Printf("%.12f\n", math.Sin(2)+2*math.Cos(2))
	// Output:
	// 0.077003753731
	// 0.077003753731
}

func ExampleCheckScalar() {
	// The product rule was forgotten.
	j := gdkit.Scalar(
		func(w float64) float64 { return w * math.Sin(w) },
		func(w float64) float64 { return math.Cos(w) })
	f := func(w dual.Number) dual.Number { return dual.Mul(w, dual.Sin(w)) }
	fmt.Println(gdkit.CheckScalar(j, f, 1))
	// Output:
	// opinion       slope  from dual
	//          given  0.54030231    6.1e-01
	//    differences   1.3817733     < 1e-8
	//   dual numbers   1.3817733          —
	// The given derivative is wrong: differences and dual numbers agree.
}
