package gdkit

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/floats"
)

// eps is the distance from 1 to the next float64.
const eps = 0x1p-52

// differenceStep is ∛ε·max(1, |v|), where the rounding and the truncation error of a central
// difference at v are about equal for a function that bends on the scale of 1.
func differenceStep(v float64) float64 { return math.Cbrt(eps) * math.Max(1, math.Abs(v)) }

// sign is −1, 0 or 1, as v is; of NaN it is NaN.
func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return v // 0 and NaN
}

// inverse is 1/count, or 0 where no example counts: then the mean of none is 0.
func inverse(count float64) float64 {
	if count == 0 {
		return 0
	}
	return 1 / count
}

// Squares between these neither overflow nor lose digits when they are summed.
const tinySquare, hugeSquare = 1e-280, 1e280

// norms are ‖g‖₂ and max |gⱼ|.
func norms(g []float64) (two, top float64) {
	sum := 0.0
	for _, v := range g {
		sum += v * v
		top = max(top, math.Abs(v))
	}
	if sum > tinySquare && sum < hugeSquare {
		return math.Sqrt(sum), top
	}
	return floats.Norm(g, 2), top
}

// zeros returns n zeros, in the memory of s where it suffices.
func zeros(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// short is v with four significant digits, and with an exponent only where people would write one.
func short(v float64) string {
	if a := math.Abs(v); a >= 1e4 && a < 1e6 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// fraction reports a setting outside 0 ≤ v < 1.
func fraction(name string, v float64) error {
	if !(v >= 0 && v < 1) {
		return fmt.Errorf("gdkit: %s is %v, want 0 ≤ %s < 1", name, v, name)
	}
	return nil
}

// positive reports a setting that isn't a finite number > 0.
func positive(name string, v float64, hint string) error {
	if !(v > 0) || math.IsInf(v, 0) {
		return fmt.Errorf("gdkit: %s is %v, want a finite number > 0 (%s)", name, v, hint)
	}
	return nil
}
