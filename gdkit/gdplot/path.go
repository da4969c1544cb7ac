package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// path draws the points of one run, joined in order.
type path struct {
	t      *gdkit.Trace
	i      int         // its place in the figure: colour, dashes, glyph
	points plotter.XYs // of the trace, those that are drawn
}

func (v path) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	line := make([]vg.Point, 0, len(v.points))
	for _, q := range v.points {
		if finite(q.X) && finite(q.Y) {
			line = append(line, vg.Point{X: trX(q.X), Y: trY(q.Y)})
		}
	}
	all := len(line)
	line = withinReach(c, line)
	style := lineOf(v.i)
	style.Width = vg.Points(1.2)
	c.StrokeLines(style, c.ClipLinesXY(unseen(line)...)...)

	dots := pointOf(v.i)
	outside := all - len(line)
	marked := map[[2]int]bool{} // half points in which there is a dot
	for k, q := range line {
		if !c.Contains(q) {
			outside++
			continue
		}
		if at := [2]int{int(2 * q.X), int(2 * q.Y)}; k == 0 || k == all-1 || !marked[at] && far(q, line[k-1]) {
			marked[at] = true
			c.DrawGlyph(dots, q)
		}
	}
	if len(line) == 0 {
		return
	}
	start := draw.GlyphStyle{Color: cycle[v.i%len(cycle)], Radius: vg.Points(4.6), Shape: draw.RingGlyph{}}
	if c.Contains(line[0]) {
		c.DrawGlyph(start, line[0])
	}
	n := len(v.points) - 1
	note(c, "%s: %d steps from w = %s to w = %s; J from %s to %s, %v.", v.t.Label, v.t.T[n]-v.t.T[0],
		coordinates(v.t.W(0)), coordinates(v.t.W(n)), short(v.t.J[0]), short(v.t.J[n]), reason(v.t, n))
	if outside > 0 {
		note(c, "%d of its points lie outside the picture.", outside)
	}
}

// Thumbnail draws the entry in the legend.
func (v path) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	c.StrokeLine2(lineOf(v.i), c.Min.X, y, c.Max.X, y)
	c.DrawGlyph(pointOf(v.i), c.Center())
}
