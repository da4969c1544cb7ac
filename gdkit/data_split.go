package gdkit

import (
	"fmt"
	"math/rand/v2"
)

// Shuffle returns a copy with the examples in another order, the same for the same seed.
func (d *Dataset) Shuffle(seed uint64) *Dataset {
	return d.Rows(rand.New(rand.NewPCG(seed, 0)).Perm(len(d.Y))...)
}

// Split gives the examples, in their order, to two data sets: the first part of them,
// 0 < part < 1, for training and the rest for testing. Each gets at least one. Shuffle first if
// the order means something. Scale the training part, not the whole: what the test part looks
// like must stay unknown.
func (d *Dataset) Split(part float64) (train, test *Dataset) {
	m := len(d.Y)
	if !(part > 0 && part < 1) {
		panic(fmt.Sprintf("gdkit: Dataset.Split: the part is %v, want a number between 0 and 1, for example 0.8", part))
	}
	if m < 2 {
		panic(fmt.Sprintf("gdkit: Dataset.Split: %s has %d examples, want at least 2 to split", d.title(), m))
	}
	k := min(max(int(part*float64(m)+0.5), 1), m-1)
	rows := make([]int, m)
	for i := range rows {
		rows[i] = i
	}
	return d.Rows(rows[:k]...), d.Rows(rows[k:]...)
}

// Rows returns a copy with the given examples only, in the given order. It panics if
// one does not exist.
func (d *Dataset) Rows(rows ...int) *Dataset {
	if len(rows) == 0 {
		panic("gdkit: Dataset.Rows: no rows asked for, want at least one")
	}
	m, _ := d.X.Dims()
	for _, i := range rows {
		if i < 0 || i >= m {
			panic(fmt.Sprintf("gdkit: Dataset.Rows: row %d does not exist, %s has rows 0 to %d", i, d.title(), m-1))
		}
	}
	out := d.Clone()
	_, n := d.X.Dims()
	out.X.Reset()
	out.X.ReuseAs(len(rows), n)
	out.Y = make([]float64, len(rows))
	if d.Weights != nil {
		out.Weights = make([]float64, len(rows))
	}
	for k, i := range rows {
		out.X.SetRow(k, d.X.RawRowView(i))
		out.Y[k] = d.Y[i]
		if d.Weights != nil {
			out.Weights[k] = d.Weights[i]
		}
	}
	return out
}
