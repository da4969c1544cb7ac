package gdkit

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Loss is the price ℓ(z, y) of predicting z where the truth is y.
// At returns ℓ and its derivative ∂ℓ/∂z.
type Loss interface {
	At(z, y float64) (loss, dz float64)
}

// CurvedLoss is a Loss that knows its second derivative ∂²ℓ/∂z².
type CurvedLoss interface {
	Loss
	Second(z, y float64) float64
}

// SquareLoss is ℓ(z, y) = c(z−y)² with the factor c as its value.
//
// Both conventions of the field are here. They describe the same minimum, but their
// gradients differ by the factor 2, and so do all their learning rates:
// a rate α for HalfSquared is the rate α/2 for Squared.
type SquareLoss float64

const (
	// Squared is (z−y)²; its mean is the MSE of scikit-learn and of statistics.
	Squared SquareLoss = 1
	// HalfSquared is (z−y)²/2; its mean is the 1/2m cost of Andrew Ng's course,
	// where the ½ cancels the 2 of the derivative.
	HalfSquared SquareLoss = 0.5
)

var _ CurvedLoss = Squared

// At returns c(z−y)² and 2c(z−y).
func (c SquareLoss) At(z, y float64) (loss, dz float64) {
	r := z - y
	return float64(c) * r * r, 2 * float64(c) * r
}

// Second returns 2c.
func (c SquareLoss) Second(_, _ float64) float64 { return 2 * float64(c) }

// Linear is the cost of a linear model ŷ = b + w·x on a data set:
//
//	J(b, w) = (1/m) Σᵢ ℓ(b + w·xᵢ, yᵢ) + (L2/2)‖w‖²
//
//	∂J/∂b = (1/m) Σᵢ ℓ′(zᵢ, yᵢ)        ∂J/∂w = (1/m) Σᵢ ℓ′(zᵢ, yᵢ) xᵢ + L2·w
//
// The parameters are (b, w₁ … wₙ), or (w₁ … wₙ) with NoBias. The penalty leaves b alone,
// as in scikit-learn's Ridge.
//
// The cost is a mean over the m examples and not a sum: α keeps its meaning when
// the number of examples changes. For a sum, divide α by m.
type Linear struct {
	Data   *Dataset
	Loss   Loss
	L2     float64 // λ ≥ 0, strength of the penalty on the weights
	NoBias bool    // no intercept b: the line goes through the origin
}

var (
	_ Sized  = (*Linear)(nil)
	_ Curved = (*Linear)(nil)
)

// Dim is n+1, or n with NoBias.
func (l *Linear) Dim() int {
	l.wantData()
	_, n := l.Data.X.Dims()
	if l.NoBias {
		return n
	}
	return n + 1
}

// Len is m, the number of examples that one Eval reads.
func (l *Linear) Len() int {
	l.wantData()
	m, _ := l.Data.X.Dims()
	return m
}

// ParamNames are the names of the parameters in order: "b" and then "w(feature)" for each feature.
func (l *Linear) ParamNames() []string {
	names := make([]string, 0, l.Dim())
	if !l.NoBias {
		names = append(names, "b")
	}
	_, n := l.Data.X.Dims()
	for j := range n {
		names = append(names, "w("+l.Data.feature(j)+")")
	}
	return names
}

// Validate reports the first thing that keeps the cost from having a meaning:
// no data, no loss, lengths that differ, a NaN in the data, a negative L2.
func (l *Linear) Validate() error {
	if l == nil || l.Data == nil {
		return errors.New(noData)
	}
	if l.Loss == nil {
		return errors.New(noLoss)
	}
	if l.L2 < 0 || math.IsNaN(l.L2) || math.IsInf(l.L2, 0) {
		return fmt.Errorf("gdkit: Linear.L2 is %v, want a number ≥ 0 (0 means no penalty)", l.L2)
	}
	return l.Data.Validate()
}

// Predict returns ŷ = b + w·x for one example x in the units of Data.X.
func (l *Linear) Predict(w, x []float64) float64 {
	l.wantParams("Predict", w)
	b, w := l.split(w)
	if len(x) != len(w) {
		panic(fmt.Sprintf("gdkit: Linear.Predict: the example has %d values, want %d, one for each feature", len(x), len(w)))
	}
	return b + floats.Dot(w, x)
}

// Eval implements Cost. It allocates nothing.
func (l *Linear) Eval(grad, w []float64) float64 {
	l.wantParams("Eval", w)
	if grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: Linear.Eval: the gradient has room for %d numbers, want %d, one for each parameter (or nil)", len(grad), len(w)))
	}
	b, w := l.split(w)
	var gw []float64
	if grad != nil {
		for j := range grad {
			grad[j] = 0
		}
		gw = grad[len(grad)-len(w):]
	}

	x := l.Data.X.RawMatrix()
	var sum, sumDz float64
	for i := range x.Rows {
		xi := x.Data[i*x.Stride : i*x.Stride+x.Cols]
		loss, dz := l.Loss.At(b+floats.Dot(w, xi), l.Data.Y[i])
		sum += loss
		if grad != nil {
			sumDz += dz
			floats.AddScaled(gw, dz, xi)
		}
	}

	m := float64(x.Rows)
	if grad != nil {
		floats.Scale(1/m, gw)
		floats.AddScaled(gw, l.L2, w)
		if !l.NoBias {
			grad[0] = sumDz / m
		}
	}
	return sum/m + l.L2/2*floats.Dot(w, w)
}

// Hess implements Curved: H = (1/m) Σᵢ ℓ″(zᵢ, yᵢ) x̃ᵢx̃ᵢᵀ + L2 on the weights, with x̃ = (1, x).
// For the square losses H does not depend on w.
func (l *Linear) Hess(dst *mat.SymDense, w []float64) {
	l.wantParams("Hess", w)
	loss, ok := l.Loss.(CurvedLoss)
	if !ok {
		panic(fmt.Sprintf("gdkit: Linear.Hess: the loss %T has no second derivative; want one with a method Second", l.Loss))
	}
	dim := l.Dim()
	if dst.IsEmpty() {
		dst.ReuseAsSym(dim)
	} else {
		dst.Zero()
	}
	b, weights := l.split(w)
	m, n := l.Data.X.Dims()
	first := dim - n // where the weights begin: 1, or 0 with NoBias
	ext := make([]float64, dim)
	if !l.NoBias {
		ext[0] = 1
	}
	v := mat.NewVecDense(dim, ext)
	for i := range m {
		xi := l.Data.X.RawRowView(i)
		copy(ext[first:], xi)
		dst.SymRankOne(dst, loss.Second(b+floats.Dot(weights, xi), l.Data.Y[i])/float64(m), v)
	}
	for j := first; j < dim; j++ {
		dst.SetSym(j, j, dst.At(j, j)+l.L2)
	}
}

// split separates the parameters into the intercept and the weights.
func (l *Linear) split(w []float64) (b float64, weights []float64) {
	if l.NoBias {
		return 0, w
	}
	return w[0], w[1:]
}

const (
	noData = "gdkit: Linear.Data is nil, want a *Dataset, for example datasets.TwoHouses()"
	noLoss = "gdkit: Linear.Loss is nil, want a loss such as gdkit.HalfSquared"
)

func (l *Linear) wantData() {
	if l == nil || l.Data == nil || l.Data.X == nil {
		panic(noData)
	}
}

// wantParams panics with a sentence where going on would panic with an index.
func (l *Linear) wantParams(method string, w []float64) {
	l.wantData()
	if l.Loss == nil && method != "Predict" {
		panic(noLoss)
	}
	if m, n := l.Data.X.Dims(); m == 0 || n == 0 || len(l.Data.Y) != m {
		panic(l.Data.Validate().Error())
	}
	if n := l.Dim(); len(w) != n {
		panic(fmt.Sprintf("gdkit: Linear.%s: got %d parameters, want %d: %s",
			method, len(w), n, strings.Join(l.ParamNames(), ", ")))
	}
}
