package gdplot

import (
	"gonum.org/v1/gonum/spatial/r3"
	"math"
	"slices"
)

// mesh is a surface over a grid, in the coordinates of the box round it: x and y from −½ to ½. Each
// cell is two triangles, split from its lowest to its highest column and row. What lies outside
// lo ≤ z ≤ hi is cut away, and there is nothing where z is NaN.
type mesh struct {
	cols, rows int // grid lines
	z          []float64
	lo, hi     float64
}

func (m *mesh) x(c int) float64 { return float64(c)/float64(m.cols-1) - 0.5 }
func (m *mesh) y(r int) float64 { return float64(r)/float64(m.rows-1) - 0.5 }

func (m *mesh) corner(c, r int) r3.Vec { return r3.Vec{X: m.x(c), Y: m.y(r), Z: m.z[r*m.cols+c]} }

// height is the surface above (x, y), NaN where there is none.
func (m *mesh) height(x, y float64) float64 {
	fx, fy := (x+0.5)*float64(m.cols-1), (y+0.5)*float64(m.rows-1)
	const slack = 1e-9
	if !(fx >= -slack && fy >= -slack && fx <= float64(m.cols-1)+slack && fy <= float64(m.rows-1)+slack) {
		return math.NaN()
	}
	c, r := min(max(int(fx), 0), m.cols-2), min(max(int(fy), 0), m.rows-2)
	fx, fy = fx-float64(c), fy-float64(r)
	at := r*m.cols + c
	a, d := m.z[at], m.z[at+m.cols+1]
	if fx >= fy {
		b := m.z[at+1]
		return a + fx*(b-a) + fy*(d-b)
	}
	e := m.z[at+m.cols]
	return a + fy*(e-a) + fx*(d-e)
}

// A face is a flat piece of the surface, or a cell whose two triangles look the same way.
type face struct {
	cell     int      // row·(cols−1) + column
	points   []r3.Vec // valid until the next face
	normal   r3.Vec   // upwards, of length 1
	top      bool     // the eye sees the upper side
	cellwise bool     // it is the whole cell
}

// faces calls paint for every face from the farthest to the nearest: painted in that order, each
// hides what it must. A cell can only hide cells that lie farther from the eye in both directions
// of the grid, so the order of the columns and rows is enough. After the faces of a cell it calls
// done with the column and row of the cell.
func (m *mesh) faces(v *projection, paint func(face), done func(c, r int)) {
	dx, dy := 1/float64(m.cols-1), 1/float64(m.rows-1)
	// The triangle at the low-y, high-x side of its cell is the nearer one.
	lowNear := v.toward.X*dy-v.toward.Y*dx > 0
	var buf [2][8]r3.Vec
	for r := range m.rows - 1 {
		if nearSide(v.toward.Y) < 0 {
			r = m.rows - 2 - r
		}
		for c := range m.cols - 1 {
			if nearSide(v.toward.X) < 0 {
				c = m.cols - 2 - c
			}
			a, b, d, e := m.corner(c, r), m.corner(c+1, r), m.corner(c+1, r+1), m.corner(c, r+1)
			low := face{cell: r*(m.cols-1) + c, normal: r3.Unit(r3.Cross(r3.Sub(b, a), r3.Sub(d, a)))}
			high := face{cell: low.cell, normal: r3.Unit(r3.Cross(r3.Sub(d, a), r3.Sub(e, a)))}
			low.top, high.top = r3.Dot(low.normal, v.toward) > 0, r3.Dot(high.normal, v.toward) > 0
			low.points = m.cut(append(buf[0][:0], a, b, d))
			high.points = m.cut(append(buf[1][:0], a, d, e))
			switch {
			case len(low.points)+len(high.points) == 0:
				continue
			case low.top == high.top && m.whole(a) && m.whole(b) && m.whole(d) && m.whole(e):
				low.points = append(buf[0][:0], a, b, d, e)
				low.normal, low.cellwise = r3.Unit(r3.Add(low.normal, high.normal)), true
				paint(low)
			default:
				first, second := low, high
				if lowNear {
					first, second = high, low
				}
				for _, f := range []face{first, second} {
					if len(f.points) > 0 {
						paint(f)
					}
				}
			}
			done(c, r)
		}
	}
}

// whole says that nothing is cut away at p; also false for NaN.
func (m *mesh) whole(p r3.Vec) bool { return p.Z >= m.lo && p.Z <= m.hi }

// cut is what is left of a triangle between lo and hi (Sutherland and Hodgman 1974),
// in the memory of p.
func (m *mesh) cut(p []r3.Vec) []r3.Vec {
	if m.whole(p[0]) && m.whole(p[1]) && m.whole(p[2]) {
		return p
	}
	sum := p[0].Z + p[1].Z + p[2].Z
	if math.IsNaN(sum) || min(p[0].Z, p[1].Z, p[2].Z) >= m.hi || max(p[0].Z, p[1].Z, p[2].Z) <= m.lo {
		return nil
	}
	for _, side := range []struct{ limit, sign float64 }{{m.lo, 1}, {m.hi, -1}} {
		in := slices.Clone(p)
		p = p[:0]
		for i, q := range in {
			before := in[(i+len(in)-1)%len(in)]
			inside, was := side.sign*(q.Z-side.limit) >= 0, side.sign*(before.Z-side.limit) >= 0
			if inside != was {
				p = append(p, between(before, q, (side.limit-before.Z)/(q.Z-before.Z)))
			}
			if inside {
				p = append(p, q)
			}
		}
	}
	if len(p) < 3 {
		return nil
	}
	return p
}

// between is the point at the fraction f of the way from a to b.
func between(a, b r3.Vec, f float64) r3.Vec { return r3.Add(a, r3.Scale(f, r3.Sub(b, a))) }

// kept is the part of the line from a to b between lo and hi, if there is one.
func (m *mesh) kept(a, b r3.Vec) (r3.Vec, r3.Vec, bool) {
	if m.whole(a) && m.whole(b) {
		return a, b, true
	}
	if a.Z > b.Z {
		a, b = b, a
	}
	if !(a.Z <= m.hi && b.Z >= m.lo) || a.Z == b.Z {
		return a, b, false
	}
	from, to := max(0, (m.lo-a.Z)/(b.Z-a.Z)), min(1, (m.hi-a.Z)/(b.Z-a.Z))
	return between(a, b, from), between(a, b, to), from < to
}

// visible says whether the eye sees the upper side of the surface at (x, y): on the way to the eye,
// the line of sight must not pass below the surface. Between two grid lines or diagonals the
// surface above that line is straight, so it suffices to look where the line crosses them.
func (m *mesh) visible(v *projection, p r3.Vec) bool {
	nx, ny := float64(m.cols-1), float64(m.rows-1)
	dx, dy := v.toward.X*nx, v.toward.Y*ny // in cells for each unit of the way
	fx, fy := (p.X+0.5)*nx, (p.Y+0.5)*ny
	free := true
	if top := r3.Add(p, r3.Scale((m.hi-p.Z)/v.toward.Z, v.toward)); m.height(top.X, top.Y) > m.hi {
		return false // it passes below the surface before it leaves the box at the top
	}
	for _, line := range [...]struct{ at, speed float64 }{{fx, dx}, {fy, dy}, {fx - fy, dx - dy}} {
		if math.Abs(line.speed) < 1e-9 {
			continue
		}
		next, step := math.Floor(line.at+1e-9)+1, 1.0
		if line.speed < 0 {
			next, step = math.Ceil(line.at-1e-9)-1, -1
		}
		for k := next; free; k += step {
			s := (k - line.at) / line.speed
			q := r3.Add(p, r3.Scale(s, v.toward))
			if q.Z > m.hi || max(math.Abs(q.X), math.Abs(q.Y)) > 0.5+1e-9 {
				break
			}
			free = !(m.height(q.X, q.Y) > q.Z+1e-9)
		}
	}
	return free
}
