package gdkit

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
)

// Batches goes through the rows 0 to m−1 in batches of the given size, for ever: each epoch in a
// new order, which depends on seed and the epoch alone, its last batch with what is left. It yields
// the step t and the batch of that step; the next one overwrites it. Descent with Batch and Seed
// walks over these.
func Batches(m, size int, seed uint64) iter.Seq2[int, []int] {
	if m < 1 || size < 1 || size > m {
		panic(fmt.Sprintf("gdkit: Batches: a size of %d out of %d examples, want 1 to the number of examples", size, m))
	}
	return func(yield func(int, []int) bool) {
		order := newShuffler(m, size, seed)
		for t := 0; t < math.MaxInt && yield(t, order.batch(t)); t++ {
		}
	}
}

// A shuffler knows the batch of every step.
type shuffler struct {
	rows  []int // the order of the present epoch
	size  int
	seed  uint64
	epoch int
}

func newShuffler(m, size int, seed uint64) *shuffler {
	return &shuffler{rows: make([]int, m), size: size, seed: seed, epoch: -1}
}

// batch is the batch of step t.
func (s *shuffler) batch(t int) []int {
	rows, _ := s.rest(t, 1)
	return rows
}

// rest is the batches of the next n steps from t on one behind the other, or those up to the end of
// the epoch. steps is how many.
func (s *shuffler) rest(t, n int) (rows []int, steps int) {
	per := (len(s.rows) + s.size - 1) / s.size
	if e := t / per; e != s.epoch {
		s.epoch = e
		permute(s.rows, s.seed, uint64(e))
	}
	first := t % per
	last := min(first+n, per)
	return s.rows[first*s.size : min(last*s.size, len(s.rows))], last - first
}

// permute fills rows with 0 … len(rows)−1 in a random order, each order as likely as any other
// (Fisher and Yates 1938, from the inside out; the random numbers below a bound as Lemire 2019 has
// them).
func permute(rows []int, seed, epoch uint64) {
	if uint64(len(rows)) > math.MaxUint32 {
		panic(fmt.Sprintf("gdkit: %d examples are too many to be put in random order, want at most %d", len(rows), uint32(math.MaxUint32)))
	}
	source := rand.NewPCG(seed, epoch)
	bits, left := uint64(0), 0
	for i := range rows {
		bound := uint32(i + 1)
		for {
			if left == 0 {
				bits, left = source.Uint64(), 2
			}
			product := uint64(uint32(bits)) * uint64(bound)
			bits, left = bits>>32, left-1
			if low := uint32(product); low >= bound || low >= -bound%bound {
				j := int(product >> 32)
				rows[i] = rows[j]
				rows[j] = i
				break
			}
		}
	}
}
