package gdplot

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"

	"gdlab/gdkit/internal/notebook"
	"gdlab/gdkit/internal/palette"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Show shows each figure in the notebook: a picture with two pixels for each point of the
// screen, and a text alternative made of what the figure says of itself. It returns when the
// notebook has received them, so that none is lost when the cell ends. Outside a notebook it
// prints the text alternatives.
func Show(f ...Figure) {
	if err := show(f); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func show(figures []Figure) error {
	for i, f := range figures {
		if isNil(f) {
			return fmt.Errorf("gdplot: Show: figure %d is nil, want a picture such as gdplot.Curve(…)", i+1)
		}
		picture, alt, err := render(f)
		if err != nil {
			return err
		}
		if !notebook.Is() {
			fmt.Printf("[a picture, visible in a notebook] %s\n", alt)
			continue
		}
		w, h := sizeOf(f)
		notebook.Send(notebook.Display{HTML: imgElement(f, picture, alt), Text: alt, PNG: picture, Width: int(w), Height: int(h)})
	}
	if notebook.Is() && len(figures) > 0 {
		if err := notebook.Sync("the picture"); err != nil {
			return fmt.Errorf("gdplot: %w", err)
		}
	}
	return nil
}

// HTML is the picture as an <img> element with its text alternative, and nothing to be fetched: for
// a page of your own, or for gdlive. It panics if f is nil.
func HTML(f Figure) string {
	if isNil(f) {
		panic("gdplot: HTML: the figure is nil, want a picture such as gdplot.Curve(…)")
	}
	picture, alt, err := render(f)
	if err != nil {
		panic(err.Error())
	}
	return imgElement(f, picture, alt)
}

// WritePNG writes f as a PNG picture with two pixels for each point of the screen.
func WritePNG(w io.Writer, f Figure) error {
	picture, _, err := render(f)
	if err == nil {
		_, err = w.Write(picture)
	}
	return err
}

// Describe returns the text alternative of f: its title, its axes and what is drawn, with numbers.
func Describe(f Figure) string {
	_, l := paint(f, 0.25) // the words are the same at any size
	return l.text()
}

func render(f Figure) (picture []byte, alt string, err error) {
	img, l := paint(f, 2)
	var b bytes.Buffer
	if err := png.Encode(&b, palette.Share(img)[0]); err != nil {
		return nil, "", fmt.Errorf("gdplot: writing the picture: %w", err)
	}
	return b.Bytes(), l.text(), nil
}

// Pixels is f as an image with the given number of pixels for each point of the screen; Show has 2.
// It panics if f is nil.
func Pixels(f Figure, scale float64) *image.RGBA {
	if isNil(f) || !(scale > 0) {
		panic(fmt.Sprintf("gdplot: Pixels: got the figure %v and the scale %v, want a picture such as gdplot.Curve(…) and a number > 0", f, scale))
	}
	img, _ := paint(f, scale)
	return img
}

func paint(f Figure, scale float64) (*image.RGBA, *listener) {
	w, h := sizeOf(f)
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(w)*px, vg.Length(h)*px), vgimg.UseDPI(int(scale*96)))
	l := &listener{CanvasSizer: c}
	// A margin keeps the outermost tick labels on the picture.
	drawFigure(f, draw.Crop(draw.New(l), 6*px, -12*px, 6*px, -6*px))
	return c.Image().(*image.RGBA), l // vgimg makes it so itself
}

func imgElement(f Figure, picture []byte, alt string) string {
	w, h := sizeOf(f)
	return notebook.Image(picture, alt, w, h)
}
