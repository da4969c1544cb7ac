package gdlive

import (
	"bytes"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

// Watch runs d, as d.Run does, and draws it while it goes: the path and the cost, with one parameter the walk on the curve, with more than two the cost alone.
// It spends at most a fifth of the time on drawing. At the end the picture of the whole run stays, an
// ordinary figure with a text alternative. An interrupt ends the run and keeps its trace.
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
	fig := picture(d.Cost, tr)
	var png bytes.Buffer
	if err := gdplot.WritePNG(&png, fig); err != nil {
		panic(err.Error())
	}
	s.finish(gdplot.HTML(fig), png.Bytes(), gdplot.Describe(fig))
	return tr
}

// picture is what there is to see of a run.
func picture(j gdkit.Cost, tr *gdkit.Trace) gdplot.Figure {
	switch tr.Dim {
	case 1:
		return gdplot.Row(gdplot.Walk(j, tr), gdplot.Costs(tr))
	case 2:
		return gdplot.Row(gdplot.Contour(j, tr), gdplot.Costs(tr))
	}
	return gdplot.Costs(tr)
}
