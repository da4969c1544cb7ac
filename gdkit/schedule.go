package gdkit

import (
	"fmt"
	"math"
)

// A Schedule is the factor on Descent.Rate at step t = 0, 1, 2, … It depends on t alone,
// so it can be drawn.
type Schedule func(t int) float64

// Halve halves the rate every n steps: 2^(−⌊t/n⌋).
func Halve(n int) Schedule { return StepDecay(n, 0.5) }

// StepDecay multiplies the rate by factor every n steps: factor^⌊t/n⌋.
func StepDecay(n int, factor float64) Schedule {
	wantPeriod("StepDecay", n)
	return func(t int) float64 { return math.Pow(factor, float64(t/n)) }
}

// Exponential multiplies the rate by factor at each step: factorᵗ.
func Exponential(factor float64) Schedule {
	return func(t int) float64 { return math.Pow(factor, float64(t)) }
}

// InverseTime is 1/(1 + t/k): half the rate after k steps. It fulfils the conditions of Robbins and
// Monro (1951), Σα = ∞ and Σα² < ∞, under which stochastic descent settles.
func InverseTime(k float64) Schedule {
	if !(k > 0) {
		panic(fmt.Sprintf("gdkit: InverseTime: k is %v, want > 0, the number of steps after which the rate is halved", k))
	}
	return func(t int) float64 { return 1 / (1 + float64(t)/k) }
}

// Cosine falls from 1 towards 0 in n steps along half a cosine, and starts again at t = n
// (Loshchilov and Hutter 2017):
//
//	(1 + cos(π (t mod n)/n))/2
//
// Rival: without restarts it stays at 0, as optax's cosine_decay_schedule does.
func Cosine(n int) Schedule {
	wantPeriod("Cosine", n)
	return func(t int) float64 { return (1 + math.Cos(math.Pi*float64(t%n)/float64(n))) / 2 }
}

// Warmup rises in a straight line from 1/n to 1 in the first n steps, then follows next from its
// beginning (nil: stays at 1).
func Warmup(n int, next Schedule) Schedule {
	wantPeriod("Warmup", n)
	return func(t int) float64 {
		switch {
		case t < n:
			return float64(t+1) / float64(n)
		case next == nil:
			return 1
		}
		return next(t - n)
	}
}

// OneCycle rises from 1/25 to 1 over the first 30 % of n steps and falls to 1/250000 at the end,
// both along half cosines: PyTorch's OneCycleLR with its default values, after Smith (2018).
// Momentum is not cycled.
func OneCycle(n int) Schedule {
	wantPeriod("OneCycle", n)
	const low, end = 1. / 25, 1. / 250000
	top := 0.3*float64(n) - 1
	half := func(from, to, f float64) float64 { return to + (from-to)/2*(1+math.Cos(math.Pi*f)) }
	return func(t int) float64 {
		x := float64(min(t, n-1))
		if x <= top {
			return half(low, 1, x/top)
		}
		return half(1, end, (x-top)/(float64(n-1)-top))
	}
}

func wantPeriod(name string, n int) {
	if n < 1 {
		panic(fmt.Sprintf("gdkit: %s: the number of steps is %d, want at least 1", name, n))
	}
}
