package gdplot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A SurfacePlot is a cost of two parameters as a landscape: its height is the cost. The walks of
// descents lie on it, dashed where the landscape hides them. On the floor below are the level lines
// and the walks from above, as Contour draws them.
//
// The landscape is drawn from 80×60 cells and is as exact as they are fine; walks are laid on the
// cells. They are straight seen from above.
type SurfacePlot struct {
	Title struct{ Text string }

	// Azimuth is where the eye stands, in degrees counter-clockwise from the direction of the first
	// parameter: at −90 the first parameter grows to the right and the second away from you.
	// Elevation is how far the eye stands above the floor, in degrees, 5 to 85. These are the
	// angles of Matplotlib's view_init.
	Azimuth, Elevation float64

	// The ranges of the two parameters and of the cost, with their labels. Z.Min and Z.Max are NaN
	// at first, which means chosen when drawn: from the lowest cost up. Where a few steep corners
	// would flatten all the rest, the highest fifth is cut off, but never a start.
	X, Y, Z plot.Axis

	Log   bool // the height is log₁₀ J; costs of 0 and below lie on the lower edge
	Floor bool // draw the level lines below the landscape

	j      gdkit.Cost
	traces []*gdkit.Trace
}

var _ Figure = (*SurfacePlot)(nil)

// Surface draws a cost of two parameters as a landscape, with the walks of descents lying on it,
// over the same ranges as Contour. It is seen from the azimuth −60° and the elevation 42°; set
// fig.Azimuth and the other fields to change that. It panics if the cost has another number of
// parameters; Slice makes one with two out of a cost with many.
func Surface(j gdkit.Cost, tr ...*gdkit.Trace) *SurfacePlot {
	if s, ok := j.(gdkit.Sized); ok && s.Dim() > 2 {
		panic(fmt.Sprintf("gdplot: Surface draws a cost of 2 parameters, this one has %d; gdplot.Slice shows two of them", s.Dim()))
	}
	wantDim("Surface", j, 2)
	p := contour("Surface", whole, &levels{j: j}, tr) // for its ranges
	f := &SurfacePlot{Azimuth: -60, Elevation: 42, X: p.X, Y: p.Y, Z: newPlot().Y, Floor: true, j: j, traces: tr}
	f.Z.Label.Text = "J"
	f.Z.Min, f.Z.Max = math.NaN(), math.NaN()
	return f
}

func (*SurfacePlot) size() (width, height float64) { return 620, 480 }

// The box round the landscape: 1×1, this high, with room for the floor to be seen below it.
const (
	boxHeight  = 0.52
	floorDepth = 0.30
	columnStep = 2 // grid points of sample for each line of the mesh
	rowStep    = 2
)

// Draw implements Figure. It panics if a setting makes no sense, with a sentence that
// says what to change.
func (f *SurfacePlot) Draw(c draw.Canvas) {
	f.check()
	c.SetColor(white)
	c.Fill(c.Rectangle.Path())
	g := sample(f.j, f.X.Min, f.X.Max, f.Y.Min, f.Y.Max)
	z := f.heights(g)
	v := newProjection(f.Azimuth, f.Elevation)
	m := f.mesh(g, z)
	f.describe(c, g, z)

	axes := f.axes(&v, z, m)
	axes.fill(c, &v, f.titleHeight())
	axes.panes(c, &v)
	if f.Floor && z.seen {
		f.floor(c, &v, g)
	}
	paths := make([]*surfaceWalk, len(f.traces))
	for i, t := range f.traces {
		paths[i] = f.walkOn(t, i, m, &v)
		if f.Floor {
			paths[i].shadow(c, &v)
		}
	}
	if z.seen {
		paintMesh(c, &v, m)
	}
	for _, p := range paths {
		p.draw(c, &v)
	}
	words := axes.draw(c, &v)
	f.title(c)
	f.legend(c, &v, m, words)
}

func (f *SurfacePlot) check() {
	for _, a := range []struct {
		name string
		axis plot.Axis
	}{{"X", f.X}, {"Y", f.Y}} {
		if !(a.axis.Min < a.axis.Max) || math.IsInf(a.axis.Max-a.axis.Min, 0) {
			panic(fmt.Sprintf("gdplot: SurfacePlot.%s runs from %v to %v, want two finite numbers, the smaller first", a.name, a.axis.Min, a.axis.Max))
		}
	}
	if f.Z.Min >= f.Z.Max || math.IsInf(f.Z.Max-f.Z.Min, 0) {
		panic(fmt.Sprintf("gdplot: SurfacePlot.Z runs from %v to %v, want two finite numbers, the smaller first (or NaN: chosen when drawn)",
			f.Z.Min, f.Z.Max))
	}
	if !(f.Elevation >= 5 && f.Elevation <= 85) {
		panic(fmt.Sprintf("gdplot: SurfacePlot.Elevation is %v, want 5 to 85 degrees above the floor (gdplot.Contour looks from straight above)",
			f.Elevation))
	}
	if !finite(f.Azimuth) {
		panic(fmt.Sprintf("gdplot: SurfacePlot.Azimuth is %v, want a finite number of degrees", f.Azimuth))
	}
}

// floor draws the level lines below the landscape, each in the colour of its height.
func (f *SurfacePlot) floor(c draw.Canvas, v *projection, g *costGrid) {
	cuts := g.cuts(bandCount)
	plain := func(u float64) vg.Length { return vg.Length(u) }
	for i, cut := range cuts {
		line := g.line(cut, plain, plain)
		for k := range line {
			line[k].Pos = v.at(f.onFloor(float64(line[k].Pos.X), float64(line[k].Pos.Y)))
		}
		col := mix(heightColor(0.35+0.65*float64(i)/float64(len(cuts))), color.NRGBA{0x2A, 0x3A, 0x50, 0xff}, 0.2)
		c.SetLineStyle(draw.LineStyle{Color: col, Width: vg.Points(0.8)})
		if len(line) > 0 {
			c.Stroke(line)
		}
	}
}

// describe says in words what the picture shows.
func (f *SurfacePlot) describe(c draw.Canvas, g *costGrid, z heights) {
	title := f.Title.Text
	if title == "" {
		title = "Surface"
	}
	note(c, "%s. Across: %s from %s to %s and %s from %s to %s; height: %s%s from %s to %s. Seen from azimuth %s°, elevation %s°.",
		title, axisName(f.X, "x"), short(f.X.Min), short(f.X.Max), axisName(f.Y, "y"), short(f.Y.Min), short(f.Y.Max),
		map[bool]string{true: "logarithm of "}[z.log], axisName(f.Z, "z"), short(z.lo), short(z.hi), short(f.Azimuth), short(f.Elevation))
	switch {
	case !z.seen:
		note(c, "The cost is nowhere finite here.")
		return
	case z.flat:
		note(c, "The cost is the same everywhere in this picture, %s.", short(z.low))
		return
	}
	lowest := slices.Index(g.z, z.low)
	note(c, "Lowest cost in the picture: %s near (%s, %s).", short(z.low), short(g.X(lowest%g.cols)), short(g.Y(lowest/g.cols)))
	if z.cut > 0 {
		note(c, "Above %s the surface is cut off, on %s %% of the ground; it goes up to %s there.", short(z.hi), short(100*z.cut), short(z.highs))
	}
	if f.Log && !z.log {
		note(c, "The height is not logarithmic, since the cost is nowhere positive.")
	}
}
