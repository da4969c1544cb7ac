package gdplot

import (
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Costs draws the cost of descents against the step. The cost has a logarithmic axis where it
// stays positive and spans more than three decades; a straight line then means that each step
// multiplies the cost by the same factor. A cost of exactly 0 lies on the lower edge.
func Costs(tr ...*gdkit.Trace) *plot.Plot {
	wantTraces("Costs", tr, 0)
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = "step t", "cost J"
	p.X.Min, p.X.Max = 0, 1
	lo, hi, log := costRange(tr)
	p.Y.Min, p.Y.Max = lo, hi
	if log {
		p.Y.Scale, p.Y.Tick.Marker = logScale{}, logTicks{}
	}
	p.Add(grid{})
	var all []plotter.XY
	for i, t := range tr {
		p.X.Max = max(p.X.Max, float64(t.Len()-1))
		v := costLine{t, i}
		p.Add(v)
		p.Legend.Add(t.Label, v)
		for k, j := range t.J {
			all = append(all, plotter.XY{X: float64(k), Y: min(max(j, lo), hi)})
		}
	}
	p.Add(plate{all})
	return p
}

// costRange is the part of the cost axis worth showing, and whether to show it in logarithms.
func costRange(tr []*gdkit.Trace) (lo, hi float64, log bool) {
	start := math.Inf(-1)
	lo, hi, log = math.Inf(1), math.Inf(-1), true
	small := math.Inf(1) // the smallest positive cost
	for _, t := range tr {
		start = max(start, t.J[0])
		for _, j := range t.J {
			lo, hi = min(lo, j), max(hi, j)
			if j > 0 {
				small = min(small, j)
			}
			log = log && j >= 0
		}
	}
	if lo > hi {
		return 0, 1, false
	}
	if log = log && hi > 0 && hi/small > 1e3; log {
		// A run that diverges or reaches the minimum to the last bit must not flatten all others.
		top := start
		if top <= 0 {
			top = small
		}
		hi = min(hi, top*1e6)
		small = max(small, top*1e-16)
		return math.Pow(10, math.Floor(math.Log10(small))), math.Pow(10, math.Ceil(math.Log10(hi))), true
	}
	hi = min(hi, start+2*(math.Abs(start)+start-lo))
	room := 0.05 * (hi - lo)
	if room == 0 {
		room = 1
	}
	return lo - room, hi + room, false
}

// costLine is the cost of one run against the step.
type costLine struct {
	t *gdkit.Trace
	i int
}

func (v costLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	line := make([]vg.Point, 0, v.t.Len())
	above := 0
	for k, j := range v.t.J {
		if j > p.Y.Max {
			above++
		}
		line = append(line, vg.Point{X: trX(float64(k)), Y: trY(j)})
	}
	line = withinReach(c, line)
	c.StrokeLines(lineOf(v.i), c.ClipLinesXY(line)...)
	if v.t.Len() <= 60 {
		for _, q := range line {
			if c.Contains(q) {
				c.DrawGlyph(pointOf(v.i), q)
			}
		}
	}
	n := v.t.Len() - 1
	note(c, "%s: cost from %s to %s in %d steps, %v.", v.t.Label, short(v.t.J[0]), short(v.t.J[n]), n, v.t.Reason)
	if above > 0 {
		note(c, "%d of its points lie above the picture.", above)
	}
}

// Thumbnail draws the entry in the legend.
func (v costLine) Thumbnail(c *draw.Canvas) { path{i: v.i}.Thumbnail(c) }
