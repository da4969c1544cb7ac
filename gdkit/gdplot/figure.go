package gdplot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Figure can be shown. *plot.Plot is one, so any plot of gonum's can be shown too.
type Figure interface {
	Draw(draw.Canvas)
}

// px is one CSS pixel, 1/96 inch.
const px = vg.Inch / 96

// sized is a Figure with a size of its own, in CSS pixels.
type sized interface {
	size() (width, height float64)
}

func sizeOf(f Figure) (width, height float64) {
	if s, ok := f.(sized); ok {
		return s.size()
	}
	return 620, 400
}

// Row puts figures side by side, in equal shares of the width.
// It panics if there is none, or if one is nil.
func Row(f ...Figure) Figure {
	if len(f) == 0 {
		panic("gdplot: Row: no figures given, want at least one, for example gdplot.Row(gdplot.Walk(J, run), gdplot.Costs(run))")
	}
	for i, g := range f {
		if isNil(g) {
			panic(fmt.Sprintf("gdplot: Row: figure %d is nil, want a picture such as gdplot.Curve(…)", i+1))
		}
	}
	return row(f)
}

func isNil(f Figure) bool {
	p, ok := f.(*plot.Plot)
	return f == nil || ok && p == nil
}

type row []Figure

func (r row) Draw(c draw.Canvas) {
	const gap = 14 * px
	w := (c.Max.X - c.Min.X - gap*vg.Length(len(r)-1)) / vg.Length(len(r))
	for i, f := range r {
		left := c.Min.X + (w+gap)*vg.Length(i)
		cell := c
		cell.Min.X, cell.Max.X = left, left+w
		drawFigure(f, cell)
	}
}

func (r row) size() (width, height float64) {
	for _, f := range r {
		_, h := sizeOf(f)
		height = max(height, h)
	}
	return 960, min(height, max(300, 960/float64(max(len(r), 1))*0.8))
}

// EqualAxes draws p with the same scale on both axes, so that a circle looks like a circle.
// The range of one axis grows as needed; p itself keeps its ranges.
func EqualAxes(p *plot.Plot) Figure {
	if p == nil {
		panic("gdplot: EqualAxes: the plot is nil, want one such as gdplot.Contour(…)")
	}
	return equalAxes{p}
}

type equalAxes struct{ p *plot.Plot }

func (e equalAxes) Draw(c draw.Canvas) {
	x, y := e.p.X, e.p.Y
	defer func() { e.p.X, e.p.Y = x, y }()
	// The tick labels take room that depends on the ranges, so this converges in a few rounds.
	for range 3 {
		d := e.p.DataCanvas(c)
		w, h := float64(d.Max.X-d.Min.X), float64(d.Max.Y-d.Min.Y)
		if !(w > 0 && h > 0) {
			break
		}
		unit := max((x.Max-x.Min)/w, (y.Max-y.Min)/h)
		widen(&e.p.X, x, unit*w)
		widen(&e.p.Y, y, unit*h)
	}
	drawFigure(e.p, c)
}

func widen(a *plot.Axis, from plot.Axis, length float64) {
	mid := (from.Min + from.Max) / 2
	a.Min, a.Max = mid-length/2, mid+length/2
}

// drawFigure draws f and notes its title and axes for the text alternative.
func drawFigure(f Figure, c draw.Canvas) {
	if p, ok := f.(*plot.Plot); ok {
		title := p.Title.Text
		if title == "" {
			title = "Figure"
		}
		note(c, "%s. Across: %s from %s to %s; up: %s from %s to %s.",
			title, axisName(p.X, "x"), short(p.X.Min), short(p.X.Max), axisName(p.Y, "y"), short(p.Y.Min), short(p.Y.Max))
	}
	f.Draw(c)
}

func axisName(a plot.Axis, otherwise string) string {
	if a.Label.Text != "" {
		return a.Label.Text
	}
	return otherwise
}

// A listener is the canvas that Show draws on. The plotters of this package tell it in words what they
// draw, and the words become the text alternative.
type listener struct {
	vg.CanvasSizer
	notes []string
}

func (l *listener) text() string { return strings.Join(l.notes, " ") }

// note adds a sentence to the text alternative, if c is drawn for one.
func note(c draw.Canvas, format string, args ...any) {
	var at vg.Canvas = c
	for { // gonum/plot wraps a canvas each time it crops it
		switch inner := at.(type) {
		case draw.Canvas:
			at = inner.Canvas
		case *draw.Canvas:
			at = inner.Canvas
		case *listener:
			inner.notes = append(inner.notes, fmt.Sprintf(format, args...))
			return
		default:
			return
		}
	}
}
