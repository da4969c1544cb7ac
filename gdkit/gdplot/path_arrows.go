package gdplot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// arrows is a path with an arrow head on each of its first 40 steps that is long enough to carry
// one, and a large dot at its end.
type arrows struct{ path }

func (v arrows) Plot(c draw.Canvas, p *plot.Plot) {
	v.path.Plot(c, p)
	trX, trY := p.Transforms(&c)
	col := cycle[v.i%len(cycle)]
	for k := 1; k < len(v.points) && k <= 40; k++ {
		a := vg.Point{X: trX(v.points[k-1].X), Y: trY(v.points[k-1].Y)}
		b := vg.Point{X: trX(v.points[k].X), Y: trY(v.points[k].Y)}
		length := math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y))
		if !c.Contains(b) || !(length > 14) || math.IsInf(length, 0) {
			continue
		}
		head(c, col, a, b, length)
	}
	end := v.points[len(v.points)-1]
	if q := (vg.Point{X: trX(end.X), Y: trY(end.Y)}); c.Contains(q) {
		c.DrawGlyph(draw.GlyphStyle{Color: col, Radius: vg.Points(4), Shape: draw.CircleGlyph{}}, q)
	}
}

// head is the head of an arrow from a to b, just before b.
func head(c draw.Canvas, col color.Color, a, b vg.Point, length float64) {
	ux, uy := (b.X-a.X)/vg.Length(length), (b.Y-a.Y)/vg.Length(length)
	const long, wide = 6.5, 2.4
	tip := vg.Point{X: b.X - 2.5*ux, Y: b.Y - 2.5*uy}
	base := vg.Point{X: tip.X - long*ux, Y: tip.Y - long*uy}
	c.FillPolygon(col, []vg.Point{tip,
		{X: base.X - wide*uy, Y: base.Y + wide*ux},
		{X: base.X + wide*uy, Y: base.Y - wide*ux}})
}
