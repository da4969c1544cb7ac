package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/diff/fd"
)

// A Kink is a place where the slope of a cost jumps, as that of |w| does at 0. Every number between
// the slopes of the two sides is a subgradient there (for a kink that points up: a generalised
// gradient, Clarke 1975), so several answers are right.
type Kink struct {
	Index       int     // the parameter along which the slope jumps
	Left, Right float64 // the slopes on its two sides
}

// outside is how far g lies from the slopes between Left and Right.
func (k Kink) outside(g float64) float64 {
	return max(min(k.Left, k.Right)-g, g-max(k.Left, k.Right), 0)
}

// String is the two slopes as a range.
func (k Kink) String() string { return fmt.Sprintf("%.6g … %.6g", k.Left, k.Right) }

// slopes are what differences tell about a function at a point.
type slopes struct {
	value       float64 // (f(v+h) − f(v−h)) / 2h
	noise       float64 // what rounding alone may add to it
	bend        float64 // |f″|, roughly
	left, right float64 // the slopes on both sides, where there is a kink
	kink        bool
	// no slope: the kink's two sides get steeper as h falls, as at a jump, or in noise
	rough bool
}

// differences finds the slope of f at v with the step that suits f there. fv is f(v).
//
// A step is good when half of it gives nearly the same slope: then truncation, which falls with h²,
// no longer matters. The slopes of the two sides, (f(v+h)−f(v))/h and (f(v)−f(v−h))/h, differ by
// the gap h·f″(v), which halves with h. At a kink it does not. A kink some way off looks the same
// until h is shorter than the way: so steps fall as far as rounding lets them.
func differences(f func(float64) float64, v, fv float64) slopes {
	sides := func(h float64) (left, right float64) {
		s := fd.Settings{Formula: fd.Backward, Step: h, OriginKnown: true, OriginValue: fv}
		left = fd.Derivative(f, v, &s)
		s.Formula = fd.Forward
		return left, fd.Derivative(f, v, &s)
	}
	var out slopes
	least, leastSide, seen := math.Inf(1), math.Inf(1), false
	var ragged, floor float64
	h := powerOfTwo(differenceStep(v))
	for try := 0; ; try++ { // h, h/16, h/256 …
		left1, right1 := sides(h)
		left, right := sides(h / 2)
		whole, half := left1/2+right1/2, left/2+right/2
		gap1, gap := right1-left1, right-left
		jump := math.Abs(2*gap - gap1) // the gap without the part that halves with h
		steepest := max(math.Abs(left), math.Abs(right))
		// Differences can't see below the rounding noise of J, which is itself a sum of many terms.
		rounding := (100*eps*(math.Abs(fv)+h*steepest) + ragged) / h
		if out.kink && 16*rounding > math.Abs(out.right-out.left) {
			return out // a shorter step sees nothing any more
		}
		bent := jump > max(16*rounding, gradTolerance*steepest)
		// Terms that cancel in J leave a noise that |J| does not show: the gap is ragged, though
		// the slope hardly changes.
		if raw := 4 * jump * h; !bent && math.Abs(whole-half) <= jump && raw > ragged {
			rounding += (raw - ragged) / h
			ragged = raw
		}
		if try == 0 && steepest <= math.MaxFloat64 {
			floor = 1e-9 * steepest // nor below that part of the slopes close by
		}
		rounding += floor

		doubt := math.Abs(whole-half) + rounding
		if bent {
			seen = true
			doubt += jump
		}
		out.kink = bent && math.Abs(gap) > jump/2
		out.rough = out.kink && math.Abs(gap) > 1.2*math.Abs(gap1)
		if side := math.Abs(left1-left) + math.Abs(right1-right) + rounding; out.kink && side < leastSide {
			leastSide, out.left, out.right = side, left, right
		}
		if doubt < least || math.IsInf(least, 1) {
			out.value, out.noise, out.bend = whole, rounding, math.Abs(gap1)/h
		}
		if doubt < least {
			least = doubt
		}
		good := math.Abs(whole-half) <= max(rounding, 1e-7*math.Abs(whole))
		if !bent && (good || try >= 4 && !seen) || try >= 12 || h < 1024*eps*math.Abs(v) {
			return out
		}
		h /= 16
	}
}

// powerOfTwo is the one next to h > 0. With such a step v+h is exact.
func powerOfTwo(h float64) float64 { return math.Exp2(math.Round(math.Log2(h))) }
