package gdsave

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

func figure() gdplot.Figure {
	j := gdkit.Quadratic(1, 8)
	run := gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run()
	return gdplot.Row(gdplot.Surface(j, run), gdplot.Contour(j, run))
}

// The end of the name chooses the format, and each file is what it says.
func TestSave(t *testing.T) {
	dir := t.TempDir()
	for name, begin := range map[string]string{"a.svg": "<?xml", "b.PDF": "%PDF-1.", "c.png": "\x89PNG"} {
		path := filepath.Join(dir, name)
		if err := Save(path, figure()); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(b), begin) {
			t.Errorf("%s begins with %q, want %q", name, b[:8], begin)
		}
	}
	for path, want := range map[string]string{
		"bowl.jpg":                         `the file name "bowl.jpg" ends in ".jpg", want .svg, .pdf or .png`,
		"bowl":                             `ends in "", want`,
		filepath.Join(dir, "no", "b.svg"):  "no such file or directory",
		filepath.Join(dir, "no", "bo.pdf"): "gdsave: ",
	} {
		if err := Save(path, figure()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Save(%q): %v, want an error with %q", path, err, want)
		}
	}
}

// An SVG is well-formed, has the size in which Show shows the figure, and says what it shows.
func TestSVG(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSVG(&b, figure()); err != nil {
		t.Fatal(err)
	}
	var svg struct {
		Width  string `xml:"width,attr"`
		Height string `xml:"height,attr"`
		Role   string `xml:"role,attr"`
		Title  string `xml:"title"`
		G      struct {
			Texts  []string `xml:"text"`
			Images []struct {
				Aspect string `xml:"preserveAspectRatio,attr"`
			} `xml:"image"`
		} `xml:"g"`
	}
	if err := xml.Unmarshal(b.Bytes(), &svg); err != nil {
		t.Fatal(err)
	}
	if svg.Title != gdplot.Describe(figure()) || svg.Role != "img" {
		t.Errorf("role %q, title %q", svg.Role, svg.Title)
	}
	if svg.Width != "720pt" || svg.Height != "288pt" { // 960×384 CSS pixels
		t.Errorf("the picture is %s × %s, want 720pt × 288pt", svg.Width, svg.Height)
	}
	if strings.Contains(b.String(), "<text") {
		t.Error("letters depend on fonts, want outlines")
	}
	if n := strings.Count(b.String(), "<image "); n != 1 || n != strings.Count(b.String(), `preserveAspectRatio="none"`) {
		t.Errorf("%d images, want one, and that it fills its place", n)
	}
}

// The outline of a text is as long as the text, whatever its letters, and has the
// height of its letters.
func TestOutline(t *testing.T) {
	f := plot.DefaultFont
	f.Variant, f.Size = "Sans", 20
	face := font.DefaultCache.Lookup(f, 20)
	for _, text := range []string{"J", "−0.5", "α=0.01", "w₁", "κ = 8", "AVAVA"} {
		box := func(text string) (r vg.Rectangle) {
			r = vg.Rectangle{Min: vg.Point{X: vg.Length(math.Inf(1)), Y: vg.Length(math.Inf(1))}, Max: vg.Point{X: -1e9, Y: -1e9}}
			for _, c := range outline(face, vg.Point{X: 100, Y: 50}, text) {
				if c.Type != vg.CloseComp {
					r.Min.X, r.Max.X = min(r.Min.X, c.Pos.X), max(r.Max.X, c.Pos.X)
					r.Min.Y, r.Max.Y = min(r.Min.Y, c.Pos.Y), max(r.Max.Y, c.Pos.Y)
				}
			}
			return r
		}
		// A full stop behind it moves by the width of the text.
		first, moved := box("."), box(text+".")
		if got, want := moved.Max.X-first.Max.X, face.Width(text+".")-face.Width("."); math.Abs(float64(got-want)) > 0.3 {
			t.Errorf("%q is %.2f long as an outline, want %.2f", text, got, want)
		}
		if r := box(text); r.Min.Y < 44 || r.Max.Y > 66 {
			t.Errorf("%q reaches from %.1f to %.1f, want it on the line at 50", text, r.Min.Y, r.Max.Y)
		}
	}
	if p := outline(face, vg.Point{}, "∇"); len(p) != 0 { // not in the font
		t.Errorf("a missing letter has %d parts, want none", len(p))
	}
}

type canvas struct{ recorder.Canvas }

func (*canvas) Size() (w, h vg.Length) { return 100, 100 }

// Colours on paper are mixed with white, and the first line of an image is handed over last.
func TestPaper(t *testing.T) {
	c := &canvas{}
	p := paper{letters{c}}
	p.SetColor(color.NRGBA{0, 100, 200, 128})
	got := c.Actions[0].(*recorder.SetColor).Color
	if want := (color.NRGBA{127, 177, 227, 255}); got != want {
		t.Errorf("colour on paper %v, want %v", got, want)
	}
	img := image.NewRGBA(image.Rect(3, 3, 5, 6))
	img.Set(3, 3, color.RGBA{9, 8, 7, 255})
	p.DrawImage(vg.Rectangle{Max: vg.Point{X: 1, Y: 1}}, img)
	got2 := c.Actions[1].(*recorder.DrawImage).Image
	if b := got2.Bounds(); b != image.Rect(0, 0, 2, 3) || color.RGBAModel.Convert(got2.At(0, 2)) != (color.RGBA{9, 8, 7, 255}) {
		t.Errorf("image %v with %v at its lower left, want the upper left point of the original there", b, got2.At(0, 2))
	}
}
