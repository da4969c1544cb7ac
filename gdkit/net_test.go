package gdkit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

var activations = map[string]gdkit.Activation{
	"SigmoidUnit": gdkit.SigmoidUnit, "Tanh": gdkit.Tanh, "ReLU": gdkit.ReLU, "Leaky(0.1)": gdkit.Leaky{Slope: 0.1}, "Identity": gdkit.Identity,
}

type netOracle struct {
	X    [][]float64
	Nets []struct {
		Hidden                  []int
		Activation, Loss        string
		Classes                 int
		L2, Rate                float64
		Y, Weights, Gradient, J []float64
		LayerNorms              []float64
		Points, Scores          [][]float64
	}
	Scores []struct {
		Score     string
		Want, Got []float64
		Value     float64
	}
	Models []struct {
		Model                string
		W, Y, Truth, Predict []float64
		Probe, Probabilities [][]float64
		Score                float64
	}
	Polynomials []struct {
		X, Result    [][]float64
		Degree       int
		Interactions bool
		Names        []string
	}
}

func readNets(t *testing.T) (o netOracle) {
	t.Helper()
	read(t, "net.json", &o)
	return o
}

func dataOf(x [][]float64, y, weights []float64) *gdkit.Dataset {
	d := &gdkit.Dataset{X: denseOf(len(x), len(x[0])), Y: y, Weights: weights}
	for i, row := range x {
		d.X.SetRow(i, row)
	}
	return d
}

func within(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance*max(1, math.Abs(want[i]))) {
			t.Errorf("%s: number %d is %.17g, want %.17g", what, i, got[i], want[i])
		}
	}
}

// J, gradient, scores and the first steps of descent, as PyTorch computes them.
func TestNetsOfPyTorch(t *testing.T) {
	o := readNets(t)
	if len(o.Nets) < 30 {
		t.Errorf("only %d nets were read", len(o.Nets))
	}
	for _, r := range o.Nets {
		loss := map[string]gdkit.Loss{"Squared": gdkit.Squared, "HalfSquared": gdkit.HalfSquared, "Logistic": gdkit.Logistic,
			"CrossEntropy": gdkit.CrossEntropy}[r.Loss]
		j := &gdkit.Net{Data: dataOf(o.X, r.Y, r.Weights), Hidden: r.Hidden, Activation: activations[r.Activation], Loss: loss,
			Classes: r.Classes, L2: r.L2}
		name := fmt.Sprintf("%v %s", j, r.Loss)
		if err := j.Validate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		w := r.Points[0]
		grad := make([]float64, j.Dim())
		within(t, name+": J", []float64{j.Eval(grad, w)}, r.J[:1], 1e-14)
		within(t, name+": gradient", grad, r.Gradient, 1e-14)
		within(t, name+": layers", j.LayerGradNorms(w), r.LayerNorms, 1e-14)
		for i, x := range o.X {
			within(t, name+": scores", j.Predict(w, x), r.Scores[i], 1e-14)
		}
		run := gdkit.Descent{Cost: j, Start: w, Rate: r.Rate, Steps: len(r.Points) - 1}.Run()
		within(t, name+": costs", run.J, r.J, 1e-13)
		for step, point := range r.Points {
			within(t, fmt.Sprintf("%s: point %d", name, step), run.W(step), point, 1e-13)
		}
	}
}

// Every activation with every loss, at random points, by differences.
func TestNetGradients(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	losses := map[string]gdkit.Loss{"Squared": gdkit.Squared, "HalfSquared": gdkit.HalfSquared, "Absolute": gdkit.Absolute,
		"Huber": gdkit.Huber{Delta: 0.5}, "Logistic": gdkit.Logistic, "Hinge": gdkit.Hinge, "SquaredHinge": gdkit.SquaredHinge,
		"CrossEntropy": gdkit.CrossEntropy}
	blobs := randomData(rnd, 70, 3, 3) // more than one block
	two := blobs.Clone()
	for i, y := range two.Y {
		two.Y[i] = min(y, 1)
	}
	for a, activation := range activations {
		for l, loss := range losses {
			for _, j := range []*gdkit.Net{
				{Data: two, Hidden: []int{4, 3}, Activation: activation, Loss: loss, L2: 0.1},
				{Data: blobs, Hidden: []int{3}, Activation: activation, Loss: loss, Classes: 3},
			} {
				if j.Classes == 0 && loss == gdkit.CrossEntropy {
					continue
				}
				w := j.He(5)
				for i := range w {
					w[i] += 0.3 * rnd.NormFloat64()
				}
				if c := gdkit.CheckGrad(j, w); !c.OK {
					t.Errorf("%s, %s, %v:\n%v", a, l, j, c)
				}
			}
		}
	}
}

// randomData has weights, and labels 0 … classes−1, all of which occur.
func randomData(rnd *rand.Rand, m, n, classes int) *gdkit.Dataset {
	d := &gdkit.Dataset{X: denseOf(m, n), Y: make([]float64, m), Weights: make([]float64, m)}
	for i := range m {
		for j := range n {
			d.X.Set(i, j, rnd.NormFloat64())
		}
		d.Y[i] = float64(i % classes)
		d.Weights[i] = 0.5 + rnd.Float64()
	}
	return d
}

// Without hidden layers a net is the linear model, bit patterns aside, and with
// classes it is Softmax.
func TestNetWithoutHiddenLayers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	d := randomData(rnd, 150, 4, 3)
	two := d.Clone()
	for i, y := range two.Y {
		two.Y[i] = min(y, 1)
	}
	for name, pair := range map[string][2]gdkit.Sized{
		"squared":  {&gdkit.Net{Data: d, Loss: gdkit.Squared, L2: 0.3}, &gdkit.Linear{Data: d, Loss: gdkit.Squared, L2: 0.3}},
		"logistic": {&gdkit.Net{Data: two, Loss: gdkit.Logistic}, &gdkit.Linear{Data: two, Loss: gdkit.Logistic}},
		"softmax":  {&gdkit.Net{Data: d, Loss: gdkit.CrossEntropy, Classes: 3, L2: 0.3}, &gdkit.Softmax{Data: d, Classes: 3, L2: 0.3}},
	} {
		w := make([]float64, pair[1].Dim())
		for i := range w {
			w[i] = rnd.NormFloat64()
		}
		got, want := make([]float64, len(w)), make([]float64, len(w))
		within(t, name+": J", []float64{pair[0].Eval(got, w)}, []float64{pair[1].Eval(want, w)}, 1e-14)
		within(t, name+": gradient", got, want, 1e-14)
	}
}

func xor() *gdkit.Dataset {
	return &gdkit.Dataset{Name: "xor", X: denseOf(4, 2, 0, 0, 0, 1, 1, 0, 1, 1), Y: []float64{0, 1, 1, 0}}
}

// XOR: no line tells its classes apart (the best J is log 2), a net of one hidden layer does.
func TestXOR(t *testing.T) {
	line := &gdkit.Net{Data: xor(), Loss: gdkit.Logistic}
	best := gdkit.Descent{Cost: line, Start: []float64{1, -1, 0.5}, Rate: 1, Steps: 2000}.Run()
	near(t, "the best line", best.J[best.Len()-1], math.Ln2, 1e-12)
	for _, j := range []*gdkit.Net{
		{Data: xor(), Hidden: []int{4}, Activation: gdkit.Tanh, Loss: gdkit.Logistic},
		{Data: xor(), Hidden: []int{2}, Activation: gdkit.SigmoidUnit, Loss: gdkit.Logistic},
		{Data: xor(), Hidden: []int{4}, Activation: gdkit.Leaky{Slope: 0.1}, Loss: gdkit.CrossEntropy, Classes: 2},
		{Data: xor(), Hidden: []int{4}, Activation: gdkit.Tanh, Loss: gdkit.HalfSquared},
	} {
		run := gdkit.Descent{Cost: j, Start: j.Xavier(3), Rate: 0.5, Steps: 5000}.Run()
		if last := run.J[run.Len()-1]; !(last < 0.02) || gdkit.Score(j, run.Last(), j.Data) != 1 {
			t.Errorf("%v: J = %v after %d steps", j, last, run.Len()-1)
		}
	}
	// Minsky and Papert's 2-2-1 net by hand: OR and not AND.
	hand := &gdkit.Net{Data: xor(), Hidden: []int{2}, Activation: gdkit.SigmoidUnit, Loss: gdkit.Logistic}
	w := []float64{-50, 100, 100, -150, 100, 100, -50, 100, -100}
	if j := hand.Eval(nil, w); !(j < 1e-20) {
		t.Errorf("by hand J = %v", j)
	}
}

// A chain of ten sigmoid units with weights 1: each layer multiplies the slope by σ′ ≤ ¼.
func TestVanishingGradient(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(1, 1, 0), Y: []float64{1}}
	ones := make([]int, 10)
	for i := range ones {
		ones[i] = 1
	}
	j := &gdkit.Net{Data: d, Hidden: ones, Activation: gdkit.SigmoidUnit, Loss: gdkit.HalfSquared}
	w := make([]float64, j.Dim())
	for i := 1; i < len(w); i += 2 {
		w[i] = 1
	}
	grad := make([]float64, len(w))
	j.Eval(grad, w)
	// ∂J/∂b₁ by hand, to compare with the slope of the last bias, ten layers further on.
	z, slope := 0.0, 1.0
	for range 10 {
		a := 1 / (1 + math.Exp(-z))
		slope *= a * (1 - a)
		z = a
	}
	near(t, "slope of the first bias", grad[0], (z-1)*slope, 1e-13)
	if ratio := grad[0] / grad[len(grad)-2]; !(ratio > 0 && ratio <= math.Pow(0.25, 10)) {
		t.Errorf("ten layers scale by %v, want at most %v", ratio, math.Pow(0.25, 10))
	}
	if norms := j.LayerGradNorms(w); len(norms) != 11 || norms[1]*1e5 > norms[10] {
		t.Errorf("norms %v", norms)
	}
}

// sampled is what Softmax and Net are tested as.
type sampled interface {
	gdkit.Sampled
	gdkit.Sized
}

func sampledCosts() map[string]sampled {
	d := randomData(rand.New(rand.NewPCG(7, 8)), 150, 4, 3)
	many := randomData(rand.New(rand.NewPCG(8, 8)), 150, 4, 40)
	plain := d.Clone()
	plain.Weights = nil
	return map[string]sampled{
		"softmax":          &gdkit.Softmax{Data: d, Classes: 3, L2: 0.2},
		"softmax, 40":      &gdkit.Softmax{Data: many, Classes: 40},
		"softmax, no bias": &gdkit.Softmax{Data: plain, Classes: 3, NoBias: true, L2: 0.1},
		"net":              &gdkit.Net{Data: d, Hidden: []int{5, 4}, Activation: gdkit.Tanh, Loss: gdkit.CrossEntropy, Classes: 3, L2: 0.2},
		"net, squared":     &gdkit.Net{Data: plain, Hidden: []int{5}, Activation: gdkit.ReLU, Loss: gdkit.Squared},
	}
}

func somewhere(j gdkit.Sized) []float64 {
	rnd := rand.New(rand.NewPCG(9, 10))
	w := make([]float64, j.Dim())
	for i := range w {
		w[i] = rnd.NormFloat64()
	}
	return w
}

// EvalRows is Eval of the data set that has these rows only; all rows in order are the same bits,
// parts average to the whole.
func TestEvalRowsOfModels(t *testing.T) {
	for name, j := range sampledCosts() {
		w := somewhere(j)
		whole, grad := make([]float64, len(w)), make([]float64, len(w))
		value := j.Eval(whole, w)
		all := make([]int, j.Len())
		for i := range all {
			all[i] = i
		}
		if got := j.EvalRows(grad, w, all); got != value || !slices.Equal(grad, whole) {
			t.Errorf("%s: all rows give J = %v, Eval %v", name, got, value)
		}
		if got := j.EvalRows(nil, w, all); got != value {
			t.Errorf("%s: without a gradient J = %v, with it %v", name, got, value)
		}

		var data *gdkit.Dataset
		over := func(rows []int) sampled { // the same cost on a data set of these rows
			switch c := j.(type) {
			case *gdkit.Softmax:
				data = c.Data
				return &gdkit.Softmax{Data: data.Rows(rows...), Classes: c.Classes, L2: c.L2, NoBias: c.NoBias}
			case *gdkit.Net:
				data = c.Data
				return &gdkit.Net{Data: data.Rows(rows...), Hidden: c.Hidden, Activation: c.Activation, Loss: c.Loss, Classes: c.Classes, L2: c.L2}
			}
			panic(name)
		}
		rows := []int{149, 3, 3, 70}
		want := make([]float64, len(w))
		if got, of := j.EvalRows(grad, w, rows), over(rows).Eval(want, w); got != of || !slices.Equal(grad, want) {
			t.Errorf("%s: rows %v give J = %v, a data set of them %v", name, rows, got, of)
		}

		// Σ (share of the weight) × (part) over a partition.
		var sum, total float64
		mean := make([]float64, len(w))
		for first := 0; first < 150; first += 30 {
			share := 30.0
			if data.Weights != nil {
				share = 0
				for _, c := range data.Weights[first : first+30] {
					share += c
				}
			}
			sum += share * j.EvalRows(grad, w, all[first:first+30])
			total += share
			for i, g := range grad {
				mean[i] += share * g
			}
		}
		for i := range mean {
			mean[i] /= total
		}
		within(t, name+": J over a partition", []float64{sum / total}, []float64{value}, 1e-13)
		within(t, name+": gradient over a partition", mean, whole, 1e-13)
	}
}

func TestModelsAllocateNothing(t *testing.T) {
	for name, j := range sampledCosts() {
		w := somewhere(j)
		grad := make([]float64, len(w))
		rows := []int{5, 2, 100}
		least := math.Inf(1) // under the race detector a sync.Pool forgets things at random
		for range 40 {
			least = min(least, testing.AllocsPerRun(1, func() { j.Eval(grad, w); j.EvalRows(grad, w, rows); j.Eval(nil, w) }))
		}
		if least != 0 {
			t.Errorf("%s: %v allocations", name, least)
		}
	}
}

func TestModelsAreSafeForConcurrentUse(t *testing.T) {
	for name, j := range sampledCosts() {
		w := somewhere(j)
		want := make([]float64, len(w))
		value := j.Eval(want, w)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				grad := make([]float64, len(w))
				for range 20 {
					if j.Eval(grad, w) != value || !slices.Equal(grad, want) {
						t.Errorf("%s: another result beside others", name)
					}
					j.EvalRows(grad, w, []int{1, 2})
				}
			})
		}
		wg.Wait()
	}
}

func TestNetStaysFinite(t *testing.T) {
	for name, a := range activations {
		for _, z := range []float64{-1000, 1000} {
			if v, slope := a.At(z); v-v != 0 || slope-slope != 0 {
				t.Errorf("%s at %v: %v, %v", name, z, v, slope)
			}
		}
		if v, _ := a.At(math.NaN()); v == v {
			t.Errorf("%s hides a NaN", name)
		}
	}
	v, slope := gdkit.SigmoidUnit.At(-37)
	near(t, "σ(−37)", v, math.Exp(-37), 1e-15)
	near(t, "σ′(37)", slope, math.Exp(-37), 1e-15)
	j := &gdkit.Net{Data: xor(), Loss: gdkit.Logistic}
	// (1, 1) alone is wrong, by 3000
	near(t, "J where |z| = 1000", j.Eval(nil, []float64{-1000, 2000, 2000}), 750, 1e-15)
}

func TestNetNames(t *testing.T) {
	j := &gdkit.Net{Data: xor(), Hidden: []int{2}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	if got := strings.Join(j.ParamNames(), " "); got != "b1[1] W1[1,1] W1[1,2] b1[2] W1[2,1] W1[2,2] b2[1] W2[1,1] W2[1,2]" {
		t.Error(got)
	}
	if got := fmt.Sprint(j, j.Shapes()); got != "net 2-2-1, tanh, 9 parameters [[2 2] [1 2]]" {
		t.Error(got)
	}
}

func TestNetSaysWhatIsWrong(t *testing.T) {
	d, labels := xor(), xor()
	labels.Y = []float64{0, 1, 2, 2}
	for want, j := range map[string]*gdkit.Net{
		"Net.Data is nil":           {Loss: gdkit.Logistic},
		"Net.Loss is nil":           {Data: d},
		"Net.Hidden[1] is 0":        {Data: d, Hidden: []int{2, 0}, Activation: gdkit.Tanh, Loss: gdkit.Squared},
		"Net.Activation is nil":     {Data: d, Hidden: []int{2}, Loss: gdkit.Squared},
		"Net.Classes is 1":          {Data: d, Loss: gdkit.Squared, Classes: 1},
		"Net.Classes is 0":          {Data: d, Loss: gdkit.CrossEntropy},
		"Leaky.Slope is 2":          {Data: d, Hidden: []int{2}, Activation: gdkit.Leaky{Slope: 2}, Loss: gdkit.Squared},
		"Net.L2 is -1":              {Data: d, Loss: gdkit.Squared, L2: -1},
		"Logistic wants labels":     {Data: labels, Loss: gdkit.Logistic},
		"Y[2] (y) is 2, but Net":    {Data: labels, Loss: gdkit.CrossEntropy, Classes: 2},
		"no example of class 3 (y)": {Data: labels, Loss: gdkit.CrossEntropy, Classes: 4},
		"Huber.Delta is 0":          {Data: labels, Loss: gdkit.Huber{}, Classes: 3},
		"is NaN, want a finite":     {Data: &gdkit.Dataset{X: denseOf(1, 1, math.NaN()), Y: []float64{1}}, Loss: gdkit.Squared},
	} {
		if err := j.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	j := &gdkit.Net{Data: d, Hidden: []int{2}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	w := make([]float64, 9)
	for want, do := range map[string]func(){
		"Net.Eval: got 2 parameters, want 9: this is a net 2-2-1": func() { j.Eval(nil, w[:2]) },
		"room for 3 numbers, want 9":                              func() { j.Eval(w[:3], w) },
		"no rows given":                                           func() { j.EvalRows(nil, w, nil) },
		"row 4 does not exist":                                    func() { j.EvalRows(nil, w, []int{0, 4}) },
		"the example has 1 values, want 2":                        func() { j.Predict(w, []float64{1}) },
		"are no probabilities": func() {
			(&gdkit.Net{Data: datasets.SixHouses(), Loss: gdkit.Squared}).Probabilities([]float64{1, 1}, []float64{1})
		},
		"Net.Data is nil":  func() { (&gdkit.Net{}).Dim() },
		"hold the label 2": func() { (&gdkit.Net{Data: labels, Loss: gdkit.CrossEntropy, Classes: 2}).Eval(nil, w[:6]) },
		"2 rows in X but 1 v": func() {
			(&gdkit.Net{Data: &gdkit.Dataset{X: denseOf(2, 1), Y: []float64{1}}, Loss: gdkit.Squared}).Eval(nil, w[:2])
		},
	} {
		panics(t, want, do)
	}
}

func panics(t *testing.T, want string, do func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "gdkit: ") || !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}()
	do()
}
