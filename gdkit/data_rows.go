package gdkit

import (
	"fmt"

	"gdlab/gdkit/rows"
)

// A Dataset is a source of rows, too: what is written for data that do not fit in memory works with
// data that do.
var (
	_ rows.Named    = (*Dataset)(nil)
	_ rows.Unscaler = (*Dataset)(nil)
)

// Dims is m and n, the number of examples and of features. Without data both are 0.
func (d *Dataset) Dims() (m, n int) {
	if d == nil || d.X == nil {
		return 0, 0
	}
	return d.X.Dims()
}

// ReadRows implements RowSource: it copies examples. A source has no room for Weights, so that data
// with weights are an error.
func (d *Dataset) ReadRows(first int, x, y []float64) error {
	if err := rows.CheckRead(d.title(), d, first, x, y); err != nil {
		return err
	}
	if d.Weights != nil {
		return fmt.Errorf("gdkit: %s has Weights, but examples that are read by rows all count the same;"+
			" use a Linear, or set Weights to nil", d.title())
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
