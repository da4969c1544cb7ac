package engine

import "math"

// ExpParts and Exp are the exponential function for |x| ≤ 30, good to two units in the last place:
//
//	x = k·log2/256 + r,   eˣ = 2^(k/256)·eʳ = Exp(ExpParts(x))
//
// with the power from a table and four terms for |r| ≤ 0.0014. They are two functions because the
// compiler copies small ones into the loop.
func ExpParts(x float64) (r float64, k uint64) {
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

// Exp is eˣ of the parts of x.
func Exp(r float64, k uint64) float64 {
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
