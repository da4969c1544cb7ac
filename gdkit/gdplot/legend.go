package gdplot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// legendCorner finds the corner in which the legend hides the fewest data points, puts the legend
// there and draws a white ground under it. Add it last: gonum/plot draws the legend after all
// plotters. A figure with a single run has its legend too, since the label carries the rate.
type legendCorner struct{ points []plotter.XY }

func (v legendCorner) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	size := p.Legend.Rectangle(c).Size()
	if size.Y <= 0 {
		return
	}
	const margin = 6 * vg.Length(1)
	size.X, size.Y = size.X+2*margin, size.Y+2*margin

	var best vg.Rectangle
	fewest := -1
	for _, top := range []bool{true, false} {
		for _, left := range []bool{false, true} {
			r := inCorner(c.Rectangle, size, top, left)
			if n := v.inside(r, trX, trY); fewest < 0 || n < fewest {
				fewest, best = n, r
				p.Legend.Top, p.Legend.Left = top, left
			}
		}
	}
	p.Legend.XOffs, p.Legend.YOffs = -margin, -margin
	if p.Legend.Left {
		p.Legend.XOffs = margin
	}
	if !p.Legend.Top {
		p.Legend.YOffs = margin + vg.Points(2)
	}
	bg := white
	bg.A = 0xd8
	c.FillPolygon(bg, []vg.Point{best.Min, {X: best.Max.X, Y: best.Min.Y}, best.Max, {X: best.Min.X, Y: best.Max.Y}})
}

// inside counts how often the drawn lines touch r: at their points and at nine places
// between two of them.
func (v legendCorner) inside(r vg.Rectangle, trX, trY func(float64) vg.Length) int {
	n := 0
	var before vg.Point
	for i, q := range v.points {
		at := vg.Point{X: trX(q.X), Y: trY(q.Y)}
		for k := 1; k <= 10; k++ {
			f := vg.Length(k) / 10
			if i == 0 {
				f = 1
			}
			x, y := before.X+f*(at.X-before.X), before.Y+f*(at.Y-before.Y)
			if x >= r.Min.X && x <= r.Max.X && y >= r.Min.Y && y <= r.Max.Y {
				n++
			}
		}
		before = at
	}
	return n
}
