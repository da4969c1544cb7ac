package gdkit

import "math"

// slopes puts σ(zᵢ + b) − yᵢ in the place of zᵢ, and returns the sums of ℓ and of these slopes.
// With s = 2y−1 = ∓1 and q = e^(−sz) the plain formulas are
//
//	ℓ = log(1+q),   ℓ′ = −s·q/(1+q)
//
// and the logarithms of a tile are one: Σ log(1+qᵢ) = log Π(1+qᵢ). What is kept is p = Π(1+qᵢ) − 1, so that no digit is lost
// where all qᵢ are small.
func (loss logistic) slopes(z, y []float64, b float64) (sum, slope float64) {
	const full = 1e250 // another factor might overflow
	p := 0.0
	y = y[:len(z)]
	for i, v := range z {
		v += b
		s := 2*y[i] - 1
		if !(math.Abs(v) <= marginMax) || s*s != 1 {
			value, dz := loss.At(v, y[i])
			z[i] = dz
			sum += value
			slope += dz
			continue
		}
		r, k := powerOf2(-s * v)
		q := exp(r, k)
		dz := -s * (q / (1 + q))
		z[i] = dz
		slope += dz
		p += q * (1 + p)
		if p > full {
			sum += math.Log1p(p)
			p = 0
		}
	}
	return sum + math.Log1p(p), slope
}

// slope is the slope of one example, with the same bits.
func (loss logistic) slope(z, y float64) float64 {
	s := 2*y - 1
	if !(math.Abs(z) <= marginMax) || s*s != 1 {
		_, dz := loss.At(z, y)
		return dz
	}
	r, k := powerOf2(-s * z)
	q := exp(r, k)
	return -s * (q / (1 + q))
}

// marginMax is the largest |z| for which q is used: beyond, and for labels other than 0 and 1, At has the better formula.
const marginMax = 30

// powerOf2 and exp are the exponential function for |x| ≤ 30, good to two units in the last place: x = k·log2/256 + r and eˣ = 2^(k/256)·eʳ,
// with the power out of a table and four terms for |r| ≤ 0.0014. Two functions, because the compiler puts small ones into the loop.
func powerOf2(x float64) (r float64, k uint64) {
	const (
		round = 0x1.8p52 // adding it leaves an integer in the low bits
		high  = 6.93147180369123816490e-01 / 256
		low   = 1.90821492927058770002e-10 / 256 // high + low = log2/256, and k·high is exact
	)
	n := x*(256/math.Ln2) + round
	k = math.Float64bits(n)
	n -= round
	return x - n*high - n*low, k
}

func exp(r float64, k uint64) float64 {
	power := math.Float64frombits(math.Float64bits(powers[k&255]) + k>>8<<52)
	rr := r * r
	return power + power*(r+rr*(0.5+r*(1.0/6)+rr*(1.0/24)))
}

// powers[i] is 2^(i/256).
var powers = func() (t [256]float64) {
	for i := range t {
		t[i] = math.Exp2(float64(i) / 256)
	}
	return t
}()
