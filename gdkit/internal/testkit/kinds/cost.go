package kinds

import (
	"fmt"
	"reflect"
	"strings"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// A Case is a cost with what a descent on it needs.
type Case struct {
	Name  string
	Cost  gdkit.Cost
	Start []float64
	Rate  float64 // small enough to come down
}

// Dim is the number of parameters.
func (c Case) Dim() int { return len(c.Start) }

// Losses are one of each loss.
func Losses() []gdkit.Loss {
	return []gdkit.Loss{gdkit.Squared, gdkit.HalfSquared, gdkit.Absolute, gdkit.Huber{Delta: 0.5},
		gdkit.Logistic, gdkit.Hinge, gdkit.SquaredHinge, gdkit.CrossEntropy}
}

// Name is what a loss is called here.
func Name(l gdkit.Loss) string {
	name := strings.TrimPrefix(fmt.Sprintf("%T", l), "gdkit.")
	if v := reflect.ValueOf(l); v.Kind() == reflect.Float64 {
		name += fmt.Sprint(v.Float())
	}
	return name
}

// Data are six examples of the classes 0 and 1, which no line separates, with so many features.
func Data(features int) *gdkit.Dataset {
	d := &gdkit.Dataset{Name: "six", Target: "class", X: mat.NewDense(6, features, nil), Y: []float64{0, 0, 1, 0, 1, 1}}
	x := [3][6]float64{{-2, -1, -0.5, 0.7, 1.5, 2.5}, {0.3, -1, 2, 1.1, -0.4, 0.8}, {1, 2, -1, 0.5, 0, -2}}
	for k := range features {
		d.Features = append(d.Features, fmt.Sprintf("x%d_m", k+1))
		d.X.SetCol(k, x[k][:])
	}
	return d
}

// few are the losses that Streamed and Net are taken with, beside Linear with all: a
// smooth one, and two with a kink. None of the two has a Hessian, so another loss changes
// nothing but the numbers.
func few(l gdkit.Loss) bool {
	return l == gdkit.HalfSquared || l == gdkit.Absolute || l == gdkit.Hinge
}

// One are costs of one parameter: Linear with every loss, and every type that can have one.
func One() []Case {
	parabola := func(grad, w []float64) float64 {
		if grad != nil {
			grad[0] = 2 * w[0]
		}
		return w[0] * w[0]
	}
	all := []Case{
		{"Scalar", gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w }), []float64{3}, 0.1},
		{"CostFunc", gdkit.CostFunc(parabola), []float64{3}, 0.1},
		{"Quadratic", gdkit.Quadratic(3), []float64{2}, 0.1},
		{"TwoValleys", gdkit.TwoValleys(), []float64{0}, 0.01},
	}
	for _, l := range Losses() {
		all = append(all, Case{"Linear " + Name(l), &gdkit.Linear{Data: Data(1), Loss: l, NoBias: true}, []float64{3}, 0.1})
		if few(l) {
			all = append(all, Case{"Streamed " + Name(l), &gdkit.Streamed{Rows: Data(1), Loss: l, NoBias: true}, []float64{3}, 0.1})
		}
	}
	return all
}

// Two are costs of two parameters: of every loss, of every type that can have
// two, and every surface.
func Two() []Case {
	bowl := func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = 2*w[0], 8*w[1]
		}
		return w[0]*w[0] + 4*w[1]*w[1]
	}
	all := []Case{
		{"CostFunc", gdkit.CostFunc(bowl), []float64{3, 1}, 0.05},
		{"an embedded Linear without a Hessian", struct{ *gdkit.Linear }{&gdkit.Linear{Data: Data(1), Loss: gdkit.Absolute}}, []float64{2, -1}, 0.1},
		{"an embedded Linear with a Hessian", struct{ *gdkit.Linear }{&gdkit.Linear{Data: Data(1), Loss: gdkit.Logistic}}, []float64{2, -1}, 0.1},
	}
	for _, s := range []struct {
		*gdkit.Surface
		rate float64
	}{{gdkit.Quadratic(1, 8), 0.1}, {gdkit.Rosenbrock(), 0.001}, {gdkit.Himmelblau(), 0.005}, {gdkit.Beale(), 0.005}, {gdkit.Booth(), 0.05},
		{gdkit.Rastrigin(2), 0.001}, {gdkit.Saddle(), 0.1}, {gdkit.MonkeySaddle(), 0.1}, {gdkit.Plateau(), 0.5}} {
		all = append(all, Case{s.Name, s.Surface, s.Start, s.rate})
	}
	for _, l := range Losses() {
		all = append(all, Case{"Linear " + Name(l), &gdkit.Linear{Data: Data(1), Loss: l}, []float64{2, -1}, 0.1})
		if few(l) {
			all = append(all,
				Case{"Streamed " + Name(l), &gdkit.Streamed{Rows: Data(1), Loss: l}, []float64{2, -1}, 0.1},
				Case{"Net " + Name(l), &gdkit.Net{Data: Data(1), Loss: l}, []float64{2, -1}, 0.1})
		}
	}
	return all
}

// Many are costs of more parameters than a plane has: of every loss and of every type
// that can have so many.
func Many() []Case {
	sum := func(grad, w []float64) float64 {
		j := w[2] * w[2]
		for i, v := range w[:2] {
			if grad != nil {
				grad[i] = v
			}
			j += v * v / 2
		}
		if grad != nil {
			grad[2] = 2 * w[2]
		}
		return j
	}
	net := &gdkit.Net{Data: Data(2), Hidden: []int{3}, Activation: gdkit.Tanh, Loss: gdkit.CrossEntropy, Classes: 2}
	all := []Case{
		{"CostFunc of three", gdkit.CostFunc(sum), []float64{3, 1, 1}, 0.1},
		{"Quadratic of three", gdkit.Quadratic(1, 5, 20), []float64{3, 2, 1}, 0.05},
		{"Rastrigin of three", gdkit.Rastrigin(3), []float64{2.2, 2.2, 2.2}, 0.001},
		{"Softmax", &gdkit.Softmax{Data: Data(2), Classes: 2}, make([]float64, 6), 0.1},
		{"Net with a hidden layer", net, net.Xavier(1), 0.1},
	}
	for _, l := range Losses() {
		start := []float64{1, -1, 0.5, 2}
		all = append(all, Case{"Linear of four, " + Name(l), &gdkit.Linear{Data: Data(3), Loss: l}, start, 0.1})
		if few(l) {
			net := &gdkit.Net{Data: Data(3), Loss: l}
			all = append(all,
				Case{"Streamed of four, " + Name(l), &gdkit.Streamed{Rows: Data(3), Loss: l}, start, 0.1},
				Case{"Net without a hidden layer, " + Name(l), net, net.Xavier(1), 0.1})
		}
	}
	return all
}
