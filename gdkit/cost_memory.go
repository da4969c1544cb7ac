package gdkit

import "sync"

// scratch lends memory to evaluations. One after the other they allocate nothing, and no two that
// run at the same time get the same memory. What it lends holds old numbers.
type scratch[T any] struct{ pool sync.Pool }

func (s *scratch[T]) get() *T {
	if v, ok := s.pool.Get().(*T); ok {
		return v
	}
	return new(T)
}

func (s *scratch[T]) put(v *T) { s.pool.Put(v) }

// zeros returns n zeros, in the memory of s where it suffices.
func zeros(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// room returns n numbers of any value, in the memory of s where it suffices.
func room(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
