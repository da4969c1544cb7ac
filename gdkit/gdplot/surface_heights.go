package gdplot

import (
	"gonum.org/v1/gonum/spatial/r3"
	"math"
	"slices"
)

// heights is the axis of the cost: its range, and how a cost becomes a height.
type heights struct {
	lo, hi     float64 // costs; what is above hi is cut off
	log        bool
	seen       bool    // there is a finite cost
	flat       bool    // the same everywhere
	cut        float64 // part of the ground on which the cost is higher than hi
	low, highs float64 // lowest and highest finite cost in the picture
}

// of is the height of the cost j, from 0 at lo to 1 at hi.
func (z *heights) of(j float64) float64 {
	if math.IsInf(j, 0) {
		return math.NaN()
	}
	if z.log {
		if math.IsNaN(j) {
			return j
		}
		return math.Log(max(j, z.lo)/z.lo) / math.Log(z.hi/z.lo)
	}
	return (j - z.lo) / (z.hi - z.lo)
}

// heights chooses the range of the cost where it isn't set.
func (f *SurfacePlot) heights(g *costGrid) heights {
	js := make([]float64, 0, len(g.z))
	for _, v := range g.z {
		if finite(v) {
			js = append(js, v)
		}
	}
	if len(js) == 0 {
		return heights{lo: 0, hi: 1}
	}
	slices.Sort(js)
	z := heights{seen: true, low: js[0], highs: js[len(js)-1]}
	z.lo, z.hi = z.low, z.highs
	if f.Log && z.highs > 0 {
		i, _ := slices.BinarySearch(js, math.SmallestNonzeroFloat64)
		z.log, z.lo = true, max(js[i], z.highs*1e-6)
	} else if at := js[len(js)*4/5]; z.hi-z.lo > 1.6*(at-z.lo) && at > z.lo {
		z.hi = at
		for _, t := range f.traces {
			for i := range t.Len() {
				w := t.W(i)
				if inside := w[0] >= f.X.Min && w[0] <= f.X.Max && w[1] >= f.Y.Min && w[1] <= f.Y.Max; inside && i == 0 {
					z.hi = max(z.hi, t.J[i]+0.02*(t.J[i]-z.lo))
				}
			}
		}
		if z.hi-z.lo > 0.7*(z.highs-z.lo) { // too little to be worth it
			z.hi = z.highs
		}
	}
	if z.flat = z.low == z.highs; z.flat {
		margin := max(1, math.Abs(z.low)/10)
		z.lo, z.hi, z.log = z.low-margin, z.low+margin, false
	}
	if !math.IsNaN(f.Z.Min) && !(z.log && f.Z.Min <= 0) {
		z.lo = f.Z.Min
	}
	if !math.IsNaN(f.Z.Max) && f.Z.Max > z.lo {
		z.hi = f.Z.Max
	}
	if z.log && !(z.lo < z.hi) {
		z.log, z.lo = false, z.low
	}
	over := 0
	for _, v := range js {
		if v > z.hi {
			over++
		}
	}
	z.cut = float64(over) / float64(len(js))
	return z
}

// mesh is the landscape in the coordinates of the box.
func (f *SurfacePlot) mesh(g *costGrid, z heights) *mesh {
	m := &mesh{cols: (g.cols-1)/columnStep + 1, rows: (g.rows-1)/rowStep + 1, lo: f.base(), hi: f.base() + boxHeight}
	m.z = make([]float64, 0, m.cols*m.rows)
	for r := 0; r < g.rows; r += rowStep {
		for c := 0; c < g.cols; c += columnStep {
			m.z = append(m.z, m.lo+boxHeight*z.of(g.Z(c, r)))
		}
	}
	const slack = 1e-9 // so that rounding cuts nothing off
	m.lo, m.hi = m.lo-slack, m.hi+slack
	return m
}

// base is the height of the lowest cost above the floor.
func (f *SurfacePlot) base() float64 {
	if f.Floor {
		return floorDepth
	}
	return 0
}

// onFloor is the place of a point of the parameters in the box.
func (f *SurfacePlot) onFloor(x, y float64) r3.Vec {
	return r3.Vec{X: (x-f.X.Min)/(f.X.Max-f.X.Min) - 0.5, Y: (y-f.Y.Min)/(f.Y.Max-f.Y.Min) - 0.5}
}
