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
