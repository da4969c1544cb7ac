package testkit

import (
	"image"
	"image/color"
)

// Ink counts the pixels of a within r that differ visibly from those of b: by more than 40 of
// 255 in red, green or blue, which is more than the faint lines of a grid differ from white.
// It stops at enough.
func Ink(a, b *image.RGBA, r image.Rectangle, enough int) int {
	n := 0
	r = r.Intersect(a.Rect).Intersect(b.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		p, q := a.Pix[a.PixOffset(r.Min.X, y):][:4*r.Dx()], b.Pix[b.PixOffset(r.Min.X, y):]
		for x := 0; x < len(p); x += 4 {
			if far(p[x], q[x]) || far(p[x+1], q[x+1]) || far(p[x+2], q[x+2]) {
				if n++; n >= enough {
					return n
				}
			}
		}
	}
	return n
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 40 }

// Differing counts the pixels whose colours are more than 16 of 255 apart. Images of other
// sizes differ in all.
func Differing(a, b image.Image) int {
	r := a.Bounds()
	if r != b.Bounds() {
		return r.Dx() * r.Dy()
	}
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if apart(a.At(x, y), b.At(x, y)) > 16 {
				n++
			}
		}
	}
	return n
}

// apart is the largest of the differences in red, green and blue, 0 to 255.
func apart(a, b color.Color) float64 {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	d := func(p, q uint32) uint32 { return max(p, q) - min(p, q) }
	return float64(max(d(r1, r2), d(g1, g2), d(b1, b2))) / 256
}
