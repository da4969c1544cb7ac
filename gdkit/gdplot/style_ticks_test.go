package gdplot

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Round tick values, four to nine of them (three where an end just misses one), for any range.
func TestTicks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		lo := rnd.NormFloat64() * math.Pow(10, float64(rnd.IntN(12)-6))
		hi := lo + math.Pow(10, float64(rnd.IntN(12)-6))*(0.1+rnd.Float64())
		if hi-lo < 1e-12*math.Abs(lo) {
			continue
		}
		ts := ticks{}.Ticks(lo, hi)
		if len(ts) < 3 || len(ts) > 9 {
			t.Errorf("%d ticks from %v to %v", len(ts), lo, hi)
		}
		for _, tick := range ts {
			if slack := 1e-8 * (hi - lo); tick.Value < lo-slack || tick.Value > hi+slack {
				t.Errorf("tick %v outside %v to %v", tick.Value, lo, hi)
			}
		}
	}
}

func TestDecades(t *testing.T) {
	for _, c := range []struct {
		v      []float64
		lo, hi float64
	}{{[]float64{0.1, 0}, 0.1, 1}, {[]float64{3e-7, 20}, 1e-7, 100}, {nil, 0.1, 1}, {[]float64{1e-3, 1}, 1e-3, 1}} {
		if lo, hi := decades(c.v); math.Abs(lo/c.lo-1) > 1e-12 || math.Abs(hi/c.hi-1) > 1e-12 {
			t.Errorf("%v: %v to %v, want %v to %v", c.v, lo, hi, c.lo, c.hi)
		}
	}
}

// A deep net has whole numbers on its axis, not more than fit.
func TestWholeNumbers(t *testing.T) {
	for _, deepest := range []float64{1, 2, 11, 40, 1000} {
		ts := wholeNumbers{}.Ticks(0.6, deepest+0.4)
		if len(ts) < 1 || len(ts) > 13 {
			t.Errorf("%d ticks for %v layers", len(ts), deepest)
		}
		for _, tick := range ts {
			if tick.Value != math.Trunc(tick.Value) || tick.Value < 1 || tick.Value > deepest {
				t.Errorf("tick %v for %v layers", tick.Value, deepest)
			}
		}
	}
}
