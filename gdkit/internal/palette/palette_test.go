package palette_test

import (
	"image/color"
	"math"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/palette"
)

// The shared palette keeps areas exactly, and shades of soft edges to within one step of five bits.
func TestShare(t *testing.T) {
	valley := gdkit.Quadratic(2, 20)
	before := gdplot.Pixels(gdplot.Contour(valley, gdkit.Descent{Cost: valley, Start: []float64{3, 1}, Rate: 0.09, Steps: 20}.Run()), 2)
	after := palette.Share(before)[0]
	far := 0
	for y := before.Rect.Min.Y; y < before.Rect.Max.Y; y++ {
		for x := before.Rect.Min.X; x < before.Rect.Max.X; x++ {
			p, q := before.RGBAAt(x, y), color.RGBAModel.Convert(after.At(x, y)).(color.RGBA)
			d := max(diff(p.R, q.R), diff(p.G, q.G), diff(p.B, q.B))
			if p == (color.RGBA{255, 255, 255, 255}) && d != 0 {
				t.Fatalf("white became %v", q)
			}
			if d > 12 {
				far++
			}
		}
	}
	if n := before.Rect.Dx() * before.Rect.Dy(); far > n/1000 {
		t.Errorf("%d of %d pixels are off by more than 12 of 255", far, n)
	}
}

func diff(a, b uint8) int { return int(math.Abs(float64(a) - float64(b))) }
