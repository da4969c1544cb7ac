package gdkit

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
)

// How Linear reads its data. The plain formula, for a row i with the weight c and the slope ℓ′ of its loss, is
//
//	z = b + w·xᵢ;   Σℓ += cℓ(z, yᵢ);   Σℓ′ += cℓ′(z, yᵢ);   Σℓ′x += cℓ′(z, yᵢ)xᵢ
//
// Done row by row it is bound by the latency of the sums, and done for all rows at once (z = Xw, then Xᵀℓ′) X is fetched from memory
// twice. So it is done in tiles that fit into the first cache: scores, slopes in their place, then the product with the slopes.

const (
	tileBytes  = 24 << 10 // of X in a tile: half of a usual first-level cache
	tileRows   = 256      // at most, so that long sums are sums of short ones
	cacheBytes = 2 << 20  // of X: what is larger comes from memory, not from a second-level cache
	longRow    = 512      // values from which a product with four rows at a time reads memory well by itself
)

// sums are what some rows add up to; beside them stands Σ cᵢℓ′ᵢxᵢ, a slice as long as the weights.
type sums struct {
	loss   float64 // Σ cᵢℓᵢ
	slope  float64 // Σ cᵢℓ′ᵢ
	weight float64 // Σ cᵢ
}

func (s *sums) add(t sums) {
	s.loss += t.loss
	s.slope += t.slope
	s.weight += t.weight
}

// A table is a run of examples: rows of len(w) values, each stride after the one before.
type table struct {
	x      []float64
	stride int
	y, c   []float64 // targets, and weights or nil
}

// table is the run of the examples lo ≤ i < hi.
func (l *Linear) table(lo, hi int) table {
	x := l.Data.X.RawMatrix()
	t := table{x: x.Data[lo*x.Stride : (hi-1)*x.Stride+x.Cols], stride: x.Stride, y: l.Data.Y[lo:hi]}
	if l.Data.Weights != nil {
		t.c = l.Data.Weights[lo:hi]
	}
	return t
}

// part is the run of the examples lo ≤ i < hi of t, which have n values each.
func (t table) part(lo, hi, n int) table {
	t.x, t.y = t.x[lo*t.stride:(hi-1)*t.stride+n], t.y[lo:hi]
	if t.c != nil {
		t.c = t.c[lo:hi]
	}
	return t
}

// tileOf is the number of rows of n values in a tile, a multiple of 4.
func tileOf(n int) int { return min(tileRows, max(4, tileBytes/8/n&^3)) }

// collect returns the sums of the examples in t. It adds Σ cᵢℓ′ᵢxᵢ to gw, unless gw is nil. z is room for a tile.
func collect(loss Loss, t table, gw []float64, b float64, w, z []float64) sums {
	var s sums
	if square, ok := loss.(SquareLoss); ok && len(w) <= few && t.c == nil {
		for lo := 0; lo < len(t.y); lo += tileRows {
			p := t.part(lo, min(lo+tileRows, len(t.y)), len(w))
			s.add(square.collectFew(p.x, p.stride, p.y, gw, b, w))
		}
		return s
	}
	tile := tileOf(len(w))
	ahead := len(w) < longRow && 8*len(t.x) > cacheBytes/maxChunks
	for lo := 0; lo < len(t.y); lo += tile {
		p := t.part(lo, min(lo+tile, len(t.y)), len(w))
		z := z[:len(p.y)]
		if ahead {
			z[0] = touch(p.x) // kept, or it would be left out
		}
		scores(z, p, w)
		s.add(slopesOf(loss, z, p.y, p.c, b))
		if gw != nil {
			spread(gw, p, z)
		}
	}
	return s
}

// touch reads one number of each cache line. Read in order and with nothing to wait for, many lines are on their way from memory at once.
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
func scores(z []float64, t table, w []float64) {
	if len(w) <= few {
		scoresOfFew(z, t, w)
		return
	}
	gonum.Implementation{}.Dgemv(blas.NoTrans, len(z), len(w), 1, t.x, t.stride, w, 1, 0, z, 1)
}

// spread adds Xᵀz to gw.
func spread(gw []float64, t table, z []float64) {
	if len(gw) <= few {
		spreadToFew(gw, t, z)
		return
	}
	gonum.Implementation{}.Dgemv(blas.Trans, len(z), len(gw), 1, t.x, t.stride, z, 1, 1, gw, 1)
}

// slopesOf returns the sums of a tile with the scores z + b, and puts cᵢℓ′ᵢ in the place of zᵢ.
func slopesOf(loss Loss, z, y, c []float64, b float64) sums {
	if c == nil {
		s := sums{weight: float64(len(z))}
		switch loss := loss.(type) {
		case SquareLoss:
			s.loss, s.slope = loss.slopes(z, y, b)
			return s
		case logistic:
			s.loss, s.slope = loss.slopes(z, y, b)
			return s
		}
	}
	var s sums
	for i := range z {
		value, dz := loss.At(z[i]+b, y[i])
		weight := 1.0
		if c != nil {
			weight = c[i]
			value, dz = weight*value, weight*dz
		}
		z[i] = dz
		s.add(sums{value, dz, weight})
	}
	return s
}

// slopes puts 2c(zᵢ + b − yᵢ) in the place of zᵢ.
func (c SquareLoss) slopes(z, y []float64, b float64) (loss, slope float64) {
	factor := 2 * float64(c)
	y = y[:len(z)]
	var rr, r float64
	for i, v := range z {
		v += b - y[i]
		rr += v * v
		r += v
		z[i] = factor * v
	}
	return float64(c) * rr, factor * r
}

// finish makes the cost of the sums, and its gradient of Σ cᵢℓ′ᵢxᵢ, which stands in grad where the weights are.
// Where no example counts, because all weights are 0, the mean is taken as 0.
func (l *Linear) finish(grad, params []float64, s sums) float64 {
	_, w := l.split(params)
	if s.weight == 0 {
		s.weight = 1
	}
	if grad != nil {
		gw := grad[len(grad)-len(w):]
		if s.weight != 1 {
			floats.Scale(1/s.weight, gw)
		}
		if l.L2 != 0 {
			floats.AddScaled(gw, l.L2, w)
		}
		if l.L1 != 0 {
			for j, v := range w {
				gw[j] += l.L1 * sign(v)
			}
		}
		if !l.NoBias {
			grad[0] = s.slope / s.weight
		}
	}
	j := s.loss / s.weight
	if l.L2 != 0 {
		j += l.L2 / 2 * floats.Dot(w, w)
	}
	if l.L1 != 0 {
		j += l.L1 * floats.Norm(w, 1)
	}
	return j
}
