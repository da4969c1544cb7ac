package gdkit_test

import (
	"fmt"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

func ExampleSoftmax() {
	petals := &gdkit.Dataset{ // length in cm of three kinds of flower
		Target: "kind", Features: []string{"petal_cm"},
		X: mat.NewDense(6, 1, []float64{1.3, 1.5, 4.1, 4.5, 5.6, 6}), Y: []float64{0, 0, 1, 1, 2, 2},
	}
	j := &gdkit.Softmax{Data: petals.Standardize(), Classes: 3, L2: 0.01}
	run := gdkit.Descent{Cost: j, Start: make([]float64, j.Dim()), Rate: 1, Steps: 500}.Run()
	fmt.Println(j.ParamNames())
	fmt.Println(run)
	fmt.Println("accuracy", gdkit.Score(j, run.Last(), petals))
	fmt.Printf("%.2f\n", j.Probabilities(run.Last(), j.Data.X.RawRowView(2)))
	// Output:
	// [b[0] w[0](petal_cm) b[1] w[1](petal_cm) b[2] w[2](petal_cm)]
	// α=1: 500 steps, J 1.099 → 0.3063
	// accuracy 1
	// [0.09 0.81 0.10]
}

func ExampleNet() {
	// XOR: no straight line tells the classes apart.
	xor := &gdkit.Dataset{Name: "xor", X: mat.NewDense(4, 2, []float64{0, 0, 0, 1, 1, 0, 1, 1}), Y: []float64{0, 1, 1, 0}}
	net := &gdkit.Net{Data: xor, Hidden: []int{4}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	run := gdkit.Descent{Cost: net, Start: net.Xavier(1), Rate: 1, Steps: 1000}.Run()
	fmt.Println(net)
	fmt.Println(run)
	for i := range 4 {
		x := xor.X.RawRowView(i)
		fmt.Printf("%v: class %d\n", x, net.Class(run.Last(), x))
	}
	// Output:
	// net 2-4-1, tanh, 17 parameters
	// α=1: 1000 steps, J 0.7124 → 0.002482
	// [0 0]: class 0
	// [0 1]: class 1
	// [1 0]: class 1
	// [1 1]: class 0
}

func ExampleNet_LayerGradNorms() {
	d := datasets.Houses().Standardize()
	for _, activation := range []gdkit.Activation{gdkit.SigmoidUnit, gdkit.Tanh, gdkit.ReLU} {
		net := &gdkit.Net{Data: d, Hidden: []int{8, 8, 8, 8, 8}, Activation: activation, Loss: gdkit.HalfSquared}
		norms := net.LayerGradNorms(net.Xavier(1))
		fmt.Printf("%v: first layer / last layer = %.1g\n", activation, norms[0]/norms[5])
	}
	// Output:
	// sigmoid: first layer / last layer = 0.0001
	// tanh: first layer / last layer = 1
	// ReLU: first layer / last layer = 3
}

func ExampleScore() {
	train, test := datasets.Houses().Shuffle(1).Split(0.8)
	j := &gdkit.Linear{Data: train.Standardize(), Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.5, Steps: 100}.Run()
	fmt.Printf("R² %.3f on the houses it learned from, %.3f on others\n", gdkit.Score(j, run.Last(), train), gdkit.Score(j, run.Last(), test))
	fmt.Printf("the first of them: %.0f USD, sold for %.0f\n", gdkit.PredictAll(j, run.Last(), test)[0], test.Y[0])
	// Output:
	// R² 0.567 on the houses it learned from, 0.564 on others
	// the first of them: 188354 USD, sold for 210000
}

func ExampleDataset_Polynomial() {
	d := &gdkit.Dataset{Features: []string{"size", "age"}, X: mat.NewDense(1, 2, []float64{2, 10}), Y: []float64{300}}
	p := d.Polynomial(2)
	fmt.Println(p.Features, p.X.RawRowView(0))
	fmt.Println(d.Interactions().Features)
	// Output:
	// [size age size² size·age age²] [2 10 4 20 100]
	// [size age size·age]
}
