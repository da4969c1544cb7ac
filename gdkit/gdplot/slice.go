package gdplot

import (
	"fmt"
	"slices"
	"sync"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// Slice is the cost of two parameters that j becomes when all but wᵢ and wₖ stay as they are at the
// point at, which is copied. Contour, Surface and Field can draw it, and Project lays a run on it.
// Parameters count from 0.
//
//	J₂(u, v) = J(at₀, …, u at place i, …, v at place k, …)
//
// It knows its Hessian if j does (gdkit.AsCurved), and carries the names and the number of examples
// of j where j has them.
// It panics if there are no such parameters, with a sentence that says what to change.
func Slice(j gdkit.Cost, at []float64, i, k int) gdkit.Cost {
	if j == nil {
		panic("gdplot: Slice: the cost is nil, want for example gdkit.Quadratic(1, 10, 100)")
	}
	if s, ok := j.(gdkit.Sized); ok && s.Dim() != len(at) {
		panic(fmt.Sprintf("gdplot: Slice: the point has %d numbers, but the cost has %d parameters", len(at), s.Dim()))
	}
	wantPair("Slice", len(at), i, k)
	s := &slice{j: j, at: slices.Clone(at), i: i, k: k}
	s.memory.New = func() any { return &sliceMemory{slices.Clone(s.at), make([]float64, len(s.at))} }
	data, counted := j.(gdkit.Counted)
	bent, curved := gdkit.AsCurved(j)
	switch {
	case counted && curved:
		return &countedCurvedSlice{&curvedSlice{s, bent}, data}
	case counted:
		return &countedSlice{s, data}
	case curved:
		return &curvedSlice{s, bent}
	}
	return s
}

// wantPair panics unless i and k are two of n parameters.
func wantPair(what string, n, i, k int) {
	for _, v := range []int{i, k} {
		if v < 0 || v >= n {
			panic(fmt.Sprintf("gdplot: %s: there is no parameter %d, want two from 0 to %d", what, v, n-1))
		}
	}
	if i == k {
		panic(fmt.Sprintf("gdplot: %s: parameter %d is named twice, want two different ones", what, i))
	}
}

type slice struct {
	j      gdkit.Cost
	at     []float64
	i, k   int
	memory sync.Pool // of *sliceMemory: several goroutines may evaluate at once
}

type sliceMemory struct{ w, grad []float64 }

// A slice offers only what its cost can do, so there is a type for each of the four cases.
// Len, where there is one, is the number of examples of the whole cost: each Eval of the
// slice reads them all.
type (
	countedSlice struct {
		*slice
		gdkit.Counted
	}
	curvedSlice struct {
		*slice
		whole gdkit.Curved
	}
	countedCurvedSlice struct {
		*curvedSlice
		gdkit.Counted
	}
)

var (
	_ gdkit.Sized       = (*slice)(nil)
	_ gdkit.NamedParams = (*slice)(nil)
	_ gdkit.Counted     = (*countedSlice)(nil)
	_ gdkit.Curved      = (*curvedSlice)(nil)
	_ gdkit.Counted     = (*countedCurvedSlice)(nil)
	_ gdkit.Curved      = (*countedCurvedSlice)(nil)
)

// Dim is 2.
func (s *slice) Dim() int { return 2 }

// ParamNames are the names of the two parameters; w₁ is number 0.
func (s *slice) ParamNames() []string {
	names := namesOf(s.j, max(s.i, s.k)+1)
	return []string{names[s.i], names[s.k]}
}

// Eval implements gdkit.Cost.
func (s *slice) Eval(grad, w []float64) float64 {
	r := s.memory.Get().(*sliceMemory)
	defer s.memory.Put(r)
	r.w[s.i], r.w[s.k] = w[0], w[1]
	if grad == nil {
		return s.j.Eval(nil, r.w)
	}
	j := s.j.Eval(r.grad, r.w)
	grad[0], grad[1] = r.grad[s.i], r.grad[s.k]
	return j
}

// Hess implements gdkit.Curved.
func (s *curvedSlice) Hess(dst *mat.SymDense, w []float64) {
	at := slices.Clone(s.at)
	at[s.i], at[s.k] = w[0], w[1]
	h := mat.NewSymDense(len(at), nil)
	s.whole.Hess(h, at)
	if dst.IsEmpty() {
		dst.ReuseAsSym(2)
	}
	dst.SetSym(0, 0, h.At(s.i, s.i))
	dst.SetSym(0, 1, h.At(s.i, s.k))
	dst.SetSym(1, 1, h.At(s.k, s.k))
}

// Project is the walk tr seen in the plane of the parameters i and k, for a picture of a Slice. Its
// costs are those of the walk itself; on the slice the other parameters stand still, so that the
// ground below the walk may be higher or lower.
func Project(tr *gdkit.Trace, i, k int) *gdkit.Trace {
	wantTraces("Project", []*gdkit.Trace{tr}, 0)
	wantPair("Project", tr.Dim, i, k)
	p := *tr
	p.Dim = 2
	p.Params = make([]float64, 0, 2*tr.Len())
	for t := range tr.Len() {
		w := tr.W(t)
		p.Params = append(p.Params, w[i], w[k])
	}
	return &p
}
