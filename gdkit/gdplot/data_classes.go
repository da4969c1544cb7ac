package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Classes draws examples of the classes 0 and 1 over two features, the first two unless others are
// named: rings for class 0, squares for class 1. It panics if the data make no sense, if there are
// no such features, or if a target is neither 0 nor 1.
func Classes(d *gdkit.Dataset, features ...string) *plot.Plot {
	p, s := classes("Classes", d, features)
	p.Add(rules{})
	s.addTo(p)
	return p
}

// twoClasses are the examples over the features col[0] and col[1].
type twoClasses struct {
	d   *gdkit.Dataset
	col [2]int
}

func classes(what string, d *gdkit.Dataset, features []string) (*plot.Plot, twoClasses) {
	if len(features) != 0 && len(features) != 2 {
		panic(fmt.Sprintf("gdplot: %s draws two features, got %d: %q", what, len(features), features))
	}
	s := twoClasses{d, [2]int(columns(what, d, 2, features))}
	for i, y := range d.Y {
		if y != 0 && y != 1 {
			panic(fmt.Sprintf("gdplot: %s: %s has the target %v in row %d, want the classes 0 and 1", what, dataName(d), y, i))
		}
	}
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = columnName(d, s.col[0]), columnName(d, s.col[1])
	p.X.Min, p.X.Max = span(d, func(i int) float64 { return d.X.At(i, s.col[0]) })
	p.Y.Min, p.Y.Max = span(d, func(i int) float64 { return d.X.At(i, s.col[1]) })
	return p, s
}

// addTo draws the examples and puts the legend where it hides the fewest.
func (s twoClasses) addTo(p *plot.Plot) {
	all := make([]plotter.XY, 0, len(s.d.Y))
	for i := range s.d.Y {
		q := plotter.XY{X: s.d.X.At(i, s.col[0]), Y: s.d.X.At(i, s.col[1])}
		all = append(all, q, q) // legendCorner looks along lines, and these are points
	}
	p.Add(s)
	for class := range 2 {
		p.Legend.Add(fmt.Sprintf("%s = %d", targetName(s.d), class), classThumb(class))
	}
	p.Add(legendCorner{all})
}

// classStyle differs in colour, shape and darkness.
func classStyle(class int) draw.GlyphStyle {
	if class == 0 {
		return draw.GlyphStyle{Color: cycle[0], Radius: vg.Points(3.2), Shape: draw.RingGlyph{}}
	}
	return draw.GlyphStyle{Color: cycle[1], Radius: vg.Points(3), Shape: draw.BoxGlyph{}}
}

func (s twoClasses) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var count [2]int
	outside := 0
	for i, y := range s.d.Y {
		count[int(y)]++
		q := vg.Point{X: trX(s.d.X.At(i, s.col[0])), Y: trY(s.d.X.At(i, s.col[1]))}
		if !c.Contains(q) {
			outside++
			continue
		}
		drawClass(c, int(y), q)
	}
	note(c, "%d examples with %s = 0 and %d with 1.", count[0], targetName(s.d), count[1])
	if outside > 0 {
		note(c, "%d of them lie outside the picture.", outside)
	}
}

// drawClass draws a marker, with a thicker ring than gonum/plot's and a light
// edge round the square.
func drawClass(c draw.Canvas, class int, q vg.Point) {
	s := classStyle(class)
	if class == 0 {
		c.DrawGlyph(draw.GlyphStyle{Color: white, Radius: s.Radius, Shape: draw.CircleGlyph{}}, q)
		var ring vg.Path
		ring.Move(vg.Point{X: q.X + s.Radius, Y: q.Y})
		ring.Arc(q, s.Radius, 0, 2*math.Pi)
		ring.Close()
		c.SetLineStyle(draw.LineStyle{Color: s.Color, Width: vg.Points(1.5)})
		c.Stroke(ring)
		return
	}
	c.DrawGlyph(draw.GlyphStyle{Color: white, Radius: s.Radius + 0.8, Shape: s.Shape}, q)
	c.DrawGlyph(s, q)
}

type classThumb int

// Thumbnail draws the entry in the legend.
func (t classThumb) Thumbnail(c *draw.Canvas) { drawClass(*c, int(t), c.Center()) }
