package gdplot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Spread draws races: for each method the median cost of its runs against the examples seen, as a
// line, and the band between their quartiles. Give it the Places of a gdkit.RaceResult, or Places
// of your own with a Label and Traces: the same method with several seeds.
//
// Between two points of its trace a run counts with the cost of the earlier one. One that has ended
// well keeps its last cost; one that diverged counts as +Inf from then on, as in the table of the
// race, so median and quartiles at the end are those of the table.
func Spread(places ...gdkit.Place) *plot.Plot {
	if len(places) == 0 {
		panic("gdplot: Spread: no places given, want for example gdplot.Spread(result.Places...)")
	}
	var runs []*gdkit.Trace
	for i, pl := range places {
		if len(pl.Traces) == 0 {
			panic(fmt.Sprintf("gdplot: Spread: place %d (%s) has no traces, want one for each seed", i+1, pl.Label))
		}
		wantTraces("Spread: "+pl.Label, pl.Traces, 0)
		runs = append(runs, pl.Traces...)
	}
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = "examples seen", "cost J"
	p.Title.Text = "Median, and the middle half of the runs"
	p.X.Min, p.X.Max = 0, 1
	for _, t := range runs {
		p.X.Max = max(p.X.Max, float64(t.Seen[t.Len()-1]))
	}
	lo, hi, log := costRange(runs)
	p.Y.Min, p.Y.Max = lo, hi
	if log {
		p.Y.Scale, p.Y.Tick.Marker = logScale{}, logTicks{}
	}
	p.Add(rules{})
	var bands []band
	var all []plotter.XY
	for i, pl := range places {
		b := newBand(i, pl)
		bands = append(bands, b)
		p.Add(bandArea{b}) // all areas below all lines
		for k, x := range b.x {
			for _, y := range []float64{b.q1[k], b.median[k], b.q3[k]} {
				all = append(all, plotter.XY{X: x, Y: min(max(y, lo), hi)})
			}
		}
	}
	for _, b := range bands {
		p.Add(b)
		p.Legend.Add(b.label, b)
	}
	p.Add(legendCorner{all})
	return p
}

// band is one method.
type band struct {
	i                 int
	label             string
	runs, failed      int
	x, q1, median, q3 []float64
}

// newBand takes the quartiles at every number of examples at which a run has a point, or at
// 200 of these numbers.
func newBand(i int, pl gdkit.Place) band {
	b := band{i: i, label: pl.Label, runs: len(pl.Traces)}
	var seen []int
	for _, t := range pl.Traces {
		seen = append(seen, t.Seen...)
		if failed(t) {
			b.failed++
		}
	}
	slices.Sort(seen)
	seen = slices.Compact(seen)
	costs := make([]float64, len(pl.Traces))
	for _, k := range spreadOver(len(seen), 200) {
		for n, t := range pl.Traces {
			costs[n] = costAt(t, seen[k])
		}
		v := sorted(costs)
		quantile := func(p float64) float64 { return stat.Quantile(p, stat.Empirical, v, nil) }
		b.x = append(b.x, float64(seen[k]))
		b.q1, b.median, b.q3 = append(b.q1, quantile(0.25)), append(b.median, quantile(0.5)), append(b.q3, quantile(0.75))
	}
	return b
}

func failed(t *gdkit.Trace) bool { return t.Reason == gdkit.Diverged || t.Reason == gdkit.NonFinite }

// costAt is the cost of a run when it has seen so many examples.
func costAt(t *gdkit.Trace, seen int) float64 {
	i, _ := slices.BinarySearch(t.Seen, seen+1)
	switch {
	case failed(t) && i == t.Len():
		return math.Inf(1)
	case math.IsNaN(t.J[max(i-1, 0)]):
		return math.Inf(1)
	}
	return t.J[max(i-1, 0)]
}

// line is one of the three. What lies far above or below the picture is brought to ten
// of its heights away.
func (b band) line(y []float64, c draw.Canvas, p *plot.Plot) []vg.Point {
	trX, trY := p.Transforms(&c)
	beyond := 10 * (c.Max.Y - c.Min.Y)
	pts := make([]vg.Point, len(y))
	for k, v := range y {
		at := c.Max.Y + beyond // +Inf
		if finite(v) {
			at = min(max(trY(v), c.Min.Y-beyond), c.Max.Y+beyond)
		}
		pts[k] = vg.Point{X: trX(b.x[k]), Y: at}
	}
	return pts
}

func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	line := b.line(b.median, c, p)
	c.StrokeLines(lineOf(b.i), c.ClipLinesXY(line)...)
	if len(line) == 1 && c.Contains(line[0]) { // runs without a step
		c.DrawGlyph(pointOf(b.i), line[0])
	}
	n := len(b.x) - 1
	note(c, "%s, %d runs: median cost from %s to %s after %s examples, quartiles %s to %s.", b.label, b.runs,
		short(b.median[0]), short(b.median[n]), number(b.x[n]), short(b.q1[n]), short(b.q3[n]))
	if b.failed > 0 {
		note(c, "%d of them diverged.", b.failed)
	}
}

// Thumbnail draws the entry in the legend.
func (b band) Thumbnail(c *draw.Canvas) {
	c.FillPolygon(b.tint(), corners(vg.Rectangle{Min: vg.Point{X: c.Min.X, Y: c.Center().Y - 3.5}, Max: vg.Point{X: c.Max.X, Y: c.Center().Y + 3.5}}))
	c.StrokeLine2(lineOf(b.i), c.Min.X, c.Center().Y, c.Max.X, c.Center().Y)
}

func (b band) tint() (t color.NRGBA) {
	t = cycle[b.i%len(cycle)]
	t.A = 0x38
	return t
}

// bandArea is the area between the quartiles.
type bandArea struct{ band }

func (a bandArea) Plot(c draw.Canvas, p *plot.Plot) {
	low, high := a.line(a.q1, c, p), a.line(a.q3, c, p)
	if len(low) < 2 {
		return
	}
	edge := draw.LineStyle{Color: a.tint(), Width: vg.Points(0.8)}
	c.StrokeLines(edge, c.ClipLinesXY(low, high)...)
	slices.Reverse(high)
	c.FillPolygon(a.tint(), c.ClipPolygonXY(append(low, high...)))
}
