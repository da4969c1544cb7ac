package gdcheck_test

import (
	"fmt"

	"gdlab/gdkit"
	"gdlab/gdkit/gdcheck"

	"gonum.org/v1/gonum/floats"
)

func Example() {
	// A student forgot to divide by m.
	gradient := func(x [][]float64, y, w []float64, b float64) (dw []float64, db float64) {
		dw = make([]float64, len(w))
		for i, row := range x {
			e := floats.Dot(w, row) + b - y[i]
			floats.AddScaled(dw, e, row)
			db += e
		}
		return dw, db
	}
	check := gdcheck.New("Exercise 2: the gradient", 1)
	check.Gradient(gdkit.HalfSquared, gradient)
	fmt.Println(check)
	// Output:
	// Exercise 2: the gradient
	// ✓ one slope for each weight  1/1
	// ✗ the slopes of the weights  0/2  summed, not averaged: divide by m
	// ✗ the slope of b             0/1  as above
	// 1 of 4 points
}

func ExampleReport_Derivative() {
	// J = (3w − 1)², and the 3 was forgotten.
	j := func(w float64) float64 { return (3*w - 1) * (3*w - 1) }
	dj := func(w float64) float64 { return 2 * (3*w - 1) }
	check := gdcheck.New("chain rule", 1)
	check.Derivative(j, dj, -2, 2, gdcheck.Mistake{Curve: dj, Why: "chain rule: the slope of 3w − 1 is 3, and it is a factor"})
	fmt.Println(check)
	// Output:
	// chain rule
	// ✗ the slope between -2 and 0  0/1  chain rule: the slope of 3w − 1 is 3, and it is a factor
	// ✗ the slope between 0 and 2   0/1  as above
	// 0 of 2 points
}

func ExampleReport_Momentum() {
	check := gdcheck.New("momentum", 1)
	check.Momentum(func(w, v, grad []float64, rate, beta float64) {
		for i, g := range grad {
			w[i] -= rate * v[i]
			v[i] = beta*v[i] + g
		}
	})
	fmt.Println(check)
	// Output:
	// momentum
	// ✗ the first step, from empty memories  0/1  v updated after w: first the velocity, then the step with the new one
	// ✗ a later step                         0/2  as above
	// ✗ 50 steps down a bowl                 0/2  as above
	// ✓ the gradient stays as it is          1/1
	// 1 of 6 points
}

func ExampleAllocations() {
	list := make([]float64, 100)
	fmt.Println(gdcheck.Allocations(func() { list[0]++ }))
	// Output: 0
}
