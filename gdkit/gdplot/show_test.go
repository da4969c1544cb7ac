package gdplot

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/palette"
)

// Two pixels for each point of the screen, and at most 256 colours.
func TestPictureSize(t *testing.T) {
	for _, c := range []struct {
		f    Figure
		w, h int
	}{{Curve(bowl, -1, 1), 1240, 800}, {Row(Curve(bowl, -1, 1), Curve(bowl, -2, 2)), 1920, 768}} {
		var b bytes.Buffer
		if err := WritePNG(&b, c.f); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X != c.w || s.Y != c.h {
			t.Errorf("picture is %v, want %d×%d", s, c.w, c.h)
		}
		if _, ok := img.(*image.Paletted); !ok {
			t.Errorf("picture is a %T, want a palette", img)
		}
	}
}

// The shared palette keeps areas exactly, and shades of soft edges to within one step of five bits.
func TestPalette(t *testing.T) {
	before := Pixels(Contour(bowl2, gdkit.Descent{Cost: bowl2, Start: []float64{3, 1}, Rate: 0.09, Steps: 20}.Run()), 2)
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
