package gdplot

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Size is the size of f on the screen, in CSS pixels of 1/96 inch.
func Size(f Figure) (width, height float64) { return sizeOf(f) }

// DrawOn draws f on all of c, on white, with the margin that Show leaves. It is what package
// gdsave writes files with.
func DrawOn(c vg.CanvasSizer, f Figure) {
	all := draw.New(c)
	all.SetColor(white)
	all.Fill(all.Rectangle.Path())
	drawFigure(f, draw.Crop(all, 6*px, -12*px, 6*px, -6*px))
}
