package rows

import (
	"cmp"
	"fmt"

	"gdlab/gdkit/internal/names"
)

// A Source is a table of m examples with n features that is read a few rows at a time, so that it
// need not fit in memory: a File, a CSV, a Generated, a Scaled, a *gdkit.Dataset, or one of your
// own.
//
// ReadRows reads the len(y) examples from number first on, 0 ≤ first and first+len(y) ≤ m. It
// overwrites x, of length len(y)·n, with their features, one example behind the other, and y with
// their targets. It keeps neither. The same rows are always the same numbers. Several goroutines
// may read at once.
type Source interface {
	Dims() (m, n int)
	ReadRows(first int, x, y []float64) error
}

// Named is a Source that knows what it is called, and what its columns are called: one feature for
// each column of x.
type Named interface {
	Source
	Names() (name, target string, features []string)
}

// Unscaler is a source of scaled features that takes the parameters (b, w₁ … wₙ) of a linear model
// fitted to them back to the original units. It returns a new slice.
type Unscaler interface {
	Unscale(w []float64) []float64
}

// Columns is what a source and its columns are called.
type Columns struct {
	Name     string
	Target   string
	Features []string // one name for each column of x
}

// Describe returns the names of a source. Those that it does not have are made up: "the source of
// rows", "y", "x1", "x2", …
func Describe(src Source) Columns {
	var c Columns
	var features []string
	if CheckSource("", src) == nil {
		if s, ok := src.(Named); ok {
			c.Name, c.Target, features = s.Names()
		}
		_, n := src.Dims()
		for j := range n {
			c.Features = append(c.Features, names.Feature(features, j))
		}
	}
	c.Name = cmp.Or(c.Name, "the source of rows")
	c.Target = names.Target(c.Target)
	return c
}

// CheckSource reports a source that has nothing to read. What says which one it is: the field or
// the function that it was given to.
func CheckSource(what string, src Source) error {
	if src == nil {
		return fmt.Errorf("gdkit: %s is nil, want a source of rows"+
			" such as gdkit.OpenRows or gdkit.OpenCSV returns", what)
	}
	if m, n := src.Dims(); m <= 0 || n <= 0 {
		return fmt.Errorf("gdkit: %s has %d rows of %d features, want at least one of each"+
			" (if it was opened: did that return an error?)", what, m, n)
	}
	return nil
}

// CheckRead reports rows that a source does not have, and memory of the wrong size for them. A
// source of your own may call it first in ReadRows.
func CheckRead(name string, src Source, first int, x, y []float64) error {
	m, n := src.Dims()
	if first < 0 || first+len(y) > m {
		return fmt.Errorf("gdkit: %s: asked for rows %d to %d, but it has rows 0 to %d",
			name, first, first+len(y)-1, m-1)
	}
	if len(x) != len(y)*n {
		return fmt.Errorf("gdkit: %s: %d rows need room for %d numbers in x, not %d",
			name, len(y), len(y)*n, len(x))
	}
	return nil
}
