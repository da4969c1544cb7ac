package gdcheck

import (
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
)

// line is what a descent for y = wx + b is asked about: m points, a start and a rate.
type line struct {
	x, y       []float64
	w, b, rate float64
}

// line makes random points and a rate that is the given part of the largest stable one.
func (r *Report) line(m int, part float64) line {
	l := line{w: 2 * r.rnd.NormFloat64(), b: 2 * r.rnd.NormFloat64()}
	w, b, centre := r.between(1, 3), r.between(1, 3), r.between(0.5, 1.5)
	for range m {
		x := centre + r.rnd.NormFloat64()
		l.x = append(l.x, x)
		l.y = append(l.y, w*x+b+0.3*r.rnd.NormFloat64())
	}
	l.rate = part * maxRate(l.x)
	return l
}

func (l line) clone() line {
	l.x, l.y = slices.Clone(l.x), slices.Clone(l.y)
	return l
}

func (l line) changed(before line) string {
	switch {
	case !slices.Equal(l.x, before.x):
		return "x"
	case !slices.Equal(l.y, before.y):
		return "y"
	}
	return ""
}

// cost is J at (w, b), and slopes its two slopes.
func (l line) cost(w, b float64) float64 {
	sum := 0.0
	for i, x := range l.x {
		e := w*x + b - l.y[i]
		sum += e * e
	}
	return sum / float64(2*len(l.x))
}

func (l line) slopes(w, b float64) (dw, db float64) {
	for i, x := range l.x {
		e := w*x + b - l.y[i]
		dw += e * x
		db += e
	}
	m := float64(len(l.x))
	return dw / m, db / m
}

// best is the least-squares line.
func (l line) best() (w, b float64) {
	b, w = stat.LinearRegression(l.x, l.y, nil, false)
	return w, b
}

// hessian eigenvalues of J, the smaller first.
func curvatures(x []float64) (low, high float64) {
	t := sample{y: make([]float64, len(x)), w: []float64{0}}
	for _, v := range x {
		t.x = append(t.x, []float64{v})
	}
	s := gdkit.Curvature(t.linear(gdkit.HalfSquared), []float64{0, 0})
	return s.Min(), s.Max()
}

func maxRate(x []float64) float64 {
	_, high := curvatures(x)
	return 2 / high
}
