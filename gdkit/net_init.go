package gdkit

import (
	"math"
	"math/rand/v2"
)

// Xavier returns start parameters for Tanh, SigmoidUnit and Identity (Glorot and Bengio
// 2010): weights uniform in
//
//	±√(6 / (inputs + units))        of the layer, variance 2/(inputs + units); biases 0
//
// so that neither the outputs nor the gradient grow or shrink much from layer to layer. Rivals: the
// normal distribution of the same variance; PyTorch's own start, ±1/√inputs with biases. The same
// seed gives the same start.
func (n *Net) Xavier(seed uint64) []float64 {
	rnd := rand.New(rand.NewPCG(seed, 1))
	return n.start(func(inputs, units int) float64 {
		return math.Sqrt(6/float64(inputs+units)) * (2*rnd.Float64() - 1)
	})
}

// He returns start parameters for ReLU and Leaky (He, Zhang, Ren and Sun 2015): weights normal with
//
//	mean 0 and standard deviation √(2 / inputs)        of the layer; biases 0
//
// twice the variance of 1/inputs, because ReLU lets only half of it through. Rival: uniform in
// ±√(6/inputs), the same variance. The same seed gives the same start.
func (n *Net) He(seed uint64) []float64 {
	rnd := rand.New(rand.NewPCG(seed, 1))
	return n.start(func(inputs, _ int) float64 {
		return math.Sqrt(2/float64(inputs)) * rnd.NormFloat64()
	})
}

// start draws all weights in their order, and leaves the biases 0.
func (n *Net) start(draw func(inputs, units int) float64) []float64 {
	w := make([]float64, n.Dim())
	next := w
	for _, shape := range n.Shapes() {
		for range shape[0] {
			for j := range shape[1] {
				next[1+j] = draw(shape[1], shape[0])
			}
			next = next[1+shape[1]:]
		}
	}
	return w
}
