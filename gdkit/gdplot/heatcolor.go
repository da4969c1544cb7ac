package gdplot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// heatColor is the colour for f from 0 to 1: cream, green, teal, blue, navy. Lightness falls evenly, so it reads in grey and with any colour blindness.
func heatColor(f float64) color.NRGBA {
	anchors := [...]color.NRGBA{
		{0xFE, 0xFA, 0xE0, 0xff}, {0xBC, 0xE2, 0xC0, 0xff}, {0x5F, 0xB7, 0xC4, 0xff}, {0x2C, 0x74, 0xA8, 0xff}, {0x12, 0x2F, 0x66, 0xff},
	}
	f = min(max(f, 0), 1) * float64(len(anchors)-1)
	i := min(int(f), len(anchors)-2)
	return mix(anchors[i], anchors[i+1], f-float64(i))
}

// readable is black or white, whichever has more contrast to the ground: at least 4.5:1, since 0.179 is where both have that.
func readable(on color.NRGBA) color.NRGBA {
	if luminance(on) < 0.179 {
		return white
	}
	return color.NRGBA{A: 0xff}
}

// luminance is the relative luminance of WCAG 2, 0 to 1.
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// hatch fills r with grey lines and a cross: nothing to be read here.
func hatch(c draw.Canvas, r vg.Rectangle) {
	c.FillPolygon(color.NRGBA{0xF4, 0xF4, 0xF4, 0xff}, corners(r))
	thin := draw.LineStyle{Color: color.NRGBA{0xC4, 0xC4, 0xC4, 0xff}, Width: vg.Points(0.6)}
	size := r.Size()
	if min(size.X, size.Y) < 4 {
		return
	}
	for d := vg.Length(4); d < size.X+size.Y; d += 5 { // from the left or upper edge down to the right
		from := vg.Point{X: r.Min.X + max(0, d-size.Y), Y: r.Min.Y + min(d, size.Y)}
		to := vg.Point{X: r.Min.X + min(d, size.X), Y: r.Min.Y + max(0, d-size.X)}
		c.StrokeLine2(thin, from.X, from.Y, to.X, to.Y)
	}
	m, arm := middle(r), min(min(size.X, size.Y)*0.22, 5)
	bold := draw.LineStyle{Color: color.NRGBA{0x55, 0x55, 0x55, 0xff}, Width: vg.Points(1.3)}
	c.StrokeLine2(bold, m.X-arm, m.Y-arm, m.X+arm, m.Y+arm)
	c.StrokeLine2(bold, m.X-arm, m.Y+arm, m.X+arm, m.Y-arm)
}

// frame draws a dark line round r, with a light one on each side, so that it stands out on any ground.
func frame(c draw.Canvas, r vg.Rectangle) {
	line := append(corners(r), r.Min, vg.Point{X: r.Max.X, Y: r.Min.Y})
	c.StrokeLines(draw.LineStyle{Color: white, Width: vg.Points(4.4)}, line)
	c.StrokeLines(draw.LineStyle{Color: cycle[1], Width: vg.Points(2.4)}, line)
}

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

func inset(r vg.Rectangle, by vg.Length) vg.Rectangle {
	by = min(by, r.Size().X/2, r.Size().Y/2)
	return vg.Rectangle{Min: r.Min.Add(vg.Point{X: by, Y: by}), Max: r.Max.Sub(vg.Point{X: by, Y: by})}
}

func middle(r vg.Rectangle) vg.Point {
	return vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
}
