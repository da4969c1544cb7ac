package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ErrorCurve draws the errors that gdkit.GradErrors has measured against the step h, both
// logarithmic: the letter V. Faint guides show what theory promises: errors that fall as h² for
// central and as h for forward differences, until rounding takes over and they rise as 1/h. They
// are put through the measured points at their left and right ends, so only their slopes count. A
// ring marks the best step of each.
//
// An error of exactly 0 has no logarithm: it lies on the lower edge, and so does one below 1e-18.
func ErrorCurve(c gdkit.ErrorCurve) *plot.Plot {
	if n := len(c.H); n == 0 || len(c.Central) != n || len(c.Forward) != n {
		panic(fmt.Sprintf("gdplot: ErrorCurve: got %d steps with %d central and %d forward errors, want the result of gdkit.GradErrors",
			n, len(c.Central), len(c.Forward)))
	}
	p := newPlot()
	p.Title.Text = "How far differences are from the gradient (relative error)"
	// short: gonum/plot keeps room for it at the upper end of a logarithmic axis
	p.X.Label.Text, p.Y.Label.Text = "step h", "error"
	p.X.Scale, p.X.Tick.Marker = logScale{}, logTicks{}
	p.Y.Scale, p.Y.Tick.Marker = logScale{}, logTicks{}
	p.X.Min, p.X.Max = decades(c.H)
	p.Y.Min, p.Y.Max = decades(slices.Concat(c.Central, c.Forward))
	p.Y.Min = max(p.Y.Min/10, 1e-18)                 // room for words below
	p.Y.Max = max(min(100*p.Y.Max, 1e8), 10*p.Y.Min) // and for the legend above
	p.Add(rules{})

	central := errorLine{0, "central", c.H, c.Central, 2, 0, 0}
	forward := errorLine{1, "forward", c.H, c.Forward, 1, 0, 0}
	central.bestH, central.bestErr = c.BestCentral()
	forward.bestH, forward.bestErr = c.BestForward()
	// a wrong gradient, or a kink: no step is best
	if !(max(central.bestErr, forward.bestErr) < 1e-3) {
		central.bestH, forward.bestH = math.NaN(), math.NaN()
	}
	p.Add(central.guides()...)
	p.Add(forward.guides()...)
	p.Add(central, forward)
	p.Legend.Add("central: (J(w+h) − J(w−h)) / 2h", central)
	p.Legend.Add("forward: (J(w+h) − J(w)) / h", forward)
	var all []plotter.XY
	for i, h := range c.H {
		all = append(all, plotter.XY{X: h, Y: c.Central[i]}, plotter.XY{X: h, Y: c.Forward[i]})
	}
	p.Add(legendCorner{all})
	return p
}

// errorLine is the errors of one formula.
type errorLine struct {
	i              int
	name           string
	h, errs        []float64
	order          float64 // the error falls as h to this power
	bestH, bestErr float64
}

func (v errorLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var line []vg.Point
	zero := 0
	for i, h := range v.h {
		switch e := v.errs[i]; {
		case !finite(e) || !finite(h) || h <= 0:
			continue
		case e == 0:
			zero++
			fallthrough
		default:
			line = append(line, vg.Point{X: trX(h), Y: trY(e)})
		}
	}
	c.StrokeLines(lineOf(v.i), c.ClipLinesXY(line)...)
	for _, q := range line {
		if c.Contains(q) {
			c.DrawGlyph(pointOf(v.i), q)
		}
	}
	if len(line) == 0 {
		note(c, "%s differences: no finite error.", v.name)
		return
	}
	if !finite(v.bestH) {
		note(c, "%s differences: error %s with h = %s and %s with h = %s; no step comes close, so the gradient is wrong or the cost has a kink here.",
			v.name, short(v.errs[0]), short(v.h[0]), short(v.errs[len(v.errs)-1]), short(v.h[len(v.h)-1]))
		return
	}
	if best := (vg.Point{X: trX(v.bestH), Y: trY(v.errs[max(0, slices.Index(v.h, v.bestH))])}); c.Contains(best) {
		thin := draw.LineStyle{Color: cycle[v.i], Width: vg.Points(0.8), Dashes: dashes[2]}
		c.StrokeLine2(thin, best.X, c.Min.Y, best.X, best.Y-vg.Points(5.5))
		c.DrawGlyph(draw.GlyphStyle{Color: cycle[v.i], Radius: vg.Points(5.5), Shape: draw.RingGlyph{}}, best)
		words := textStyle(cycle[v.i], vg.Points(10.5), draw.XLeft, draw.YBottom)
		at := vg.Point{X: best.X + 4, Y: c.Min.Y + 4}
		if v.order == 1 { // the words of the other are to the right
			words.XAlign, at.X = draw.XRight, best.X-4
		}
		writeOver(c, words, at, "best h = "+oneDigit(v.bestH))
	}
	note(c, "%s differences: error %s with h = %s, least near h = %s, where it is %s, and %s with h = %s.", v.name,
		short(v.errs[0]), short(v.h[0]), oneDigit(v.bestH), oneDigit(v.bestErr), short(v.errs[len(v.errs)-1]), short(v.h[len(v.h)-1]))
	if zero > 0 {
		note(c, "%d of its errors are exactly 0, by luck, and lie on the lower edge.", zero)
	}
}

// Thumbnail draws the entry in the legend.
func (v errorLine) Thumbnail(c *draw.Canvas) { path{i: v.i}.Thumbnail(c) }

func oneDigit(v float64) string { return digits(v, 1) }
