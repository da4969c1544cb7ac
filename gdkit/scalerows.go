package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// ScaledRows is a RowSource whose features are scaled on their way from another one:
//
//	x′ = (x − Center) / Scale
type ScaledRows struct {
	Rows          RowSource
	Center, Scale []float64 // one for each feature
}

var _ Named = (*ScaledRows)(nil)

// StandardizeRows is Dataset.Standardize for a source of rows: the features get mean 0 and standard deviation 1, with the same formula and
// the same care for constant columns. It reads all rows once; the means and squared deviations of the blocks are put together as
// by Chan, Golub and LeVeque (1983), which neither overflows nor cancels:
//
//	δ = μ_b − μ,   μ ← μ + δ·m_b/(m+m_b),   S ← S + S_b + δ²·m·m_b/(m+m_b)
//
// An error of reading, or a value that is NaN or infinite, is returned.
func StandardizeRows(rows RowSource) (*ScaledRows, error) {
	if err := checkSource("StandardizeRows: the source", rows); err != nil {
		return nil, err
	}
	_, n := rows.Dims()
	first, mean, squares := make([]float64, n), make([]float64, n), make([]float64, n)
	col := make([]float64, rowsPerBlock(rows))
	m := 0.0
	err := newReadAhead().walk(rows, func(b *block) error {
		if err := checkFinite(rows, b); err != nil {
			return err
		}
		if m == 0 {
			copy(first, b.x)
		}
		col := col[:len(b.y)]
		mb := float64(len(col))
		for j := range n {
			for i := range col {
				col[i] = b.x[i*n+j]
			}
			center, variance := stat.PopMeanVariance(col, nil)
			delta := center - mean[j]
			mean[j] += delta * (mb / (m + mb))
			squares[j] += variance*mb + delta*delta*(m*mb/(m+mb))
		}
		m += mb
		return nil
	})
	if err != nil {
		return nil, err
	}
	for j := range n {
		scale := math.Sqrt(squares[j] / m)
		if math.IsInf(scale, 0) || math.IsNaN(scale) {
			d := describe(rows)
			return nil, fmt.Errorf("gdkit: StandardizeRows: %s: the values of %s are too large for float64; divide the column by a power of ten first",
				d.title(), d.feature(j))
		}
		if scale <= 1e-14*math.Abs(mean[j]) || scale == 0 { // constant, but for rounding noise
			mean[j], scale = first[j], 1
		}
		squares[j] = scale
	}
	return &ScaledRows{Rows: rows, Center: mean, Scale: squares}, nil
}

// Dims implements RowSource.
func (s *ScaledRows) Dims() (m, n int) {
	if s == nil || s.Rows == nil {
		return 0, 0
	}
	return s.Rows.Dims()
}

// Names implements Named. They are those of the source below.
func (s *ScaledRows) Names() (name, target string, features []string) {
	d := describe(s.Rows)
	_, n := s.Dims()
	for j := range n {
		features = append(features, d.feature(j))
	}
	return d.title(), d.target(), features
}

// ReadRows implements RowSource.
func (s *ScaledRows) ReadRows(first int, x, y []float64) error {
	if _, n := s.Dims(); len(s.Center) != n || len(s.Scale) != n {
		return fmt.Errorf("gdkit: ScaledRows has %d values in Center and %d in Scale, want %d, one for each feature (StandardizeRows sets them)",
			len(s.Center), len(s.Scale), n)
	}
	if err := s.Rows.ReadRows(first, x, y); err != nil {
		return err
	}
	for n := len(s.Scale); len(x) > 0; x = x[n:] {
		for j, scale := range s.Scale {
			x[j] = (x[j] - s.Center[j]) / scale
		}
	}
	return nil
}

// Unscale takes the parameters (b, w₁ … wₙ) of a linear model fitted to s back to the original units, as Dataset.Unscale does. Where
// the source below is scaled, too, they are those of its own source.
func (s *ScaledRows) Unscale(w []float64) []float64 {
	_, n := s.Dims()
	if n == 0 || len(w) != n+1 {
		panic(fmt.Sprintf("gdkit: ScaledRows.Unscale: got %d parameters, want %d: b and one weight for each feature", len(w), n+1))
	}
	out := append([]float64(nil), w...)
	weights := out[1:]
	floats.Div(weights, s.Scale)
	out[0] -= floats.Dot(weights, s.Center)
	if below, ok := s.Rows.(interface{ Unscale(w []float64) []float64 }); ok {
		return below.Unscale(out)
	}
	return out
}
