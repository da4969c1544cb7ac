package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Axes draws the two eigen-directions of a spectrum as dashed lines through a point, most often the
// minimum, each with its λ. Add it to a Contour: along these lines plain descent multiplies the
// distance by 1 − αλ a step, each by itself. They look perpendicular only with EqualAxes.
func Axes(s gdkit.Spectrum, at []float64) plot.Plotter {
	if len(s.Values) != 2 || s.Vectors == nil {
		panic(fmt.Sprintf("gdplot: Axes: the spectrum has %d directions, want two, of a cost of two parameters (gdkit.Curvature)", len(s.Values)))
	}
	if len(at) != 2 || !finite(at[0]) || !finite(at[1]) {
		panic(fmt.Sprintf("gdplot: Axes: the point is %v, want two finite numbers", at))
	}
	return eigenAxes{s, at[0], at[1]}
}

type eigenAxes struct {
	s    gdkit.Spectrum
	x, y float64
}

func (v eigenAxes) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	at, mid, size := vg.Point{X: trX(v.x), Y: trY(v.y)}, c.Center(), c.Size()
	away := math.Hypot(float64(at.X-mid.X), float64(at.Y-mid.Y))
	if !(away < 1e6*float64(size.X+size.Y)) {
		note(c, "The eigen-directions meet at (%s, %s), too far outside the picture to draw them.", short(v.x), short(v.y))
		return
	}
	for i, lambda := range v.s.Values {
		dx, dy := v.s.Vectors.At(0, i), v.s.Vectors.At(1, i)
		// The same direction on the paper, long enough to leave it.
		ux, uy := dx*float64(size.X)/(p.X.Max-p.X.Min), dy*float64(size.Y)/(p.Y.Max-p.Y.Min)
		long := (away + float64(size.X+size.Y)) / math.Hypot(ux, uy)
		end := func(l float64) vg.Point { return vg.Point{X: at.X + vg.Length(l*ux), Y: at.Y + vg.Length(l*uy)} }
		clipped := c.ClipLinesXY([]vg.Point{end(-long), end(long)})
		style := draw.LineStyle{Color: ink, Width: vg.Points(0.9), Dashes: []vg.Length{vg.Points(5), vg.Points(3)}}
		c.StrokeLines(style, clipped...)
		if len(clipped) > 0 && len(clipped[0]) > 1 {
			a, b := clipped[0][0], clipped[0][len(clipped[0])-1]
			words := textStyle(ink, vg.Points(10), draw.XCenter, draw.YCenter)
			// Near an end, where neither the run nor the other axis is.
			at := vg.Point{X: b.X + (a.X-b.X)*0.1, Y: b.Y + (a.Y-b.Y)*0.1}
			writeOver(c, words, at, "λ = "+short(lambda))
		}
		note(c, "Eigen-direction (%s, %s) with λ = %s through (%s, %s).", short(dx), short(dy), short(lambda), short(v.x), short(v.y))
	}
}
