package engine

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

const (
	// of X in a tile: half of a usual first-level cache
	tileBytes = 24 << 10
	// at most, so that long sums are sums of short ones
	tileRows = 256
	// columns from which a product with four rows at a time reads memory well by itself
	longRow = 512

	// CacheBytes of X fit into a usual second-level cache. What is larger comes from memory.
	CacheBytes = 2 << 20
)

// tileOf is the number of rows of n values in a tile, a multiple of 4.
func tileOf(n int) int { return min(tileRows, max(4, tileBytes/8/n&^3)) }

// collect returns the sums of the rows in t. It adds Σ cᵢℓ′ᵢxᵢ to gw, unless gw is nil. z is memory
// for the scores of a tile.
func collect(loss Loss, t Table, gw []float64, b float64, w, z []float64) Sums {
	var s Sums
	if len(w) <= few && t.C == nil {
		if square, ok := loss.(Square); ok {
			return collectSquares(square.SquareFactor(), t, gw, b, w)
		}
	}
	tile := tileOf(len(w))
	ahead := len(w) < longRow && 8*len(t.X) > CacheBytes/maxChunks
	for lo := 0; lo < len(t.Y); lo += tile {
		p := t.part(lo, min(lo+tile, len(t.Y)))
		z := z[:len(p.Y)]
		if ahead {
			z[0] = touch(p.X) // kept, or the compiler would leave it out
		}
		scores(z, p, w)
		s.add(slopes(loss, z, p.Y, p.C, b))
		if gw != nil {
			addSlopes(gw, p, z)
		}
	}
	return s
}

// touch reads one number of each cache line. Read in order and with nothing to wait for, many lines
// are on their way from memory at once.
func touch(x []float64) float64 {
	var a, b, c, d float64
	for len(x) >= 32 {
		a += x[0]
		b += x[8]
		c += x[16]
		d += x[24]
		x = x[32:]
	}
	for i := 0; i < len(x); i += 8 {
		a += x[i]
	}
	return a + b + (c + d)
}

// scores sets z = Xw.
func scores(z []float64, t Table, w []float64) {
	if len(w) <= few {
		scoresOfFew(z, t, w)
		return
	}
	gonum.Implementation{}.Dgemv(blas.NoTrans, len(z), len(w), 1, t.X, t.Stride, w, 1, 0, z, 1)
}

// addSlopes adds Xᵀz to gw.
func addSlopes(gw []float64, t Table, z []float64) {
	if len(gw) <= few {
		addSlopesOfFew(gw, t, z)
		return
	}
	gonum.Implementation{}.Dgemv(blas.Trans, len(z), len(gw), 1, t.X, t.Stride, z, 1, 1, gw, 1)
}

// slopes returns the sums of a tile with the scores z + b, and puts cᵢℓ′ᵢ in the place of zᵢ.
func slopes(loss Loss, z, y, c []float64, b float64) Sums {
	s := Sums{Weight: float64(len(z))}
	if c == nil {
		s.Loss, s.Slope = loss.Slopes(z, y, b)
		return s
	}
	s = Sums{}
	for i := range z {
		value, dz := loss.At(z[i]+b, y[i])
		z[i] = c[i] * dz
		s.add(Sums{c[i] * value, z[i], c[i]})
	}
	return s
}
