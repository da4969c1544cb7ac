package gdkit

import "fmt"

// Sequential updates one parameter after the other, each with the slope at the point that the ones
// before have already moved:
//
//	wⱼ ← wⱼ − α ∂J/∂wⱼ(w)   for j in Order
//
// Tutorials call it the wrong way to write gradient descent. It is another algorithm, coordinate
// descent by gradient steps (Gauss–Seidel beside Jacobi), with an edge of stability of its own, and
// it costs n gradients a step. It needs the cost, so Init keeps it.
type Sequential struct {
	Order []int // nil means 0, 1, …, n−1

	j    Cost
	grad []float64
}

var _ Method = (*Sequential)(nil)

// Init implements Method. It reports an Order that does not name each parameter once.
func (s *Sequential) Init(j Cost, n int) error {
	s.j, s.grad = j, make([]float64, n)
	if s.Order == nil {
		return nil
	}
	seen := make([]bool, n)
	for _, k := range s.Order {
		if k < 0 || k >= n || seen[k] || len(s.Order) != n {
			return fmt.Errorf("gdkit: Sequential.Order is %v, want each of 0 to %d once (or nil)", s.Order, n-1)
		}
		seen[k] = true
	}
	return nil
}

// furtherGradients: one for each parameter but the first.
func (*Sequential) furtherGradients() bool { return true }

// Step implements Method.
func (s *Sequential) Step(w, grad []float64, rate float64) {
	copy(s.grad, grad)
	for i := range w {
		k := i
		if s.Order != nil {
			k = s.Order[i]
		}
		if i > 0 {
			s.j.Eval(s.grad, w)
		}
		w[k] -= rate * s.grad[k]
	}
}
