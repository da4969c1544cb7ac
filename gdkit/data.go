package gdkit

import (
	"fmt"
	"math"

	"gdlab/gdkit/internal/names"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Dataset is a table of m examples with n features each, and the target to predict.
type Dataset struct {
	Name     string   // for titles and messages
	Target   string   // name of the target, with its unit
	Features []string // n names, with their units

	X *mat.Dense // m×n, one example a row
	Y []float64  // m targets

	// Weights says how much each example counts, cᵢ ≥ 0; nil means that all count the same.
	Weights []float64

	// Center and Scale are set by Standardize, MinMax and MeanNormalize, else nil: each feature of
	// X is (original − Center) / Scale.
	Center, Scale []float64
}

// Validate reports what is wrong with the data: no rows, lengths that differ,
// or the row and column of the first value that is NaN or infinite.
func (d *Dataset) Validate() error {
	if d == nil || d.X == nil || d.X.IsEmpty() {
		return fmt.Errorf("gdkit: %s has no examples, want at least one row and one feature", d.title())
	}
	m, n := d.X.Dims()
	if len(d.Y) != m {
		return fmt.Errorf("gdkit: %s has %d rows in X but %d values in Y, want one target for each row", d.title(), m, len(d.Y))
	}
	if d.Features != nil && len(d.Features) != n {
		return fmt.Errorf("gdkit: %s has %d columns in X but %d names in Features, want one name for each column", d.title(), n, len(d.Features))
	}
	if d.Weights != nil {
		if len(d.Weights) != m {
			return fmt.Errorf("gdkit: %s has %d rows in X but %d values in Weights, want one for each row (or nil)", d.title(), m, len(d.Weights))
		}
		for i, c := range d.Weights {
			if !(c >= 0) || math.IsInf(c, 0) {
				return fmt.Errorf("gdkit: %s: Weights[%d] is %v, want a finite number ≥ 0", d.title(), i, c)
			}
		}
		if floats.Sum(d.Weights) == 0 {
			return fmt.Errorf("gdkit: %s: all Weights are 0, want at least one example that counts", d.title())
		}
	}
	if d.finite() {
		return nil
	}
	for i := range m {
		for j, v := range d.X.RawRowView(i) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("gdkit: %s: X[%d][%d] (%s) is %v, want a finite number; drop or fill that row", d.title(), i, j, d.feature(j), v)
			}
		}
		if v := d.Y[i]; math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("gdkit: %s: Y[%d] (%s) is %v, want a finite number; drop or fill that row", d.title(), i, d.target(), v)
		}
	}
	return nil
}

// finite says that no value is NaN or infinite, at the speed of a sum; it may say no
// where sums overflow.
func (d *Dataset) finite() bool {
	x := d.X.RawMatrix()
	sum := floats.Sum(d.Y)
	if x.Stride == x.Cols {
		sum += floats.Sum(x.Data)
	} else {
		for i := range x.Rows {
			sum += floats.Sum(d.X.RawRowView(i))
		}
	}
	return sum-sum == 0
}

// Clone returns a copy that shares nothing with d.
func (d *Dataset) Clone() *Dataset {
	out := *d
	if d.X != nil {
		out.X = mat.DenseCopyOf(d.X)
	}
	out.Y = append([]float64(nil), d.Y...)
	out.Weights = append([]float64(nil), d.Weights...)
	out.Features = append([]string(nil), d.Features...)
	out.Center = append([]float64(nil), d.Center...)
	out.Scale = append([]float64(nil), d.Scale...)
	return &out
}

// String says what the data are, in one line.
func (d *Dataset) String() string {
	if d == nil || d.X == nil || d.X.IsEmpty() {
		return d.title() + ": no examples"
	}
	m, n := d.X.Dims()
	s := fmt.Sprintf("%s: %d examples, %s from ", d.title(), m, d.target())
	for j := range n {
		if j > 0 {
			s += ", "
		}
		s += d.feature(j)
	}
	if d.Scale != nil {
		s += " (scaled)"
	}
	return s
}

func (d *Dataset) title() string {
	if d == nil || d.Name == "" {
		return "the data set"
	}
	return d.Name
}

func (d *Dataset) target() string { return names.Target(d.Target) }

func (d *Dataset) feature(j int) string { return names.Feature(d.Features, j) }

// weight is how much example i counts.
func (d *Dataset) weight(i int) float64 {
	if d.Weights == nil {
		return 1
	}
	return d.Weights[i]
}

// wantShape panics with a sentence where the lengths of X, Y and Weights differ, or X is empty.
func (d *Dataset) wantShape() {
	if m, n := d.X.Dims(); m == 0 || n == 0 || len(d.Y) != m || d.Weights != nil && len(d.Weights) != m {
		panic(d.Validate().Error())
	}
}
