package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Fit draws what a model of one feature predicts with the parameters w as a line over the
// whole figure. Add it to Data. The model is any function of parameters and one example in the
// units of the figure:
//
//	fig.Add(gdplot.Fit(linear.Predict, w))
//	fig.Add(gdplot.Fit(func(w, x []float64) float64 { return net.Predict(w, x)[0] }, w))
func Fit(predict func(w, x []float64) float64, w []float64) plot.Plotter {
	wantModel("Fit", predict, w)
	return fitLines{predict: predict, at: [][]float64{slices.Clone(w)}}
}

// Training draws how the prediction of a model of one feature changed on a walk: up to eight lines
// from pale to dark, the first at the start, the last at the end. Between them lie those at which
// the cost has come down by equal factors. The first and the last that pass through the picture are
// named. Add it to Data.
func Training(predict func(w, x []float64) float64, tr *gdkit.Trace) plot.Plotter {
	wantTraces("Training", []*gdkit.Trace{tr}, 0)
	wantModel("Training", predict, tr.W(0))
	v := fitLines{predict: predict, t: tr}
	for _, k := range milestones(tr.J, 8) {
		v.at, v.steps = append(v.at, tr.W(k)), append(v.steps, tr.T[k])
	}
	return v
}

// wantModel panics with a sentence if the model isn't one of a single feature.
func wantModel(what string, predict func(w, x []float64) float64, w []float64) {
	if predict == nil {
		panic(fmt.Sprintf("gdplot: %s: the model is nil, want a function such as linear.Predict", what))
	}
	defer func() {
		if err := recover(); err != nil {
			panic(fmt.Sprintf("gdplot: %s draws a model of one feature: %v", what, err))
		}
	}()
	predict(w, []float64{0})
}

// milestones are up to n places of a walk, its first and last among them: where the cost first
// reaches equal steps of its logarithm above the lowest, and where it has no such places,
// equal numbers of steps.
func milestones(j []float64, n int) []int {
	if len(j) <= n {
		all := make([]int, len(j))
		for i := range all {
			all[i] = i
		}
		return all
	}
	last := len(j) - 1
	low := slices.Min(j)
	out := []int{0}
	if first, end := j[0]-low, j[last]-low; first > 0 && end < first {
		end = max(end, first*1e-3)
		for i := 1; i < n-1; i++ {
			want := first * math.Pow(end/first, float64(i)/float64(n-1))
			k := slices.IndexFunc(j, func(v float64) bool { return v-low <= want })
			if k > out[len(out)-1] && k < last {
				out = append(out, k)
			}
		}
	} else {
		for i := 1; i < n-1; i++ {
			if k := last * i / (n - 1); k > out[len(out)-1] && k < last {
				out = append(out, k)
			}
		}
	}
	return append(out, last)
}

// fitLines is a line for each of some parameters.
type fitLines struct {
	predict func(w, x []float64) float64
	at      [][]float64
	t       *gdkit.Trace // nil for a single line
	steps   []int
}

func (v fitLines) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	named := false
	for i, w := range v.at {
		const n = 120
		line := make([]vg.Point, 0, n+1)
		x := []float64{0}
		for k := range n + 1 {
			x[0] = p.X.Min + (p.X.Max-p.X.Min)*float64(k)/n
			if y := v.predict(w, x); finite(y) {
				line = append(line, vg.Point{X: trX(x[0]), Y: trY(y)})
			}
		}
		style := draw.LineStyle{Color: cycle[1], Width: vg.Points(2)}
		if last := len(v.at) - 1; i < last {
			style.Color = mix(cycle[1], white, 0.75*(1-float64(i)/float64(last)))
			style.Width = vg.Points(1.2)
		}
		line = withinReach(c, line)
		for _, part := range c.ClipLinesXY(line) {
			c.StrokeLines(style, part)
		}
		if v.t != nil && (!named || i == len(v.at)-1) {
			named = v.name(c, line, i)
		}
	}
	if v.t == nil {
		note(c, "A line of predictions with w = %s.", coordinates(v.at[0]))
		return
	}
	n := v.t.Len() - 1
	note(c, "%s: %d lines of predictions, from step %d with w = %s and J = %s to step %d with w = %s and J = %s.",
		v.t.Label, len(v.at), v.t.T[0], coordinates(v.t.W(0)), short(v.t.J[0]), v.t.T[n], coordinates(v.t.W(n)), short(v.t.J[n]))
}

// name writes the step near the right end of the line in the picture, if it passes through it.
func (v fitLines) name(c draw.Canvas, line []vg.Point, i int) bool {
	at := -1
	for k, q := range line {
		if c.Contains(q) && q.X <= c.Max.X-vg.Points(30) {
			at = k
		}
	}
	if at < 0 {
		return false
	}
	words := "start"
	if v.steps[i] > 0 {
		words = fmt.Sprintf("step %d", v.steps[i])
	}
	writeOver(c, textStyle(mix(cycle[1], ink, 0.3), vg.Points(10), draw.XRight, draw.YBottom),
		vg.Point{X: line[at].X, Y: line[at].Y + vg.Points(5)}, words)
	return true
}
