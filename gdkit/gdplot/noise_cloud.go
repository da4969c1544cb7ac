package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// cloud is the steps down that batches of one size would take.
type cloud struct {
	size        int
	full        [2]float64 // −∇J of all examples
	dots        [][2]float64
	spread, law float64
}

// evaluate takes up to 200 whole batches: fewer where they are so large that it would take long.
func (v *cloud) evaluate(j gdkit.Sampled, w, full []float64, seed uint64) {
	m := j.Len()
	whole := m / v.size // batches an epoch that are not cut short
	most := min(200, max(20, 4_000_000/max(v.size, m/whole)))
	per := (m + v.size - 1) / v.size
	grad := make([]float64, 2)
	sum := 0.0
	for t, rows := range gdkit.Batches(m, v.size, seed) {
		if t%per >= whole {
			continue // what is left at the end of an epoch
		}
		j.EvalRows(grad, w, rows)
		sum += square2(grad, full)
		v.dots = append(v.dots, [2]float64{-grad[0], -grad[1]})
		if len(v.dots) == most {
			break
		}
	}
	v.spread = math.Sqrt(sum / float64(len(v.dots)))
}

// cloudWindow holds the arrow with its tail, and all dots but the outermost hundredth on each side.
func cloudWindow(clouds []cloud) box {
	b := emptyBox()
	b.add(0, 0)
	for _, v := range clouds {
		b.add(v.full[0], v.full[1])
		var x, y []float64
		for _, d := range v.dots {
			if finite(d[0]) && finite(d[1]) {
				x, y = append(x, d[0]), append(y, d[1])
			}
		}
		if len(x) == 0 {
			continue
		}
		quantiles := func(v []float64) (lo, hi float64) {
			v = sorted(v)
			return stat.Quantile(0.01, stat.Empirical, v, nil), stat.Quantile(0.99, stat.Empirical, v, nil)
		}
		xlo, xhi := quantiles(x)
		ylo, yhi := quantiles(y)
		b.add(xlo, ylo)
		b.add(xhi, yhi)
	}
	padX, padY := 0.06*(b.xmax-b.xmin), 0.06*(b.ymax-b.ymin)
	if padX == 0 {
		padX = 1
	}
	if padY == 0 {
		padY = 1
	}
	return box{b.xmin - padX, b.xmax + padX, b.ymin - padY, b.ymax + padY}
}

func (v cloud) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	zero := vg.Point{X: trX(0), Y: trY(0)}
	axis := draw.LineStyle{Color: faint, Width: vg.Points(0.7)}
	c.StrokeLines(axis, c.ClipLinesXY([]vg.Point{{X: zero.X, Y: c.Min.Y}, {X: zero.X, Y: c.Max.Y}}, []vg.Point{{X: c.Min.X, Y: zero.Y}, {X: c.Max.X, Y: zero.Y}})...)
	blue := cycle[0]
	blue.A = 0x70
	outside, uphill := 0, 0
	for _, d := range v.dots {
		if d[0]*v.full[0]+d[1]*v.full[1] < 0 {
			uphill++
		}
		at := vg.Point{X: trX(d[0]), Y: trY(d[1])}
		if !finite(d[0]) || !finite(d[1]) || !c.Contains(at) {
			outside++
			continue
		}
		c.DrawGlyph(draw.GlyphStyle{Color: blue, Radius: vg.Points(2), Shape: draw.CircleGlyph{}}, at)
	}
	tip := vg.Point{X: trX(v.full[0]), Y: trY(v.full[1])}
	if length := math.Hypot(float64(tip.X-zero.X), float64(tip.Y-zero.Y)); finite(length) {
		shaft := tip
		if length > 10 {
			shaft = vg.Point{X: tip.X - vg.Length(6/length)*(tip.X-zero.X), Y: tip.Y - vg.Length(6/length)*(tip.Y-zero.Y)}
		}
		c.StrokeLine2(draw.LineStyle{Color: white, Width: vg.Points(4)}, zero.X, zero.Y, shaft.X, shaft.Y)
		c.StrokeLine2(draw.LineStyle{Color: cycle[1], Width: vg.Points(2)}, zero.X, zero.Y, shaft.X, shaft.Y)
		if length > 10 {
			// head stops short of its goal, where a path has a dot.
			beyond := vg.Point{X: tip.X + vg.Length(2.5/length)*(tip.X-zero.X), Y: tip.Y + vg.Length(2.5/length)*(tip.Y-zero.Y)}
			head(c, cycle[1], zero, beyond, length+2.5)
		}
	}
	words := textStyle(ink, vg.Points(10), draw.XLeft, draw.YTop)
	writeOver(c, words, vg.Point{X: c.Min.X + 4, Y: c.Max.Y - 3}, fmt.Sprintf("spread %s, theory %s", short(v.spread), short(v.law)))
	note(c, "%d batches of %d: spread %s round −∇J = (%s, %s), theory %s; %d of them point uphill.",
		len(v.dots), v.size, short(v.spread), short(v.full[0]), short(v.full[1]), short(v.law), uphill)
	if outside > 0 {
		note(c, "%d of the dots lie outside the picture.", outside)
	}
}
