package gdlive

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strings"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/notebook"
	"gdlab/gdkit/internal/palette"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// An axis of the page has the range, the label and the ticks that gdplot would give it.
type axis struct {
	Label string  `json:"label"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
	Log   bool    `json:"log,omitempty"`
	Ticks []tick  `json:"ticks"`
}

type tick struct {
	At    float64 `json:"at"` // 0 at Lo, 1 at Hi
	Label string  `json:"label"`
}

func axisOf(a plot.Axis) axis {
	x := axis{Label: a.Label.Text, Lo: a.Min, Hi: a.Max}
	_, linear := a.Scale.(plot.LinearScale)
	x.Log = !linear
	for _, t := range a.Tick.Marker.Ticks(a.Min, a.Max) {
		if !t.IsMinor() {
			x.Ticks = append(x.Ticks, tick{math.Round(1e5*a.Scale.Normalize(a.Min, a.Max, t.Value)) / 1e5, t.Label})
		}
	}
	return x
}

// draw makes the axes that all runs share, and what lies below their paths.
func (p *page) draw(j gdkit.Cost) {
	land, cost := p.plots(j, p.runs)
	p.X, p.Y, p.T, p.J = axisOf(land.X), axisOf(land.Y), axisOf(cost.X), axisOf(cost.Y)
	p.Unit[0], p.Unit[1] = newUnit(p.X.Lo, p.X.Hi), newUnit(p.Y.Lo, p.Y.Hi)
	p.encode()
	if p.Dim == 1 {
		p.Curve = svgPath(p.curves(j), p.X, p.Y)
		return
	}
	r := gdplot.NewRelief(j, p.X.Lo, p.X.Hi, p.Y.Lo, p.Y.Hi, 376, 288)
	if r.Bands == nil {
		return
	}
	var lines []plotter.XYs
	for _, l := range r.Lines {
		lines = append(lines, l...)
	}
	p.Lines = svgPath(lines, p.X, p.Y)
	var b bytes.Buffer
	if err := png.Encode(&b, palette.Share(r.Bands)[0]); err != nil {
		panic(fmt.Sprintf("gdlive: %s: writing the picture: %v", p.what, err))
	}
	p.Bands = notebook.DataURL(b.Bytes())
}

// plots are the two pictures of some runs in the ranges that suit all of them. A run that diverges
// is followed until its cost is a hundred times that of the highest start, and a cost on a
// logarithmic axis down to ten decades below.
func (p *page) plots(j gdkit.Cost, shown []*gdkit.Trace) (land, cost *plot.Plot) {
	draw := gdplot.Contour
	if p.Dim == 1 {
		draw = gdplot.Walk
	}
	all := draw(j, p.runs...)
	land = draw(j, shown...)
	land.X.Min, land.X.Max, land.Y.Min, land.Y.Max = all.X.Min, all.X.Max, all.Y.Min, all.Y.Max

	top, longest := math.Inf(-1), 0
	for _, tr := range p.runs {
		top, longest = max(top, tr.J[0]), max(longest, tr.Steps())
	}
	var begun []*gdkit.Trace
	for _, tr := range p.runs {
		part := *tr
		for i, v := range tr.J {
			if v > 100*math.Abs(top) {
				part.T, part.J, part.Seen, part.Params = tr.T[:i], tr.J[:i], tr.Seen[:i], tr.Params[:i*tr.Dim]
				break
			}
		}
		if part.Len() > 0 {
			begun = append(begun, &part)
		}
	}
	if len(begun) == 0 { // all start at J = 0
		begun = p.runs
	}
	common := gdplot.Costs(begun...)
	cost = gdplot.Costs(shown...)
	cost.X.Min, cost.X.Max = 0, float64(max(longest, 1))
	cost.Y = common.Y
	if _, linear := cost.Y.Scale.(plot.LinearScale); !linear {
		cost.Y.Min = max(cost.Y.Min, math.Pow(10, math.Floor(math.Log10(top))-10))
	}
	return land, cost
}

// still is the picture that stands in where no script may run. With Predict it does
// not show the answer.
func (p *page) still(j gdkit.Cost) gdplot.Figure {
	if !p.Predict {
		return gdplot.Row(p.plots(j, []*gdkit.Trace{p.first}))
	}
	start := *p.first
	start.Label = "start"
	start.T, start.J, start.Seen, start.Params, start.Reason = start.T[:1], start.J[:1], start.Seen[:1], start.Params[:start.Dim], gdkit.Running
	land, _ := p.plots(j, []*gdkit.Trace{&start})
	return land
}

// curves is the curve of J over the picture, in pieces where J isn't finite in between.
func (p *page) curves(j gdkit.Cost) []plotter.XYs {
	const n = 240
	var all []plotter.XYs
	var part plotter.XYs
	w := []float64{0}
	for i := range n + 1 {
		w[0] = p.X.Lo + (p.X.Hi-p.X.Lo)*float64(i)/n
		y := j.Eval(nil, w)
		if math.IsNaN(y) || math.IsInf(y, 0) {
			all, part = append(all, part), nil
			continue
		}
		part = append(part, plotter.XY{X: w[0], Y: y})
	}
	return append(all, part)
}

// svgPath is the lines as an SVG path on a square of 10000 × 10000, in whole numbers, each point
// relative to the one before.
func svgPath(lines []plotter.XYs, x, y axis) string {
	const side = 10_000
	at := func(q plotter.XY) (int, int) {
		across, up := (q.X-x.Lo)/(x.Hi-x.Lo), (q.Y-y.Lo)/(y.Hi-y.Lo)
		return int(math.Round(side * across)), int(math.Round(side * (1 - min(max(up, -9), 9))))
	}
	var b strings.Builder
	for _, line := range lines {
		if len(line) < 2 {
			continue
		}
		px, py := at(line[0])
		fmt.Fprintf(&b, "M%d %dl", px, py)
		for i, q := range line[1:] {
			nx, ny := at(q)
			if i > 0 && nx >= px {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%d", nx-px)
			if ny >= py {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%d", ny-py)
			px, py = nx, ny
		}
	}
	return b.String()
}
