package gdkit

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Net is the cost of a small fully connected neural network. Layer l = 1 … L turns the outputs aₗ₋₁
// of the one before into its own:
//
//	a₀ = x,   zₗ = Wₗaₗ₋₁ + bₗ,   aₗ = φ(zₗ) for l < L          Wₗ is units × inputs of the layer
//
//	J = (1/m) Σᵢ ℓ(z_L(xᵢ), yᵢ) + (L2/2) Σₗ ‖Wₗ‖²
//
// The last layer has no activation: the loss gets its scores z_L. Without Classes there is one,
// which Loss prices as for Linear. With Classes K the labels are 0 … K−1, there are K scores, and
// CrossEntropy is the loss to take; any other is summed over the scores, with 1 as the truth for
// the score of the example's class and 0 for the rest.
//
//	net := &gdkit.Net{Data: d, Hidden: []int{8, 8}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
//	run := gdkit.Descent{Cost: net, Start: net.Xavier(1), Rate: 0.5, Steps: 1000}.Run()
//
// The parameters stand layer by layer, and in a layer unit by unit: (b, w₁ … w of unit 1, b, w₁ …
// of unit 2, …). So without hidden layers they are those of Linear, or of Softmax. The penalty
// leaves the b alone. With Data.Weights c the mean is Σ cᵢℓᵢ / Σ cᵢ.
//
// J is not convex: where a descent ends depends on its start. Xavier and He give good ones; from
// zeros all units of a layer stay alike. The gradient is found by backpropagation (Rumelhart,
// Hinton and Williams 1986), on one goroutine.
type Net struct {
	Data *Dataset
	// units of each hidden layer, the one next to x first; none: a linear model
	Hidden     []int
	Activation Activation // φ of the hidden layers
	Loss       Loss       // ℓ
	// K ≥ 2 scores for labels 0 … K−1; 0: one score
	Classes int
	L2      float64 // λ ≥ 0, strength of the penalty on the squares of the weights

	scratch scratch[pass]
}

var (
	_ Sized   = (*Net)(nil)
	_ Sampled = (*Net)(nil)
)

// Dim is the number of parameters: Σₗ units × (inputs + 1).
func (n *Net) Dim() int {
	dim := 0
	for l := 1; l <= n.layers(); l++ {
		dim += n.width(l) * (n.width(l-1) + 1)
	}
	return dim
}

// Len is m, the number of examples that one Eval reads.
func (n *Net) Len() int {
	n.wantData()
	m, _ := n.Data.X.Dims()
	return m
}

// Shapes are the sizes units × inputs of W₁ … W_L.
func (n *Net) Shapes() [][2]int {
	shapes := make([][2]int, 0, n.layers())
	for l := 1; l <= n.layers(); l++ {
		shapes = append(shapes, [2]int{n.width(l), n.width(l - 1)})
	}
	return shapes
}

// ParamNames are the names of the parameters in order: "b1[2]" is the bias of unit 2 in layer 1,
// "W1[2,1]" its weight for input 1.
func (n *Net) ParamNames() []string {
	names := make([]string, 0, n.Dim())
	for l, shape := range n.Shapes() {
		for k := range shape[0] {
			names = append(names, fmt.Sprintf("b%d[%d]", l+1, k+1))
			for j := range shape[1] {
				names = append(names, fmt.Sprintf("W%d[%d,%d]", l+1, k+1, j+1))
			}
		}
	}
	return names
}

// String says how large the net is: "net 2-8-8-1, tanh, 105 parameters".
func (n *Net) String() string {
	if n == nil || n.Data == nil || n.Data.X == nil {
		return "net without data"
	}
	var s strings.Builder
	fmt.Fprintf(&s, "net %d", n.width(0))
	for l := 1; l <= n.layers(); l++ {
		fmt.Fprintf(&s, "-%d", n.width(l))
	}
	if len(n.Hidden) > 0 {
		fmt.Fprintf(&s, ", %v", n.Activation)
	}
	fmt.Fprintf(&s, ", %d parameters", n.Dim())
	return s.String()
}

// Validate reports the first thing that keeps the cost from having a meaning: no data, no loss or
// activation, a layer without units, a negative penalty, lengths that differ, a NaN in the data,
// targets that the loss does not know.
func (n *Net) Validate() error {
	if n == nil || n.Data == nil {
		return errors.New(noNetData)
	}
	if err := n.checkShape(); err != nil {
		return err
	}
	if a, ok := n.Activation.(Valid); ok {
		if err := a.Validate(); err != nil {
			return err
		}
	}
	if !(n.L2 >= 0) || math.IsInf(n.L2, 0) {
		return fmt.Errorf("gdkit: Net.L2 is %v, want a number ≥ 0 (0 means no penalty)", n.L2)
	}
	if err := n.Data.Validate(); err != nil {
		return err
	}
	truth := n.Data
	if n.Classes != 0 {
		if err := manyClasses("Net", n.Classes, n.Data); err != nil {
			return err
		}
		truth = n.Data.isFirst()
	}
	return checkLoss(n.Loss, truth)
}

// isFirst has the labels that the first of several scores sees: 1 for class 0, else 0.
func (d *Dataset) isFirst() *Dataset {
	out := *d
	out.Y = make([]float64, len(d.Y))
	for i, y := range d.Y {
		if y == 0 {
			out.Y[i] = 1
		}
	}
	return &out
}

// checkShape reports what keeps the net from being built at all.
func (n *Net) checkShape() error {
	if n.Loss == nil {
		return errors.New("gdkit: Net.Loss is nil, want a loss such as gdkit.HalfSquared, gdkit.Logistic or, with Classes, gdkit.CrossEntropy")
	}
	for l, units := range n.Hidden {
		if units < 1 {
			return fmt.Errorf("gdkit: Net.Hidden[%d] is %d, want 1 unit or more in each hidden layer", l, units)
		}
	}
	if len(n.Hidden) > 0 && n.Activation == nil {
		return errors.New("gdkit: Net.Activation is nil, want one such as gdkit.Tanh for the hidden layers")
	}
	if n.Classes < 0 || n.Classes == 1 {
		return fmt.Errorf("gdkit: Net.Classes is %d, want the number of classes, 2 or more (0 means a single score)", n.Classes)
	}
	scores, ok, err := scoresLoss(n.Loss)
	switch {
	case ok && n.Classes == 0:
		return fmt.Errorf("gdkit: Net.Classes is 0, want the number of classes for %s (Logistic is the loss of a single score)",
			lossName(scores))
	case n.Classes != 0:
		return err
	}
	return nil
}

// layers is L; layer 0 is the input.
func (n *Net) layers() int { return len(n.Hidden) + 1 }

// width is the number of outputs of layer l.
func (n *Net) width(l int) int {
	switch {
	case l == 0:
		n.wantData()
		_, features := n.Data.X.Dims()
		return features
	case l <= len(n.Hidden):
		return n.Hidden[l-1]
	case n.Classes == 0:
		return 1
	}
	return n.Classes
}

const noNetData = "gdkit: Net.Data is nil, want a *Dataset"

func (n *Net) wantData() {
	if n == nil || n.Data == nil || n.Data.X == nil {
		panic(noNetData)
	}
}

// wantParams panics with a sentence where going on would panic with an index.
func (n *Net) wantParams(method string, w []float64) {
	n.wantData()
	if err := n.checkShape(); err != nil {
		panic(err.Error())
	}
	n.Data.wantShape()
	if dim := n.Dim(); len(w) != dim {
		panic(fmt.Sprintf("gdkit: Net.%s: got %d parameters, want %d: this is a %v", method, len(w), dim, n))
	}
}
