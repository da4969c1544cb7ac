package gdlive

import (
	"bytes"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/notebook"

	"gonum.org/v1/plot"
)

// Watch runs d, as d.Run does, and draws it while it goes: the path and the cost, with one
// parameter the walk on the curve, with more than two the cost alone. It spends at most a fifth of
// the time on drawing. At the end the picture of the whole run stays, an ordinary figure with a
// text alternative. An interrupt ends the run and keeps its trace.
func Watch(d gdkit.Descent) *gdkit.Trace {
	s := newScreen()
	var next time.Time
	tr := run(d, func(tr *gdkit.Trace) {
		began := time.Now()
		if tr.Len() < 2 || began.Before(next) {
			return
		}
		s.show(func() string { return gdplot.HTML(picture(d.Cost, tr)) }, tr.String())
		took := time.Since(began)
		next = began.Add(max(5*took, time.Second/perSecond))
	})
	s.finish(pageOf(picture(d.Cost, tr)))
	return tr
}

// pageOf is a figure as gdplot.Show shows it: the element for the page, the PNG and
// the text alternative.
func pageOf(f gdplot.Figure) (element string, picture []byte, alt string) {
	var b bytes.Buffer
	if err := gdplot.WritePNG(&b, f); err != nil {
		panic(err.Error())
	}
	alt = gdplot.Describe(f)
	width, height := gdplot.Size(f)
	return notebook.Image(b.Bytes(), alt, width, height), b.Bytes(), alt
}

// picture is what there is to see of a run.
func picture(j gdkit.Cost, tr *gdkit.Trace) gdplot.Figure {
	all := panels(j, tr)
	if len(all) == 1 {
		return all[0]
	}
	return gdplot.Row(all[0], all[1])
}

// panels are the one or two plots of the picture.
func panels(j gdkit.Cost, tr *gdkit.Trace) []*plot.Plot {
	switch tr.Dim {
	case 1:
		return []*plot.Plot{gdplot.Walk(j, tr), gdplot.Costs(tr)}
	case 2:
		return []*plot.Plot{gdplot.Contour(j, tr), gdplot.Costs(tr)}
	}
	return []*plot.Plot{gdplot.Costs(tr)}
}
