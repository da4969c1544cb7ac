package gdplot

import (
	"math"
	"slices"
)

// spreadOver are at most k indexes below n, evenly spread, the first and the last among them.
func spreadOver(n, k int) []int {
	var out []int
	for i := range min(n, k) {
		at := i
		if n > k {
			at = int(math.Round(float64(i) * float64(n-1) / float64(k-1)))
		}
		out = append(out, at)
	}
	return out
}

func sorted(v []float64) []float64 { return slices.Sorted(slices.Values(v)) }

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
