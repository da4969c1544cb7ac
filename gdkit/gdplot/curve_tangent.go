package gdplot

import (
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Tangent draws the tangent of j at w, with the triangle that measures its slope and the numbers
// beside it: slope = rise / run. Add it to a Curve.
func Tangent(j gdkit.Cost, w float64) plot.Plotter {
	wantDim("Tangent", j, 1)
	grad := []float64{0}
	y := j.Eval(grad, []float64{w})
	return tangent{w: w, y: y, slope: grad[0]}
}

type tangent struct{ w, y, slope float64 }

func (t tangent) Plot(c draw.Canvas, p *plot.Plot) {
	if !finite(t.w) || !finite(t.y) || !finite(t.slope) {
		note(c, "At w = %s there is no tangent to draw: J = %v, slope %v.", short(t.w), t.y, t.slope)
		return
	}
	trX, trY := p.Transforms(&c)
	at := func(w float64) vg.Point { return vg.Point{X: trX(w), Y: trY(t.y + t.slope*(w-t.w))} }
	col := cycle[0]
	switch {
	case t.slope > 0:
		col = cycle[1]
	case t.slope == 0:
		col = cycle[2]
	}

	// The line is equally long on the page whatever its slope.
	one := at(t.w + (p.X.Max-p.X.Min)/1000)
	mid := at(t.w)
	step := math.Hypot(float64(one.X-mid.X), float64(one.Y-mid.Y))
	reach := 0.17 * float64(c.Max.X-c.Min.X) / step * (p.X.Max - p.X.Min) / 1000
	c.StrokeLines(draw.LineStyle{Color: col, Width: vg.Points(1.8)},
		c.ClipLinesXY([]vg.Point{at(t.w - reach), at(t.w + reach)})...)

	// The triangle: one run to the right, then the rise up or down to the line.
	run := round125(reach * 0.75)
	foot := vg.Point{X: at(t.w + run).X, Y: mid.Y}
	end := at(t.w + run)
	thin := draw.LineStyle{Color: col, Width: vg.Points(0.9), Dashes: []vg.Length{vg.Points(3), vg.Points(2)}}
	if t.slope != 0 {
		c.StrokeLines(thin, c.ClipLinesXY([]vg.Point{mid, foot, end})...)
	}
	c.DrawGlyph(draw.GlyphStyle{Color: col, Radius: vg.Points(3.6), Shape: draw.CircleGlyph{}}, mid)

	label := textStyle(col, vg.Points(10), draw.XCenter, draw.YTop)
	drop := -vg.Points(4)
	if t.slope < 0 { // the triangle hangs below its run, so the run's label goes above
		label.YAlign, drop = draw.YBottom, vg.Points(3)
	}
	if t.slope != 0 {
		writeOver(c, label, vg.Point{X: (mid.X+foot.X)/2 + vg.Points(4), Y: mid.Y + drop}, "run "+short(run))
		label.XAlign, label.YAlign = draw.XLeft, draw.YCenter
		writeOver(c, label, vg.Point{X: foot.X + vg.Points(4), Y: (foot.Y + end.Y) / 2}, "rise "+short(t.slope*run))
	}
	label.Font.Size = vg.Points(11)
	label.XAlign, label.YAlign = draw.XRight, draw.YCenter
	where := vg.Point{X: mid.X - vg.Points(8), Y: mid.Y}
	if t.slope > 0 {
		// To the left of a rising line the curve is in the way; above it there is room.
		where = vg.Point{X: mid.X - vg.Points(6), Y: mid.Y + vg.Points(8)}
	}
	if t.slope == 0 {
		label.XAlign, label.YAlign = draw.XCenter, draw.YBottom
		where = vg.Point{X: mid.X, Y: mid.Y + vg.Points(7)}
	}
	writeOver(c, label, where, "slope "+short(t.slope))
	note(c, "Tangent at w = %s, J = %s: slope %s.", short(t.w), short(t.y), short(t.slope))
}
