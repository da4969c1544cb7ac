package gdplot

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"os"

	"gdlab/gdkit/internal/palette"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Show shows each figure in the notebook: a picture with two pixels for each point of the screen, and
// a text alternative made of what the figure says of itself. It returns when the notebook has received
// them, so that none is lost when the cell ends. Outside a notebook it prints the text alternatives.
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
		if !gonbui.IsNotebook {
			fmt.Printf("[a picture, visible in a notebook] %s\n", alt)
			continue
		}
		gonbui.SendData(display(f, picture, alt))
	}
	if gonbui.IsNotebook && len(figures) > 0 {
		gonbui.Sync()
		if err := gonbui.Error(); err != nil {
			return fmt.Errorf("gdplot: the notebook did not take the picture: %w", err)
		}
	}
	return nil
}

// HTML is the picture as an <img> element with its text alternative, and nothing to be fetched: for a page of your own, or for gdlive.
// It panics if f is nil.
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

// Pixels is f as an image with the given number of pixels for each point of the screen; Show has 2. It panics if f is nil.
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

// display is the message to the notebook. JupyterLab 4.6 ignores the metadata "alt" of image/png, but
// shows text/html first, in trusted and untrusted notebooks alike; nbconvert honours both; a tool that
// knows only image/png still has the picture.
//
// It goes through gonb's own gonbui and not through a smaller sender of ours: a cell may use gonbui too, and two
// senders on one pipe would garble it. That costs 35 ms of linking in a cell that takes 240.
func display(f Figure, picture []byte, alt string) *protocol.DisplayData {
	w, h := sizeOf(f)
	return &protocol.DisplayData{
		Data: map[protocol.MIMEType]any{
			protocol.MIMETextHTML:  imgElement(f, picture, alt),
			protocol.MIMEImagePNG:  picture,
			protocol.MIMETextPlain: alt,
		},
		Metadata: map[string]any{
			string(protocol.MIMEImagePNG): map[string]any{"alt": alt, "width": int(w), "height": int(h)},
		},
	}
}

func imgElement(f Figure, picture []byte, alt string) string {
	w, h := sizeOf(f)
	return fmt.Sprintf(`<img alt="%s" width="%.0f" height="%.0f" style="max-width:100%%;height:auto" src="data:image/png;base64,%s">`,
		html.EscapeString(alt), w, h, base64.StdEncoding.EncodeToString(picture))
}

func init() { gob.Register(map[string]any{}) } // the type of the metadata on its way to gonb
