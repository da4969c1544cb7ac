package gdkit

import (
	"errors"
	"fmt"
	"gdlab/gdkit/internal/engine"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
)

// Softmax is the cost of logistic regression for K classes (multinomial logit), with labels 0,
// 1, … K−1 in Data.Y:
//
//	J = (1/m) Σᵢ [log(Σₖ e^zᵢₖ) − zᵢ,yᵢ] + (L2/2) Σₖ ‖wₖ‖²,   zᵢₖ = bₖ + wₖ·xᵢ
//
//	∂J/∂bₖ = (1/m) Σᵢ (pᵢₖ − [yᵢ = k])        ∂J/∂wₖ = (1/m) Σᵢ (pᵢₖ − [yᵢ = k]) xᵢ + L2·wₖ
//
// The parameters stand class by class: (b₀, w₀₁ … w₀ₙ, b₁, w₁₁ … w₁ₙ, …), K(n+1) of them, or Kn
// with NoBias. The penalty leaves the bₖ alone, as in scikit-learn. With Data.Weights c the
// mean is Σ cᵢℓᵢ / Σ cᵢ.
//
// All K classes have parameters, as in scikit-learn, though the same number added to all bₖ changes
// nothing: the bowl has a flat direction, λmin = 0, and descent keeps Σₖ bₖ as it was at the start.
// Rival: K−1 classes, the last one's scores being 0. With K = 2 and w₀ = 0 the cost is that of
// Linear with Logistic; their penalised minima differ.
type Softmax struct {
	Data    *Dataset
	Classes int     // K ≥ 2
	L2      float64 // λ ≥ 0, strength of the penalty on the squares of the weights
	NoBias  bool    // no intercepts bₖ

	scratch scratch[[]float64]
}

var (
	_ Sized   = (*Softmax)(nil)
	_ Sampled = (*Softmax)(nil)
)

// Dim is K(n+1), or Kn with NoBias.
func (s *Softmax) Dim() int {
	s.wantData()
	return s.Classes * s.stride()
}

// Len is m, the number of examples that one Eval reads.
func (s *Softmax) Len() int {
	s.wantData()
	m, _ := s.Data.X.Dims()
	return m
}

// ParamNames are the names of the parameters in order: for class k "b[k]" and then
// "w[k](feature)" for each feature.
func (s *Softmax) ParamNames() []string {
	names := make([]string, 0, s.Dim())
	_, n := s.Data.X.Dims()
	for k := range s.Classes {
		if !s.NoBias {
			names = append(names, fmt.Sprintf("b[%d]", k))
		}
		for j := range n {
			names = append(names, fmt.Sprintf("w[%d](%s)", k, s.Data.feature(j)))
		}
	}
	return names
}

// Validate reports the first thing that keeps the cost from having a meaning: no data, a
// negative penalty, lengths that differ, a NaN in the data, a label that isn't a class, a class
// without an example.
func (s *Softmax) Validate() error {
	if s == nil || s.Data == nil {
		return errors.New(noSoftmaxData)
	}
	if !(s.L2 >= 0) || math.IsInf(s.L2, 0) {
		return fmt.Errorf("gdkit: Softmax.L2 is %v, want a number ≥ 0 (0 means no penalty)", s.L2)
	}
	if err := s.Data.Validate(); err != nil {
		return err
	}
	return manyClasses("Softmax", s.Classes, s.Data)
}

// Probabilities returns the K probabilities pₖ of an example x in the units of Data.X.
func (s *Softmax) Probabilities(w, x []float64) []float64 {
	p := s.scores("Probabilities", w, x)
	softmax(p, p)
	return p
}

// Class returns the most likely class of an example x in the units of Data.X, the first of them
// if there are several.
func (s *Softmax) Class(w, x []float64) int { return floats.MaxIdx(s.scores("Class", w, x)) }

func (s *Softmax) scores(method string, w, x []float64) []float64 {
	s.wantParams(method, w)
	if _, n := s.Data.X.Dims(); len(x) != n {
		panic(fmt.Sprintf("gdkit: Softmax.%s: the example has %d values, want %d, one for each feature", method, len(x), n))
	}
	z := make([]float64, s.Classes)
	s.score(z, w, x)
	return z
}

// score overwrites z with bₖ + wₖ·x.
func (s *Softmax) score(z, w, x []float64) {
	for k := range z {
		b, weights := s.class(w, k)
		z[k] = floats.Dot(weights, x)
		if b != nil {
			z[k] += *b
		}
	}
}

// Eval implements Cost. It allocates nothing.
func (s *Softmax) Eval(grad, w []float64) float64 {
	s.wantParams("Eval", w)
	wantGrad("Softmax.Eval", grad, w)
	return s.eval(grad, w, nil)
}

// EvalRows implements Sampled. It allocates nothing. Data.Weights count among the rows only; if all
// theirs are 0, the penalty is left.
func (s *Softmax) EvalRows(grad, w []float64, rows []int) float64 {
	s.wantParams("EvalRows", w)
	wantGrad("Softmax.EvalRows", grad, w)
	wantRows("Softmax.EvalRows", rows, s.Len())
	return s.eval(grad, w, rows)
}

// eval is the mean over the rows, or over all of them if rows is nil.
func (s *Softmax) eval(grad, w []float64, rows []int) float64 {
	lent := s.scratch.get()
	defer s.scratch.put(lent)
	*lent = engine.Resize(*lent, s.Classes)
	z := *lent
	clear(grad)

	x := s.Data.X.RawMatrix()
	m := x.Rows
	if rows != nil {
		m = len(rows)
	}
	var sum, count float64
	for i := range m {
		if rows != nil {
			i = rows[i]
		}
		xi := x.Data[i*x.Stride : i*x.Stride+x.Cols]
		s.score(z, w, xi)
		// z holds ∂ℓ/∂z now
		loss := CrossEntropy.Over(z, z, wantClass("Softmax", s.Data.Y[i], s.Classes))
		c := s.Data.weight(i)
		count += c
		sum += c * loss
		if grad == nil {
			continue
		}
		for k, dz := range z {
			b, weights := s.class(grad, k)
			floats.AddScaled(weights, c*dz, xi)
			if b != nil {
				*b += c * dz
			}
		}
	}

	scale := inverse(count)
	floats.Scale(scale, grad)
	j := sum * scale
	for k := range s.Classes {
		_, weights := s.class(w, k)
		j += s.L2 / 2 * floats.Dot(weights, weights)
		if grad != nil {
			_, slopes := s.class(grad, k)
			floats.AddScaled(slopes, s.L2, weights)
		}
	}
	return j
}

// stride is the number of parameters of one class.
func (s *Softmax) stride() int {
	_, n := s.Data.X.Dims()
	if s.NoBias {
		return n
	}
	return n + 1
}

// class is what belongs to class k in the parameters or the gradient; b is nil with NoBias.
func (s *Softmax) class(w []float64, k int) (b *float64, weights []float64) {
	stride := s.stride()
	part := w[k*stride : (k+1)*stride]
	if s.NoBias {
		return nil, part
	}
	return &part[0], part[1:]
}

const noSoftmaxData = "gdkit: Softmax.Data is nil, want a *Dataset with labels 0, 1, … in Y"

func (s *Softmax) wantData() {
	if s == nil || s.Data == nil || s.Data.X == nil {
		panic(noSoftmaxData)
	}
}

// wantParams panics with a sentence where going on would panic with an index.
func (s *Softmax) wantParams(method string, w []float64) {
	s.wantData()
	if s.Classes < 2 {
		panic(manyClasses("Softmax", s.Classes, s.Data).Error())
	}
	s.Data.wantShape()
	if n := s.Dim(); len(w) != n {
		panic(fmt.Sprintf("gdkit: Softmax.%s: got %d parameters, want %d: %s", method, len(w), n, strings.Join(s.ParamNames(), ", ")))
	}
}
