package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// costLine is the cost of one run against x.
type costLine struct {
	t *gdkit.Trace
	i int
	x func(t *gdkit.Trace, i int) float64
	n int // how many points are drawn
}

func (v costLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	line := make([]vg.Point, 0, v.n)
	above := 0
	for k, j := range v.t.J[:v.n] {
		if j > p.Y.Max {
			above++
		}
		line = append(line, vg.Point{X: trX(v.x(v.t, k)), Y: trY(j)})
	}
	line = envelope(withinReach(c, line))
	c.StrokeLines(lineOf(v.i), c.ClipLinesXY(line)...)
	if v.t.Len() <= 60 {
		for _, q := range line {
			if c.Contains(q) {
				c.DrawGlyph(pointOf(v.i), q)
			}
		}
	}
	n := v.n - 1
	note(c, "%s: cost from %s to %s in %d steps, %v.", v.t.Label, short(v.t.J[0]), short(v.t.J[n]), v.t.T[n]-v.t.T[0], reason(v.t, n))
	if above > 0 {
		note(c, "%d of its points lie above the picture.", above)
	}
}

// Thumbnail draws the entry in the legend.
func (v costLine) Thumbnail(c *draw.Canvas) { path{i: v.i}.Thumbnail(c) }
