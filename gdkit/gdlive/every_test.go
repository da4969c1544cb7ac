package gdlive

import (
	"bytes"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/internal/testkit/kinds"

	"gonum.org/v1/plot"
)

// A showing is how the test below uses one function of the package.
type showing struct {
	most     int  // parameters of the costs that it shows; beyond, it refuses with a sentence
	once     bool // it is no different for another cost
	runsOnly bool // it draws runs of any kind, so it is tried with each
	show     func(c kinds.Case, tr []*gdkit.Trace)
	// what its picture is made of; nil: it shows words only
	panels func(c kinds.Case, tr []*gdkit.Trace) []*plot.Plot
}

const unlimited = 1 << 30

// plan is the descent that a cost is shown with.
func plan(c kinds.Case) gdkit.Descent {
	return gdkit.Descent{Cost: c.Cost, Start: c.Start, Rate: c.Rate, Steps: 3}
}

// showings has every exported function of the package.
var showings = map[string]showing{
	"Animate":  {most: unlimited, runsOnly: true, panels: animated, show: func(c kinds.Case, tr []*gdkit.Trace) { Animate(c.Cost, tr...) }},
	"Watch":    {most: unlimited, panels: watched, show: func(c kinds.Case, _ []*gdkit.Trace) { Watch(plan(c)) }},
	"Progress": {most: unlimited, show: func(c kinds.Case, _ []*gdkit.Trace) { Progress(plan(c)) }},
	"Explore":  {most: 2, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Rates(c.Rate, 1e4*c.Rate)) }},
	"Predict":  {most: 2, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Predict(plan(c), Rates(c.Rate/2, c.Rate, 1e4*c.Rate)) }},
	"Film": {most: unlimited, once: true, panels: costs, show: func(_ kinds.Case, tr []*gdkit.Trace) {
		Film(time.Second, gdplot.Costs(tr...), gdplot.CostsBySeen(tr...))
	}},

	// The knobs of Explore.
	"Rates":   {most: 2, once: true, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Rates(0.1, 0.2)) }},
	"Betas":   {most: 2, once: true, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Betas(0, 0.9)) }},
	"Starts":  {most: 2, once: true, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Starts(c.Start)) }},
	"Methods": {most: 2, once: true, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Methods(nil, gdkit.NewAdam())) }},
	"Batches": {most: 2, once: true, panels: explored, show: func(c kinds.Case, _ []*gdkit.Trace) { Explore(plan(c), Batches(0, 2)) }},
}

// The plots that a picture is made of.
func animated(c kinds.Case, tr []*gdkit.Trace) []*plot.Plot {
	all := frames(c.Cost, tr)
	return all[len(all)-1:]
}
func watched(c kinds.Case, _ []*gdkit.Trace) []*plot.Plot { return panels(c.Cost, plan(c).Run()) }
func costs(_ kinds.Case, tr []*gdkit.Trace) []*plot.Plot  { return []*plot.Plot{gdplot.Costs(tr...)} }
func explored(c kinds.Case, _ []*gdkit.Trace) []*plot.Plot {
	d := plan(c)
	p := newPage("Explore", d, []Knob{Rates(c.Rate, 1e4*c.Rate)})
	land, cost := p.plots(d.Cost, []*gdkit.Trace{p.first})
	return []*plot.Plot{land, cost}
}

// kept is a screen that keeps what is shown at the end.
type kept struct {
	html, line string
	png        []byte
}

func (k *kept) show(html func() string, line string) { html() }
func (k *kept) finish(html string, png []byte, line string) {
	k.html, k.png, k.line = html, png, line
}

// Every function of the package shows every loss, every cost and every kind of run, or refuses one
// with a sentence: none panics, none shows an empty picture, each says in words what it shows.
func TestEveryFunctionShowsEveryKind(t *testing.T) {
	var on *kept
	newScreen = func() screen { return on }
	filmScale = 0.5
	defer func() { newScreen, filmScale = theScreen, 1.5 }()

	for _, name := range testkit.CheckFunctions(t, ".", showings) {
		s := showings[name]
		t.Run(name, func(t *testing.T) {
			shown := 0
			for _, c := range slices.Concat(kinds.One(), kinds.Two(), kinds.Many()) {
				if s.once && c.Name != "Linear absolute" || !shows(c) {
					continue
				}
				runs := short(c)
				groups := [][]*gdkit.Trace{runs}
				if s.runsOnly && c.Name == "Linear absolute" {
					for _, tr := range runs {
						groups = append(groups, []*gdkit.Trace{tr})
					}
				}
				for _, tr := range groups {
					on = &kept{}
					said := testkit.Panic(func() { s.show(c, tr) })
					shown++
					switch {
					case c.Dim() > s.most && !strings.HasPrefix(said, "gdlive: "):
						t.Errorf("%s: it has %d parameters; got %q, want a sentence", c.Name, c.Dim(), said)
					case c.Dim() > s.most:
					case said != "":
						t.Errorf("%s: it panics: %s", c.Name, said)
					default:
						if fault := on.fault(s, c, tr); fault != "" {
							t.Errorf("%s: %s", c.Name, fault)
						}
					}
				}
			}
			if shown == 0 {
				t.Error("nothing was shown")
			}
		})
	}
}

// shows picks Linear of every loss, every surface, and of the other costs one for each number of
// parameters: what is drawn here is drawn by gdplot, whose tests take them all.
func shows(c kinds.Case) bool {
	_, streamed := c.Cost.(*gdkit.Streamed)
	_, net := c.Cost.(*gdkit.Net)
	return !streamed && !net || strings.HasSuffix(c.Name, kinds.Name(gdkit.Hinge)) || strings.HasSuffix(c.Name, "layer")
}

// short are runs of a few steps, one of each kind: a film has a picture for each step.
func short(c kinds.Case) []*gdkit.Trace {
	var out []*gdkit.Trace
	for _, tr := range kinds.Traces(c) {
		part := *tr
		n := min(3, tr.Len())
		part.T, part.J, part.Seen, part.Params = tr.T[:n], tr.J[:n], tr.Seen[:n], tr.Params[:n*tr.Dim]
		if n > 1 { // the kinds of thinned runs have steps between their points
			part.T = []int{0, 1, 2}[:n]
		}
		out = append(out, &part)
	}
	return out
}

// fault is what is wrong with what was shown, "" for nothing.
func (k *kept) fault(s showing, c kinds.Case, tr []*gdkit.Trace) string {
	if len(k.line) < 30 {
		return fmt.Sprintf("it says only %q", k.line)
	}
	for _, bad := range []string{"NaN", "%!"} {
		if strings.Contains(k.line, bad) {
			return fmt.Sprintf("%s in its words: %s", bad, k.line)
		}
	}
	if s.panels == nil {
		return ""
	}
	if s.runsOnly {
		for _, r := range tr {
			if !strings.Contains(k.line, r.Label+": ") {
				return fmt.Sprintf("it does not tell of the run %q: %s", r.Label, k.line)
			}
		}
	}
	if !strings.Contains(k.html, "alt=") {
		return "its picture has no text alternative"
	}
	if img, err := png.Decode(bytes.NewReader(k.png)); err != nil || img.Bounds().Dx() < 300 {
		return fmt.Sprintf("its picture: %v", err)
	}
	for i, p := range s.panels(c, tr) {
		if n := runPixels(p); n < 4 {
			return fmt.Sprintf("panel %d of its picture shows %d pixels of runs: it is empty", i+1, n)
		}
	}
	return ""
}

// runPixels counts the pixels in a colour of runs, which axes and level lines have not,
// without the legend.
func runPixels(p *plot.Plot) int {
	bare := *p
	bare.Legend = plot.NewLegend()
	pix := gdplot.Pixels(&bare, 0.6).Pix
	n := 0
	for i := 0; i < len(pix); i += 4 {
		if max(pix[i], pix[i+1], pix[i+2])-min(pix[i], pix[i+1], pix[i+2]) > 60 {
			n++
		}
	}
	return n
}

// An empty picture has no pixel of a run.
func TestRunPixels(t *testing.T) {
	run := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 0.1}.Run()
	for name, c := range map[string]struct {
		p    *plot.Plot
		some bool
	}{
		"no run on a curve": {gdplot.Curve(square, -1, 1), false}, "no run on level lines": {gdplot.Contour(gdkit.Himmelblau()), false},
		"no run's cost": {gdplot.Costs(), false}, "a run of one point": {gdplot.Costs(run), true},
	} {
		if n := runPixels(c.p); (n >= 4) != c.some || !c.some && n > 0 {
			t.Errorf("%s: %d pixels of runs", name, n)
		}
	}
}
