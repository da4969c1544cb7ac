package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// Walk draws the steps of descents on the curve J(w) of one parameter: a point for each
// step, joined in order. The picture is cut where a diverging run leaves it; its text
// alternative says so.
func Walk(j gdkit.Cost, tr ...*gdkit.Trace) *plot.Plot {
	return walk("Walk", whole, j, tr)
}

func walk(what string, step int, j gdkit.Cost, tr []*gdkit.Trace) *plot.Plot {
	wantDim(what, j, 1)
	wantTraces(what, tr, 1)
	w := window(tr)
	pad := 0.12 * (w.xmax - w.xmin)
	if pad == 0 {
		pad = 1
	}
	p := Curve(j, w.xmin-pad, w.xmax+pad)
	var all []plotter.XY
	for i, t := range tr {
		points := pathOnCurve(t)
		path := path{t, i, points[:until(t, step)]}
		p.Add(path)
		p.Legend.Add(t.Label, path)
		all = append(all, points...)
	}
	for i := range 101 { // the curve is data too
		x := p.X.Min + (p.X.Max-p.X.Min)*float64(i)/100
		all = append(all, plotter.XY{X: x, Y: j.Eval(nil, []float64{x})})
	}
	p.Add(legendCorner{all})
	return p
}

func pathOnCurve(t *gdkit.Trace) plotter.XYs {
	xy := make(plotter.XYs, t.Len())
	for i := range xy {
		xy[i].X, xy[i].Y = t.W(i)[0], t.J[i]
	}
	return xy
}
