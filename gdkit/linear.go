package gdkit

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gdlab/gdkit/internal/engine"

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
// as in scikit-learn. At wⱼ = 0 the subgradient of |wⱼ| is taken as 0, so plain descent hovers
// round 0 rather than stopping there. With Data.Weights c the mean is Σ cᵢℓᵢ / Σ cᵢ.
//
// The cost is a mean over the m examples and not a sum: α keeps its meaning when
// the number of examples changes. For a sum, divide α by m.
type Linear struct {
	Data   *Dataset
	Loss   Loss
	L2     float64 // λ ≥ 0, strength of the penalty on the squares of the weights (ridge)
	L1     float64 // λ ≥ 0, strength of the penalty on their absolute values (lasso)
	NoBias bool    // no intercept b: the line goes through the origin
}

var (
	_ Sized       = (*Linear)(nil)
	_ Sampled     = (*Linear)(nil)
	_ MaybeCurved = (*Linear)(nil)
	_ Prepared    = (*Linear)(nil)
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
	l.wantData()
	_, n := l.Data.X.Dims()
	return linearNames(l.NoBias, n, l.Data.feature)
}

// Validate reports the first thing that keeps the cost from having a meaning:
// no data, no loss, a negative penalty, lengths that differ, a NaN in the data, targets that the
// loss does not know.
func (l *Linear) Validate() error {
	if l == nil || l.Data == nil {
		return errors.New(noData)
	}
	if l.Loss == nil {
		return errors.New(noLoss)
	}
	if err := checkPenalties("Linear", l.L2, l.L1); err != nil {
		return err
	}
	if err := l.Data.Validate(); err != nil {
		return err
	}
	return checkLoss(l.Loss, l.Data)
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

// Eval implements Cost. It allocates nothing. Large data are read on several cores, if Loss is a
// FastLoss, as all of this package are; the result has the same bits on any number of them.
func (l *Linear) Eval(grad, w []float64) float64 {
	l.want("Eval", grad, w)
	return l.mean(nil, grad, w, nil)
}

// EvalRows implements Sampled: the sums above over the rows given, a row that is there twice
// counting twice. With Data.Weights the mean is Σ cᵢℓᵢ / Σ cᵢ over those rows, or 0 where no
// row counts, so one row alone counts in full. (Rival: scikit-learn multiplies the step by cᵢ.)
// It allocates nothing.
func (l *Linear) EvalRows(grad, w []float64, rows []int) float64 {
	l.want("EvalRows", grad, w)
	wantRows("Linear.EvalRows", rows, len(l.Data.Y))
	return l.mean(nil, grad, w, rows)
}

// mean is J and its gradient over the rows, or over all of them if rows is nil. What is written
// here is the formula, and the way of a loss that has nothing but At; for a FastLoss the engine
// adds up the same sums.
func (l *Linear) mean(pool *engine.Pool, grad, w []float64, rows []int) float64 {
	b, weights := l.split(w)
	_, slopes := l.split(grad)

	var s engine.Sums // Σ cᵢℓᵢ, Σ cᵢℓ′ᵢ and Σ cᵢ; slopes gets Σ cᵢℓ′ᵢxᵢ
	if loss, ok := fastLoss(l.Loss); ok {
		s = fastSums(pool, l.Data, loss, slopes, b, weights, rows)
	} else {
		clear(slopes)
		for k := range l.count(rows) {
			i := k
			if rows != nil {
				i = rows[k]
			}
			x, c := l.Data.X.RawRowView(i), l.Data.weight(i)
			loss, dz := l.Loss.At(b+floats.Dot(weights, x), l.Data.Y[i])
			s.Loss += c * loss
			s.Slope += c * dz
			s.Weight += c
			if grad != nil {
				floats.AddScaled(slopes, c*dz, x)
			}
		}
	}
	if s.Weight == 0 { // no example counts: the mean of none is 0
		s.Weight = 1
	}
	if grad != nil {
		if s.Weight != 1 {
			floats.Scale(1/s.Weight, slopes)
		}
		if !l.NoBias {
			grad[0] = s.Slope / s.Weight
		}
	}
	j := s.Loss / s.Weight
	if l.L2 != 0 || l.L1 != 0 {
		j += l.penalty(slopes, weights)
	}
	return j
}

// penalty is (L2/2)‖w‖² + L1·Σ|wⱼ|; its slopes are added to slopes, unless that is nil.
func (l *Linear) penalty(slopes, w []float64) (j float64) {
	if l.L2 != 0 {
		j += l.L2 / 2 * floats.Dot(w, w)
		if slopes != nil {
			floats.AddScaled(slopes, l.L2, w)
		}
	}
	if l.L1 != 0 {
		j += l.L1 * floats.Norm(w, 1)
		for i := range slopes {
			slopes[i] += l.L1 * sign(w[i])
		}
	}
	return j
}

// Hess implements Curved: H = (1/m) Σᵢ ℓ″(zᵢ, yᵢ) x̃ᵢx̃ᵢᵀ + L2 on the weights, with x̃ = (1, x).
// The kinks of L1 have no curvature. For the square losses H does not depend on w.
func (l *Linear) Hess(dst *mat.SymDense, w []float64) {
	l.want("Hess", nil, w)
	loss, ok := curvedLoss(l.Loss)
	if !ok {
		panic(fmt.Sprintf("gdkit: Linear.Hess: the loss %T has no second derivative; want one with a method Second",
			l.Loss))
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
		c := l.Data.weight(i)
		sum += c
		dst.SymRankOne(dst, c*loss.Second(b+floats.Dot(weights, xi), l.Data.Y[i]), v)
	}
	dst.ScaleSym(1/sum, dst)
	for j := first; j < dim; j++ {
		dst.SetSym(j, j, dst.At(j, j)+l.L2)
	}
}

// HasHess implements MaybeCurved: whether the loss has a second derivative.
func (l *Linear) HasHess() bool {
	_, ok := curvedLoss(l.Loss)
	return ok
}

// split separates the parameters, or their slopes, into the intercept and the weights.
func (l *Linear) split(w []float64) (b float64, weights []float64) {
	if l.NoBias || w == nil {
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

// count is how many examples the mean over the rows reads.
func (l *Linear) count(rows []int) int {
	if rows != nil {
		return len(rows)
	}
	return len(l.Data.Y)
}

// want panics with a sentence where going on would panic with an index.
func (l *Linear) want(method string, grad, w []float64) {
	if l.fits(grad, w) {
		return
	}
	l.wantParams(method, w)
	if l.Loss == nil {
		panic(noLoss)
	}
	wantGrad("Linear."+method, grad, w)
}

// fits says, as fast as it can be said, that there is nothing for want to complain about.
func (l *Linear) fits(grad, w []float64) bool {
	if l == nil || l.Data == nil || l.Data.X == nil || l.Loss == nil {
		return false
	}
	d := l.Data
	m, n := d.X.Dims()
	dim := n
	if !l.NoBias {
		dim++
	}
	return m > 0 && n > 0 && len(d.Y) == m && (d.Weights == nil || len(d.Weights) == m) &&
		len(w) == dim && (grad == nil || len(grad) == dim)
}

func (l *Linear) wantParams(method string, w []float64) {
	l.wantData()
	l.Data.wantShape()
	if n := l.Dim(); len(w) != n {
		panic(fmt.Sprintf("gdkit: Linear.%s: got %d parameters, want %d: %s",
			method, len(w), n, strings.Join(l.ParamNames(), ", ")))
	}
}

// linearNames are the names of the parameters of a linear model with n features.
func linearNames(noBias bool, n int, feature func(int) string) []string {
	names := make([]string, 0, n+1)
	if !noBias {
		names = append(names, "b")
	}
	for j := range n {
		names = append(names, "w("+feature(j)+")")
	}
	return names
}

// checkPenalties reports the penalty of a cost that isn't a finite number ≥ 0.
func checkPenalties(cost string, l2, l1 float64) error {
	for i, v := range []float64{l2, l1} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("gdkit: %s.%s is %v, want a number ≥ 0 (0 means no penalty)", cost, [2]string{"L2", "L1"}[i], v)
		}
	}
	return nil
}
