package gdplot

import (
	"bytes"
	"image"
	"image/png"
	"testing"
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
