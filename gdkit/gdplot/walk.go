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

// Walk draws the steps of descents on the curve J(w) of one parameter: a point for each step,
// joined in order. The picture is cut where a diverging run leaves it; its text alternative says so.
func Walk(j gdkit.Cost, tr ...*gdkit.Trace) *plot.Plot {
	return walk("Walk", whole, j, tr)
}

func walk(what string, step int, j gdkit.Cost, tr []*gdkit.Trace) *plot.Plot {
	wantDim(what, j, 1)
	wantTraces(what, tr, 1)
	w := window(tr)
	pad := 0.12 * (w.xmax - w.xmin)
	if pad == 0 {
		pad = 1
	}
	p := Curve(j, w.xmin-pad, w.xmax+pad)
	var all []plotter.XY
	for i, t := range tr {
		points := pathOnCurve(t)
		path := path{t, i, points[:until(t, step)]}
		p.Add(path)
		p.Legend.Add(t.Label, path)
		all = append(all, points...)
	}
	for i := range 101 { // the curve is data too
		x := p.X.Min + (p.X.Max-p.X.Min)*float64(i)/100
		all = append(all, plotter.XY{X: x, Y: j.Eval(nil, []float64{x})})
	}
	p.Add(plate{all})
	return p
}

func pathOnCurve(t *gdkit.Trace) plotter.XYs {
	xy := make(plotter.XYs, t.Len())
	for i := range xy {
		xy[i].X, xy[i].Y = t.W(i)[0], t.J[i]
	}
	return xy
}

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

// far says that q is worth a dot of its own beside the one before.
func far(q, before vg.Point) bool {
	return math.Hypot(float64(q.X-before.X), float64(q.Y-before.Y)) > 0.7
}

// unseen is a line without the pieces that would be drawn on top of one another, to a quarter of a point: a run of a million steps that
// zigzags across a valley, or that crawls.
func unseen(line []vg.Point) [][]vg.Point {
	if len(line) < 5000 {
		return [][]vg.Point{line}
	}
	quarter := func(q vg.Point) [2]int {
		return [2]int{int(math.Round(4 * float64(q.X))), int(math.Round(4 * float64(q.Y)))}
	}
	drawn := map[[4]int]bool{}
	var out [][]vg.Point
	piece := []vg.Point{line[0]}
	for _, q := range line[1:] {
		last := piece[len(piece)-1]
		a, b := quarter(last), quarter(q)
		switch key := [4]int{a[0], a[1], b[0], b[1]}; {
		case a == b:
		case drawn[key]:
			if len(piece) > 1 {
				out = append(out, piece)
			}
			piece = []vg.Point{q}
		default:
			drawn[key] = true
			drawn[[4]int{b[0], b[1], a[0], a[1]}] = true
			piece = append(piece, q)
		}
	}
	return append(out, append(piece, line[len(line)-1]))
}

// withinReach cuts a line at the first point more than a thousand widths of the canvas away, and shortens the segment
// that leads there: a diverging run reaches numbers that no drawing library can clip.
func withinReach(c draw.Canvas, line []vg.Point) []vg.Point {
	room := 1000 * float64(c.Max.X-c.Min.X+c.Max.Y-c.Min.Y)
	center := c.Center()
	for i, q := range line {
		d := math.Hypot(float64(q.X-center.X), float64(q.Y-center.Y))
		if d <= room {
			continue
		}
		if i == 0 {
			return nil
		}
		from := line[i-1]
		dx, dy := float64(q.X-from.X), float64(q.Y-from.Y)
		f := room / math.Max(math.Abs(dx), math.Abs(dy))
		end := vg.Point{X: from.X + vg.Length(f*dx), Y: from.Y + vg.Length(f*dy)}
		if !finite(float64(end.X)) || !finite(float64(end.Y)) {
			return line[:i:i]
		}
		return append(line[:i:i], end)
	}
	return line
}

// Thumbnail draws the entry in the legend.
func (v path) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	c.StrokeLine2(lineOf(v.i), c.Min.X, y, c.Max.X, y)
	c.DrawGlyph(pointOf(v.i), c.Center())
}

func coordinates(w []float64) string {
	if len(w) == 1 {
		return short(w[0])
	}
	s := "("
	for i, v := range w {
		if i > 0 {
			s += ", "
		}
		s += short(v)
	}
	return s + ")"
}

// wantTraces panics if a trace is missing, empty or of another dimension.
func wantTraces(what string, tr []*gdkit.Trace, dim int) {
	for i, t := range tr {
		switch {
		case t == nil || t.Len() == 0:
			panic(fmt.Sprintf("gdplot: %s: trace %d is empty, want the result of a Descent's Run", what, i+1))
		case len(t.T) != t.Len() || len(t.Seen) != t.Len() || len(t.Params) != t.Len()*t.Dim:
			panic(fmt.Sprintf("gdplot: %s: trace %d (%s) has lists of different lengths, want one as a Descent's Run returns it", what, i+1, t.Label))
		case dim > 0 && t.Dim != dim:
			panic(fmt.Sprintf("gdplot: %s: trace %d (%s) has %d parameters, want %d", what, i+1, t.Label, t.Dim, dim))
		}
	}
}

// box is a range in both directions.
type box struct{ xmin, xmax, ymin, ymax float64 }

func emptyBox() box {
	return box{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
}

func (b *box) add(x, y float64) {
	if finite(x) && finite(y) {
		b.xmin, b.xmax = min(b.xmin, x), max(b.xmax, x)
		b.ymin, b.ymax = min(b.ymin, y), max(b.ymax, y)
	}
}

// window is the part of parameter space worth showing: the starts and every point that is
// not much higher than the highest start. A diverging run leaves it, and that can be seen.
func window(tr []*gdkit.Trace) box {
	limit := math.Inf(-1)
	for _, t := range tr {
		limit = max(limit, t.J[0])
	}
	limit += 0.5*math.Abs(limit) + 1e-300
	b := emptyBox()
	for _, t := range tr {
		y := func(i int) float64 { // the second parameter, where there is one
			if t.Dim > 1 {
				return t.W(i)[1]
			}
			return t.J[i]
		}
		b.add(t.W(0)[0], y(0))
		for i, j := range t.J {
			if j <= limit {
				b.add(t.W(i)[0], y(i))
			}
		}
	}
	if b.xmin > b.xmax {
		return box{-1, 1, -1, 1}
	}
	return b
}
