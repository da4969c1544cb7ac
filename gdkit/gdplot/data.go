package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Data draws the examples of d: the target against one feature, the first unless another is named.
// The names of the columns, and with them their units, stand at the axes.
//
//	fig := gdplot.Data(houses, "size_ksqft")
//	fig.Add(gdplot.Fit(model.Predict, run.Last()))
//
// It panics if the data make no sense or have no such feature.
func Data(d *gdkit.Dataset, feature ...string) *plot.Plot {
	if len(feature) > 1 {
		panic(fmt.Sprintf("gdplot: Data draws one feature against the target, got %d: %q; Classes draws two", len(feature), feature))
	}
	col := columns("Data", d, 1, feature)[0]
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = columnName(d, col), targetName(d)
	s := scatter{d: d, x: d.X.ColView(col).AtVec}
	p.X.Min, p.X.Max = span(d, s.x)
	p.Y.Min, p.Y.Max = span(d, func(i int) float64 { return d.Y[i] })
	p.Add(rules{}, s)
	return p
}

// scatter draws the examples. Many of them are drawn small and pale, so that it shows
// where there are many.
type scatter struct {
	d *gdkit.Dataset
	x func(i int) float64
}

func (v scatter) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	style := manyPoints(len(v.d.Y))
	outside := 0
	for i, y := range v.d.Y {
		q := vg.Point{X: trX(v.x(i)), Y: trY(y)}
		if !c.Contains(q) {
			outside++
			continue
		}
		c.DrawGlyph(style, q)
	}
	lo, hi := slices.Min(v.d.Y), slices.Max(v.d.Y)
	note(c, "%d examples, %s from %s to %s.", len(v.d.Y), targetName(v.d), short(lo), short(hi))
	if outside > 0 {
		note(c, "%d of them lie outside the picture.", outside)
	}
}

// manyPoints is the style of n points.
func manyPoints(n int) draw.GlyphStyle {
	s := draw.GlyphStyle{Color: ink, Radius: vg.Points(3), Shape: draw.CircleGlyph{}}
	if n > 100 {
		pale := ink
		pale.A = 0x70
		s.Color, s.Radius = pale, vg.Points(max(1.3, 3-0.5*math.Log10(float64(n)/100)*2))
	}
	return s
}
