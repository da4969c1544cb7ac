package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// heat draws the cells and the bar of colours at their right.
type heat struct {
	SweepGrid
	lo, hi   float64 // the range of the colours
	log      bool
	finite   int
	bestX    int // −1: no cell is finite
	bestY    int
	diverged int
}

func newHeat(g SweepGrid) heat {
	h := heat{SweepGrid: g, bestX: -1}
	var all []float64
	for k, row := range g.Value {
		for i, v := range row {
			if !finite(v) {
				h.diverged++
				continue
			}
			if h.bestX < 0 || v < g.Value[h.bestY][h.bestX] {
				h.bestX, h.bestY = i, k
			}
			all = append(all, v)
		}
	}
	h.finite = len(all)
	if h.finite == 0 {
		h.lo, h.hi = 0, 1
		return h
	}
	slices.Sort(all)
	median := stat.Quantile(0.5, stat.Empirical, all, nil)
	h.lo, h.hi = all[0], all[len(all)-1]
	if h.lo >= 0 && median > 1e-290 && median < 1e290 {
		h.lo, h.hi = max(h.lo, 1e-6*median), min(h.hi, 1e6*median)
		h.log = h.hi > 10*h.lo
	}
	return h
}

// at is the place of v on the scale of colours, 0 to 1.
func (h heat) at(v float64) float64 {
	f := 0.0
	switch {
	case h.hi/2 == h.lo/2: // the same everywhere, or too small to tell
	case h.log:
		f = math.Log(max(v, h.lo)/h.lo) / math.Log(h.hi/h.lo)
	default:
		// halves: the difference may be too large for a number
		f = (v/2 - h.lo/2) / (h.hi/2 - h.lo/2)
	}
	return min(max(f, 0), 1)
}

func (h heat) verdict() string {
	if h.bestX < 0 {
		return "every run diverged"
	}
	return fmt.Sprintf("lowest at %s = %s, %s = %s", h.XName, setting(h.X, h.bestX), h.YName, setting(h.Y, h.bestY))
}

func (h heat) Plot(c draw.Canvas, _ *plot.Plot) {
	nx, ny := float64(len(h.X)), float64(len(h.Y))
	cell := func(i, k int) vg.Rectangle {
		return vg.Rectangle{
			Min: vg.Point{X: c.X(float64(i) / nx), Y: c.Y(float64(k) / ny)},
			Max: vg.Point{X: c.X(float64(i+1) / nx), Y: c.Y(float64(k+1) / ny)},
		}
	}
	size := cell(0, 0).Size()
	gap := vg.Length(0.6)
	if min(size.X, size.Y) < 8 {
		gap = -0.2 // cells that small overlap a little, so that no seams show
	}
	numbers := h.numbersFit(size)
	for k, row := range h.Value {
		for i, v := range row {
			r := inset(cell(i, k), gap)
			if !finite(v) {
				hatch(c, r)
				continue
			}
			col := heatColor(h.at(v))
			c.FillPolygon(col, corners(r))
			if numbers {
				c.FillText(textStyle(readable(col), vg.Points(9.5), draw.XCenter, draw.YCenter), middle(r), digits(v, 2))
			}
		}
	}
	if h.bestX >= 0 {
		frame(c, inset(cell(h.bestX, h.bestY), gap+1))
	}
	h.bar(c)
	h.say(c)
}

// numbersFit tells whether every number fits into a cell of that size.
func (h heat) numbersFit(size vg.Point) bool {
	style := textStyle(ink, vg.Points(9.5), draw.XCenter, draw.YCenter)
	if size.Y < style.Rectangle("0").Size().Y+3 || len(h.X)*len(h.Y) > 400 {
		return false
	}
	for _, row := range h.Value {
		for _, v := range row {
			if finite(v) && style.Rectangle(digits(v, 2)).Size().X > size.X-5 {
				return false
			}
		}
	}
	return true
}

func (h heat) say(c draw.Canvas) {
	if h.bestX < 0 {
		note(c, "All %d runs diverged.", h.diverged)
		return
	}
	note(c, "%d by %d cells of %s; the lowest, %s, at %s = %s and %s = %s.", len(h.X), len(h.Y), h.ValueName,
		short(h.Value[h.bestY][h.bestX]), h.XName, setting(h.X, h.bestX), h.YName, setting(h.Y, h.bestY))
	for k, row := range h.Value { // the best of each row tells where the valley lies
		best := -1
		for i, v := range row {
			if finite(v) && (best < 0 || v < row[best]) {
				best = i
			}
		}
		if best >= 0 && len(h.Y) > 1 && len(h.Y) <= 12 {
			note(c, "With %s = %s: %s at %s = %s.", h.YName, setting(h.Y, k), short(row[best]), h.XName, setting(h.X, best))
		}
	}
	if h.diverged > 0 {
		note(c, "%d of %d diverged.", h.diverged, h.diverged+h.finite)
	}
}

const barWidth = 84 * vg.Length(1)

// GlyphBoxes keeps room at the right for the bar.
func (h heat) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 1, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: barWidth}}}}
}

// bar is the scale of colours, and the key to hatched cells below it.
func (h heat) bar(c draw.Canvas) {
	left, width := c.Max.X+16, vg.Length(13)
	bottom, top := c.Min.Y, c.Max.Y
	label := textStyle(ink, vg.Points(9.5), draw.XLeft, draw.YCenter)
	if h.diverged > 0 {
		r := vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: left + width, Y: bottom + width}}
		hatch(c, r)
		c.FillText(label, vg.Point{X: r.Max.X + 4, Y: middle(r).Y}, "diverged")
		bottom += width + 12
	}
	if h.finite == 0 {
		return
	}
	const slices = 128
	rise := (top - bottom) / slices
	for i := range slices {
		y := bottom + rise*vg.Length(i)
		c.FillPolygon(heatColor((float64(i)+0.5)/slices), corners(vg.Rectangle{Min: vg.Point{X: left, Y: y}, Max: vg.Point{X: left + width, Y: min(y+rise+0.2, top)}}))
	}
	var marks []plot.Tick
	if h.log {
		marks = logTicks{}.Ticks(h.lo, h.hi)
	} else {
		marks = ticks{}.Ticks(h.lo, h.hi)
	}
	if h.log && len(marks) < 2 { // less than a decade or two: the ends say more
		marks = []plot.Tick{{Value: h.lo, Label: short(h.lo)}, {Value: h.hi, Label: short(h.hi)}}
	}
	thin := draw.LineStyle{Color: faint, Width: vg.Points(0.7)}
	for _, t := range marks {
		y := bottom + vg.Length(h.at(t.Value))*(top-bottom)
		c.StrokeLine2(thin, left+width, y, left+width+3, y)
		c.FillText(label, vg.Point{X: left + width + 5, Y: y}, t.Label)
	}
	name := textStyle(ink, vg.Points(10.5), draw.XCenter, draw.YTop)
	name.Rotation = math.Pi / 2
	c.FillText(name, vg.Point{X: c.Max.X + barWidth - 14, Y: (bottom + top) / 2}, h.ValueName)
}
