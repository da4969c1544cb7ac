package gdplot

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
)

// shapes are surfaces that hide parts of themselves, with something cut off at the top.
func shapes() map[string]*mesh {
	out := map[string]*mesh{}
	for name, f := range map[string]func(x, y float64) float64{
		"saddle": func(x, y float64) float64 { return 0.3 + 1.2*(x*x-y*y) },
		"hill":   func(x, y float64) float64 { return 0.8 * math.Exp(-12*(x*x+y*y)) },
		"bowl":   func(x, y float64) float64 { return 2 * (x*x + y*y) },
		"waves":  func(x, y float64) float64 { return 0.3 + 0.2*math.Cos(11*x)*math.Cos(9*y) },
		"hole":   func(x, y float64) float64 { return math.Sqrt(x*x+y*y-0.04) * 0.8 },
	} {
		m := &mesh{cols: 17, rows: 13, lo: -0.1, hi: 0.7}
		for r := range m.rows {
			for c := range m.cols {
				m.z = append(m.z, f(m.x(c), m.y(r)))
			}
		}
		out[name] = m
	}
	return out
}

// hits are the depths at which the line of sight through q meets the triangles of m: the reference,
// which knows no order.
func (m *mesh) hits(v *projection, q vg.Point) (depths []float64) {
	from := v.back(q, 0)
	for r := range m.rows - 1 {
		for c := range m.cols - 1 {
			a, b, d, e := m.corner(c, r), m.corner(c+1, r), m.corner(c+1, r+1), m.corner(c, r+1)
			for _, tri := range [][3]r3.Vec{{a, b, d}, {a, d, e}} {
				// from + s·toward = tri[0] + α(tri[1]−tri[0]) + β(tri[2]−tri[0])
				// (Möller and Trumbore 1997)
				e1, e2 := r3.Sub(tri[1], tri[0]), r3.Sub(tri[2], tri[0])
				h := r3.Cross(v.toward, e2)
				det := r3.Dot(e1, h)
				if math.Abs(det) < 1e-14 {
					continue
				}
				o := r3.Sub(from, tri[0])
				alpha := r3.Dot(o, h) / det
				k := r3.Cross(o, e1)
				beta := r3.Dot(v.toward, k) / det
				s := r3.Dot(e2, k) / det
				if p := r3.Add(from, r3.Scale(s, v.toward)); alpha >= 0 && beta >= 0 && alpha+beta <= 1 && m.whole(p) {
					depths = append(depths, s)
				}
			}
		}
	}
	return depths
}

func nearest(depths []float64) float64 {
	best := math.Inf(-1)
	for _, d := range depths {
		best = max(best, d)
	}
	return best
}

// contains says whether q is inside the polygon, and whether it is too near its edge to say.
func contains(poly []vg.Point, q vg.Point) (in, edge bool) {
	for i, a := range poly {
		b := poly[(i+1)%len(poly)]
		if (a.Y > q.Y) != (b.Y > q.Y) && q.X < a.X+(b.X-a.X)*(q.Y-a.Y)/(b.Y-a.Y) {
			in = !in
		}
		way, to := b.Sub(a), q.Sub(a)
		s := min(max(way.Dot(to)/max(way.Dot(way), 1e-30), 0), 1)
		edge = edge || distance(a.Add(way.Scale(s)), q) < 1e-5
	}
	return in, edge
}

// Whatever the angle, what is painted last over a point of the page is what lies
// nearest to the eye there.
func TestHiddenSurface(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 3))
	for name, m := range shapes() {
		for _, v := range views() {
			type painted struct {
				face
				poly []vg.Point
			}
			var order []painted
			m.faces(&v, func(f face) {
				f.points = slices.Clone(f.points)
				order = append(order, painted{f, v.all(f.points)})
			}, func(int, int) {})
			checked := 0
			for range 60 {
				c, r := rnd.Float64()*float64(m.cols-1), rnd.Float64()*float64(m.rows-1)
				x, y := c/float64(m.cols-1)-0.5, r/float64(m.rows-1)-0.5
				p, ok := m.lift(r3.Vec{X: x, Y: y})
				if !ok {
					continue
				}
				q := v.at(p)
				var last *painted
				unclear := false
				for i, f := range order {
					in, edge := contains(f.poly, q)
					if unclear = unclear || edge; in {
						last = &order[i]
					}
				}
				if unclear {
					continue
				}
				checked++
				want := nearest(m.hits(&v, q))
				if last == nil {
					t.Fatalf("%s from %v: nothing is painted at %v, want the surface", name, v.toward, p)
				}
				// The cell painted last must have a piece at that depth.
				at := r3.Add(v.back(q, 0), r3.Scale(want, v.toward))
				col, row := last.cell%(m.cols-1), last.cell/(m.cols-1)
				if at.X < m.x(col)-1e-9 || at.X > m.x(col+1)+1e-9 || at.Y < m.y(row)-1e-9 || at.Y > m.y(row+1)+1e-9 {
					t.Fatalf("%s from %v: the cell (%d, %d) is painted last over %v, but the nearest is at %v", name, v.toward, col, row, p, at)
				}
				if off := r3.Dot(last.normal, r3.Sub(at, last.points[0])); !last.cellwise && math.Abs(off) > 1e-9 {
					t.Fatalf("%s from %v: of the two triangles over %v the wrong one is painted last, by %v", name, v.toward, p, off)
				}
			}
			if checked < 20 {
				t.Errorf("%s: only %d points checked", name, checked)
			}
		}
	}
}

// A point of the surface is visible if no triangle lies before it and the eye is above the
// triangle it lies on.
func TestVisible(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 5))
	for name, m := range shapes() {
		if name == "hole" { // the line of sight may come up through the hole
			continue
		}
		seen, hidden := 0, 0
		for _, v := range views() {
			for range 60 {
				p, ok := m.lift(r3.Vec{X: rnd.Float64() - 0.5, Y: rnd.Float64() - 0.5})
				if !ok {
					continue
				}
				const h = 1e-7
				slope := r3.Vec{X: (m.height(p.X+h, p.Y) - p.Z) / h, Y: (m.height(p.X, p.Y+h) - p.Z) / h}
				// upper side's normal is (−slope, 1)
				facing := v.toward.Z - slope.X*v.toward.X - slope.Y*v.toward.Y
				gap := nearest(m.hits(&v, v.at(p))) - v.depth(p)
				if math.Abs(facing) < 1e-3 || gap > 1e-9 && gap < 1e-3 {
					continue // too close to say
				}
				want := gap <= 1e-9 && facing > 0
				if got := m.visible(&v, p); got != want {
					t.Fatalf("%s from %v: %v visible = %v, want %v (gap %g, facing %g)", name, v.toward, p, got, want, gap, facing)
				}
				if want {
					seen++
				} else {
					hidden++
				}
			}
		}
		if seen < 100 || hidden < 50 {
			t.Errorf("%s: %d points seen and %d hidden, want enough of both", name, seen, hidden)
		}
	}
}
