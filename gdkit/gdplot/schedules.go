package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Plan is a schedule with a name for the legend.
type Plan struct {
	Label  string
	Factor gdkit.Schedule
}

// Schedules draws the factors that schedules put on Descent.Rate at the steps t = 0 …
// steps−1. A factor holds for its whole step, so the line goes in stairs up to 40 steps, and
// wherever the factor jumps.
func Schedules(steps int, plans ...Plan) *plot.Plot {
	if steps < 1 {
		panic(fmt.Sprintf("gdplot: Schedules: the number of steps is %d, want at least 1", steps))
	}
	if len(plans) == 0 {
		panic("gdplot: Schedules: no plans given, want at least one, for example gdplot.Plan{Label: \"halve\", Factor: gdkit.Halve(20)}")
	}
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = "step t", "factor on the rate α"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, float64(steps), 0, 1.05
	p.Add(rules{})
	var all []plotter.XY
	for i, s := range plans {
		if s.Factor == nil {
			panic(fmt.Sprintf("gdplot: Schedules: plan %d (%s) has no schedule, want for example gdkit.Cosine(%d)", i+1, s.Label, steps))
		}
		v := newPlanLine(i, s, steps)
		p.Add(v)
		p.Legend.Add(s.Label, v)
		for _, k := range spreadOver(len(v.points), 500) {
			all = append(all, v.points[k])
		}
		for _, q := range v.points {
			if finite(q.Y) {
				p.Y.Min, p.Y.Max = min(p.Y.Min, 1.05*q.Y), max(p.Y.Max, 1.05*q.Y)
			}
		}
	}
	p.Y.Min, p.Y.Max = max(p.Y.Min, -1e300), min(p.Y.Max, 1e300)
	p.Add(legendCorner{all})
	return p
}

// planLine is one schedule.
type planLine struct {
	i      int
	label  string
	points plotter.XYs
	// the step at which the factor is first half or less of its largest so far, −1 if
	// never; the last one
	half, end int
}

// newPlanLine asks for the factor at each step; of more than 20 000 steps at 20 000.
func newPlanLine(i int, s Plan, steps int) planLine {
	v := planLine{i: i, label: s.Label, half: -1, end: steps - 1}
	at := spreadOver(steps, 20000)
	top := 0.0
	for _, t := range at {
		f := s.Factor(t)
		v.points = append(v.points, plotter.XY{X: float64(t), Y: f})
		top = max(top, f)
		if v.half < 0 && top > 0 && f <= top/2 {
			v.half = t
		}
	}
	return v
}

func (v planLine) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var lines [][]vg.Point
	var line []vg.Point
	missing := 0
	for k, q := range v.points {
		if !finite(q.Y) { // leave a gap
			missing++
			lines, line = append(lines, line), nil
			continue
		}
		until := q.X + 1
		if k+1 < len(v.points) {
			until = v.points[k+1].X
		}
		line = append(line, vg.Point{X: trX(q.X), Y: trY(q.Y)})
		if len(v.points) <= 40 || k+1 == len(v.points) || v.jumps(k) {
			line = append(line, vg.Point{X: trX(until), Y: trY(q.Y)})
		}
	}
	for _, l := range append(lines, line) {
		c.StrokeLines(lineOf(v.i), c.ClipLinesXY(envelope(l))...)
	}
	first, middle, last := v.points[0], v.points[len(v.points)/2], v.points[len(v.points)-1]
	note(c, "%s: factor %s at step 0, %s at step %s, %s at step %s.", v.label,
		short(first.Y), short(middle.Y), number(middle.X), short(last.Y), number(last.X))
	if v.half >= 0 {
		note(c, "It is down to half of its top at step %d.", v.half)
	}
	if missing > 0 {
		note(c, "%d of its factors are not finite, and left out.", missing)
	}
}

// jumps tells whether the factor after point k differs far more than it does one step
// earlier and one later.
func (v planLine) jumps(k int) bool {
	change := func(k int) float64 {
		if k < 0 || k+1 >= len(v.points) {
			return 0
		}
		return math.Abs(v.points[k+1].Y - v.points[k].Y)
	}
	return change(k) > 4*max(change(k-1), change(k+1))
}

// Thumbnail draws the entry in the legend.
func (v planLine) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	c.StrokeLine2(lineOf(v.i), c.Min.X, y, c.Max.X, y)
}
