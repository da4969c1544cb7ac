package gdplot

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Grid puts figures into rows of cols, all of the same size; the last row may have gaps at its end.
// It panics if there is none, if one is nil, or if cols is below 1.
func Grid(cols int, f ...Figure) Figure {
	if cols < 1 {
		panic(fmt.Sprintf("gdplot: Grid: got %d columns, want 1 or more", cols))
	}
	if len(f) == 0 {
		panic("gdplot: Grid: no figures given, want at least one, for example gdplot.Grid(2, a, b, c, d)")
	}
	for i, g := range f {
		if isNil(g) {
			panic(fmt.Sprintf("gdplot: Grid: figure %d is nil, want a picture such as gdplot.Curve(…)", i+1))
		}
	}
	cols = min(cols, len(f))
	var t tiles
	for len(f) > 0 {
		r := make(row, cols)
		n := copy(r, f)
		for i := n; i < cols; i++ {
			r[i] = blank{}
		}
		t, f = append(t, r), f[n:]
	}
	return t
}

// tiles are rows, one below the other.
type tiles []row

func (t tiles) Draw(c draw.Canvas) {
	const gap = 14 * px
	h := (c.Max.Y - c.Min.Y - gap*vg.Length(len(t)-1)) / vg.Length(len(t))
	for i, r := range t {
		cell := c
		cell.Max.Y = c.Max.Y - (h+gap)*vg.Length(i)
		cell.Min.Y = cell.Max.Y - h
		r.Draw(cell)
	}
}

func (t tiles) size() (width, height float64) {
	for _, r := range t {
		w, h := r.size()
		width, height = max(width, w), max(height, h)
	}
	return width, float64(len(t))*height + 14*float64(len(t)-1)
}

// blank is a place without a figure.
type blank struct{}

func (blank) Draw(draw.Canvas) {}

func (blank) size() (width, height float64) { return 0, 0 }
