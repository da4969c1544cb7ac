package gdkit

import "fmt"

// What the costs of a data set have in common.

// weight is how much example i counts.
func (d *Dataset) weight(i int) float64 {
	if d.Weights == nil {
		return 1
	}
	return d.Weights[i]
}

// inverse is 1/count, or 0 where no example counts: then the mean of none is 0.
func inverse(count float64) float64 {
	if count == 0 {
		return 0
	}
	return 1 / count
}

// wantShape panics with a sentence where the lengths of X, Y and Weights differ, or X is empty.
func (d *Dataset) wantShape() {
	if m, n := d.X.Dims(); m == 0 || n == 0 || len(d.Y) != m || d.Weights != nil && len(d.Weights) != m {
		panic(d.Validate().Error())
	}
}

// wantGrad panics where the slopes would not find room.
func wantGrad(what string, grad, w []float64) {
	if grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: %s: the gradient has room for %d numbers, want %d, one for each parameter (or nil)", what, len(grad), len(w)))
	}
}

// wantRows panics if there are no rows to evaluate, or one that does not exist.
func wantRows(what string, rows []int, m int) {
	if len(rows) == 0 {
		panic(fmt.Sprintf("gdkit: %s: no rows given, want at least one", what))
	}
	for _, i := range rows {
		if i < 0 || i >= m {
			panic(fmt.Sprintf("gdkit: %s: row %d does not exist, want 0 to %d", what, i, m-1))
		}
	}
}
