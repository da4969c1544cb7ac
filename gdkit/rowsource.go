package gdkit

import (
	"fmt"
	"math"
)

// A RowSource is a table of m examples with n features that is read a few rows at a time, so that it need not fit in memory:
// a RowFile, a CSVRows, a Generated, a *Dataset, or a learner's own.
//
// ReadRows reads the len(y) examples from number first on, 0 ≤ first and first+len(y) ≤ m. It overwrites x, of length len(y)·n,
// with their features, one example behind the other, and y with their targets. It keeps neither.
// The same rows are always the same numbers. Several goroutines may read at once.
type RowSource interface {
	Dims() (m, n int)
	ReadRows(first int, x, y []float64) error
}

// Named is a RowSource that knows what it is called, and what its columns are called: one feature for each column of x.
type Named interface {
	RowSource
	Names() (name, target string, features []string)
}

// Generated is a RowSource that makes up its examples. Row writes the features of example i to x and returns the target. It may
// be called by several goroutines at once, and i alone decides: rand.New(rand.NewPCG(seed, uint64(i))) is random and the same each time.
type Generated struct {
	Examples int // m
	Features int // n
	Row      func(i int, x []float64) (y float64)
}

var (
	_ RowSource = Generated{}
	_ Named     = (*Dataset)(nil)
)

// Dims implements RowSource.
func (g Generated) Dims() (m, n int) { return g.Examples, g.Features }

// ReadRows implements RowSource.
func (g Generated) ReadRows(first int, x, y []float64) error {
	if g.Row == nil {
		return fmt.Errorf("gdkit: Generated.Row is nil, want a func(i int, x []float64) (y float64)")
	}
	if err := checkRows("the generated data", g, first, x, y); err != nil {
		return err
	}
	for i := range y {
		y[i] = g.Row(first+i, x[i*g.Features:(i+1)*g.Features:(i+1)*g.Features])
	}
	return nil
}

// Dims is m and n, the number of examples and of features. Without data both are 0.
func (d *Dataset) Dims() (m, n int) {
	if d == nil || d.X == nil {
		return 0, 0
	}
	return d.X.Dims()
}

// ReadRows implements RowSource: it copies examples. A source has no room for Weights, so that data with weights are an error.
func (d *Dataset) ReadRows(first int, x, y []float64) error {
	if err := checkRows(d.title(), d, first, x, y); err != nil {
		return err
	}
	if d.Weights != nil {
		return fmt.Errorf("gdkit: %s has Weights, but examples that are read by rows all count the same; use a Linear, or set Weights to nil", d.title())
	}
	_, n := d.Dims()
	for i := range y {
		copy(x[i*n:(i+1)*n], d.X.RawRowView(first+i))
	}
	copy(y, d.Y[first:])
	return nil
}

// Names implements Named.
func (d *Dataset) Names() (name, target string, features []string) {
	_, n := d.Dims()
	for j := range n {
		features = append(features, d.feature(j))
	}
	return d.title(), d.target(), features
}

// checkRows reports rows that a source does not have, and memory of the wrong size for them.
func checkRows(name string, src RowSource, first int, x, y []float64) error {
	m, n := src.Dims()
	if first < 0 || first+len(y) > m {
		return fmt.Errorf("gdkit: %s: asked for rows %d to %d, but it has rows 0 to %d", name, first, first+len(y)-1, m-1)
	}
	if len(x) != len(y)*n {
		return fmt.Errorf("gdkit: %s: %d rows need room for %d numbers in x, not %d", name, len(y), len(y)*n, len(x))
	}
	return nil
}

// checkSource reports a source that has nothing to read.
func checkSource(what string, src RowSource) error {
	if src == nil {
		return fmt.Errorf("gdkit: %s is nil, want a source of rows such as gdkit.OpenRows or gdkit.OpenCSV returns", what)
	}
	if m, n := src.Dims(); m <= 0 || n <= 0 {
		return fmt.Errorf("gdkit: %s has %d rows of %d features, want at least one of each (if it was opened: did that return an error?)", what, m, n)
	}
	return nil
}

// describe is a data set without data: it has the names of a source, or those that go for names where it has none.
func describe(src RowSource) *Dataset {
	d := &Dataset{Name: "the source of rows"}
	if s, ok := src.(Named); ok && checkSource("", src) == nil {
		d.Name, d.Target, d.Features = s.Names()
	}
	return d
}

// checkFinite reports the first number in a block that is NaN or infinite.
func checkFinite(src RowSource, b *block) error {
	n := len(b.x) / len(b.y)
	for i, y := range b.y {
		for j, v := range b.x[i*n : (i+1)*n] {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return notFinite(src, b.row(i), describe(src).feature(j), v)
			}
		}
		if math.IsNaN(y) || math.IsInf(y, 0) {
			return notFinite(src, b.row(i), describe(src).target(), y)
		}
	}
	return nil
}

func notFinite(src RowSource, row int, column string, v float64) error {
	return fmt.Errorf("gdkit: %s: row %d: %s is %v, want a finite number; drop or fill that row", describe(src).title(), row, column, v)
}
