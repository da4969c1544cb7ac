package gdlive

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"image/png"
	"math"
	"strings"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/notebook"
	"gdlab/gdkit/internal/palette"
)

// Explore shows what a plan does for other settings: a figure with a slider for each knob, that
// answers without a kernel and without a network.
//
//	gdlive.Explore(gdkit.Descent{Cost: J, Start: []float64{3}, Rate: 0.1, Steps: 30},
//		gdlive.Rates(0.01, 0.1, 0.3, 0.6, 0.95, 1.05),
//		gdlive.Starts([]float64{-3}, []float64{1}, []float64{3}))
//
// On the left is the walk on the curve of a cost of one parameter, or the path on the level lines
// of one of two parameters; on the right the cost of each step. The start can be dragged, steps can
// be played or taken one by one, and a pointer on a picture or the step slider reads the numbers at
// a point. All of it works by keyboard. The sliders stand first at the plan's own values.
//
// Every combination of values is a run of the plan, made here by gdkit: 20 rates and 9 starts are
// 180 runs. The page holds them with the parameters to a 2000th of the picture or better, which is
// less than a pixel, and the cost to six digits; where that is too much for a page of 250 kB, it
// shows every second, third, … point and says so.
//
// Where scripts may not run, in a notebook that was opened and not trusted, a picture of the first
// setting stands in its place.
//
// It panics if the plan or a knob makes no sense, or if the cost has more than two parameters.
func Explore(d gdkit.Descent, knobs ...Knob) {
	newScreen().finish(explore("Explore", d, knobs))
}

// Predict is Explore with a question first: which is the largest learning rate on the slider that
// does not diverge? The runs are shown after an answer, together with how far it was from the edge
// of stability that the curvature names: 2/λmax for plain descent, 2(1+β)/λmax for Momentum and
// 2(1+β)/(λmax(1+2β)) for Nesterov, with λmax at the lowest point that any of the runs saw. One of
// the knobs is made by Rates.
func Predict(d gdkit.Descent, knobs ...Knob) {
	newScreen().finish(explore("Predict", d, knobs))
}

//go:embed explore.js
var exploreScript string

//go:embed explore.css
var exploreStyle string

// explore makes the element for the page, the picture that stands in for it and
// the text alternative.
func explore(what string, d gdkit.Descent, knobs []Knob) (element string, still []byte, alt string) {
	p := newPage(what, d, knobs)
	p.draw(d.Cost)
	fig := p.still(d.Cost)
	alt = "Figure with sliders, as it is at first. " + gdplot.Describe(fig)

	var picture bytes.Buffer
	if err := png.Encode(&picture, palette.Share(gdplot.Pixels(fig, stillScale))[0]); err != nil {
		panic(fmt.Sprintf("gdlive: %s: writing the picture: %v", what, err))
	}
	// escapes <, > and &, so that it can't end the element that it is in
	data, err := json.Marshal(p)
	if err != nil {
		panic(fmt.Sprintf("gdlive: %s: writing the page: %v", what, err))
	}
	element = fmt.Sprintf(`<div data-gdlive="explore"><div class="gdlive-still"><img alt="%s" style="max-width:100%%;height:auto" src="%s">`+
		`<p>Run this cell, or trust the notebook, to move the sliders.</p></div>`+
		`<style>%s</style><script type="application/json">%s</script><script>%s</script></div>`,
		html.EscapeString(alt), notebook.DataURL(picture.Bytes()), lean(exploreStyle), data, lean(exploreScript))
	return element, picture.Bytes(), alt
}

// newPage is the page with its sliders and runs.
func newPage(what string, d gdkit.Descent, knobs []Knob) *page {
	if len(knobs) == 0 {
		panic(fmt.Sprintf("gdlive: %s: no knob given, want at least one, for example gdlive.Rates(0.01, 0.1, 1)", what))
	}
	p := &page{Rate: -1, Start: -1, what: what}
	for i, k := range knobs {
		k = k.ready(what, i+1)
		p.knobs = append(p.knobs, k)
		words := strings.Fields(k.Name)
		p.Knobs = append(p.Knobs, slider{Name: k.Name, Symbol: words[len(words)-1], Labels: k.Labels, At: k.place(d)})
		switch k.role {
		case rates:
			p.Rate, p.Rates = i, k.Values
		case starts:
			p.Start = i
		}
	}
	if p.Predict = what == "Predict"; p.Predict && p.Rate < 0 {
		panic("gdlive: Predict: no knob has learning rates, want one made by gdlive.Rates(…)")
	}
	if d.Steps < 1 {
		panic(fmt.Sprintf("gdlive: %s: Descent.Steps is %d, want at least 1", what, d.Steps))
	}
	p.walk(d)
	return p
}

// stillScale is how many pixels the picture that stands in has for each point of the screen.
const stillScale = 1.25

// lean is a source without indentation, empty lines and lines of comment.
func lean(source string) string {
	var b strings.Builder
	for line := range strings.Lines(source) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "/*") {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// A page is what the script knows. Lists of numbers stand for objects where there are many of them.
type page struct {
	Dim     int      `json:"dim"`
	Predict bool     `json:"predict"`
	Knobs   []slider `json:"knobs"`
	// the knob with learning rates, or −1
	Rate int `json:"rate"`
	// its values
	Rates []float64 `json:"rates,omitempty"`
	// the knob with starts, or −1
	Start int `json:"start"`
	// points of a trace from one that is shown to the next
	Every int `json:"every"`
	// see encode; the last knob turns fastest
	Runs [][8]int `json:"runs"`
	// of runs, by number: why they ended and what to do about it
	Notes []string `json:"notes"`
	// of stability, by number
	Edges []edge `json:"edges"`
	// of the picture on the left
	X axis `json:"x"`
	Y axis `json:"y"`
	// of the picture on the right
	T    axis    `json:"t"`
	J    axis    `json:"j"`
	Unit [2]unit `json:"unit"`
	// the curve of J as an SVG path on a square of 10000 × 10000
	Curve string `json:"curve,omitempty"`
	// the level lines, likewise
	Lines string `json:"lines,omitempty"`
	// the bands between them, a PNG as a URL
	Bands string `json:"bands,omitempty"`
	// the points of all runs; see encode
	Data string `json:"data"`

	what  string
	knobs []Knob
	runs  []*gdkit.Trace
	first *gdkit.Trace // at the first setting
}

type slider struct {
	Name   string   `json:"name"`
	Symbol string   `json:"symbol"`
	Labels []string `json:"labels"`
	At     int      `json:"at"`
}

// walk makes the runs.
func (p *page) walk(d gdkit.Descent) {
	count := 1
	for _, k := range p.knobs {
		count *= len(k.Values)
		if count > mostRuns {
			panic(fmt.Sprintf("gdlive: %s: the knobs have more than %d combinations, want fewer values", p.what, mostRuns))
		}
	}
	plans := make([]gdkit.Descent, count)
	at := make([]int, len(p.knobs))
	first := 0
	for i := range count {
		plan, rest := d, i
		for k := len(at) - 1; k >= 0; k-- {
			n := len(p.knobs[k].Values)
			at[k], rest = rest%n, rest/n
		}
		settings, isFirst := make([]string, len(at)), true
		for k, v := range at {
			p.knobs[k].Set(&plan, p.knobs[k].Values[v])
			settings[k] = p.Knobs[k].Symbol + " = " + p.Knobs[k].Labels[v]
			isFirst = isFirst && v == p.Knobs[k].At
		}
		if n := len(plan.Start); n > 2 {
			panic(fmt.Sprintf("gdlive: %s draws costs of 1 or 2 parameters, this one has %d (gdplot.Costs shows runs of any number)", p.what, n))
		}
		tr, err := plan.RunContext(context.Background())
		if err != nil {
			panic(fmt.Sprintf("gdlive: %s: with %s: %v", p.what, strings.Join(settings, ", "), err))
		}
		if isFirst {
			first = i
		}
		plans[i] = plan
		p.runs = append(p.runs, tr)
	}
	p.first, p.Dim = p.runs[first], p.runs[first].Dim
	for i, tr := range p.runs {
		if tr.Dim != p.Dim {
			panic(fmt.Sprintf("gdlive: %s: run %d has %d parameters, the first setting has %d; want starts with equally many", p.what, i+1, tr.Dim, p.Dim))
		}
	}
	p.findEdges(plans)
}

// At most so many runs, and bytes of points, make a page of 250 kB. More points of a run than that
// can't be told apart.
const mostRuns, mostBytes, mostPoints = 1000, 96_000, 2000

// An edge is a rate of stability.
type edge struct {
	Rate  float64 `json:"rate"`
	Words string  `json:"words"`
}

// findEdges names the edge of stability of each run, where the theory knows one.
func (p *page) findEdges(plans []gdkit.Descent) {
	p.Runs = make([][8]int, len(p.runs))
	var lambda float64
	if p.Predict && !plans[0].Ascend {
		lambda = largestCurvature(plans[0].Cost, p.runs)
	}
	known := map[string]int{}
	for i, d := range plans {
		p.Runs[i][edgeOf] = -1
		if !(lambda > 0) || d.Decay != nil || d.Batch != 0 {
			continue
		}
		e, ok := edgeFor(d.Method, lambda)
		if !ok {
			continue
		}
		key := fmt.Sprint(e.Rate, e.Words)
		number, seen := known[key]
		if !seen {
			number = len(p.Edges)
			known[key] = number
			p.Edges = append(p.Edges, e)
		}
		p.Runs[i][edgeOf] = number
	}
}

// edgeFor is the edge of stability of a method where the largest curvature is lambda, if the theory
// knows one: in a formula for the methods of gdkit, as a number for others that are linear in the gradient.
func edgeFor(m gdkit.Method, lambda float64) (e edge, ok bool) {
	beta, _ := betaOf(m)
	switch m.(type) {
	case nil, gdkit.Plain:
		return edge{2 / lambda, "2/λmax"}, true
	case *gdkit.Momentum:
		e = edge{2 * (1 + beta) / lambda, "2(1+β)/λmax"}
	case *gdkit.Nesterov:
		e = edge{2 * (1 + beta) / (lambda * (1 + 2*beta)), "2(1+β)/(λmax(1+2β))"}
	default:
		rate := gdkit.Spectrum{Values: []float64{lambda}}.MaxRateOf(m)
		return edge{rate, "the largest stable rate"}, rate > 0 && !math.IsInf(rate, 1)
	}
	if beta == 0 {
		e.Words = "2/λmax"
	}
	return e, true
}

// largestCurvature is λmax at the lowest point of all runs; 0 where it is not finite.
func largestCurvature(j gdkit.Cost, runs []*gdkit.Trace) (lambda float64) {
	low, at := math.Inf(1), runs[0].W(0)
	for _, tr := range runs {
		for i, v := range tr.J {
			if v < low {
				low, at = v, tr.W(i)
			}
		}
	}
	defer func() {
		if recover() != nil { // no Hessian there
			lambda = 0
		}
	}()
	return gdkit.Curvature(j, at).Max()
}
