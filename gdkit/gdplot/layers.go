package gdplot

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// LayerSizes are the sizes of the gradient in the layers of one net, first layer first, as
// gdkit.Net.LayerGradNorms returns them.
type LayerSizes struct {
	Label string // of the net, for example its activation
	Norms []float64
}

// Layers draws the sizes of the gradient layer by layer, for several nets in one picture, on a
// logarithmic axis. A straight line means that each layer multiplies what comes back to it by the
// same factor; the legend has that factor. Well below 1 the gradient vanishes: the first layers
// hardly learn. Well above 1 it explodes.
//
// They are points and not bars: a logarithmic axis has no 0 for a bar to stand on. A size of
// exactly 0 lies on the lower edge.
func Layers(nets ...LayerSizes) *plot.Plot {
	if len(nets) == 0 {
		panic("gdplot: Layers: no nets given, want at least one, for example gdplot.LayerSizes{Label: \"tanh\", Norms: net.LayerGradNorms(w)}")
	}
	p := newPlot()
	p.Title.Text = "The gradient on its way back, layer by layer"
	p.X.Label.Text, p.Y.Label.Text = "layer, 1 next to the input", "‖∂J/∂Wₗ‖"
	deepest := 0
	var all []float64
	for i, n := range nets {
		if len(n.Norms) == 0 {
			panic(fmt.Sprintf("gdplot: Layers: net %d (%s) has no layers, want its LayerGradNorms", i+1, n.Label))
		}
		deepest = max(deepest, len(n.Norms))
		all = append(all, n.Norms...)
	}
	p.X.Min, p.X.Max = 0.6, float64(deepest)+0.4
	p.X.Tick.Marker = wholeNumbers{}
	p.Y.Scale, p.Y.Tick.Marker = logScale{}, logTicks{}
	p.Y.Min, p.Y.Max = decades(all)
	p.Add(rules{})
	var points []plotter.XY
	for i, n := range nets {
		v := layerLine{i, n}
		p.Add(v)
		p.Legend.Add(v.label(), v)
		for k, size := range n.Norms {
			if finite(size) {
				points = append(points, plotter.XY{X: float64(k + 1), Y: max(size, p.Y.Min)})
			}
		}
	}
	p.Add(legendCorner{points})
	return p
}

// layerLine is one net.
type layerLine struct {
	i int
	LayerSizes
}

// factor is the mean factor from a layer to the one before it: NaN with a single layer, or a size
// that is not positive.
func (v layerLine) factor() float64 {
	first, last := v.Norms[0], v.Norms[len(v.Norms)-1]
	if !(first > 0 && last > 0) || !finite(first) || !finite(last) || len(v.Norms) < 2 {
		return math.NaN()
	}
	return math.Exp((math.Log(first) - math.Log(last)) / float64(len(v.Norms)-1))
}

func (v layerLine) label() string {
	if f := v.factor(); finite(f) {
		return fmt.Sprintf("%s: ×%s a layer back", v.Label, digits(f, 2))
	}
	return v.Label
}

func (v layerLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var line []vg.Point
	missing, zero := 0, 0
	for k, size := range v.Norms {
		if !finite(size) || size < 0 {
			missing++
			continue
		}
		if size == 0 {
			zero++
		}
		line = append(line, vg.Point{X: trX(float64(k + 1)), Y: trY(size)})
	}
	c.StrokeLines(lineOf(v.i), c.ClipLinesXY(line)...)
	dots := pointOf(v.i)
	dots.Radius = vg.Points(3.4)
	for _, q := range line {
		if c.Contains(q) {
			c.DrawGlyph(dots, q)
		}
	}
	note(c, "%s: %s in layer 1, %s in layer %d, smallest %s, largest %s.", v.label(),
		short(v.Norms[0]), short(v.Norms[len(v.Norms)-1]), len(v.Norms), short(slices.Min(v.Norms)), short(slices.Max(v.Norms)))
	if zero > 0 {
		note(c, "%d of its layers have exactly 0 and lie on the lower edge.", zero)
	}
	if missing > 0 {
		note(c, "%d of its layers are not finite, and left out.", missing)
	}
}

// Thumbnail draws the entry in the legend.
func (v layerLine) Thumbnail(c *draw.Canvas) { path{i: v.i}.Thumbnail(c) }
