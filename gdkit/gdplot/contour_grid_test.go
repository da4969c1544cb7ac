package gdplot

import (
	"math"
	"testing"

	"gdlab/gdkit"
)

// The level lines run where the cost has that level: interpolation of the grid is
// right to a thousandth.
func TestLevels(t *testing.T) {
	g := sample(bowl2, -3, 3, -2, 2)
	top := bowl2.Eval(nil, []float64{3, 2})
	for r := range g.rows {
		for c := range g.cols {
			if want := bowl2.Eval(nil, []float64{g.X(c), g.Y(r)}); math.Abs(g.Z(c, r)-want) > 1e-12*top {
				t.Fatalf("cost at (%v, %v) is %v, want %v", g.X(c), g.Y(r), g.Z(c, r), want)
			}
		}
	}
}

// In a round bowl the rings inside the picture have equal widths: √J grows by the same amount
// from each to the next.
func TestLevelsMakeEqualRings(t *testing.T) {
	round := gdkit.CostFunc(func(_, w []float64) float64 { return w[0]*w[0] + w[1]*w[1] })
	cuts := sample(round, -1, 1, -1, 1).cuts(12)
	if len(cuts) != 12 {
		t.Fatalf("%d levels, want 12", len(cuts))
	}
	for i := 1; i < 9; i++ { // the rings beyond leave the square
		first, width := math.Sqrt(cuts[0]), math.Sqrt(cuts[i])-math.Sqrt(cuts[i-1])
		if math.Abs(width/first-1) > 0.1 {
			t.Errorf("ring %d is %.4f wide, the first %.4f", i, width, first)
		}
	}
}

// A cost with many examples is sampled on a coarse grid; a quadratic loses nothing by it.
type many struct{ gdkit.CostFunc }

func (many) Len() int { return 1000 }

func TestCoarseGridIsExactForAQuadratic(t *testing.T) {
	calls := 0
	j := many{func(grad, w []float64) float64 {
		calls++
		return 1 + w[0] - 2*w[1] + 3*w[0]*w[0] + w[0]*w[1] + 5*w[1]*w[1]
	}}
	g := sample(j, -3, 3, -2, 2)
	if calls > 2000 {
		t.Errorf("%d evaluations, want a coarse grid", calls)
	}
	for r := range g.rows {
		for c := range g.cols {
			if want := j.CostFunc(nil, []float64{g.X(c), g.Y(r)}); math.Abs(g.Z(c, r)-want) > 1e-11 {
				t.Fatalf("cost at (%v, %v) is %v, want %v", g.X(c), g.Y(r), g.Z(c, r), want)
			}
		}
	}
}
