package gdplot

import (
	"image/color"
	"math"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// axes3 is the box round a surface: its far walls and its floor with rules, and ticks and names
// along three of its edges.
type axes3 struct {
	top    float64 // height of the box
	lines  []rule3
	ticks  []tick3
	names  []tick3
	corner []r3.Vec // what must be on the page
	wall   [3][]r3.Vec
}

type rule3 struct{ a, b r3.Vec }

// tick3 is a mark on an edge, with its words outside.
type tick3 struct {
	at   r3.Vec
	out  r3.Vec // away from the box
	text string
	push vg.Length // how far the words are from the edge, beyond the mark
}

var (
	pane     = color.NRGBA{0xFA, 0xFA, 0xFB, 0xff}
	paneEdge = color.NRGBA{0xCC, 0xCC, 0xCC, 0xff}
)

const (
	tickFont = 9.5
	nameFont = 11
	markLong = 3.5
)

// axes chooses the edges for this view: the two near ones of the floor, and the upright one
// farthest to the left.
func (f *SurfacePlot) axes(v *projection, z heights, m *mesh) *axes3 {
	a := &axes3{top: m.hi}
	sx, sy := 0.5*nearSide(v.toward.X), 0.5*nearSide(v.toward.Y)
	for _, x := range []float64{-0.5, 0.5} {
		for _, y := range []float64{-0.5, 0.5} {
			a.corner = append(a.corner, r3.Vec{X: x, Y: y}, r3.Vec{X: x, Y: y, Z: a.top})
		}
	}
	a.wall = [3][]r3.Vec{
		{{X: -0.5, Y: -0.5}, {X: 0.5, Y: -0.5}, {X: 0.5, Y: 0.5}, {X: -0.5, Y: 0.5}},
		{{X: -sx, Y: -0.5}, {X: -sx, Y: 0.5}, {X: -sx, Y: 0.5, Z: a.top}, {X: -sx, Y: -0.5, Z: a.top}},
		{{X: -0.5, Y: -sy}, {X: 0.5, Y: -sy}, {X: 0.5, Y: -sy, Z: a.top}, {X: -0.5, Y: -sy, Z: a.top}},
	}
	base := f.base()

	ts := marks(f.X)
	for i, t := range ts {
		x := (t.Value-f.X.Min)/(f.X.Max-f.X.Min) - 0.5
		a.lines = append(a.lines, rule3{r3.Vec{X: x, Y: sy}, r3.Vec{X: x, Y: -sy}},
			rule3{r3.Vec{X: x, Y: -sy}, r3.Vec{X: x, Y: -sy, Z: a.top}})
		a.ticks = append(a.ticks, tick3{at: r3.Vec{X: x, Y: sy}, out: r3.Vec{Y: 2 * sy}, text: ts[i].Label})
	}
	a.names = append(a.names, tick3{at: r3.Vec{Y: sy}, out: r3.Vec{Y: 2 * sy}, text: f.X.Label.Text, push: v.beyond(r3.Vec{Y: 2 * sy}, ts)})

	ts = marks(f.Y)
	for i, t := range ts {
		y := (t.Value-f.Y.Min)/(f.Y.Max-f.Y.Min) - 0.5
		a.lines = append(a.lines, rule3{r3.Vec{X: sx, Y: y}, r3.Vec{X: -sx, Y: y}},
			rule3{r3.Vec{X: -sx, Y: y}, r3.Vec{X: -sx, Y: y, Z: a.top}})
		a.ticks = append(a.ticks, tick3{at: r3.Vec{X: sx, Y: y}, out: r3.Vec{X: 2 * sx}, text: ts[i].Label})
	}
	a.names = append(a.names, tick3{at: r3.Vec{X: sx}, out: r3.Vec{X: 2 * sx}, text: f.Y.Label.Text, push: v.beyond(r3.Vec{X: 2 * sx}, ts)})

	// The edge farthest to the left on the page is at the end of one of the near sides.
	left := r3.Vec{X: sx, Y: -sy}
	if v.at(r3.Vec{X: -sx, Y: sy}).X < v.at(left).X {
		left = r3.Vec{X: -sx, Y: sy}
	}
	axis := f.Z
	axis.Min, axis.Max = z.lo, z.hi
	if z.log {
		axis.Tick.Marker = logTicks{}
	}
	for _, t := range marks(axis) {
		h := base + boxHeight*z.of(t.Value)
		at := left
		at.Z = h
		far := r3.Vec{X: -sx, Y: -sy, Z: h}
		a.lines = append(a.lines, rule3{r3.Vec{X: -sx, Y: sy, Z: h}, far}, rule3{far, r3.Vec{X: sx, Y: -sy, Z: h}})
		a.ticks = append(a.ticks, tick3{at: at, out: r3.Scale(-1, v.right), text: t.Label})
	}
	left.Z = a.top
	a.names = append(a.names, tick3{at: left, out: r3.Sub(v.up, v.right), text: f.Z.Label.Text, push: 6})
	return a
}

// beyond is the room that the numbers of an axis take on the page in the direction out.
func (v *projection) beyond(out r3.Vec, ts []plot.Tick) vg.Length {
	style := textStyle(ink, tickFont, draw.XCenter, draw.YCenter)
	var wide vg.Length
	for _, t := range ts {
		wide = max(wide, style.Width(t.Label))
	}
	d := direction(v, out)
	return vg.Length(math.Abs(float64(d.X)))*wide + vg.Length(math.Abs(float64(d.Y)))*tickFont + 5
}

// marks are the labelled ticks of an axis.
func marks(a plot.Axis) []plot.Tick {
	var out []plot.Tick
	for _, t := range a.Tick.Marker.Ticks(a.Min, a.Max) {
		if !t.IsMinor() && t.Value >= a.Min-1e-9*(a.Max-a.Min) && t.Value <= a.Max+1e-9*(a.Max-a.Min) {
			out = append(out, t)
		}
	}
	return out
}

// direction is where out points on the page, of length 1.
func direction(v *projection, out r3.Vec) vg.Point {
	x, y := r3.Dot(v.right, out), r3.Dot(v.up, out)
	length := math.Hypot(x, y)
	if length < 1e-9 {
		return vg.Point{Y: -1}
	}
	return vg.Point{X: vg.Length(x / length), Y: vg.Length(y / length)}
}

// words are the style, the place and the rectangle of the words at t.
func (t tick3) words(v *projection, size vg.Length) (draw.TextStyle, vg.Point, vg.Rectangle) {
	d := direction(v, t.out)
	at := v.at(t.at).Add(d.Scale(markLong + 2 + t.push))
	s := textStyle(ink, size, draw.XAlignment(-0.5+0.5*float64(d.X)), draw.YAlignment(-0.5+0.5*float64(d.Y)))
	return s, at, s.Rectangle(t.text).Add(at)
}

// panes draws the far walls and the floor with their rules.
func (a *axes3) panes(c draw.Canvas, v *projection) {
	for _, w := range a.wall {
		c.FillPolygon(pane, v.all(w))
	}
	style := draw.LineStyle{Color: rule, Width: vg.Points(0.6)}
	for _, l := range a.lines {
		c.StrokeLines(style, v.all([]r3.Vec{l.a, l.b}))
	}
	edge := draw.LineStyle{Color: paneEdge, Width: vg.Points(0.7)}
	for _, w := range a.wall {
		c.StrokeLines(edge, v.all([]r3.Vec{w[0], w[1], w[2], w[3], w[0]}))
	}
}

// draw draws marks, numbers and names, and returns where the words are. A number that would touch
// another is left out, and its mark with it.
func (a *axes3) draw(c draw.Canvas, v *projection) []vg.Rectangle {
	style := draw.LineStyle{Color: faint, Width: vg.Points(0.8)}
	var taken []vg.Rectangle
	for _, t := range a.names {
		s, at, r := t.words(v, nameFont)
		c.FillText(s, at, t.text)
		taken = append(taken, r)
	}
	for _, t := range a.ticks {
		s, at, r := t.words(v, tickFont)
		r.Min.X, r.Max.X = r.Min.X-2, r.Max.X+2
		if touches(r, taken) {
			continue
		}
		q := v.at(t.at)
		c.StrokeLines(style, []vg.Point{q, q.Add(direction(v, t.out).Scale(markLong))})
		c.FillText(s, at, t.text)
		taken = append(taken, r)
	}
	return taken
}
