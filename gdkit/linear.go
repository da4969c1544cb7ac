package gdkit

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Linear is the cost of a linear model ŷ = b + w·x on a data set:
//
//	J(b, w) = (1/m) Σᵢ ℓ(b + w·xᵢ, yᵢ) + (L2/2)‖w‖² + L1·Σⱼ|wⱼ|
//
//	∂J/∂b = (1/m) Σᵢ ℓ′(zᵢ, yᵢ)        ∂J/∂w = (1/m) Σᵢ ℓ′(zᵢ, yᵢ) xᵢ + L2·w + L1·sign(w)
//
// The parameters are (b, w₁ … wₙ), or (w₁ … wₙ) with NoBias. The penalties leave b alone,
// as in scikit-learn. At wⱼ = 0 the subgradient of |wⱼ| is taken as 0, so plain descent hovers round 0 rather than stopping there.
// With Data.Weights c the mean is Σ cᵢℓᵢ / Σ cᵢ.
//
// The cost is a mean over the m examples and not a sum: α keeps its meaning when
// the number of examples changes. For a sum, divide α by m.
type Linear struct {
	Data   *Dataset
	Loss   Loss
	L2     float64 // λ ≥ 0, strength of the penalty on the squares of the weights (ridge)
	L1     float64 // λ ≥ 0, strength of the penalty on their absolute values (lasso)
	NoBias bool    // no intercept b: the line goes through the origin

	fit *fit // memory and helpers at hand, while a descent runs
}

var (
	_ Sized   = (*Linear)(nil)
	_ Sampled = (*Linear)(nil)
	_ Curved  = (*Linear)(nil)
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
// no data, no loss, a negative penalty, lengths that differ, a NaN in the data, targets that the loss does not know.
func (l *Linear) Validate() error {
	if l == nil || l.Data == nil {
		return errors.New(noData)
	}
	if l.Loss == nil {
		return errors.New(noLoss)
	}
	for _, penalty := range []struct {
		name  string
		value float64
	}{{"L2", l.L2}, {"L1", l.L1}} {
		if v := penalty.value; v < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("gdkit: Linear.%s is %v, want a number ≥ 0 (0 means no penalty)", penalty.name, v)
		}
	}
	if err := l.Data.Validate(); err != nil {
		return err
	}
	if t, ok := l.Loss.(targets); ok {
		return t.checkTargets(l.Data)
	}
	return nil
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

// Eval implements Cost. It allocates nothing. Large data are read on several cores, unless Loss is the reader's own; the result has the
// same bits on any number of them.
func (l *Linear) Eval(grad, w []float64) float64 {
	l.wantParams("Eval", w)
	l.wantRoom("Eval", grad, w)
	return l.eval(grad, w)
}

// EvalRows implements Sampled: the sums above over the rows given, a row that is there twice counting twice. With Data.Weights the mean is
// Σ cᵢℓᵢ / Σ cᵢ over those rows, or 0 where no row counts, so one row alone counts in full. (Rival: scikit-learn multiplies the step by cᵢ.)
// It allocates nothing.
func (l *Linear) EvalRows(grad, w []float64, rows []int) float64 {
	l.wantParams("EvalRows", w)
	l.wantRoom("EvalRows", grad, w)
	l.wantRows("EvalRows", rows)
	return l.evalRows(grad, w, rows)
}

// Hess implements Curved: H = (1/m) Σᵢ ℓ″(zᵢ, yᵢ) x̃ᵢx̃ᵢᵀ + L2 on the weights, with x̃ = (1, x). The kinks of L1 have no curvature.
// For the square losses H does not depend on w.
func (l *Linear) Hess(dst *mat.SymDense, w []float64) {
	l.wantParams("Hess", w)
	loss, ok := l.Loss.(CurvedLoss)
	if !ok {
		panic(fmt.Sprintf("gdkit: Linear.Hess: the loss %T has no second derivative; want one with a method Second", l.Loss))
	}
	dim := l.Dim()
	clearSym(dst, dim)
	b, weights := l.split(w)
	m, n := l.Data.X.Dims()
	first := dim - n // where the weights begin: 1, or 0 with NoBias
	ext := make([]float64, dim)
	if !l.NoBias {
		ext[0] = 1
	}
	v := mat.NewVecDense(dim, ext)
	sum := 0.0 // of the example weights: m where there are none
	for i := range m {
		xi := l.Data.X.RawRowView(i)
		copy(ext[first:], xi)
		c := 1.0
		if l.Data.Weights != nil {
			c = l.Data.Weights[i]
		}
		sum += c
		dst.SymRankOne(dst, c*loss.Second(b+floats.Dot(weights, xi), l.Data.Y[i]), v)
	}
	dst.ScaleSym(1/sum, dst)
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
	if m, n := l.Data.X.Dims(); m == 0 || n == 0 || len(l.Data.Y) != m || l.Data.Weights != nil && len(l.Data.Weights) != m {
		panic(l.Data.Validate().Error())
	}
	if n := l.Dim(); len(w) != n {
		panic(fmt.Sprintf("gdkit: Linear.%s: got %d parameters, want %d: %s",
			method, len(w), n, strings.Join(l.ParamNames(), ", ")))
	}
}

// wantRoom panics with a sentence if the gradient doesn't fit the parameters.
func (l *Linear) wantRoom(method string, grad, w []float64) {
	if grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: Linear.%s: the gradient has room for %d numbers, want %d, one for each parameter (or nil)",
			method, len(grad), len(w)))
	}
}

// wantRows panics with a sentence if there is no row, or one that the data don't have.
func (l *Linear) wantRows(method string, rows []int) {
	if len(rows) == 0 {
		panic(fmt.Sprintf("gdkit: Linear.%s: no rows given, want at least one", method))
	}
	m := len(l.Data.Y)
	for _, i := range rows {
		if uint(i) >= uint(m) {
			panic(fmt.Sprintf("gdkit: Linear.%s: row %d does not exist, want 0 to %d", method, i, m-1))
		}
	}
}
