package gdplot

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// cycle holds the colours of lines and points. They can be told apart with any of the common
// kinds of colour blindness (Okabe and Ito 2008, "Color Universal Design"), and keep a
// contrast of 3:1 to white.
var cycle = [...]color.NRGBA{
	{0x00, 0x72, 0xB2, 0xff}, // blue
	{0xD5, 0x5E, 0x00, 0xff}, // vermilion
	{0x00, 0x8A, 0x66, 0xff}, // green, a little darker than theirs
	{0xB0, 0x54, 0x8A, 0xff}, // purple, a little darker than theirs
	{0x33, 0x33, 0x33, 0xff}, // charcoal
	{0xA6, 0x6F, 0x00, 0xff}, // ochre
}

var (
	ink   = color.NRGBA{0x22, 0x22, 0x22, 0xff}
	faint = color.NRGBA{0x77, 0x77, 0x77, 0xff}
	rule  = color.NRGBA{0xE4, 0xE4, 0xE4, 0xff}
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

// Colour alone never carries the meaning: the lines differ in dashes too.
var dashes = [...][]vg.Length{
	nil,
	{vg.Points(6), vg.Points(2.5)},
	{vg.Points(1.8), vg.Points(2)},
	{vg.Points(7), vg.Points(2), vg.Points(1.6), vg.Points(2)},
	{vg.Points(11), vg.Points(3)},
	{vg.Points(3.5), vg.Points(3.5)},
}

var glyphs = [...]draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}, draw.PlusGlyph{}, draw.RingGlyph{},
}

// lineOf is the line style of the i-th run in a figure.
func lineOf(i int) draw.LineStyle {
	return draw.LineStyle{Color: cycle[i%len(cycle)], Width: vg.Points(1.6), Dashes: dashes[i%len(dashes)]}
}

// pointOf is the point style of the i-th run in a figure.
func pointOf(i int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: cycle[i%len(cycle)], Radius: vg.Points(2.3), Shape: glyphs[i%len(glyphs)]}
}

// newPlot is an empty plot in the style of all our figures: sans-serif, light axes,
// room for the numbers.
func newPlot() *plot.Plot {
	p := plot.New()
	p.Title.Padding = vg.Points(6)
	for _, s := range []*draw.TextStyle{
		&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle,
		&p.X.Tick.Label, &p.Y.Tick.Label, &p.Legend.TextStyle,
	} {
		s.Font.Variant = "Sans"
		s.Color = ink
	}
	p.Title.TextStyle.Font.Size = font.Points(13)
	p.X.Label.TextStyle.Font.Size, p.Y.Label.TextStyle.Font.Size = font.Points(11), font.Points(11)
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = font.Points(9.5), font.Points(9.5)
	p.Legend.TextStyle.Font.Size = font.Points(10)
	p.Legend.Padding = vg.Points(2)
	p.Legend.ThumbnailWidth = vg.Points(22)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.LineStyle = draw.LineStyle{Color: faint, Width: vg.Points(0.7)}
		a.Tick.LineStyle = a.LineStyle
		a.Tick.Length = vg.Points(4)
		a.Padding = 0
		a.Tick.Marker = ticks{}
	}
	return p
}

// rules draws faint lines at the labelled ticks, below everything else.
type rules struct{}

func (rules) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	style := draw.LineStyle{Color: rule, Width: vg.Points(0.6)}
	for _, t := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		if x := trX(t.Value); !t.IsMinor() && c.ContainsX(x) {
			c.StrokeLine2(style, x, c.Min.Y, x, c.Max.Y)
		}
	}
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if y := trY(t.Value); !t.IsMinor() && c.ContainsY(y) {
			c.StrokeLine2(style, c.Min.X, y, c.Max.X, y)
		}
	}
}
