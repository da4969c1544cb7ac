package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// Contour draws a cost of two parameters from above: level lines of equal cost, darker where the
// cost is higher, and the paths of descents, each with a ring at its start, a large dot at its end,
// and arrows on its first 40 steps.
// The levels are spaced so that both the slopes and the region of the minimum can be read.
//
// The picture holds the starts, all points that are not much higher, and the minimum where one
// Newton step finds it (always, for a quadratic cost). Without traces it shows −1 to 1: set
// fig.X.Min and the others.
func Contour(j gdkit.Cost, tr ...*gdkit.Trace) *plot.Plot {
	return contour("Contour", whole, &levels{j: j}, tr)
}

func contour(what string, step int, land *levels, tr []*gdkit.Trace) *plot.Plot {
	j := land.j
	wantDim(what, j, 2)
	wantTraces(what, tr, 2)
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = paramNames(j)
	b := box{-1, 1, -1, 1}
	if len(tr) > 0 {
		b = window(tr)
		// From the lowest point that a run saw: far out, the rounding errors of a
		// diverged run hide the bowl.
		best, low := tr[0].W(0), tr[0].J[0]
		for _, t := range tr {
			for i, v := range t.J {
				if v < low {
					best, low = t.W(i), v
				}
			}
		}
		if m, ok := newtonPoint(j, best); ok {
			b.add(m[0], m[1])
			// Keep the minimum away from the edge, so that the level lines round it can close.
			dx, dy := 0.3*(b.xmax-b.xmin), 0.3*(b.ymax-b.ymin)
			b.add(m[0]-dx, m[1]-dy)
			b.add(m[0]+dx, m[1]+dy)
		}
	}
	padX, padY := 0.1*(b.xmax-b.xmin), 0.1*(b.ymax-b.ymin)
	if padX == 0 {
		padX = max(padY, 1)
	}
	if padY == 0 {
		padY = padX
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = b.xmin-padX, b.xmax+padX, b.ymin-padY, b.ymax+padY
	p.Add(land)
	var all []plotter.XY
	for i, t := range tr {
		points := pathOnPlane(t)
		v := arrows{path{t, i, points[:until(t, step)]}}
		p.Add(v)
		p.Legend.Add(t.Label, v)
		all = append(all, points...)
	}
	p.Add(legendCorner{all})
	return p
}

func pathOnPlane(t *gdkit.Trace) plotter.XYs {
	xy := make(plotter.XYs, t.Len())
	for i := range xy {
		w := t.W(i)
		xy[i].X, xy[i].Y = w[0], w[1]
	}
	return xy
}

// newtonPoint is the minimum of j as the curvature at w predicts it, if j knows its curvature.
func newtonPoint(j gdkit.Cost, w []float64) ([]float64, bool) {
	c, ok := gdkit.AsCurved(j)
	if !ok {
		return nil, false
	}
	h := mat.NewSymDense(2, nil)
	c.Hess(h, w)
	grad := make([]float64, 2)
	j.Eval(grad, w)
	var chol mat.Cholesky
	if !chol.Factorize(h) {
		return nil, false
	}
	var step mat.VecDense
	if err := chol.SolveVecTo(&step, mat.NewVecDense(2, grad)); err != nil {
		return nil, false
	}
	return []float64{w[0] - step.AtVec(0), w[1] - step.AtVec(1)}, true
}
