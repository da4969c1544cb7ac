package gdplot

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Boundary draws the examples of the classes 0 and 1 as Classes does, over the probability of class
// 1 that a model predicts, and the line where it is ½. Give it any function of an example, with one
// value for each feature of d:
//
//	gdplot.Boundary(d, func(x []float64) float64 { return gdkit.Sigmoid(model.Predict(w, x)) })
//
// A score whose boundary is 0, as that of a hinge loss, becomes such a number by Sigmoid too:
// σ(0) = ½. Features that are not drawn stay at their mean.
func Boundary(d *gdkit.Dataset, probability func(x []float64) float64, features ...string) *plot.Plot {
	if probability == nil {
		panic("gdplot: Boundary: the function is nil, want the probability of class 1, for example " +
			"func(x []float64) float64 { return gdkit.Sigmoid(model.Predict(w, x)) }")
	}
	p, s := classes("Boundary", d, features)
	m, n := d.X.Dims()
	mean := make([]float64, n)
	for i := range m {
		for k, v := range d.X.RawRowView(i) {
			mean[k] += v / float64(m)
		}
	}
	p.Add(probabilities{probability, mean, s})
	s.addTo(p)
	return p
}

// probabilities shades the plot by the probability of class 1 and draws the line where it is ½.
type probabilities struct {
	of   func(x []float64) float64
	mean []float64
	data twoClasses
}

func (v probabilities) Plot(c draw.Canvas, p *plot.Plot) {
	x := make([]float64, len(v.mean))
	at := func(a, b float64) float64 {
		copy(x, v.mean)
		x[v.data.col[0]], x[v.data.col[1]] = a, b
		return v.of(x)
	}
	g := sample(gdkit.CostFunc(func(_, w []float64) float64 { return at(w[0], w[1]) }), p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
	paintPixels(c, func(width, height int) *image.RGBA { return shaded(g, width, height) })
	trX, trY := p.Transforms(&c)
	line := g.line(0.5, trX, trY)
	if len(line) > 0 {
		c.SetLineStyle(draw.LineStyle{Color: ink, Width: vg.Points(1.6)})
		c.Stroke(line)
	}
	right, seen, worst := 0, 0, []string{}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, y := range v.data.d.Y {
		q := v.of(v.data.d.X.RawRowView(i))
		if math.IsNaN(q) {
			worst = append(worst, fmt.Sprint(i))
			continue
		}
		seen++
		lo, hi = min(lo, q), max(hi, q)
		if (q > 0.5) == (y == 1) {
			right++
		}
	}
	if seen > 0 {
		note(c, "The predicted probability of %s = 1 at the examples goes from %s to %s; %d of %d lie on their side of ½.",
			targetName(v.data.d), short(lo), short(hi), right, len(v.data.d.Y))
	}
	if len(line) == 0 {
		note(c, "The line of probability ½ does not pass through this picture.")
	}
	if len(worst) > 0 {
		note(c, "The prediction is undefined for rows %s.", strings.Join(worst[:min(5, len(worst))], ", "))
	}
}

// shaded is the map of probabilities in so many pixels: ten bands from class 0's colour through
// white to class 1's, pale enough for markers to stand out, and grey where there is none.
func shaded(g *costGrid, width, height int) *image.RGBA {
	const bands = 10
	var pal [bands]color.RGBA
	for i := range pal {
		q := (float64(i) + 0.5) / bands
		to := mix(cycle[1], white, 0.58)
		if q < 0.5 {
			to = mix(cycle[0], white, 0.58)
		}
		s := mix(white, to, math.Abs(2*q-1))
		pal[i] = color.RGBA{s.R, s.G, s.B, 0xff}
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		v := (float64(height-1-y) + 0.5) / float64(height) * float64(g.rows-1)
		r := int(v)
		fr := v - float64(r)
		for x := range width {
			u := (float64(x) + 0.5) / float64(width) * float64(g.cols-1)
			k := int(u)
			fc := u - float64(k)
			z := (g.Z(k, r)*(1-fc)+g.Z(k+1, r)*fc)*(1-fr) + (g.Z(k, r+1)*(1-fc)+g.Z(k+1, r+1)*fc)*fr
			s := color.RGBA{0xDD, 0xDD, 0xDD, 0xff}
			if !math.IsNaN(z) {
				s = pal[int(min(max(z*bands, 0), bands-1))]
			}
			img.SetRGBA(x, y, s)
		}
	}
	return img
}
