package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Eigen draws how a run converges along each eigen-direction of a quadratic cost: |xᵢ(t)|, the
// distance to the minimum along direction i, on a logarithmic axis (after Goh, Why Momentum Really
// Works, Distill 2017). The lines are what the prediction says, the points what the run did. Plain
// descent draws straight lines, one slope for each λ; momentum lets some of them swing through 0.
//
// Of more than six directions it draws six, from the flattest to the steepest. Predictions end
// after 100 000 steps. A distance of exactly 0, and one below 1e-16 of the largest at the start,
// lies on the lower edge.
func Eigen(s gdkit.Spectrum, p gdkit.Prediction, tr *gdkit.Trace, minimum []float64) *plot.Plot {
	wantTraces("Eigen", []*gdkit.Trace{tr}, len(s.Values))
	switch {
	case len(s.Values) == 0:
		panic("gdplot: Eigen: the spectrum is empty, want the result of gdkit.Curvature")
	case len(p.Modes) != len(s.Values):
		panic(fmt.Sprintf("gdplot: Eigen: the prediction has %d directions and the spectrum %d, want Spectrum.Predict of the same spectrum",
			len(p.Modes), len(s.Values)))
	case len(minimum) != tr.Dim:
		panic(fmt.Sprintf("gdplot: Eigen: the minimum has %d numbers, want %d, one for each parameter", len(minimum), tr.Dim))
	}
	for _, v := range minimum {
		if !finite(v) {
			panic(fmt.Sprintf("gdplot: Eigen: the minimum is %v, want finite numbers", minimum))
		}
	}
	chosen := spreadOver(len(s.Values), 6)
	some := gdkit.Prediction{Label: p.Label}
	for _, k := range chosen {
		m := p.Modes[k]
		m.Flat = false // a flat direction is drawn too: it stays where it is
		some.Modes = append(some.Modes, m)
	}
	pick := func(x []float64) []float64 {
		out := make([]float64, len(chosen))
		for i, k := range chosen {
			out[i] = x[k]
		}
		return out
	}
	start := pick(s.Coordinates(tr.W(0), minimum))
	predicted := some.Walk(start, min(max(tr.Steps(), 1), 100000))
	measured := make([]plotter.XYs, len(chosen))
	for i := range tr.Len() {
		for k, x := range pick(s.Coordinates(tr.W(i), minimum)) {
			measured[k] = append(measured[k], plotter.XY{X: float64(tr.T[i]), Y: math.Abs(x)})
		}
	}

	fig := newPlot()
	fig.Title.Text = "Distance along each direction: lines predicted, points measured"
	fig.X.Label.Text, fig.Y.Label.Text = "step t", "|xᵢ|"
	fig.X.Min, fig.X.Max = 0, float64(max(tr.Steps(), 1))
	fig.Y.Scale, fig.Y.Tick.Marker = logScale{}, logTicks{}
	fig.Y.Min, fig.Y.Max = eigenRange(start, measured)
	fig.Add(rules{})
	var all []plotter.XY
	for k, m := range some.Modes {
		rows, _ := predicted.Dims()
		v := eigenLine{i: k, mode: m, measured: measured[k], flat: p.Modes[chosen[k]].Flat}
		for t := range rows {
			v.predicted = append(v.predicted, plotter.XY{X: float64(t), Y: math.Abs(predicted.At(t, k))})
		}
		fig.Add(v)
		fig.Legend.Add(v.label(), v)
		for _, i := range spreadOver(len(v.measured), 500) {
			q := v.measured[i]
			all = append(all, plotter.XY{X: q.X, Y: min(max(q.Y, fig.Y.Min), fig.Y.Max)})
		}
	}
	fig.Add(legendCorner{all})
	return fig
}

// eigenRange is the part of the axis worth showing.
func eigenRange(start []float64, measured []plotter.XYs) (lo, hi float64) {
	top := floats.Norm(start, math.Inf(1))
	var seen []float64
	for _, line := range measured {
		for _, q := range line {
			if top == 0 && finite(q.Y) {
				top = q.Y
			}
			seen = append(seen, q.Y)
		}
	}
	for i, v := range seen {
		if v > 0 {
			seen[i] = min(max(v, top*1e-16), top*1e6)
		}
	}
	return decades(seen)
}

// eigenLine is one direction.
type eigenLine struct {
	i                   int
	mode                gdkit.Mode
	flat                bool
	predicted, measured plotter.XYs
}

func (v eigenLine) label() string {
	if v.flat {
		return "λ = 0: stays"
	}
	return fmt.Sprintf("λ = %s: ×%s a step", short(v.mode.Lambda), short(v.mode.Factor))
}

func (v eigenLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var line []vg.Point
	for _, q := range v.predicted {
		if !finite(q.Y) {
			break
		}
		line = append(line, vg.Point{X: trX(q.X), Y: trY(q.Y)})
	}
	style := lineOf(v.i)
	style.Width = vg.Points(1.1)
	c.StrokeLines(style, c.ClipLinesXY(envelope(line))...)
	for _, i := range spreadOver(len(v.measured), 41) {
		q := v.measured[i]
		if at := (vg.Point{X: trX(q.X), Y: trY(q.Y)}); finite(q.Y) && c.Contains(at) {
			c.DrawGlyph(pointOf(v.i), at)
		}
	}
	first, last := v.measured[0], v.measured[len(v.measured)-1]
	note(c, "Direction with %s predicted; measured |x| from %s to %s in %s steps%s.",
		v.label(), short(first.Y), short(last.Y), number(last.X), v.agreement())
}

// agreement compares the end of the run with the prediction for it.
func (v eigenLine) agreement() string {
	last := v.measured[len(v.measured)-1]
	if t := int(last.X); t < len(v.predicted) {
		return ", predicted " + short(v.predicted[t].Y)
	}
	return ""
}

// Thumbnail draws the entry in the legend.
func (v eigenLine) Thumbnail(c *draw.Canvas) { path{i: v.i}.Thumbnail(c) }
