package gdplot

import (
	"fmt"
	"image"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// A Relief is what Contour draws below its paths, for a program that draws by itself: bands and lines of equal cost.
type Relief struct {
	Levels []float64       // J of the level lines, ascending; empty if the cost is the same, or not finite, everywhere
	Lines  [][]plotter.XYs // for each level its lines, in parameter space; a closed one ends where it began
	Bands  *image.RGBA     // the band between two levels in one colour, darker where the cost is higher; nil without levels
}

// NewRelief makes the relief of j, a cost of two parameters, over the given ranges, with bands in so many pixels. Points of a line that
// lie within a 2000th of the ranges of their neighbours' connection are left out.
func NewRelief(j gdkit.Cost, xmin, xmax, ymin, ymax float64, width, height int) Relief {
	wantDim("NewRelief", j, 2)
	if !(xmin < xmax && ymin < ymax && width > 0 && height > 0) || math.IsInf((xmax-xmin)+(ymax-ymin), 0) {
		panic(fmt.Sprintf("gdplot: NewRelief: got the ranges %v to %v and %v to %v with %d × %d pixels, "+
			"want finite ranges, the smaller end first, and pixels > 0", xmin, xmax, ymin, ymax, width, height))
	}
	g := sample(j, xmin, xmax, ymin, ymax)
	r := Relief{Levels: g.cuts(bandCount)}
	if len(r.Levels) == 0 {
		return r
	}
	r.Bands = g.bands(r.Levels, width, height)
	unit := func(v float64) vg.Length { return vg.Length(v) }
	scale := plotter.XY{X: 2000 / (xmax - xmin), Y: 2000 / (ymax - ymin)}
	for _, cut := range r.Levels {
		lines := joined(g.line(cut, unit, unit), scale)
		for i := range lines {
			lines[i] = straightened(lines[i], scale)
		}
		r.Lines = append(r.Lines, lines)
	}
	return r
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
		if used[i] = k == key(point(i^1)); !used[i] { // a level that is the cost at a corner of the grid makes pieces without length
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

// straightened leaves out points that lie within one unit of the line through those that stay (Ramer 1972, Douglas and Peucker 1973).
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
