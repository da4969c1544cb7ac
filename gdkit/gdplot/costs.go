package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// Costs draws the cost of descents against the step. The cost has a logarithmic axis where it
// stays positive and spans more than three decades; a straight line then means that each step
// multiplies the cost by the same factor. A cost of exactly 0 lies on the lower edge.
func Costs(tr ...*gdkit.Trace) *plot.Plot {
	return costs("Costs", "step t", whole, func(t *gdkit.Trace, i int) float64 { return float64(t.T[i]) }, tr)
}

// CostsBySeen is Costs against the number of examples that the steps have read: the fair axis for
// methods whose steps cost different amounts, such as batches of several sizes.
func CostsBySeen(tr ...*gdkit.Trace) *plot.Plot {
	return costs("CostsBySeen", "examples seen", whole, func(t *gdkit.Trace, i int) float64 { return float64(t.Seen[i]) }, tr)
}

// CostsByEpoch is Costs against epochs: how often the steps have read all m examples.
func CostsByEpoch(m int, tr ...*gdkit.Trace) *plot.Plot {
	if m < 1 {
		panic(fmt.Sprintf("gdplot: CostsByEpoch: m is %d, want the number of examples, for example J.Len()", m))
	}
	return costs("CostsByEpoch", "epoch", whole, func(t *gdkit.Trace, i int) float64 { return float64(t.Seen[i]) / float64(m) }, tr)
}

// CostsInTwo draws Costs twice, side by side: the first k steps, where most happens, and the rest,
// which the first would flatten.
func CostsInTwo(k int, tr ...*gdkit.Trace) Figure {
	wantTraces("CostsInTwo", tr, 0)
	longest := 0
	for _, t := range tr {
		longest = max(longest, t.Steps())
	}
	if k < 1 || k >= longest {
		panic(fmt.Sprintf("gdplot: CostsInTwo: k is %d, want 1 to %d: the longest run has %d steps", k, longest-1, longest))
	}
	var head, tail []*gdkit.Trace
	for _, t := range tr {
		cut := t.Index(k)
		head = append(head, points(t, 0, cut+1))
		tail = append(tail, points(t, cut, t.Len()))
	}
	first, rest := Costs(head...), Costs(tail...)
	first.Title.Text, rest.Title.Text = fmt.Sprintf("the first %d steps", k), "the rest"
	first.X.Max, rest.X.Min = float64(k), float64(k)
	return Row(first, rest)
}

// points is the part of a trace from point i to before point k.
func points(t *gdkit.Trace, i, k int) *gdkit.Trace {
	part := *t
	part.T, part.Seen, part.J = t.T[i:k], t.Seen[i:k], t.J[i:k]
	part.Params = t.Params[i*t.Dim : k*t.Dim]
	return &part
}

func costs(what, axis string, step int, x func(t *gdkit.Trace, i int) float64, tr []*gdkit.Trace) *plot.Plot {
	wantTraces(what, tr, 0)
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = axis, "cost J"
	p.X.Min, p.X.Max = 0, 1
	lo, hi, log := costRange(tr)
	p.Y.Min, p.Y.Max = lo, hi
	if log {
		p.Y.Scale, p.Y.Tick.Marker = logScale{}, logTicks{}
	}
	p.Add(rules{})
	var all []plotter.XY
	for i, t := range tr {
		p.X.Max = max(p.X.Max, x(t, t.Len()-1))
		v := costLine{t, i, x, until(t, step)}
		p.Add(v)
		p.Legend.Add(t.Label, v)
		every := t.Len()/2000 + 1 // enough to see where the legend would hide the line
		for k := 0; k < t.Len(); k += every {
			all = append(all, plotter.XY{X: x(t, k), Y: min(max(t.J[k], lo), hi)})
		}
	}
	p.Add(legendCorner{all})
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
	margin := 0.05 * (hi - lo)
	if margin == 0 {
		margin = 1
	}
	return lo - margin, hi + margin, false
}
