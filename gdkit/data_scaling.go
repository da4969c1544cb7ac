package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Standardize returns a copy whose features have mean 0 and standard deviation 1 (z-scores):
//
//	x′ = (x − μ) / σ,   μ = (1/m) Σ x,   σ² = (1/m) Σ (x − μ)²
//
// The variance divides by m, as scikit-learn's StandardScaler does; the rival convention, m − 1,
// differs by the factor √(m/(m−1)). A constant column becomes 0: its scale is taken as 1, so that
// nothing is divided by zero. The target stays in its own unit. Center and Scale always lead back
// to the original units, also after a second call. It panics if the data are not valid.
func (d *Dataset) Standardize() *Dataset {
	return d.scaled("Standardize", func(col []float64) (center, scale float64) {
		return stat.PopMeanStdDev(col, nil)
	})
}

// MinMax returns a copy whose features run from 0 to 1:
//
//	x′ = (x − min) / (max − min)
//
// One outlier squeezes all others together; Standardize suffers less. Constant columns and panics
// are as for Standardize.
func (d *Dataset) MinMax() *Dataset {
	return d.scaled("MinMax", func(col []float64) (center, scale float64) {
		lo := floats.Min(col)
		return lo, floats.Max(col) - lo
	})
}

// MeanNormalize returns a copy whose features have mean 0 and range 1 (Andrew Ng's course):
//
//	x′ = (x − μ) / (max − min)
//
// Constant columns and panics are as for Standardize.
func (d *Dataset) MeanNormalize() *Dataset {
	return d.scaled("MeanNormalize", func(col []float64) (center, scale float64) {
		return stat.Mean(col, nil), floats.Max(col) - floats.Min(col)
	})
}

// scaled replaces each feature by (x − center)/scale, and keeps the way back to the original units.
func (d *Dataset) scaled(what string, of func(col []float64) (center, scale float64)) *Dataset {
	if err := d.Validate(); err != nil {
		panic(err.Error())
	}
	m, n := d.X.Dims()
	out := d.Clone()
	out.Center, out.Scale = make([]float64, n), make([]float64, n)
	col := make([]float64, m)
	for j := range n {
		mat.Col(col, j, d.X)
		center, scale := of(col)
		if math.IsInf(scale, 0) || math.IsNaN(scale) {
			panic(fmt.Sprintf("gdkit: Dataset.%s: the values of %s are too large for float64; divide the column by a power of ten first", what, d.feature(j)))
		}
		if scale <= 1e-14*math.Abs(center) || scale == 0 { // constant, but for rounding noise
			center, scale = col[0], 1
		}
		for i, v := range col {
			col[i] = (v - center) / scale
		}
		out.X.SetCol(j, col)
		c0, s0 := 0.0, 1.0 // the scaling that d has already
		if d.Scale != nil {
			c0, s0 = d.Center[j], d.Scale[j]
		}
		out.Center[j], out.Scale[j] = c0+s0*center, s0*scale
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
