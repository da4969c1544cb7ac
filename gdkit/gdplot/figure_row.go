package gdplot

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Row puts figures side by side, in equal shares of the width.
// It panics if there is none, or if one is nil.
func Row(f ...Figure) Figure {
	if len(f) == 0 {
		panic("gdplot: Row: no figures given, want at least one, for example gdplot.Row(gdplot.Walk(J, run), gdplot.Costs(run))")
	}
	for i, g := range f {
		if isNil(g) {
			panic(fmt.Sprintf("gdplot: Row: figure %d is nil, want a picture such as gdplot.Curve(…)", i+1))
		}
	}
	return row(f)
}

type row []Figure

func (r row) Draw(c draw.Canvas) {
	const gap = 14 * px
	w := (c.Max.X - c.Min.X - gap*vg.Length(len(r)-1)) / vg.Length(len(r))
	for i, f := range r {
		left := c.Min.X + (w+gap)*vg.Length(i)
		cell := c
		cell.Min.X, cell.Max.X = left, left+w
		drawFigure(f, cell)
	}
}

func (r row) size() (width, height float64) {
	for _, f := range r {
		_, h := sizeOf(f)
		height = max(height, h)
	}
	return 960, min(height, max(300, 960/float64(max(len(r), 1))*0.8))
}
