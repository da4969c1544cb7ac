package gdplot

import (
	"image"
	"image/color"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// levels draws the bands and lines of equal cost over the whole plot, whatever its ranges are then.
// What it has drawn it remembers.
type levels struct {
	j     gdkit.Cost
	grid  *costGrid
	cuts  []float64
	bands *image.RGBA
}

const bandCount = 12

func (v *levels) Plot(c draw.Canvas, p *plot.Plot) {
	g := v.grid
	if g == nil || g.xmin != p.X.Min || g.xmax != p.X.Max || g.ymin != p.Y.Min || g.ymax != p.Y.Max {
		g = sample(v.j, p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
		v.grid, v.cuts, v.bands = g, g.cuts(bandCount), nil
	}
	cuts := v.cuts
	if len(cuts) == 0 {
		note(c, "The cost is the same, or not finite, everywhere in this picture.")
		return
	}
	paintPixels(c, func(width, height int) *image.RGBA {
		if v.bands == nil || v.bands.Rect.Dx() != width || v.bands.Rect.Dy() != height {
			v.bands = g.bands(cuts, width, height)
		}
		return v.bands
	})
	trX, trY := p.Transforms(&c)
	c.SetLineStyle(draw.LineStyle{Color: color.NRGBA{0x6B, 0x7F, 0x93, 0xff}, Width: vg.Points(0.6)})
	for _, cut := range cuts {
		if line := g.line(cut, trX, trY); len(line) > 0 {
			c.Stroke(line)
		}
	}
	note(c, "%d level lines, from J = %s to J = %s; lowest cost in the picture %s.",
		len(cuts), short(cuts[0]), short(cuts[len(cuts)-1]), short(g.low))
}
