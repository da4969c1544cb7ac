package gdplot

import (
	"image/color"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Field draws the directions in which plain descent goes: arrows of −∇J over level lines, and the
// paths of descents, over the same ranges as Contour. The middle of an arrow is at its point; it
// has the direction of a small step there as the axes of the picture show it, so that with
// EqualAxes it stands upright on the level lines. Its length grows with the cube root of ‖∇J‖: an
// arrow half as long means an eighth of the slope, so that the flat parts can still be read.
func Field(j gdkit.Cost, tr ...*gdkit.Trace) *plot.Plot {
	wantDim("Field", j, 2)
	land := &levels{j: j}
	ranges := contour("Field", whole, land, tr)
	p := newPlot()
	p.X, p.Y = ranges.X, ranges.Y
	p.Add(land, field{j})
	p.Legend.Add("downhill; length: cube root of slope", field{j})
	var all []plotter.XY
	for i, t := range tr {
		v := arrows{path{t, i, pathOnPlane(t)}}
		p.Add(v)
		p.Legend.Add(t.Label, v)
		all = append(all, v.points...)
	}
	p.Add(legendCorner{all})
	return p
}

// field draws the arrows over the whole plot, whatever its ranges are then.
type field struct{ j gdkit.Cost }

// An arrow is where the cost falls most steeply at one point.
type arrow struct {
	at     vg.Point
	dx, dy float64 // direction on the page, of length 1
	slope  float64 // ‖∇J‖
}

func (v field) Plot(c draw.Canvas, p *plot.Plot) {
	const cell = 29 // points on the page for each arrow
	all, least, most := v.arrows(c, p, cell)
	if most == 0 {
		note(c, "The gradient is 0, or not finite, everywhere in this picture.")
		return
	}
	for _, a := range all {
		length := arrowLength(a.slope, most, cell)
		if length < 1.5 {
			c.DrawGlyph(draw.GlyphStyle{Color: arrowColor, Radius: vg.Points(0.9), Shape: draw.CircleGlyph{}}, a.at)
			continue
		}
		half := vg.Point{X: vg.Length(a.dx * length / 2), Y: vg.Length(a.dy * length / 2)}
		drawArrow(c, a.at.Sub(half), a.at.Add(half))
	}
	note(c, "%d arrows of −∇J; the slope ‖∇J‖ at them goes from %s to %s, their length with its cube root.", len(all), short(least), short(most))
}

var arrowColor = color.NRGBA{0x3A, 0x46, 0x55, 0xff}

// drawArrow draws a thin arrow with a head that shrinks where the arrow is short.
func drawArrow(c draw.Canvas, from, tip vg.Point) {
	c.StrokeLine2(draw.LineStyle{Color: arrowColor, Width: vg.Points(0.9)}, from.X, from.Y, tip.X, tip.Y)
	way := tip.Sub(from)
	u := way.Scale(min(5/distance(from, tip), 1))
	base := tip.Sub(u)
	c.FillPolygon(arrowColor, []vg.Point{tip, {X: base.X - 0.4*u.Y, Y: base.Y + 0.4*u.X}, {X: base.X + 0.4*u.Y, Y: base.Y - 0.4*u.X}})
}

// Thumbnail draws the entry in the legend.
func (field) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	drawArrow(*c, vg.Point{X: c.Min.X, Y: y}, vg.Point{X: c.Max.X, Y: y})
}

// arrowLength is the length on the page of an arrow of this slope: nearly a cell for the steepest.
func arrowLength(slope, most, cell float64) float64 { return 0.92 * cell * math.Cbrt(slope/most) }

// arrows are the gradients at the middles of cells of about this size, with the smallest and
// the largest of them.
func (v field) arrows(c draw.Canvas, p *plot.Plot, cell float64) (all []arrow, least, most float64) {
	trX, trY := p.Transforms(&c)
	size := c.Size()
	nx, ny := max(3, int(float64(size.X)/cell)), max(3, int(float64(size.Y)/cell))
	unitX := float64(size.X) / (p.X.Max - p.X.Min)
	unitY := float64(size.Y) / (p.Y.Max - p.Y.Min)
	least = math.Inf(1)
	grad, w := make([]float64, 2), make([]float64, 2)
	for r := range ny {
		for k := range nx {
			w[0] = p.X.Min + (p.X.Max-p.X.Min)*(float64(k)+0.5)/float64(nx)
			w[1] = p.Y.Min + (p.Y.Max-p.Y.Min)*(float64(r)+0.5)/float64(ny)
			v.j.Eval(grad, w)
			slope := math.Hypot(grad[0], grad[1])
			dx, dy := -grad[0]*unitX, -grad[1]*unitY
			length := math.Hypot(dx, dy)
			if !finite(slope) || !finite(length) {
				continue
			}
			a := arrow{at: vg.Point{X: trX(w[0]), Y: trY(w[1])}, slope: slope}
			if length > 0 {
				a.dx, a.dy = dx/length, dy/length
			}
			all = append(all, a)
			least, most = min(least, slope), max(most, slope)
		}
	}
	return all, least, most
}
