package gdlive

import (
	"fmt"
	"math"
	"slices"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"

	"gonum.org/v1/plot"
)

// Animate shows finished runs as a moving picture, step by step: the walk on the curve, the paths
// on the contour, or with more than two parameters the cost. A run of more than 60 steps is shown
// at 60 of them, which lie closer together at the beginning, where most happens.
//
// It is an animated PNG, which browsers play wherever an ordinary PNG is shown: in JupyterLab, on
// an exported page, on the page of a repository. It plays for about six seconds, rests at the end
// and begins again. Readers whose system asks for less motion see the whole run in one picture, and
// so do programs that know no animation.
func Animate(j gdkit.Cost, tr ...*gdkit.Trace) {
	if len(tr) == 0 {
		panic("gdlive: Animate: no run given, want the result of a Descent's Run")
	}
	for i, t := range tr {
		if t == nil || t.Len() == 0 {
			panic(fmt.Sprintf("gdlive: Animate: run %d is empty, want the result of a Descent's Run", i+1))
		}
	}
	var figures []gdplot.Figure
	for _, p := range frames(j, tr) {
		figures = append(figures, p)
	}
	Film(6*time.Second, figures...)
}

// frames are the pictures of Animate.
func frames(j gdkit.Cost, tr []*gdkit.Trace) []*plot.Plot {
	picture := gdplot.CostsFrames(tr...)
	switch tr[0].Dim {
	case 1:
		picture = gdplot.WalkFrames(j, tr...)
	case 2:
		picture = gdplot.ContourFrames(j, tr...)
	}
	last := 0
	for _, t := range tr {
		last = max(last, t.Steps())
	}
	var out []*plot.Plot
	for _, step := range moments(last) {
		p := picture(step)
		p.Title.Text = fmt.Sprintf("step %d", step)
		out = append(out, p)
	}
	return out
}

// moments are the steps that are shown out of 0 … last: all, or 60 whose distance grows.
func moments(last int) []int {
	const most = 60
	if last < most {
		all := make([]int, last+1)
		for i := range all {
			all[i] = i
		}
		return all
	}
	var steps []int
	for i := range most {
		f := float64(i) / (most - 1)
		steps = append(steps, max(i, int(math.Round(f*f*float64(last)))))
	}
	return slices.Compact(steps)
}
