package gdplot

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// textStyle is for labels inside a figure.
func textStyle(c color.Color, size vg.Length, x draw.XAlignment, y draw.YAlignment) draw.TextStyle {
	return draw.TextStyle{
		Color: c, Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		XAlign: x, YAlign: y, Handler: plot.DefaultTextHandler,
	}
}

// writeOver writes on a white ground, so that a line behind it doesn't cross the words,
// and moves it inside the canvas where it would stick out.
func writeOver(c draw.Canvas, s draw.TextStyle, at vg.Point, txt string) {
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
	ground := white
	ground.A = 0xd8
	c.FillPolygon(ground, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
	c.FillText(s, at, txt)
}
