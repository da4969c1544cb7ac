package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Curve draws J(w), a cost of one parameter, for w from lo to hi.
// It panics if lo is not below hi.
func Curve(j gdkit.Cost, lo, hi float64) *plot.Plot {
	if !(lo < hi) || math.IsInf(hi-lo, 0) {
		panic(fmt.Sprintf("gdplot: Curve: got the range from %v to %v, want two finite numbers, the smaller first", lo, hi))
	}
	wantDim("Curve", j, 1)
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = "w", "J(w)"
	p.X.Min, p.X.Max = lo, hi
	p.Add(rules{}, curve{j, lo, hi})
	return p
}

// curve is J(w) as a line over the whole width of the plot, whatever that is when it is drawn.
type curve struct {
	j      gdkit.Cost
	lo, hi float64
}

func (v curve) DataRange() (xmin, xmax, ymin, ymax float64) {
	ymin, ymax = math.Inf(1), math.Inf(-1)
	const n = 400
	for i := range n + 1 {
		y := v.at(v.lo + (v.hi-v.lo)*float64(i)/n)
		if finite(y) {
			ymin, ymax = min(ymin, y), max(ymax, y)
		}
	}
	if ymin > ymax { // no finite value at all
		return v.lo, v.hi, 0, 1
	}
	margin := 0.04 * (ymax - ymin)
	if margin == 0 {
		margin = 1
	}
	const edge = math.MaxFloat64 / 4
	return v.lo, v.hi, max(ymin-margin, -edge), min(ymax+margin, edge)
}

func (v curve) at(w float64) float64 { return v.j.Eval(nil, []float64{w}) }

func (v curve) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	const n = 400
	var lines [][]vg.Point
	var part []vg.Point
	low, lowAt := math.Inf(1), 0.0
	for i := range n + 1 {
		w := p.X.Min + (p.X.Max-p.X.Min)*float64(i)/n
		y := v.at(w)
		if !finite(y) { // leave a gap
			lines, part = append(lines, part), nil
			continue
		}
		if y < low {
			low, lowAt = y, w
		}
		part = append(part, vg.Point{X: trX(w), Y: trY(y)})
	}
	lines = append(lines, part)
	style := draw.LineStyle{Color: ink, Width: vg.Points(1.6)}
	for _, l := range lines {
		c.StrokeLines(style, c.ClipLinesXY(l)...)
	}
	if math.IsInf(low, 1) {
		note(c, "J has no finite value here.")
		return
	}
	note(c, "The curve J(w) is lowest near w = %s, where J = %s.", short(lowAt), short(low))
}
