package rows

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Scaled is a Source whose features are scaled on their way from another one:
//
//	x′ = (x − Center) / Scale
type Scaled struct {
	Rows          Source
	Center, Scale []float64 // one for each feature
}

var (
	_ Named    = (*Scaled)(nil)
	_ Unscaler = (*Scaled)(nil)
)

// Standardize is Dataset.Standardize of gdkit for a source of rows: the features get mean 0 and
// standard deviation 1, with the same formula and the same care for constant columns. It reads all
// rows once; the means and squared deviations of the blocks are put together as by Chan, Golub and
// LeVeque (1983), which neither overflows nor cancels:
//
//	δ = μ_b − μ,   μ ← μ + δ·m_b/(m+m_b),   S ← S + S_b + δ²·m·m_b/(m+m_b)
//
// An error of reading, or a value that is NaN or infinite, is returned.
func Standardize(src Source) (*Scaled, error) {
	if err := CheckSource("StandardizeRows: the source", src); err != nil {
		return nil, err
	}
	_, n := src.Dims()
	first, mean, squares := make([]float64, n), make([]float64, n), make([]float64, n)
	col := make([]float64, PerBlock(src))
	m := 0.0
	err := new(Reader).Walk(src, func(b *Block) error {
		if err := b.CheckFinite(src); err != nil {
			return err
		}
		if m == 0 {
			copy(first, b.X)
		}
		col := col[:len(b.Y)]
		mb := float64(len(col))
		for j := range n {
			for i := range col {
				col[i] = b.X[i*n+j]
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
			c := Describe(src)
			return nil, fmt.Errorf("gdkit: StandardizeRows: %s: the values of %s are too large for float64;"+
				" divide the column by a power of ten first", c.Name, c.Features[j])
		}
		if scale <= 1e-14*math.Abs(mean[j]) || scale == 0 { // constant, but for rounding noise
			mean[j], scale = first[j], 1
		}
		squares[j] = scale
	}
	return &Scaled{Rows: src, Center: mean, Scale: squares}, nil
}

// Dims implements Source.
func (s *Scaled) Dims() (m, n int) {
	if s == nil || s.Rows == nil {
		return 0, 0
	}
	return s.Rows.Dims()
}

// Names implements Named. They are those of the source below.
func (s *Scaled) Names() (name, target string, features []string) {
	c := Describe(s.Rows)
	return c.Name, c.Target, c.Features
}

// ReadRows implements Source.
func (s *Scaled) ReadRows(first int, x, y []float64) error {
	if _, n := s.Dims(); len(s.Center) != n || len(s.Scale) != n {
		return fmt.Errorf("gdkit: ScaledRows has %d values in Center and %d in Scale, want %d,"+
			" one for each feature (StandardizeRows sets them)",
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

// Unscale takes the parameters (b, w₁ … wₙ) of a linear model fitted to s back to the original
// units, as Dataset.Unscale of gdkit does. Where the source below is an Unscaler, too, they are
// those of its own source.
func (s *Scaled) Unscale(w []float64) []float64 {
	_, n := s.Dims()
	if n == 0 || len(w) != n+1 {
		panic(fmt.Sprintf("gdkit: ScaledRows.Unscale: got %d parameters, want %d:"+
			" b and one weight for each feature", len(w), n+1))
	}
	out := append([]float64(nil), w...)
	weights := out[1:]
	floats.Div(weights, s.Scale)
	out[0] -= floats.Dot(weights, s.Center)
	if below, ok := s.Rows.(Unscaler); ok {
		return below.Unscale(out)
	}
	return out
}
