package gdplot

import (
	"fmt"
	"math"
	"runtime"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Curve draws J(w), a cost of one parameter, for w from lo to hi.
// It panics if lo is not below hi.
func Curve(j gdkit.Cost, lo, hi float64) *plot.Plot {
	if !(lo < hi) || math.IsInf(hi-lo, 0) {
		panic(fmt.Sprintf("gdplot: Curve: got the range from %v to %v, want two finite numbers, the smaller first", lo, hi))
	}
	wantDim("Curve", j, 1)
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = "w", "J(w)"
	p.X.Min, p.X.Max = lo, hi
	p.Add(grid{}, curve{j, lo, hi})
	return p
}

// curve is J(w) as a line over the whole width of the plot, whatever that is when it is drawn.
type curve struct {
	j      gdkit.Cost
	lo, hi float64
}

func (v curve) DataRange() (xmin, xmax, ymin, ymax float64) {
	ymin, ymax = math.Inf(1), math.Inf(-1)
	const n = 400
	for i := range n + 1 {
		y := v.at(v.lo + (v.hi-v.lo)*float64(i)/n)
		if finite(y) {
			ymin, ymax = min(ymin, y), max(ymax, y)
		}
	}
	if ymin > ymax { // no finite value at all
		return v.lo, v.hi, 0, 1
	}
	room := 0.04 * (ymax - ymin)
	if room == 0 {
		room = 1
	}
	const edge = math.MaxFloat64 / 4
	return v.lo, v.hi, max(ymin-room, -edge), min(ymax+room, edge)
}

func (v curve) at(w float64) float64 { return v.j.Eval(nil, []float64{w}) }

func (v curve) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	const n = 400
	var lines [][]vg.Point
	var part []vg.Point
	low, lowAt := math.Inf(1), 0.0
	for i := range n + 1 {
		w := p.X.Min + (p.X.Max-p.X.Min)*float64(i)/n
		y := v.at(w)
		if !finite(y) { // leave a gap
			lines, part = append(lines, part), nil
			continue
		}
		if y < low {
			low, lowAt = y, w
		}
		part = append(part, vg.Point{X: trX(w), Y: trY(y)})
	}
	lines = append(lines, part)
	style := draw.LineStyle{Color: ink, Width: vg.Points(1.6)}
	for _, l := range lines {
		c.StrokeLines(style, c.ClipLinesXY(l)...)
	}
	if math.IsInf(low, 1) {
		note(c, "J has no finite value here.")
		return
	}
	note(c, "The curve J(w) is lowest near w = %s, where J = %s.", short(lowAt), short(low))
}

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
		t.text(c, label, vg.Point{X: (mid.X+foot.X)/2 + vg.Points(4), Y: mid.Y + drop}, "run "+short(run))
		label.XAlign, label.YAlign = draw.XLeft, draw.YCenter
		t.text(c, label, vg.Point{X: foot.X + vg.Points(4), Y: (foot.Y + end.Y) / 2}, "rise "+short(t.slope*run))
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
	t.text(c, label, where, "slope "+short(t.slope))
	note(c, "Tangent at w = %s, J = %s: slope %s.", short(t.w), short(t.y), short(t.slope))
}

// text writes on a white plate, so that a line behind it doesn't cross the words,
// and moves it inside the canvas where it would stick out.
func (tangent) text(c draw.Canvas, s draw.TextStyle, at vg.Point, txt string) {
	r := s.Rectangle(txt).Add(at)
	shift := func(lo, hi, min, max vg.Length) vg.Length {
		switch {
		case lo < min:
			return min - lo
		case hi > max:
			return max - hi
		}
		return 0
	}
	at.X += shift(r.Min.X, r.Max.X, c.Min.X+vg.Points(2), c.Max.X-vg.Points(2))
	at.Y += shift(r.Min.Y, r.Max.Y, c.Min.Y+vg.Points(2), c.Max.Y-vg.Points(2))
	r = s.Rectangle(txt).Add(at)
	plate := white
	plate.A = 0xd8
	c.FillPolygon(plate, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
	c.FillText(s, at, txt)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// wantDim panics if j has another number of parameters: if it says so, or if it fails at n of them.
func wantDim(what string, j gdkit.Cost, n int) {
	if j == nil {
		panic(fmt.Sprintf("gdplot: %s: the cost is nil, want for example gdkit.Scalar(…)", what))
	}
	if s, ok := j.(gdkit.Sized); ok && s.Dim() != n {
		panic(fmt.Sprintf("gdplot: %s draws a cost of %s, this one has %d", what, parameters(n), s.Dim()))
	} else if !ok {
		wantEval(what, j, n)
	}
}

// wantEval panics with a sentence where a cost of unknown size can't be evaluated at n parameters.
func wantEval(what string, j gdkit.Cost, n int) {
	defer func() {
		if err, ok := recover().(runtime.Error); ok {
			panic(fmt.Sprintf("gdplot: %s draws a cost of %s, this one fails at so many numbers (%v); gdplot.Slice shows two of many",
				what, parameters(n), err))
		} else if err != nil {
			panic(err)
		}
	}()
	j.Eval(nil, make([]float64, n))
}

// parameters is a number of them in words.
func parameters(n int) string {
	if n == 1 {
		return "1 parameter"
	}
	return fmt.Sprintf("%d parameters", n)
}
