package gdplot

import (
	"image/color"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// overlap is how far the corner i of a cell is moved on the page, so that the cell reaches a
// little below the nearer cells, which are painted later: else the background would shine through
// between the soft edges.
func (v *projection) overlap(fc face, i int) vg.Point {
	p := fc.points[i]
	var out vg.Point
	// The corners go round the cell from its low column and row, so that neighbours
	// differ in one of the two.
	for _, q := range [...]r3.Vec{fc.points[(i+1)%4], fc.points[(i+3)%4]} {
		if step := r3.Sub(p, q); step.X*nearSide(v.toward.X)+step.Y*nearSide(v.toward.Y) > 0 {
			d := v.at(p).Sub(v.at(q))
			if length := distance(vg.Point{}, d); length > 0 {
				out = out.Add(d.Scale(0.35 / length))
			}
		}
	}
	return out
}

func sumOf(points []r3.Vec) (s r3.Vec) {
	for _, p := range points {
		s = r3.Add(s, p)
	}
	return s
}

// paintMesh paints the faces from back to front, and on every fifth line of the
// grid a thin dark one.
func paintMesh(c draw.Canvas, v *projection, m *mesh) {
	const every = 5
	from := light(v)
	var path vg.Path
	fill := func(fc face) {
		path = path[:0]
		for i, p := range fc.points {
			q := v.at(p)
			if fc.cellwise {
				q = q.Add(v.overlap(fc, i))
			}
			path = append(path, vg.PathComp{Type: vg.LineComp, Pos: q})
		}
		path[0].Type = vg.MoveComp
		path = append(path, vg.PathComp{Type: vg.CloseComp})
		height := sumOf(fc.points).Z / float64(len(fc.points))
		col := shade((height-m.lo)/(m.hi-m.lo), fc, from)
		c.SetColor(col)
		c.Fill(path)
		if !fc.cellwise { // too narrow to be painted by its inside alone
			c.SetLineStyle(draw.LineStyle{Color: col, Width: vg.Points(0.6)})
			c.Stroke(path)
		}
	}
	line := draw.LineStyle{Color: color.NRGBA{0x55, 0x6C, 0x7C, 0xff}, Width: vg.Points(0.45)}
	stroke := func(a, b r3.Vec) {
		if a, b, ok := m.kept(a, b); ok {
			path = path[:0]
			path.Move(v.at(a))
			path.Line(v.at(b))
			c.SetLineStyle(line)
			c.Stroke(path)
		}
	}
	m.faces(v, func(fc face) {
		fill(fc)
		for i, p := range fc.points { // the rim of what is cut off
			if q := fc.points[(i+1)%len(fc.points)]; !fc.cellwise && min(p.Z, q.Z) >= m.hi-1e-12 {
				stroke(p, q)
			}
		}
	}, func(col, row int) {
		// Its far edges lie on what is painted already; the near ones belong to the next
		// cells, except at the rim.
		near := func(k, last int, toward float64) (far, end int, rim bool) {
			if nearSide(toward) < 0 {
				return k + 1, k, k == 0
			}
			return k, k + 1, k == last-1
		}
		farX, nearX, rimX := near(col, m.cols-1, v.toward.X)
		farY, nearY, rimY := near(row, m.rows-1, v.toward.Y)
		if farX%every == 0 {
			stroke(m.corner(farX, row), m.corner(farX, row+1))
		}
		if farY%every == 0 {
			stroke(m.corner(col, farY), m.corner(col+1, farY))
		}
		if rimX {
			stroke(m.corner(nearX, row), m.corner(nearX, row+1))
		}
		if rimY {
			stroke(m.corner(col, nearY), m.corner(col+1, nearY))
		}
	})
}
