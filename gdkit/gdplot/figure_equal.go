package gdplot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// EqualAxes draws p with the same scale on both axes, so that a circle looks like a circle.
// The range of one axis grows as needed; p itself keeps its ranges.
func EqualAxes(p *plot.Plot) Figure {
	if p == nil {
		panic("gdplot: EqualAxes: the plot is nil, want one such as gdplot.Contour(…)")
	}
	return equalAxes{p}
}

type equalAxes struct{ p *plot.Plot }

func (e equalAxes) Draw(c draw.Canvas) {
	x, y := e.p.X, e.p.Y
	defer func() { e.p.X, e.p.Y = x, y }()
	// The tick labels take room that depends on the ranges, so this converges in a few rounds.
	for range 3 {
		d := e.p.DataCanvas(c)
		w, h := float64(d.Max.X-d.Min.X), float64(d.Max.Y-d.Min.Y)
		if !(w > 0 && h > 0) {
			break
		}
		unit := max((x.Max-x.Min)/w, (y.Max-y.Min)/h)
		widen(&e.p.X, x, unit*w)
		widen(&e.p.Y, y, unit*h)
	}
	drawFigure(e.p, c)
}

func widen(a *plot.Axis, from plot.Axis, length float64) {
	mid := (from.Min + from.Max) / 2
	a.Min, a.Max = mid-length/2, mid+length/2
}
