package gdplot

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// hatch fills r with grey lines and a cross: nothing to be read here.
func hatch(c draw.Canvas, r vg.Rectangle) {
	c.FillPolygon(color.NRGBA{0xF4, 0xF4, 0xF4, 0xff}, corners(r))
	thin := draw.LineStyle{Color: color.NRGBA{0xC4, 0xC4, 0xC4, 0xff}, Width: vg.Points(0.6)}
	size := r.Size()
	if min(size.X, size.Y) < 4 {
		return
	}
	// from the left or upper edge down to the right
	for d := vg.Length(4); d < size.X+size.Y; d += 5 {
		from := vg.Point{X: r.Min.X + max(0, d-size.Y), Y: r.Min.Y + min(d, size.Y)}
		to := vg.Point{X: r.Min.X + min(d, size.X), Y: r.Min.Y + max(0, d-size.X)}
		c.StrokeLine2(thin, from.X, from.Y, to.X, to.Y)
	}
	m, arm := middle(r), min(min(size.X, size.Y)*0.22, 5)
	bold := draw.LineStyle{Color: color.NRGBA{0x55, 0x55, 0x55, 0xff}, Width: vg.Points(1.3)}
	c.StrokeLine2(bold, m.X-arm, m.Y-arm, m.X+arm, m.Y+arm)
	c.StrokeLine2(bold, m.X-arm, m.Y+arm, m.X+arm, m.Y-arm)
}

// frame draws a dark line round r, with a light one on each side, so that it
// stands out on any ground.
func frame(c draw.Canvas, r vg.Rectangle) {
	line := append(corners(r), r.Min, vg.Point{X: r.Max.X, Y: r.Min.Y})
	c.StrokeLines(draw.LineStyle{Color: white, Width: vg.Points(4.4)}, line)
	c.StrokeLines(draw.LineStyle{Color: cycle[1], Width: vg.Points(2.4)}, line)
}
