package gdplot

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// far says that q is worth a dot of its own beside the one before.
func far(q, before vg.Point) bool {
	return math.Hypot(float64(q.X-before.X), float64(q.Y-before.Y)) > 0.7
}

// unseen is a line without the pieces that would be drawn on top of one another, to a quarter of a
// point: a run of a million steps that zigzags across a valley, or that crawls.
func unseen(line []vg.Point) [][]vg.Point {
	if len(line) < 5000 {
		return [][]vg.Point{line}
	}
	quarter := func(q vg.Point) [2]int {
		return [2]int{int(math.Round(4 * float64(q.X))), int(math.Round(4 * float64(q.Y)))}
	}
	drawn := map[[4]int]bool{}
	var out [][]vg.Point
	piece := []vg.Point{line[0]}
	for _, q := range line[1:] {
		last := piece[len(piece)-1]
		a, b := quarter(last), quarter(q)
		switch key := [4]int{a[0], a[1], b[0], b[1]}; {
		case a == b:
		case drawn[key]:
			if len(piece) > 1 {
				out = append(out, piece)
			}
			piece = []vg.Point{q}
		default:
			drawn[key] = true
			drawn[[4]int{b[0], b[1], a[0], a[1]}] = true
			piece = append(piece, q)
		}
	}
	return append(out, append(piece, line[len(line)-1]))
}

// withinReach cuts a line at the first point more than a thousand widths of the canvas
// away, and shortens the segment that leads there: a diverging run reaches numbers that no
// drawing library can clip.
func withinReach(c draw.Canvas, line []vg.Point) []vg.Point {
	reach := 1000 * float64(c.Max.X-c.Min.X+c.Max.Y-c.Min.Y)
	center := c.Center()
	for i, q := range line {
		d := math.Hypot(float64(q.X-center.X), float64(q.Y-center.Y))
		if d <= reach {
			continue
		}
		if i == 0 {
			return nil
		}
		from := line[i-1]
		dx, dy := float64(q.X-from.X), float64(q.Y-from.Y)
		f := reach / math.Max(math.Abs(dx), math.Abs(dy))
		end := vg.Point{X: from.X + vg.Length(f*dx), Y: from.Y + vg.Length(f*dy)}
		if !finite(float64(end.X)) || !finite(float64(end.Y)) {
			return line[:i:i]
		}
		return append(line[:i:i], end)
	}
	return line
}

// envelope thins a line with x rising that has far more points than can be seen: of those in the
// same fifth of a point's width it keeps the first, the lowest, the highest and the last, in their
// order, so that no spike is lost.
func envelope(line []vg.Point) []vg.Point {
	if len(line) < 5000 {
		return line
	}
	column := func(q vg.Point) int { return int(math.Floor(5 * float64(q.X))) }
	var out []vg.Point
	for i := 0; i < len(line); {
		k, low, high := i, i, i
		for ; k < len(line) && column(line[k]) == column(line[i]); k++ {
			if line[k].Y < line[low].Y {
				low = k
			}
			if line[k].Y > line[high].Y {
				high = k
			}
		}
		keep := []int{i, min(low, high), max(low, high), k - 1}
		for _, n := range slices.Compact(keep) {
			out = append(out, line[n])
		}
		i = k
	}
	return out
}
