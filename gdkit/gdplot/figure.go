package gdplot

import (
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

func isNil(f Figure) bool {
	p, ok := f.(*plot.Plot)
	return f == nil || ok && p == nil
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
