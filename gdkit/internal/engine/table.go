package engine

// A Table is rows of numbers: row i has the values X[i·Stride] … X[i·Stride+Cols−1], the target
// Y[i] and the weight C[i].
type Table struct {
	X            []float64
	Cols, Stride int
	Y            []float64
	C            []float64 // nil where all rows count the same
}

// part is the rows lo ≤ i < hi.
func (t Table) part(lo, hi int) Table {
	t.X, t.Y = t.X[lo*t.Stride:(hi-1)*t.Stride+t.Cols], t.Y[lo:hi]
	if t.C != nil {
		t.C = t.C[lo:hi]
	}
	return t
}

// row is the values of row i.
func (t *Table) row(i int) []float64 { return t.X[i*t.Stride : i*t.Stride+t.Cols] }

// A Loss prices the score z of a row whose target is y. It is called by several goroutines at once.
type Loss interface {
	// At returns ℓ(z, y) and ∂ℓ/∂z.
	At(z, y float64) (loss, dz float64)
	// Slopes puts ∂ℓ/∂z of the score zᵢ+b in the place of each zᵢ, and returns Σℓ and Σ∂ℓ/∂z.
	Slopes(z, y []float64, b float64) (loss, slope float64)
	// Slope is ∂ℓ/∂z of the score z+b alone, with the bits of Slopes.
	Slope(z, b, y float64) float64
}

// A Square is a Loss of the form c(z−y)², for which there are loops of their own.
type Square interface {
	Loss
	SquareFactor() float64 // c
}

// Sums are what some rows add up to. Beside them stands Σ cᵢℓ′ᵢxᵢ, a slice with a
// number for each column.
type Sums struct {
	Loss   float64 // Σ cᵢℓᵢ
	Slope  float64 // Σ cᵢℓ′ᵢ
	Weight float64 // Σ cᵢ
}

func (s *Sums) add(t Sums) {
	s.Loss += t.Loss
	s.Slope += t.Slope
	s.Weight += t.Weight
}

// Resize returns a slice of n numbers of any value, in the memory of s where it suffices.
func Resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
