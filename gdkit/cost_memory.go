package gdkit

import "sync"

// scratch lends memory to evaluations: one after the other they allocate nothing, and many at once do not meet.
// What it lends holds old numbers.
type scratch[T any] struct{ pool sync.Pool }

func (s *scratch[T]) get() *T {
	if v, ok := s.pool.Get().(*T); ok {
		return v
	}
	return new(T)
}

func (s *scratch[T]) put(v *T) { s.pool.Put(v) }

// room returns n numbers of any value, in the memory of s where it suffices.
func room(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
