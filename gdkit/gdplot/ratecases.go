package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
)

// RateCases draws runs with several rates side by side, two in a row and all in the same axes, and
// titles each with what became of it: too small, good, overshoots but converges, diverges. It is a
// Walk for a cost of one parameter, a Contour for two.
//
// The verdict comes from the run itself: why it ended, whether its steps turn back on one
// another, whether the slope has all but gone at the end. Where the steps are those of plain
// descent and the curvature at its lowest point is found, the lower axis compares the rate with
// 2/λmax, the edge of stability.
func RateCases(j gdkit.Cost, tr ...*gdkit.Trace) Figure {
	if len(tr) == 0 {
		panic("gdplot: RateCases: no traces given, want one for each rate, for example the results of four Descents")
	}
	wantTraces("RateCases", tr, 0)
	wantTraces("RateCases", tr, tr[0].Dim)
	if dim := tr[0].Dim; dim != 1 && dim != 2 {
		panic(fmt.Sprintf("gdplot: RateCases draws costs of 1 or 2 parameters, these runs have %d", dim))
	}
	var panels []*plot.Plot
	b := emptyBox()
	for _, t := range tr {
		var p *plot.Plot
		if t.Dim == 1 {
			p = Walk(j, t)
		} else {
			p = Contour(j, t)
		}
		p.Title.Text = t.Label + ": " + rateVerdict(t)
		p.X.Label.Text += rateLimit(j, t)
		p.Legend = plot.NewLegend() // the title has it all
		panels = append(panels, p)
		b.add(p.X.Min, p.Y.Min)
		b.add(p.X.Max, p.Y.Max)
	}
	cells := make([]Figure, len(panels))
	for i, p := range panels {
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = b.xmin, b.xmax, b.ymin, b.ymax
		cells[i] = p
	}
	return flat{Grid(min(2, len(cells)), cells...)}
}

// rateVerdict says in words what a rate did.
func rateVerdict(t *gdkit.Trace) string {
	switch t.Reason {
	case gdkit.Diverged:
		return "too large, diverges"
	case gdkit.NonFinite:
		return "the cost or slope is not finite in the end"
	case gdkit.Unbounded:
		return "the cost goes on without end"
	}
	turns, pairs := turnsBack(t)
	steepest := floats.Max(t.GradNorm)
	arrived := t.Reason == gdkit.Converged || t.GradNorm[t.Len()-1] <= 0.05*steepest
	first, last := t.StepNorm[min(1, t.Len()-1)], t.StepNorm[t.Len()-1]
	switch {
	case t.Steps() == 0:
		return "no step taken"
	case steepest == 0:
		return "it starts where the slope is 0, and stays"
	case 2*turns > pairs && last >= 0.999*first:
		return "on the edge, bounces for ever"
	case 2*turns > pairs && arrived:
		return "overshoots, but converges"
	case 2*turns > pairs:
		return "overshoots, and comes closer slowly"
	case arrived:
		return "good, it arrives"
	}
	return "too small, still on the way"
}

// turnsBack counts, over the first twenty pairs of steps, how often a step turns
// against the one before.
func turnsBack(t *gdkit.Trace) (turns, pairs int) {
	var before []float64
	for i := range min(21, t.Len()) {
		step, ok := stepOf(t, i)
		if !ok || floats.Norm(step, 2) == 0 {
			before = nil
			continue
		}
		if before != nil {
			pairs++
			if floats.Dot(step, before) < 0 {
				turns++
			}
		}
		before = step
	}
	return turns, pairs
}

// rateLimit compares the rate of a run with 2/λmax, where both are to be had.
func rateLimit(j gdkit.Cost, t *gdkit.Trace) string {
	for i := range min(t.Len()-1, 20) {
		if want := t.Rate[0] * t.GradNorm[i]; t.Rate[i] != t.Rate[0] || math.Abs(t.StepNorm[i+1]-want) > 1e-9*want+1e-15 || t.Ascend {
			return "" // another method, whose limit is another one
		}
	}
	limit, ok := edgeOfStability(j, t.W(floats.MinIdx(t.J)))
	if !ok || t.Len() < 2 {
		return ""
	}
	return fmt.Sprintf(" (α is %s %% of 2/λmax)", short(100*t.Rate[0]/limit))
}

// edgeOfStability is 2/λmax at w. A cost whose slopes aren't finite around w has none.
func edgeOfStability(j gdkit.Cost, w []float64) (limit float64, ok bool) {
	defer func() {
		if recover() != nil {
			limit, ok = 0, false
		}
	}()
	limit = gdkit.Curvature(j, w).MaxRate()
	return limit, limit > 0 && !math.IsInf(limit, 0)
}

// flat is a grid of panels that are wider than those of Grid for their height, so that two
// rows fit on a screen.
type flat struct{ Figure }

func (f flat) size() (width, height float64) {
	rows := len(f.Figure.(tiles))
	return 960, float64(rows)*310 + 14*float64(rows-1)
}
