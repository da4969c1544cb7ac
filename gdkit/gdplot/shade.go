package gdplot

import (
	"gonum.org/v1/gonum/spatial/r3"
	"image/color"
	"math"
)

// sequential are the colours of heights, from the lowest to the highest: pale yellow, green, blue. The lightness falls all the way,
// so that they read in grey too, and yellow against blue is what all common kinds of colour blindness keep.
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

// mix is the colour at the fraction f of the way from a to b.
func mix(a, b color.NRGBA, f float64) color.NRGBA {
	part := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + f*(float64(b)-float64(a)))) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), part(a.A, b.A)}
}

// light shines over the left shoulder of whoever looks, whatever the angle, so that the same shape has the same shades.
func light(v *projection) r3.Vec {
	return r3.Unit(r3.Add(v.toward, r3.Add(r3.Scale(-0.9, v.right), r3.Scale(0.8, v.up))))
}

// shade is the colour of a face at the height f: a matt surface (Lambert 1760) in much diffuse light, and greyer from below.
// Heights and light come in few steps, since a picture has few colours.
func shade(f float64, fc face, light r3.Vec) color.NRGBA {
	const steps = 24
	c := heightColor(f)
	cos := r3.Dot(fc.normal, light)
	if !fc.top {
		cos = -cos
		c = mix(c, color.NRGBA{0xB4, 0xB6, 0xBE, 0xff}, 0.6)
	}
	dark := math.Round((1-max(cos, 0))*steps) / steps
	return mix(c, color.NRGBA{0x1E, 0x2A, 0x45, 0xff}, 0.4*dark)
}
