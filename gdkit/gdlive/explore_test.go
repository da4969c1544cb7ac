package gdlive

import (
	"bytes"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

var square = gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w })

// houses are 64 examples on a line.
func houses() gdkit.Cost {
	x, y := mat.NewDense(64, 1, nil), make([]float64, 64)
	for i := range y {
		x.Set(i, 0, float64(i%9)-4)
		y[i] = 3*x.At(i, 0) + float64(i%5)
	}
	return &gdkit.Linear{Data: &gdkit.Dataset{Features: []string{"x"}, Target: "y", X: x, Y: y}, Loss: gdkit.HalfSquared}
}

// hundredAndEighty is 20 rates × 9 starts × 60 steps on the banana valley.
func hundredAndEighty() (gdkit.Descent, []Knob) {
	var from [][]float64
	for _, x := range []float64{-1.5, 0, 1.5} {
		for _, y := range []float64{-0.5, 1, 2.2} {
			from = append(from, []float64{x, y})
		}
	}
	return gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: from[1], Rate: 0.001, Steps: 60},
		[]Knob{Rates(gdkit.LogRates(1e-4, 3e-3, 20)...), Starts(from...)}
}

// Pages are small enough for a notebook, and the same each time.
func TestExploreIsSmallAndDeterministic(t *testing.T) {
	rosenbrock, knobs := hundredAndEighty()
	many := make([]float64, 40)
	for i := range many {
		many[i] = 0.01 * float64(i+1)
	}
	bowl := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-9, 2}, Steps: 1000}
	short := bowl
	short.Steps = 40
	for name, c := range map[string]struct {
		d     gdkit.Descent
		knobs []Knob
		every bool // whether every point is shown
	}{
		"180 runs":                {rosenbrock, knobs, true},
		"long runs, many wild":    {bowl, []Knob{Rates(many...)}, false},
		"a thousand, short, wild": {short, []Knob{Rates(many...), Betas(many[:25]...)}, false},
	} {
		html, picture, _ := explore("Explore", c.d, c.knobs)
		if len(html) > 250_000 {
			t.Errorf("%s: the page has %d bytes", name, len(html))
		}
		if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		p, runs := read(t, html)
		if c.every != (p.Every == 1) {
			t.Errorf("%s: every %d points are shown", name, p.Every)
		}
		for i, r := range runs {
			if last := p.Runs[i][stepsOf]; r.t[0] != 0 || r.t[len(r.t)-1] != last {
				t.Errorf("%s, run %d: points from step %d to %d of %d", name, i, r.t[0], r.t[len(r.t)-1], last)
			}
		}
		if again, _, _ := explore("Explore", c.d, c.knobs); again != html {
			t.Errorf("%s: another page the second time", name)
		}
		if strings.Contains(html, " id=") || strings.Contains(html, "http") && strings.Count(html, "http") != strings.Count(html, "http://www.w3.org/2000/svg") {
			t.Errorf("%s: the page has an id or an address", name)
		}
	}
}

func TestExploreStandsAtThePlansValues(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{5, -3}, Rate: 0.15, Steps: 20, Method: &gdkit.Nesterov{Beta: 0.5}}
	html, _, alt := explore("Explore", d, []Knob{Rates(0.2, 0.15, 0.1), Betas(0, 0.5), Starts([]float64{1, 1}, []float64{5, -3}),
		{Name: "half-life k", Values: []float64{5, 10}, Set: func(d *gdkit.Descent, k float64) { d.Decay = gdkit.Halve(int(k)) }}})
	p, runs := read(t, html)
	var at []int
	for _, k := range p.Knobs {
		at = append(at, k.At)
	}
	if !slices.Equal(at, []int{1, 1, 1, 0}) || len(runs) != 24 {
		t.Errorf("%d runs, sliders at %v", len(runs), at)
	}
	d.Decay = gdkit.Halve(5)
	want := d.Run()
	if got := runs[((1*2+1)*2+1)*2]; printed(got.j[20]) != printed(want.J[20]) {
		t.Errorf("J = %v, want %v", got.j[20], want.J[20])
	}
	if p.Knobs[2].Labels[1] != "(5, −3)" || p.Knobs[3].Symbol != "k" || p.Start != 2 || p.Rate != 0 {
		t.Errorf("%+v", p.Knobs)
	}
	for _, want := range []string{"Nesterov, α=0.15: 20 steps from w = (5, −3)", "cost from 57.5"} {
		if !strings.Contains(alt, want) {
			t.Errorf("no %q in %q", want, alt)
		}
	}
	if !strings.Contains(html, `alt="`+alt+`"`) || !strings.Contains(html, "Run this cell, or trust the notebook, to move the sliders.") {
		t.Error("the picture that stands in has no text alternative, or no sentence below it")
	}
}

// quarter steps a quarter as far as the Momentum that it embeds.
type quarter struct{ *gdkit.Momentum }

func (q quarter) Step(w, grad []float64, rate float64) { q.Momentum.Step(w, grad, rate/4) }

// The edges of stability of a quadratic are known: 2/λmax, 2(1+β)/λmax and 2(1+β)/(λmax(1+2β)),
// with λmax = 10 here. The measured end of each run agrees: on one side of its edge it diverges, on
// the other it does not.
func TestPredictKnowsTheEdge(t *testing.T) {
	rate := []float64{0.1, 0.19, 0.21, 0.28, 0.32, 0.37, 0.39}
	for _, c := range []struct {
		method gdkit.Method
		edge   float64
		words  string
	}{
		{nil, 0.2, "2/λmax"},
		{gdkit.Plain{}, 0.2, "2/λmax"},
		{&gdkit.Momentum{Beta: 0.9}, 0.38, "2(1+β)/λmax"},
		{&gdkit.Nesterov{Beta: 0.5}, 0.15, "2(1+β)/(λmax(1+2β))"},
		{struct{ *gdkit.Momentum }{&gdkit.Momentum{Beta: 0.9}}, 0.38, "the largest stable rate"}, // a person's own linear method
	} {
		d := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-9, 2}, Steps: 400, Method: c.method}
		html, _, alt := explore("Predict", d, []Knob{Rates(rate...)})
		p, _ := read(t, html)
		if len(p.Edges) != 1 || math.Abs(p.Edges[0].Rate-c.edge) > 1e-9 || p.Edges[0].Words != c.words {
			t.Errorf("%T: edges %v, want %s = %v", c.method, p.Edges, c.words, c.edge)
			continue
		}
		for i, r := range p.Runs {
			if bad := r[endOf] == diverged; r[edgeOf] != 0 || bad != (rate[i] > c.edge) {
				t.Errorf("%T: α = %v ended as %d, the edge is %v", c.method, rate[i], r[endOf], c.edge)
			}
		}
		if strings.Contains(alt, "verge") || strings.Contains(alt, "α") {
			t.Errorf("the text alternative gives the answer away: %q", alt)
		}
	}
	// No theory for Adam, nor for what embeds Momentum and steps otherwise: no edge is named.
	otherwise, _, _ := explore("Predict", gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 9, Method: quarter{&gdkit.Momentum{}}}, []Knob{Rates(0.1, 1)})
	if p, _ := read(t, otherwise); len(p.Edges) != 0 {
		t.Errorf("edges %v for a Step of its own", p.Edges)
	}
	html, _, _ := explore("Predict", gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 9, Method: gdkit.NewAdam()}, []Knob{Rates(0.1, 1)})
	if p, _ := read(t, html); len(p.Edges) != 0 || p.Runs[0][edgeOf] != -1 {
		t.Errorf("edges %v for Adam", p.Edges)
	}
}

// J = w² with α = 1.05 grows from the first step on. With λ = (1, 10) and α = 0.21,
// J(t) = ½(0.79²ᵗ·81 + 10·1.1²ᵗ·4) is above J(0) = 60.5 from t = 6 on.
func TestExploreSaysSinceWhenARunDiverges(t *testing.T) {
	for _, c := range []struct {
		d         gdkit.Descent
		rate      float64
		end, rise int
	}{
		{gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 30}, 1.05, diverged, 1},
		{gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 30}, 0.3, allSteps, 0},
		{gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 30, Stop: gdkit.GradBelow(1e-3)}, 0.3, converged, 0},
		{gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-9, 2}, Steps: 40}, 0.21, diverged, 6},
		{gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, 0.1}, Steps: 5000}, 0.4, unbounded, -1},
		{gdkit.Descent{Cost: gdkit.Scalar(math.Sqrt, func(w float64) float64 { return 0.5 / math.Sqrt(w) }), Start: []float64{1}, Steps: 50}, 0.7, notFinite, -1},
	} {
		html, _, _ := explore("Explore", c.d, []Knob{Rates(c.rate)})
		p, _ := read(t, html)
		if r := p.Runs[0]; r[endOf] != c.end || c.rise >= 0 && r[riseOf] != c.rise {
			t.Errorf("α = %v ended as %d at %d, want %d at %d", c.rate, r[endOf], r[riseOf], c.end, c.rise)
		}
	}
}

// flat is a cost that is the same everywhere; hole one that is nowhere finite but at its start.
var (
	flat = gdkit.CostFunc(func(grad, _ []float64) float64 { clear(grad); return 7 })
	hole = gdkit.CostFunc(func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] = 1
		}
		if w[0] == 1 {
			return 1
		}
		return math.NaN()
	})
)

func TestExploreDrawsWhatADescentCanProduce(t *testing.T) {
	negative := gdkit.Scalar(func(w float64) float64 { return w*w - 5 }, func(w float64) float64 { return 2 * w })
	for name, d := range map[string]gdkit.Descent{
		"constant, 1":    {Cost: flat, Start: []float64{1}, Steps: 3},
		"constant, 2":    {Cost: flat, Start: []float64{1, 1}, Steps: 3},
		"not finite, 1":  {Cost: hole, Start: []float64{1}, Steps: 3},
		"not finite, 2":  {Cost: hole, Start: []float64{1, 1}, Steps: 3},
		"at the minimum": {Cost: square, Start: []float64{0}, Steps: 3},
		"negative costs": {Cost: negative, Start: []float64{3}, Steps: 20},
		"uphill":         {Cost: gdkit.Quadratic(1, 10), Start: []float64{1, 1}, Steps: 20, Ascend: true},
		"far away":       {Cost: gdkit.Quadratic(1e-20, 1e-20), Start: []float64{1e9, 1e9}, Steps: 20},
		"tiny":           {Cost: square, Start: []float64{1e-150}, Steps: 20},
		"140000 steps":   {Cost: gdkit.Quadratic(1), Start: []float64{1}, Steps: 140_000},
	} {
		for _, what := range []string{"Explore", "Predict"} {
			html, _, _ := explore(what, d, []Knob{Rates(1e-3, 0.5, 2.5)})
			p, _ := read(t, html)
			for _, a := range []axis{p.X, p.Y, p.T, p.J} {
				if !(a.Lo < a.Hi) {
					t.Errorf("%s: an axis from %v to %v", name, a.Lo, a.Hi)
				}
			}
		}
	}
}

func TestExploreMisuseTeaches(t *testing.T) {
	d := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 0.1, Steps: 10}
	with := func(change func(*gdkit.Descent)) gdkit.Descent { e := d; change(&e); return e }
	many := make([]float64, 100)
	for i := range many {
		many[i] = float64(i + 1)
	}
	set := func(*gdkit.Descent, float64) {}
	for want, f := range map[string]func(){
		"no knob given":                          func() { Explore(d) },
		"Descent.Cost is nil":                    func() { Explore(with(func(d *gdkit.Descent) { d.Cost = nil }), Rates(1)) },
		"Descent.Steps is 0":                     func() { Explore(with(func(d *gdkit.Descent) { d.Steps = 0 }), Rates(1)) },
		"with α = −1: gdkit: Descent.Rate is -1": func() { Explore(d, Rates(-1)) },
		"this one has 3": func() {
			Explore(gdkit.Descent{Cost: gdkit.Quadratic(1, 2, 3), Start: []float64{1, 1, 1}, Steps: 9}, Rates(1))
		},
		`"learning rate α" has no values`:              func() { Explore(d, Rates()) },
		`value 1 of the knob "learning rate α" is NaN`: func() { Explore(d, Rates(0.1, math.NaN())) },
		`"momentum β" is +Inf`:                         func() { Explore(d, Betas(math.Inf(1))) },
		"β = 1.5: gdkit: Momentum.Beta is 1.5":         func() { Explore(d, Betas(1.5)) },
		"Descent.Batch is 8, but a cost":               func() { Explore(d, Batches(8)) },
		"Descent.Start has 2 numbers":                  func() { Explore(d, Starts([]float64{1, 2})) },
		"Knob.Name of knob 2 is empty":                 func() { Explore(d, Rates(1), Knob{}) },
		`Knob.Set of "k" is nil`:                       func() { Explore(d, Knob{Name: "k", Values: many}) },
		`"k" has 1 labels, want one for each of its 2`: func() { Explore(d, Knob{Name: "k", Values: many[:2], Labels: []string{"one"}, Set: set}) },
		"more than 1000 combinations":                  func() { Explore(d, Rates(many...), Knob{Name: "k", Values: many, Set: set}) },
		"no knob has learning rates":                   func() { Predict(d, Betas(0, 0.5)) },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, want) {
					t.Errorf("got %q, want …%s…", text, want)
				}
			}()
			f()
		}()
	}
}

func BenchmarkExplore(b *testing.B) {
	d, knobs := hundredAndEighty()
	b.ReportAllocs()
	for b.Loop() {
		explore("Explore", d, knobs)
	}
}
