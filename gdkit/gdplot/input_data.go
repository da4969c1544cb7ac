package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"
)

// columns are the places of n features, the first ones unless some are named.
func columns(what string, d *gdkit.Dataset, n int, names []string) []int {
	if err := d.Validate(); err != nil {
		panic("gdplot: " + what + ": " + err.Error())
	}
	_, have := d.X.Dims()
	if have < n {
		panic(fmt.Sprintf("gdplot: %s draws %d features, %s has %d", what, n, dataName(d), have))
	}
	cols := make([]int, n)
	for i := range cols {
		cols[i] = i
		if len(names) == 0 {
			continue
		}
		if cols[i] = slices.Index(d.Features, names[i]); cols[i] < 0 {
			panic(fmt.Sprintf("gdplot: %s: %s has no feature %q, want one of %q", what, dataName(d), names[i], d.Features))
		}
	}
	return cols
}

func dataName(d *gdkit.Dataset) string {
	if d.Name == "" {
		return "the data set"
	}
	return d.Name
}

func columnName(d *gdkit.Dataset, col int) string {
	name := subscript("x", col+1)
	if col < len(d.Features) && d.Features[col] != "" {
		name = d.Features[col]
	}
	if d.Scale != nil {
		name += ", scaled"
	}
	return name
}

func targetName(d *gdkit.Dataset) string {
	if d.Target == "" {
		return "y"
	}
	return d.Target
}

// span is the range of a column with a little margin.
func span(d *gdkit.Dataset, at func(i int) float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for i := range d.Y {
		lo, hi = min(lo, at(i)), max(hi, at(i))
	}
	margin := 0.06 * (hi - lo)
	if margin == 0 {
		margin = 1
	}
	return lo - margin, hi + margin
}
