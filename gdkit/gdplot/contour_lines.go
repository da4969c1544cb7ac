package gdplot

import (
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// line is the level line of one cut, as the pieces that cross the cells of the grid
// (marching squares). gonum/plot's Contour joins such pieces into curves, and panics on some
// surfaces while it does so.
func (s *costGrid) line(cut float64, trX, trY func(float64) vg.Length) vg.Path {
	var out vg.Path
	for r := range s.rows - 1 {
		for c := range s.cols - 1 {
			// The corners in order round the cell.
			z := [4]float64{s.Z(c, r), s.Z(c+1, r), s.Z(c+1, r+1), s.Z(c, r+1)}
			x := [4]float64{s.X(c), s.X(c + 1), s.X(c + 1), s.X(c)}
			y := [4]float64{s.Y(r), s.Y(r), s.Y(r + 1), s.Y(r + 1)}
			var at [4]vg.Point
			n := 0
			for k := range 4 {
				l := (k + 1) % 4
				if (z[k] < cut) == (z[l] < cut) || !finite(z[k]) || !finite(z[l]) {
					continue
				}
				f := (cut - z[k]) / (z[l] - z[k])
				at[n] = vg.Point{X: trX(x[k] + f*(x[l]-x[k])), Y: trY(y[k] + f*(y[l]-y[k]))}
				n++
			}
			if n == 4 && (z[0]+z[1]+z[2]+z[3])/4 < cut == (z[0] < cut) {
				// A saddle: the middle is like corner 0, so the line cuts off corners 1 and 3.
				out.Move(at[0])
				out.Line(at[1])
				out.Move(at[2])
				out.Line(at[3])
			} else if n == 4 {
				out.Move(at[3])
				out.Line(at[0])
				out.Move(at[1])
				out.Line(at[2])
			} else if n == 2 {
				out.Move(at[0])
				out.Line(at[1])
			}
		}
	}
	return out
}

// joined makes lines out of pieces that touch: where their ends are equal up to rounding.
func joined(pieces vg.Path, scale plotter.XY) []plotter.XYs {
	key := func(p plotter.XY) [2]int64 {
		return [2]int64{int64(math.Round(1e6 * scale.X * p.X)), int64(math.Round(1e6 * scale.Y * p.Y))}
	}
	point := func(i int) plotter.XY {
		return plotter.XY{X: float64(pieces[i].Pos.X), Y: float64(pieces[i].Pos.Y)}
	}
	ends := map[[2]int64][]int{} // piece 2i → 2i+1, by both of its ends
	used := make([]bool, len(pieces))
	for i := range pieces {
		k := key(point(i))
		// a level that is the cost at a corner of the grid makes pieces without length
		if used[i] = k == key(point(i^1)); !used[i] {
			ends[k] = append(ends[k], i)
		}
	}
	// follow appends the points that come after the end with the number i.
	follow := func(line plotter.XYs, i int) plotter.XYs {
		for {
			next := -1
			for _, k := range ends[key(point(i))] {
				if !used[k] {
					next = k
					break
				}
			}
			if next < 0 {
				return line
			}
			used[next], used[next^1] = true, true
			i = next ^ 1
			line = append(line, point(i))
		}
	}
	var out []plotter.XYs
	for i := 0; i+1 < len(pieces); i += 2 {
		if used[i] {
			continue
		}
		used[i], used[i+1] = true, true
		back := follow(plotter.XYs{point(i)}, i)
		line := make(plotter.XYs, 0, len(back)+1)
		for k := len(back) - 1; k >= 0; k-- {
			line = append(line, back[k])
		}
		line = follow(append(line, point(i+1)), i+1)
		if n := len(line) - 1; key(line[n]) == key(line[0]) { // closed, up to rounding
			line[n] = line[0]
		}
		out = append(out, line)
	}
	return out
}

// straightened leaves out points that lie within one unit of the line through those that stay
// (Ramer 1972, Douglas and Peucker 1973).
func straightened(line plotter.XYs, scale plotter.XY) plotter.XYs {
	if len(line) < 3 {
		return line
	}
	first, last := line[0], line[len(line)-1]
	dx, dy := scale.X*(last.X-first.X), scale.Y*(last.Y-first.Y)
	length := math.Hypot(dx, dy)
	far, at := 0.0, 0
	for i, p := range line[1 : len(line)-1] {
		x, y := scale.X*(p.X-first.X), scale.Y*(p.Y-first.Y)
		d := math.Hypot(x, y) // of a closed line
		if length > 0 {
			d = math.Abs(x*dy-y*dx) / length
		}
		if d > far {
			far, at = d, i+1
		}
	}
	if far < 1 {
		return plotter.XYs{first, last}
	}
	head := straightened(line[:at+1], scale)
	return append(head[:len(head)-1:len(head)-1], straightened(line[at:], scale)...)
}
