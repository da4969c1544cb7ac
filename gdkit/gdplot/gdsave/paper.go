package gdsave

import (
	"image"
	"image/color"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// letters is a canvas that draws letters as outlines: a PDF of gonum/plot knows those of Western
// Europe only, and an SVG has to do with the fonts of whoever looks at it.
type letters struct{ vg.CanvasSizer }

func (l letters) FillString(f font.Face, at vg.Point, text string) {
	if path := outline(f, at, text); len(path) > 0 {
		l.Fill(path)
	}
}

// paper is a canvas for gonum/plot's PDF writer, whose colours are all opaque and whose images
// stand upside down. It mixes colours with the white of the page and turns images round.
type paper struct{ letters }

func (p paper) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	over := func(v uint8) uint8 { return uint8((int(v)*int(n.A) + 255*(255-int(n.A)) + 127) / 255) }
	p.CanvasSizer.SetColor(color.NRGBA{over(n.R), over(n.G), over(n.B), 255})
}

func (p paper) DrawImage(r vg.Rectangle, img image.Image) {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(x, b.Dy()-1-y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	p.CanvasSizer.DrawImage(r, out)
}

// outline is the text as a path that begins at the point at. What the font does
// not have is left out.
func outline(f font.Face, at vg.Point, text string) vg.Path {
	var buf sfnt.Buffer
	// no rounding: one unit of the font is one unit of the outline
	em := fixed.I(int(f.Face.UnitsPerEm()))
	scale := f.Font.Size / vg.Length(f.Face.UnitsPerEm()) / 64
	var path vg.Path
	before := sfnt.GlyphIndex(0)
	for _, r := range text {
		g, err := f.Face.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			continue
		}
		if kern, err := f.Face.Kern(&buf, before, g, em, 0); err == nil && before != 0 {
			at.X += vg.Length(kern) * scale
		}
		before = g
		segments, err := f.Face.LoadGlyph(&buf, g, em, nil)
		if err != nil {
			continue
		}
		on := func(q fixed.Point26_6) vg.Point {
			return vg.Point{X: at.X + vg.Length(q.X)*scale, Y: at.Y - vg.Length(q.Y)*scale}
		}
		for i, s := range segments {
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if i > 0 {
					path.Close()
				}
				path.Move(on(s.Args[0]))
			case sfnt.SegmentOpLineTo:
				path.Line(on(s.Args[0]))
			case sfnt.SegmentOpQuadTo:
				path.QuadTo(on(s.Args[0]), on(s.Args[1]))
			case sfnt.SegmentOpCubeTo:
				path.CubeTo(on(s.Args[0]), on(s.Args[1]), on(s.Args[2]))
			}
		}
		if len(segments) > 0 {
			path.Close()
		}
		if advance, err := f.Face.GlyphAdvance(&buf, g, em, 0); err == nil {
			at.X += vg.Length(advance) * scale
		}
	}
	return path
}
