package gdplot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// guides are the lines that theory draws on both sides of the lowest point.
func (v errorLine) guides() []plot.Plotter {
	var right, left []float64 // what err/h^order and err·h are there
	for i, h := range v.h {
		e := v.errs[i]
		if !(e > 0) || !finite(e) || !(h > 0) {
			continue
		}
		switch {
		case h > 10*v.bestH:
			right = append(right, e/math.Pow(h, v.order))
		case h < v.bestH/10 && e < 0.3: // an error near 1: the difference has become 0
			left = append(left, e*h)
		}
	}
	var g []plot.Plotter
	if len(right) > 2 && finite(v.bestH) {
		name := "~ h²"
		if v.order == 1 {
			name = "~ h"
		}
		g = append(g, guide{name, median(right), v.order, v.bestH, v.h[0]})
	}
	if len(left) > 2 && v.order == 2 { // one guide for both: they rise alike
		g = append(g, guide{"~ 1/h", median(left), -1, v.h[len(v.h)-1], v.bestH})
	}
	return g
}

// guide is the line scale·h^power from one h to another.
type guide struct {
	name         string
	scale, power float64
	from, to     float64
}

func (v guide) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	at := func(h float64) vg.Point { return vg.Point{X: trX(h), Y: trY(v.scale * math.Pow(h, v.power))} }
	// Beyond the lower edge a logarithmic axis would bend the line.
	from, to := v.from, v.to
	if end := math.Pow(p.Y.Min/v.scale, 1/v.power); v.power > 0 {
		from = max(from, end)
	} else {
		to = min(to, end)
	}
	if !(1e-30 < from && from < to && to < 1e30) || !(v.scale > 1e-30 && v.scale < 1e30) {
		return // steps and errors that no differences make
	}
	c.StrokeLines(draw.LineStyle{Color: guideColor, Width: vg.Points(4)}, c.ClipLinesXY([]vg.Point{at(from), at(to)})...)
	mid := at(math.Sqrt(from * to))
	words, off := textStyle(faint, vg.Points(10.5), draw.XRight, draw.YBottom), vg.Point{X: -7, Y: 3}
	if v.power < 0 {
		words.YAlign, off = draw.YTop, vg.Point{X: -16, Y: -8}
	}
	if c.Contains(mid) {
		writeOver(c, words, mid.Add(off), v.name)
	}
}

var guideColor = color.NRGBA{0xD8, 0xD8, 0xD8, 0xff}
