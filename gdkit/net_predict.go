package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Predict returns the scores z_L for one example x in the units of Data.X: one number, or
// one for each class.
func (n *Net) Predict(w, x []float64) []float64 {
	n.wantParams("Predict", w)
	if len(x) != n.width(0) {
		panic(fmt.Sprintf("gdkit: Net.Predict: the example has %d values, want %d, one for each feature", len(x), n.width(0)))
	}
	p := n.scratch.get()
	defer n.scratch.put(p)
	p.reserve(n, 1)
	copy(p.a[0].Data, x)
	p.forward(n, w)
	return append([]float64(nil), p.a[n.layers()].Data...)
}

// Class returns the most likely class of an example x in the units of Data.X: the one with the
// largest score, the first of them if there are several. With a single score it is 1 where the
// score says so (above 0 for Logistic and the hinges, ½ for the others), else 0.
func (n *Net) Class(w, x []float64) int {
	return n.classOf(n.Predict(w, x))
}

// classOf is the class that the scores z stand for.
func (n *Net) classOf(z []float64) int {
	if n.Classes == 0 {
		return int(label(n.Loss, z[0]))
	}
	return floats.MaxIdx(z)
}

// Probabilities returns the probability of each class for an example x in the units of Data.X. The
// loss must be CrossEntropy or, with a single score, Logistic.
func (n *Net) Probabilities(w, x []float64) []float64 {
	z := n.Predict(w, x)
	switch {
	case n.Classes == 0:
		if loss, ok := offers[ProbabilityLoss](n.Loss); ok {
			of1, of0 := loss.Probability(z[0])
			return []float64{of0, of1}
		}
	default:
		if loss, ok := offers[ProbabilitiesLoss](n.Loss); ok {
			loss.Probabilities(z, z)
			return z
		}
	}
	panic(fmt.Sprintf("gdkit: Net.Probabilities: the scores of the loss %T are no probabilities; want Logistic, or CrossEntropy with Classes",
		n.Loss))
}

// LayerGradNorms returns ‖∂J/∂Wₗ‖ for each layer l = 1 … L, the root of the sum of squares over the
// layer's weights, without its biases. Layers whose norm is small hardly move: in a deep net with
// SigmoidUnit those are the first ones.
func (n *Net) LayerGradNorms(w []float64) []float64 {
	grad := make([]float64, len(w))
	n.Eval(grad, w)
	norms := make([]float64, 0, n.layers())
	for _, shape := range n.Shapes() {
		norm := 0.0
		for range shape[0] {
			norm = math.Hypot(norm, floats.Norm(grad[1:1+shape[1]], 2))
			grad = grad[1+shape[1]:]
		}
		norms = append(norms, norm)
	}
	return norms
}
