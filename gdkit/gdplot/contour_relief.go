package gdplot

import (
	"fmt"
	"image"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// A Relief is what Contour draws below its paths, for a program that draws by itself: bands and
// lines of equal cost.
type Relief struct {
	// J of the level lines, ascending; empty if the cost is the same, or not finite, everywhere
	Levels []float64
	// for each level its lines, in parameter space; a closed one ends where it began
	Lines [][]plotter.XYs
	// the band between two levels in one colour, darker where the cost is higher; nil without
	// levels
	Bands *image.RGBA
}

// NewRelief makes the relief of j, a cost of two parameters, over the given ranges, with bands in
// so many pixels. Points of a line that lie within a 2000th of the ranges of their neighbours'
// connection are left out.
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
