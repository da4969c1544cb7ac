package gdkit_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// The minimum that scikit-learn's LogisticRegression finds for three classes.
func TestSoftmaxOfScikitLearn(t *testing.T) {
	var oracle struct {
		Models []struct {
			Name  string
			X, W  [][]float64
			Y, B  []float64
			L2, J float64
		}
	}
	read(t, "optima.json", &oracle)
	for _, m := range oracle.Models {
		if m.Name != "softmax" {
			continue
		}
		j := &gdkit.Softmax{Data: dataOf(m.X, m.Y, nil), Classes: 3, L2: m.L2}
		if err := j.Validate(); err != nil {
			t.Fatal(err)
		}
		var w []float64
		for k, b := range m.B {
			w = append(append(w, b), m.W[k]...)
		}
		grad := make([]float64, j.Dim())
		near(t, "J", j.Eval(grad, w), m.J, 1e-14)
		if g := floats.Norm(grad, math.Inf(1)); g > 1e-12 {
			t.Errorf("slope %g at the minimum", g)
		}
		// Descent from 0 keeps Σ b = 0, as the oracle has it.
		run := gdkit.Descent{Cost: j, Start: make([]float64, j.Dim()), Rate: 0.7, Steps: 3000}.Run()
		within(t, "minimum", run.Last(), w, 1e-8)
		return
	}
	t.Error("the oracle has no softmax")
}

func TestSoftmaxDerivatives(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	d := randomData(rnd, 12, 3, 4)
	plain := d.Clone()
	plain.Weights = nil
	for name, j := range map[string]*gdkit.Softmax{
		"plain":    {Data: plain, Classes: 4},
		"weighted": {Data: d, Classes: 4, L2: 0.3},
		"no bias":  {Data: d, Classes: 4, L2: 0.3, NoBias: true},
	} {
		checkDerivatives(t, name, j, 3, rnd.NormFloat64)
	}
	// The direction (1, 0, 0, 0, 1, 0, …) is flat.
	j := &gdkit.Softmax{Data: d, Classes: 4}
	var h mat.SymDense
	j.Hess(&h, somewhere(j))
	flat, out := mat.NewVecDense(16, nil), mat.NewVecDense(16, nil)
	for i := 0; i < 16; i += 4 {
		flat.SetVec(i, 1)
	}
	if out.MulVec(&h, flat); mat.Norm(out, 2) > 1e-15 {
		t.Errorf("the flat direction curves by %v", mat.Norm(out, 2))
	}
}

// With two classes and w₀ = 0, Softmax is Linear with Logistic, and so is its Hessian.
func TestTwoClassesAreLogistic(t *testing.T) {
	d := randomData(rand.New(rand.NewPCG(13, 14)), 40, 2, 2)
	two, one := &gdkit.Softmax{Data: d, Classes: 2}, &gdkit.Linear{Data: d, Loss: gdkit.Logistic}
	for _, size := range []float64{0.1, 1, 30, 1000} {
		w := []float64{0, 0, 0, 0.3 * size, -0.7 * size, 1.1 * size}
		got, want := make([]float64, 6), make([]float64, 3)
		within(t, "J", []float64{two.Eval(got, w)}, []float64{one.Eval(want, w[3:])}, 1e-14)
		within(t, "gradient", got[3:], want, 1e-14)
		floats.Scale(-1, got)
		within(t, "gradient of class 0", got[:3], want, 1e-14)
		var h, h1 mat.SymDense
		two.Hess(&h, w)
		one.Hess(&h1, w[3:])
		for i := range 3 {
			for k := range 3 {
				within(t, "Hessian", []float64{h.At(3+i, 3+k), h.At(i, 3+k)}, []float64{h1.At(i, k), -h1.At(i, k)}, 1e-14)
			}
		}
		x := []float64{0.4, -0.2}
		within(t, "probability", two.Probabilities(w, x)[1:], []float64{gdkit.Sigmoid(one.Predict(w[3:], x))}, 1e-15)
	}
}

func TestSoftmaxStaysFinite(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(3, 1, 1, 1, 1), Y: []float64{0, 1, 2}}
	j := &gdkit.Softmax{Data: d, Classes: 3, NoBias: true}
	grad := make([]float64, 3)
	near(t, "J where z = ±1000", j.Eval(grad, []float64{1000, 0, -1000}), 1000, 1e-15)
	within(t, "gradient", grad, []float64{2. / 3, -1. / 3, -1. / 3}, 1e-15)
	p := j.Probabilities([]float64{1000, 0, -1000}, []float64{1})
	within(t, "probabilities", p, []float64{1, 0, 0}, 0)

	// Losses far below ε keep their digits: log(1 + 2e⁻⁵⁰) = 2e⁻⁵⁰.
	right := &gdkit.Softmax{Data: &gdkit.Dataset{X: denseOf(1, 1, 1), Y: []float64{0}}, Classes: 3, NoBias: true}
	near(t, "a tiny loss", right.Eval(grad, []float64{50, 0, 0}), 2*math.Exp(-50), 1e-14)
	near(t, "its slope", grad[0], -2*math.Exp(-50), 1e-14)
	if v := right.Eval(nil, []float64{math.NaN(), 0, 0}); v == v {
		t.Errorf("NaN became %v", v)
	}
}

func TestSoftmaxSaysWhatIsWrong(t *testing.T) {
	with := func(classes int, y ...float64) *gdkit.Softmax {
		return &gdkit.Softmax{Data: &gdkit.Dataset{X: denseOf(len(y), 1), Y: y}, Classes: classes}
	}
	for want, j := range map[string]*gdkit.Softmax{
		"Softmax.Data is nil":                                   {Classes: 2},
		"Softmax.Classes is 1, want the number of classes":      with(1, 0, 0),
		"Y[2] (y) is 3, but Softmax wants a label of 0, 1, … 2": with(3, 1, 2, 3),
		"Y[1] (y) is 0.5":                                       with(3, 1, 0.5),
		"Y[0] (y) is -1":                                        with(3, -1, 0),
		"no example of class 0 (y)":                             with(3, 1, 2),
		"Softmax.L2 is -1":                                      {Data: with(2, 0, 1).Data, Classes: 2, L2: -1},
	} {
		if err := j.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	j, w := with(2, 0, 1), make([]float64, 4)
	if got := strings.Join(j.ParamNames(), " "); got != "b[0] w[0](x1) b[1] w[1](x1)" {
		t.Error(got)
	}
	panics(t, "got 1 parameters, want 4: b[0], w[0](x1)", func() { j.Eval(nil, w[:1]) })
	panics(t, "room for 1 numbers, want 4", func() { j.Eval(w[:1], w) })
	panics(t, "no rows given", func() { j.EvalRows(nil, w, nil) })
	panics(t, "row -1 does not exist", func() { j.EvalRows(nil, w, []int{-1}) })
	panics(t, "the example has 2 values, want 1", func() { j.Class(w, w[:2]) })
	panics(t, "hold the label 5", func() { with(2, 0, 5).Eval(nil, w) })
	panics(t, "Softmax.Classes is 0", func() { (&gdkit.Softmax{Data: j.Data}).Eval(nil, w) })
}
