package gdcheck

import (
	"fmt"
	"slices"
)

// A BatchesFunc puts the rows 0 to m−1 into batches of the given size, in a random order that the
// seed decides. The last batch has what is left.
type BatchesFunc func(m, size int, seed uint64) [][]int

// Batches checks one epoch.
func (r *Report) Batches(batches BatchesFunc) {
	type deal struct {
		m, size int
		seed    uint64
	}
	deals := []deal{{10, 3, r.rnd.Uint64()}, {12, 4, r.rnd.Uint64()}, {7, 7, r.rnd.Uint64()}, {5, 1, r.rnd.Uint64()},
		{20 + r.rnd.IntN(20), 6, r.rnd.Uint64()}}
	r.add("each row once", 2, func() string {
		for _, d := range deals {
			times := make([]int, d.m)
			for _, batch := range batches(d.m, d.size, d.seed) {
				for _, row := range batch {
					if row < 0 || row >= d.m {
						return fmt.Sprintf("row %d does not exist: of %d rows the last is %d", row, d.m, d.m-1)
					}
					times[row]++
				}
			}
			missing := 0
			for row, n := range times {
				if n > 1 {
					return fmt.Sprintf("row %d comes %d times: are they drawn with replacement?", row, n)
				}
				missing += 1 - n
			}
			switch {
			case missing == 0:
			case missing == d.m%d.size:
				return fmt.Sprintf("the last batch is missing: %d of %d rows are in none", missing, d.m)
			case missing == d.m:
				return "no rows at all"
			default:
				return fmt.Sprintf("%d of %d rows are missing", missing, d.m)
			}
		}
		return ""
	})
	r.add("batches of the size asked for, the last with what is left", 1, func() string {
		for _, d := range deals {
			all := batches(d.m, d.size, d.seed)
			if want := (d.m + d.size - 1) / d.size; len(all) != want {
				return fmt.Sprintf("%d rows in batches of %d are %d batches, got %d", d.m, d.size, want, len(all))
			}
			for k, batch := range all {
				want := min(d.size, d.m-k*d.size)
				if len(batch) != want {
					return fmt.Sprintf("%d rows in batches of %d: batch %d has %d, want %d", d.m, d.size, k, len(batch), want)
				}
			}
		}
		return ""
	})
	orders := func(seed uint64) []int { return slices.Concat(batches(40, 8, seed)...) }
	r.add("in random order", 1, func() string {
		order := orders(r.rnd.Uint64())
		if len(order) < 40 {
			return fmt.Sprintf("%d rows of 40", len(order))
		}
		if slices.IsSorted(order) {
			return "the rows are in their old order: shuffle them first"
		}
		fixed := 0
		for i, row := range order {
			if row == i {
				fixed++
			}
		}
		if fixed > 12 { // on average 1 of a random order; more than 12 happens once in 10¹⁰
			return fmt.Sprintf("%d of 40 rows are where they were: shuffle all of them, not only within a batch", fixed)
		}
		return ""
	})
	r.add("the same seed, the same order", 1, func() string {
		seed := r.rnd.Uint64()
		first := orders(seed)
		if len(first) == 0 {
			return "no rows at all"
		}
		if !slices.Equal(first, orders(seed)) {
			return "two calls with one seed differ: make the source of random numbers from the seed, in the function"
		}
		return ""
	})
	r.add("another seed, another order", 1, func() string {
		if first := orders(r.rnd.Uint64()); slices.Equal(first, orders(r.rnd.Uint64())) {
			return "the seed is not used"
		}
		return ""
	})
}

// BatchesInvariants checks that the order is fair, and that the batches are the caller's to keep.
func (r *Report) BatchesInvariants(batches BatchesFunc) {
	r.add("each row is first about as often", 1, func() string {
		const rows, epochs = 4, 400
		var first [rows]int
		for range epochs {
			order := slices.Concat(batches(rows, 2, r.rnd.Uint64())...)
			if len(order) != rows || order[0] < 0 || order[0] >= rows {
				return fmt.Sprintf("%d rows of %d", len(order), rows)
			}
			first[order[0]]++
		}
		for row, n := range first {
			if n < 40 || n > 160 { // 100 ± 9: seven standard deviations
				return fmt.Sprintf("in %d epochs row %d of %d comes first %d times: can each row get to each place?", epochs, row, rows, n)
			}
		}
		return ""
	})
	r.add("what is handed out belongs to the caller", 1, func() string {
		first := batches(10, 3, 1)
		before := slices.Concat(first...)
		batches(10, 3, 2)
		if !slices.Equal(slices.Concat(first...), before) {
			return "a second call changes the batches of the first: make a new list for each"
		}
		if len(before) == 0 {
			return "no rows at all"
		}
		return ""
	})
}
