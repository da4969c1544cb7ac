package gdplot

import (
	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func (v *projection) all(line []r3.Vec) []vg.Point {
	out := make([]vg.Point, len(line))
	for i, p := range line {
		out[i] = v.at(p)
	}
	return out
}

// shadow draws the walk on the floor.
func (d *surfaceWalk) shadow(c draw.Canvas, v *projection) {
	col := cycle[d.i%len(cycle)]
	col.A = 0xB0
	style := draw.LineStyle{Color: col, Width: vg.Points(1), Dashes: dashes[d.i%len(dashes)]}
	for _, line := range d.ground {
		c.StrokeLines(style, v.all(line))
	}
	for _, p := range d.dots {
		p.at.Z = 0
		c.DrawGlyph(draw.GlyphStyle{Color: col, Radius: vg.Points(1.3), Shape: draw.CircleGlyph{}}, v.at(p.at))
	}
}

// draw draws the walk over the surface: hidden parts thin and pale, the others in
// full on a light edge.
func (d *surfaceWalk) draw(c draw.Canvas, v *projection) {
	style := lineOf(d.i)
	pale := cycle[d.i%len(cycle)]
	pale.A = 0x98
	edge := white
	edge.A = 0xE0
	for _, p := range d.pieces {
		if p.hidden {
			c.StrokeLines(draw.LineStyle{Color: pale, Width: vg.Points(0.9), Dashes: dashes[2]}, v.all(p.line))
		}
	}
	for _, p := range d.pieces {
		if !p.hidden {
			c.StrokeLines(draw.LineStyle{Color: edge, Width: style.Width + vg.Points(1.6)}, v.all(p.line))
		}
	}
	for _, p := range d.pieces {
		if !p.hidden {
			c.StrokeLines(style, v.all(p.line))
		}
	}
	full := pointOf(d.i)
	for _, p := range d.dots {
		g := full
		if p.hidden {
			g.Color, g.Radius = pale, vg.Points(1.6)
		}
		c.DrawGlyph(g, v.at(p.at))
	}
	for _, h := range d.heads {
		head(c, full.Color, h[0], h[1], float64(distance(h[0], h[1])))
	}
	for _, e := range []struct {
		*dot
		shape  draw.GlyphDrawer
		radius vg.Length
	}{{d.start, draw.RingGlyph{}, 4.6}, {d.end, draw.CircleGlyph{}, 4}} {
		if e.dot == nil {
			continue
		}
		g := draw.GlyphStyle{Color: full.Color, Radius: vg.Points(float64(e.radius)), Shape: e.shape}
		if e.hidden {
			g.Color = pale
		}
		c.DrawGlyph(g, v.at(e.at))
	}
	n := d.t.Len() - 1
	note(c, "%s: %d steps from w = %s to w = %s; J from %s to %s, %v.", d.t.Label, d.t.Steps(),
		coordinates(d.t.W(0)), coordinates(d.t.W(n)), short(d.t.J[0]), short(d.t.J[n]), d.t.Reason)
	hidden := 0
	for _, p := range d.dots {
		if p.hidden {
			hidden++
		}
	}
	if hidden > 0 {
		note(c, "The surface hides %d of its %d points.", hidden, len(d.dots))
	}
	if d.outside > 0 {
		note(c, "%d of its points lie outside the picture.", d.outside)
	}
	if d.left > 0 {
		note(c, "%d pieces of its middle are not drawn.", d.left)
	}
}
