package gdplot

import (
	"image/color"
	"math"

	"gonum.org/v1/gonum/spatial/r3"
)

// light comes from the upper left of the page, whatever the angle, so that the same shape
// has the same shades.
func light(v *projection) r3.Vec {
	return r3.Unit(r3.Add(v.toward, r3.Add(r3.Scale(-0.9, v.right), r3.Scale(0.8, v.up))))
}

// shade is the colour of a face at the height f: a matt surface (Lambert 1760) in much
// diffuse light, and greyer from below. Heights and light come in few steps, since a
// picture has few colours.
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
