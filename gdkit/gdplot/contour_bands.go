package gdplot

import (
	"image"
	"image/color"
	"math"
)

// bands is the map of the levels in so many pixels, one colour between two lines: near white at the
// bottom, blue-grey at the top, light enough for a path to stand out everywhere.
func (s *costGrid) bands(cuts []float64, width, height int) *image.RGBA {
	pal := make([]color.RGBA, len(cuts)+1)
	for i := range pal {
		f := float64(i) / float64(len(cuts))
		mix := func(a, b float64) uint8 { return uint8(math.Round(a + f*(b-a))) }
		pal[i] = color.RGBA{mix(0xFD, 0xB4), mix(0xFD, 0xC8), mix(0xF6, 0xDC), 0xff}
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		v := (float64(height-1-y) + 0.5) / float64(height) * float64(s.rows-1)
		r := int(v)
		low, high, fr := s.z[r*s.cols:], s.z[(r+1)*s.cols:], v-float64(r)
		band := 0 // of the pixel before: the next one is seldom far from it
		for x := range width {
			u := (float64(x) + 0.5) / float64(width) * float64(s.cols-1)
			c := int(u)
			fc := u - float64(c)
			z := (low[c]*(1-fc)+low[c+1]*fc)*(1-fr) + (high[c]*(1-fc)+high[c+1]*fc)*fr
			for band < len(cuts) && !(z < cuts[band]) { // NaN goes to the top
				band++
			}
			for band > 0 && z < cuts[band-1] {
				band--
			}
			i := img.PixOffset(x, y)
			p := pal[band]
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = p.R, p.G, p.B, p.A
		}
	}
	return img
}
