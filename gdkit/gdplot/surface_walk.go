package gdplot

import (
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
)

// surfaceWalk is a walk as it is drawn on the surface.
type surfaceWalk struct {
	t *gdkit.Trace
	i int // its place in the figure: colour, dashes, glyph

	ground [][]r3.Vec    // its pieces on the floor, inside the box
	pieces []piece       // the same on the surface
	dots   []dot         // points worth a dot of their own
	heads  [][2]vg.Point // arrow heads, from and to
	start  *dot          // nil outside the picture
	end    *dot

	// length on the page, in points, after which it is found out again whether the
	// surface hides the walk
	every float64
	since float64 // length since that was last found out
	was   bool    // whether it was hidden then

	outside int // points outside the picture
	left    int // pieces that are not drawn, of a very long walk
}

// piece is a part of the walk that is all seen or all hidden.
type piece struct {
	line   []r3.Vec
	hidden bool
}

type dot struct {
	at     r3.Vec
	hidden bool
}

// A walk of more steps than this on the page is drawn without its middle.
const firstSteps, lastSteps = 1000, 200

// walkOn is the walk t on the surface.
func (f *SurfacePlot) walkOn(t *gdkit.Trace, i int, m *mesh, v *projection) *surfaceWalk {
	d := &surfaceWalk{t: t, i: i}
	// Steps of less than a pixel or so are joined.
	var way []r3.Vec
	shortest := 0.7 / float64(v.scale)
	const apart = 5 // points on the page between two dots
	for k := range t.Len() {
		w := t.W(k)
		p := f.onFloor(w[0], w[1])
		if !finite(p.X) || !finite(p.Y) {
			d.outside++
			continue
		}
		on, ok := m.lift(p)
		if !ok {
			d.outside++
		}
		last := k == t.Len()-1
		if n := len(way); n == 0 || last || r3.Norm(r3.Sub(p, way[n-1])) > shortest {
			way = append(way, p)
			if ok {
				here := dot{on, !m.visible(v, on)}
				if n := len(d.dots); n == 0 || distance(v.at(d.dots[n-1].at), v.at(on)) > apart {
					d.dots = append(d.dots, here)
				}
				if k == 0 {
					d.start = &here
				}
				if last {
					d.end = &here
				}
			}
		}
	}
	if n := len(way); n > firstSteps+lastSteps {
		d.left = n - firstSteps - lastSteps
		way = slices.Concat(way[:firstSteps], way[n-lastSteps:])
	}
	length := 0.0
	for k := 1; k < len(way); k++ {
		length += min(1, r3.Norm(r3.Sub(way[k], way[k-1]))) * float64(v.scale)
	}
	// the longer the walk, the coarser: nobody can see so much
	d.every = min(max(1.5, length/3000), 12)
	d.since = d.every
	for k := 1; k < len(way); k++ {
		if d.left > 0 && k == firstSteps {
			continue
		}
		d.step(way[k-1], way[k], m, v, k <= 40)
	}
	return d
}

// lift is the point of the surface above p, if there is one in the picture.
func (m *mesh) lift(p r3.Vec) (r3.Vec, bool) {
	p.Z = m.height(p.X, p.Y)
	return p, m.whole(p)
}

// step adds the straight step from a to b.
func (d *surfaceWalk) step(a, b r3.Vec, m *mesh, v *projection, arrow bool) {
	from, to, ok := clipSquare(a, b)
	if !ok {
		return
	}
	a, b = between(a, b, from), between(a, b, to)
	d.ground = append(d.ground, []r3.Vec{a, b})
	// The corners are where it crosses lines of the grid or diagonals; between them it is cut
	// finely for what hides it.
	cuts := []float64{0, 1}
	nx, ny := float64(m.cols-1), float64(m.rows-1)
	ax, ay, bx, by := (a.X+0.5)*nx, (a.Y+0.5)*ny, (b.X+0.5)*nx, (b.Y+0.5)*ny
	for _, l := range [...]struct{ from, to float64 }{{ax, bx}, {ay, by}, {ax - ay, bx - by}} {
		lo, hi := min(l.from, l.to), max(l.from, l.to)
		for k := math.Ceil(lo); k <= hi && lo < hi; k++ {
			cuts = append(cuts, (k-l.from)/(l.to-l.from))
		}
	}
	slices.Sort(cuts)
	for k := 1; k < len(cuts); k++ {
		p, okP := m.lift(between(a, b, cuts[k-1]))
		q, okQ := m.lift(between(a, b, cuts[k]))
		if cuts[k]-cuts[k-1] < 1e-12 {
			continue
		}
		if math.IsNaN(p.Z + q.Z) {
			continue
		}
		if !okP || !okQ {
			if p, q, okP = m.ordered(p, q); !okP {
				continue
			}
		}
		n := max(1, math.Ceil(float64(v.scale)*r3.Norm(r3.Sub(q, p))/d.every))
		for i := range int(n) {
			s, e := between(p, q, float64(i)/n), between(p, q, float64(i+1)/n)
			if d.since += float64(v.scale) * r3.Norm(r3.Sub(e, s)); d.since >= d.every {
				d.was, d.since = !m.visible(v, between(s, e, 0.5)), 0
			}
			d.add(s, e, d.was)
		}
	}
	if arrow && to == 1 {
		d.head(a, b, m, v)
	}
}

// head notes an arrow head at the end of the step from a to b, in the direction in which the step
// comes in, if it can be seen.
func (d *surfaceWalk) head(a, b r3.Vec, m *mesh, v *projection) {
	start, okA := m.lift(a)
	tip, okB := m.lift(b)
	length := distance(v.at(start), v.at(tip))
	if !okA || !okB || !(length > 14) {
		return
	}
	before, ok := m.lift(between(a, b, 1-8/float64(length)))
	if ok && m.visible(v, between(before, tip, 0.5)) {
		d.heads = append(d.heads, [2]vg.Point{v.at(before), v.at(tip)})
	}
}

// ordered is kept in the direction from a to b.
func (m *mesh) ordered(a, b r3.Vec) (r3.Vec, r3.Vec, bool) {
	p, q, ok := m.kept(a, b)
	if a.Z > b.Z {
		p, q = q, p
	}
	return p, q, ok
}

// add joins the line from p to q to the pieces.
func (d *surfaceWalk) add(p, q r3.Vec, hidden bool) {
	if n := len(d.pieces); n > 0 && d.pieces[n-1].hidden == hidden {
		line := d.pieces[n-1].line
		if r3.Norm2(r3.Sub(line[len(line)-1], p)) < 1e-18 {
			d.pieces[n-1].line = append(line, q)
			return
		}
	}
	d.pieces = append(d.pieces, piece{[]r3.Vec{p, q}, hidden})
}

// clipSquare is the part of the line from a to b over the ground, as fractions of the way
// (Liang and Barsky 1984).
func clipSquare(a, b r3.Vec) (from, to float64, ok bool) {
	from, to = 0, 1
	for _, l := range [...]struct{ p, d float64 }{{a.X, b.X - a.X}, {a.Y, b.Y - a.Y}} {
		if l.d == 0 {
			if math.Abs(l.p) > 0.5 {
				return 0, 0, false
			}
			continue
		}
		s, e := (-0.5-l.p)/l.d, (0.5-l.p)/l.d
		from, to = max(from, min(s, e)), min(to, max(s, e))
	}
	return from, to, from < to
}
