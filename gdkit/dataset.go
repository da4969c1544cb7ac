package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
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

	// Center and Scale are set by Standardize, else nil: each feature of X is
	// (original − Center) / Scale.
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

// Standardize returns a copy whose features have mean 0 and standard deviation 1 (z-scores):
//
//	x′ = (x − μ) / σ,   μ = (1/m) Σ x,   σ² = (1/m) Σ (x − μ)²
//
// The variance divides by m, as scikit-learn's StandardScaler does; the rival convention, m − 1,
// differs by the factor √(m/(m−1)). A constant column becomes 0: its scale is taken as 1, so that
// nothing is divided by zero. The target stays in its own unit. Center and Scale always lead back
// to the original units, also after a second call. It panics if the data are not valid.
func (d *Dataset) Standardize() *Dataset {
	if err := d.Validate(); err != nil {
		panic(err.Error())
	}
	m, n := d.X.Dims()
	out := d.Clone()
	out.Center, out.Scale = make([]float64, n), make([]float64, n)
	col := make([]float64, m)
	for j := range n {
		mat.Col(col, j, d.X)
		mu, sigma := stat.PopMeanStdDev(col, nil)
		if math.IsInf(sigma, 0) || math.IsNaN(sigma) {
			panic(fmt.Sprintf("gdkit: Dataset.Standardize: the squares of %s are too large for float64; divide the column by a power of ten first", d.feature(j)))
		}
		// A constant column can leave rounding noise as its deviation.
		if sigma <= 1e-14*math.Abs(mu) {
			sigma = 1
			mu = col[0]
		}
		for i, v := range col {
			col[i] = (v - mu) / sigma
		}
		out.X.SetCol(j, col)
		center, scale := 0.0, 1.0
		if d.Scale != nil {
			center, scale = d.Center[j], d.Scale[j]
		}
		out.Center[j], out.Scale[j] = center+scale*mu, scale*sigma
	}
	return out
}

// Unscale takes the parameters (b, w₁ … wₙ) of a linear model fitted to d back to the
// original units of the features:
//
//	wⱼ ← wⱼ/σⱼ,   b ← b − Σⱼ wⱼμⱼ/σⱼ
//
// It returns a new slice. Without scaling it is a copy.
func (d *Dataset) Unscale(w []float64) []float64 {
	if d == nil || d.X == nil {
		panic("gdkit: Dataset.Unscale: the data set is empty, want the one that the parameters were fitted to")
	}
	_, n := d.X.Dims()
	if len(w) != n+1 {
		panic(fmt.Sprintf("gdkit: Dataset.Unscale: got %d parameters, want %d: b and one weight for each feature", len(w), n+1))
	}
	out := append([]float64(nil), w...)
	if d.Scale == nil {
		return out
	}
	weights := out[1:]
	floats.Div(weights, d.Scale)
	out[0] -= floats.Dot(weights, d.Center)
	return out
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

func (d *Dataset) target() string {
	if d.Target == "" {
		return "y"
	}
	return d.Target
}

func (d *Dataset) feature(j int) string {
	if j < len(d.Features) && d.Features[j] != "" {
		return d.Features[j]
	}
	return fmt.Sprintf("x%d", j+1)
}
