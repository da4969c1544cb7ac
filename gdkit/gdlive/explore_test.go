package gdlive

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"image/png"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
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

// shown is a run as the page has it.
type shown struct {
	t    []int
	j    []float64
	w    [][]float64 // of the near points in whole steps of the axes, of the others as they are
	near int
}

// read is the page's data, decoded by what the comments of page, points, sixDigits and unit say.
func read(t *testing.T, html string) (page, []shown) {
	t.Helper()
	m := regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindStringSubmatch(html)
	if m == nil {
		t.Fatal("no data on the page")
	}
	var p page
	if err := json.Unmarshal([]byte(m[1]), &p); err != nil {
		t.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(p.Data)
	if err != nil {
		t.Fatal(err)
	}
	six := func() float64 {
		code := int(binary.LittleEndian.Uint32(b))
		b = b[4:]
		if code == 0 {
			return 0
		}
		m, e := (code-1)/640, (code-1)%640-330
		sign := ""
		if m >= 900_000 {
			m, sign = m-900_000, "-"
		}
		v, err := strconv.ParseFloat(sign+strconv.Itoa(m+100_000)+"e"+strconv.Itoa(e), 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	var runs []shown
	for _, r := range p.Runs {
		s := shown{near: r[nearOf]}
		for i := range r[pointsOf] {
			s.t = append(s.t, min(i*r[everyOf], r[stepsOf]))
			s.j = append(s.j, six())
		}
		for i := range min(r[nearOf]+1, r[pointsOf]) {
			w := make([]float64, p.Dim)
			for d := range w {
				w[d] = float64(int16(binary.LittleEndian.Uint16(b))) + float64(p.Unit[d].Zero)
				b = b[2:]
			}
			if i < s.near {
				s.w = append(s.w, w)
			}
		}
		for range r[pointsOf] - r[nearOf] {
			w := make([]float64, p.Dim)
			for d := range w {
				w[d] = six()
			}
			s.w = append(s.w, w)
		}
		runs = append(runs, s)
	}
	if len(b) != 0 {
		t.Errorf("%d bytes are left over", len(b))
	}
	return p, runs
}

// printed is v with four significant digits.
func printed(v float64) string { return strconv.FormatFloat(v, 'e', 3, 64) }

func TestExploreHoldsTheTraces(t *testing.T) {
	bowl, from := gdkit.Quadratic(1, 10), [][]float64{{-9, 2}, {5, -3}}
	for name, c := range map[string]struct {
		d     gdkit.Descent
		knobs []Knob
		plan  func(i int) gdkit.Descent // of run i
	}{
		"one parameter": {gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 50},
			[]Knob{Rates(0.1, 0.9, 1.05, 3)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 50, Rate: []float64{0.1, 0.9, 1.05, 3}[i]}
			}},
		"to 1e300 and beyond": {gdkit.Descent{Cost: bowl, Start: from[0], Steps: 400},
			[]Knob{Rates(0.1, 5)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: bowl, Start: from[0], Steps: 400, Rate: []float64{0.1, 5}[i]}
			}},
		"batches, a point an epoch": {gdkit.Descent{Cost: houses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 21},
			[]Knob{Batches(0, 8, 32)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: houses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 21, Batch: []int{0, 8, 32}[i]}
			}},
		"rates, betas and starts": {gdkit.Descent{Cost: bowl, Steps: 40},
			[]Knob{Rates(0.25, 0.15), Betas(0, 0.9), Starts(from...)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: bowl, Steps: 40, Rate: []float64{0.15, 0.25}[i/4],
					Method: &gdkit.Momentum{Beta: []float64{0, 0.9}[i/2%2]}, Start: from[i%2]}
			}},
	} {
		html, _, _ := explore("Explore", c.d, c.knobs)
		p, runs := read(t, html)
		for i, got := range runs {
			want := c.plan(i).Run()
			if len(got.j) != want.Len() || !slices.Equal(got.t, want.T) {
				t.Fatalf("%s, run %d: points at %v, want %v", name, i, got.t, want.T)
			}
			for k, j := range want.J {
				if printed(got.j[k]) != printed(j) || math.Abs(got.j[k]-j) > 1e-5*math.Abs(j) {
					t.Errorf("%s, run %d, step %d: J = %v, want %v", name, i, k, got.j[k], j)
				}
				for d, w := range want.W(k) {
					if k >= got.near {
						if printed(got.w[k][d]) != printed(w) {
							t.Errorf("%s, run %d, step %d: w = %v, want %v", name, i, k, got.w[k], want.W(k))
						}
						continue
					}
					u, a := p.Unit[d], []axis{p.X, p.Y}[d]
					digits, _ := strconv.ParseFloat(strconv.FormatFloat(w, 'f', u.Digits, 64), 64)
					place := got.w[k][d] / math.Pow(10, float64(u.Digits))
					if math.Abs(place-digits) > 1e-9*math.Abs(digits) || math.Abs(place-w) > (a.Hi-a.Lo)/2000 {
						t.Errorf("%s, run %d, step %d: w = %v, want %v", name, i, k, place, w)
					}
				}
			}
		}
	}
}

// Six digits round to the four that strconv finds in the number itself.
func TestSixDigits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	values := []float64{0, 1, -1, 1.23449999, 1.2345, 9.9995, 9.99949999, 0.99995, 999999.5, 1e-308, 5e-324, math.MaxFloat64, -math.MaxFloat64}
	for range 20_000 {
		values = append(values, rnd.NormFloat64()*math.Pow(10, float64(rnd.IntN(600)-300)), float64(rnd.IntN(100_000))/1e4+rnd.Float64()*1e-6)
	}
	for _, v := range values {
		code := int(sixDigits(v))
		got := 0.0
		if code > 0 {
			m, sign := (code-1)/640, 1.0
			if m >= 900_000 {
				m, sign = m-900_000, -1
			}
			got, _ = strconv.ParseFloat(strconv.Itoa(m+100_000)+"e"+strconv.Itoa((code-1)%640-330), 64)
			got *= sign
		}
		if printed(got) != printed(v) || math.Abs(got-v) > 1e-5*math.Abs(v) && math.Abs(v) > 1e-300 {
			t.Errorf("%v became %v", v, got)
		}
	}
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

// The edges of stability of a quadratic are known: 2/λmax, 2(1+β)/λmax and 2(1+β)/(λmax(1+2β)), with λmax = 10 here. The measured end of each run
// agrees: on one side of its edge it diverges, on the other it does not.
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

// J = w² with α = 1.05 grows from the first step on. With λ = (1, 10) and α = 0.21, J(t) = ½(0.79²ᵗ·81 + 10·1.1²ᵗ·4) is above J(0) = 60.5 from t = 6 on.
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

// A trace that was thinned while it ran has even steps but for its last point and the one before.
func TestThinned(t *testing.T) {
	for _, c := range []struct {
		t      []int
		stride int
		kept   []int
		every  int
	}{
		{[]int{0}, 3, []int{0}, 3},
		{[]int{0, 1, 2, 3}, 1, []int{0, 1, 2, 3}, 1},
		{[]int{0, 1, 2, 3}, 2, []int{0, 2, 3}, 2},
		{[]int{0, 2, 4, 6, 7, 8}, 1, []int{0, 1, 2, 3, 5}, 2},
		{[]int{0, 2, 4, 6, 7, 8}, 2, []int{0, 2, 5}, 4},
		{[]int{0, 2, 4, 6, 8, 9, 10}, 2, []int{0, 2, 4, 6}, 4},
	} {
		if kept, every := thinned(c.t, c.stride); !slices.Equal(kept, c.kept) || every != c.every {
			t.Errorf("%v thinned by %d: points %v, every %d steps; want %v, %d", c.t, c.stride, kept, every, c.kept, c.every)
		}
	}
}
