package gdplot

import (
	"testing"

	"gonum.org/v1/plot/plotter"
)

// The legend goes where it hides the fewest points.
func TestLegendCorner(t *testing.T) {
	for want, points := range map[[2]bool][]plotter.XY{ // top, left
		{true, false}: {{X: 0, Y: 1}, {X: 0, Y: 0}, {X: 1, Y: 0}},
		{true, true}:  {{X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}},
		{false, true}: {{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}},
	} {
		p := newPlot()
		p.X.Max, p.Y.Max = 1, 1
		p.X.Min, p.Y.Min = 0, 0
		v := path{i: 0}
		p.Legend.Add("α=0.1", v)
		p.Add(legendCorner{points})
		paint(p, 2)
		if got := [2]bool{p.Legend.Top, p.Legend.Left}; got != want {
			t.Errorf("points %v: legend at top %v, left %v; want %v", points, got[0], got[1], want)
		}
	}
}
