package gdkit_test

import (
	"fmt"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/optimize"
)

// One Newton step solves least squares.
func ExampleNewton() {
	houses := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	newton := &gdkit.Newton{}
	run := gdkit.Descent{Cost: houses, Start: []float64{0, 0}, Rate: 1, Steps: 1, Method: newton}.Run()
	fmt.Printf("b = %.3f, w = %.3f\n", run.Last()[0], run.Last()[1])
	fmt.Println(newton)
	// Output:
	// b = 100.000, w = 200.000
	// Newton: the Hessian was positive definite at each of 1 steps
}

// Himmelblau's surface begins on a hilltop. Raw is Newton's formula and nothing else:
// it climbs to the top.
func ExampleNewton_indefinite() {
	j := gdkit.Himmelblau()
	for _, newton := range []*gdkit.Newton{{Raw: true}, {}} {
		run := gdkit.Descent{Cost: j, Start: j.Start, Rate: 1, Steps: 50, Method: newton, Stop: gdkit.GradBelow(1e-9)}.Run()
		steps, negative := newton.Indefinite()
		fmt.Printf("to (%.4f, %.4f), J = %.4f; not a bowl at %d steps, up to %d directions bend down\n",
			run.Last()[0], run.Last()[1], run.J[run.Len()-1], steps, negative)
	}
	// Output:
	// to (-0.2708, -0.9230), J = 181.6165; not a bowl at 5 steps, up to 2 directions bend down
	// to (3.0000, 2.0000), J = 0.0000; not a bowl at 3 steps, up to 2 directions bend down
}

// A rate that is far too large, and a line search that makes do with it.
func ExampleBacktracking() {
	j := gdkit.Quadratic(1, 10)
	d := gdkit.Descent{Cost: j, Start: []float64{5, 1}, Rate: 4, Steps: 40, Stop: gdkit.GradBelow(1e-3)}
	fmt.Println(d.Run())
	d.Method = gdkit.NewBacktracking()
	run := d.Run()
	fmt.Println(run)
	fmt.Println("α:", run.Rate[:5])
	fmt.Println(run.Examples, "evaluations for", run.Steps(), "steps")
	// Output:
	// α=4: 40 steps, J 17.5 → 9.641e+127 (diverged; try a Rate below 2/λmax = 0.2)
	// Backtracking, α=4: 35 steps, J 17.5 → 2.182e-07 (converged: max |∂J| < 0.001)
	// α: [0.125 0.5 0.125 0.25 0.125]
	// 222 evaluations for 35 steps
}

// The zigzag of steepest descent, at right angles, and how a slightly shorter step breaks it.
func ExampleExactLine() {
	j := gdkit.Quadratic(1, 10)
	for _, rate := range []float64{1, 0.8} {
		run := gdkit.Descent{Cost: j, Start: []float64{10, 1}, Rate: rate, Steps: 200, Method: &gdkit.ExactLine{},
			Stop: gdkit.GradBelow(1e-3)}.Run()
		fmt.Println(run)
	}
	// Output:
	// ExactLine, α=1: 46 steps, J 55 → 5.279e-07 (converged: max |∂J| < 0.001)
	// ExactLine, α=0.8: 21 steps, J 55 → 1.179e-07 (converged: max |∂J| < 0.001)
}

// Too large a rate swings round the minimum for ever; halved where J no longer falls, it arrives.
func ExampleOnPlateau() {
	j := gdkit.Quadratic(2, 4)
	d := gdkit.Descent{Cost: j, Start: []float64{-5, -2}, Rate: 0.5, Steps: 8}
	fmt.Println(d.Run().J)
	d.Method = &gdkit.OnPlateau{Factor: 0.5, Patience: 2, Eps: 1e-4}
	run := d.Run()
	fmt.Println(run.J)
	fmt.Println(run.Rate[:8])
	// Output:
	// [33 8 8 8 8 8 8 8 8]
	// [33 8 8 8 8 0 0 0 0]
	// [0.5 0.5 0.5 0.5 0.25 0.25 0.25 0.25]
}

// gonum's minimisers on the same cost, by the same rule. What counts is how often each
// of them had to look.
func ExampleOpponent() {
	j := gdkit.Rosenbrock()
	for _, method := range []optimize.Method{&optimize.BFGS{}, &optimize.LBFGS{}, &optimize.CG{}, &optimize.NelderMead{}} {
		run := gdkit.Opponent{Cost: j, Start: j.Start, Method: method, Steps: 500, Stop: gdkit.GradBelow(1e-6)}.Run()
		fmt.Printf("%-10s %3d steps, %3d evaluations, w = %.4f\n", run.Label, run.Steps(), run.Examples, run.Last())
	}
	// Output:
	// BFGS        38 steps,  56 evaluations, w = [1.0000 1.0000]
	// LBFGS       34 steps,  44 evaluations, w = [1.0000 1.0000]
	// CG          21 steps,  69 evaluations, w = [1.0000 1.0000]
	// NelderMead 112 steps, 209 evaluations, w = [1.0000 1.0000]
}
