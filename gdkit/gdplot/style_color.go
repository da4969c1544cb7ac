package gdplot

import (
	"image/color"
	"math"
)

// mix is the colour at the fraction f of the way from a to b.
func mix(a, b color.NRGBA, f float64) color.NRGBA {
	part := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + f*(float64(b)-float64(a)))) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), part(a.A, b.A)}
}

// sequential are the colours of heights, from the lowest to the highest: pale yellow, green, blue.
// The lightness falls all the way, so that they read in grey too, and yellow against blue is what
// all common kinds of colour blindness keep.
var sequential = [...]color.NRGBA{
	{0xFB, 0xF7, 0xD5, 0xff},
	{0xD3, 0xE8, 0xC4, 0xff},
	{0xA6, 0xD6, 0xC6, 0xff},
	{0x7A, 0xBF, 0xD2, 0xff},
	{0x57, 0x9D, 0xCB, 0xff},
}

// heightColor is the colour of the height f, 0 ≤ f ≤ 1.
func heightColor(f float64) color.NRGBA {
	f = min(max(f, 0), 1) * float64(len(sequential)-1)
	i := min(int(f), len(sequential)-2)
	return mix(sequential[i], sequential[i+1], f-float64(i))
}

// heatColor is the colour for f from 0 to 1: cream, green, teal, blue, navy. Lightness falls
// evenly, so it reads in grey and with any colour blindness.
func heatColor(f float64) color.NRGBA {
	anchors := [...]color.NRGBA{
		{0xFE, 0xFA, 0xE0, 0xff}, {0xBC, 0xE2, 0xC0, 0xff}, {0x5F, 0xB7, 0xC4, 0xff}, {0x2C, 0x74, 0xA8, 0xff}, {0x12, 0x2F, 0x66, 0xff},
	}
	f = min(max(f, 0), 1) * float64(len(anchors)-1)
	i := min(int(f), len(anchors)-2)
	return mix(anchors[i], anchors[i+1], f-float64(i))
}

// readable is black or white, whichever has more contrast to the ground: at least 4.5:1, since
// 0.179 is where both have that.
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
