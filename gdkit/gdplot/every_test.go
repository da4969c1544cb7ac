package gdplot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/internal/testkit/kinds"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// A drawing is how the test below uses one function of the package.
type drawing struct {
	least, most int // parameters of the costs that it draws; beyond, it refuses with a sentence
	draw        func(t *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure
	// what it says elsewhere, if it draws nothing itself
	tell func(t *testing.T, c kinds.Case, tr []*gdkit.Trace) string
	// its words name each run
	labels bool
	// of a cost it draws the runs, so a few costs are enough
	runsOnly bool
	// it draws neither costs nor runs of its own, so one cost is enough
	once bool
}

const unlimited = math.MaxInt

// drawings has every exported function of the package.
var drawings = map[string]drawing{
	"Curve": {least: 1, most: 1, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		return []Figure{Curve(c.Cost, -3, 3)}
	}},
	"Tangent": {least: 1, most: 1, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		tangent := Tangent(c.Cost, c.Start[0])
		p := Curve(c.Cost, -3, 3)
		p.Add(tangent)
		return []Figure{p}
	}},
	"Walk": {least: 1, most: 1, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Walk(c.Cost, tr...), Walk(c.Cost)}
	}},
	"WalkFrames": {runsOnly: true, least: 1, most: 1, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		frame := WalkFrames(c.Cost, tr...)
		return []Figure{frame(0), frame(3), frame(1000)}
	}},
	"Contour": {least: 2, most: 2, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Contour(c.Cost, tr...)}
	}},
	"ContourFrames": {runsOnly: true, least: 2, most: 2, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		frame := ContourFrames(c.Cost, tr...)
		return []Figure{frame(0), frame(1000)}
	}},
	"Surface": {least: 2, most: 2, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Surface(c.Cost, tr...)}
	}},
	"Field": {least: 2, most: 2, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Field(c.Cost, tr...)}
	}},
	"NewRelief": {least: 2, most: 2, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		return []Figure{relief{NewRelief(c.Cost, -3, 3, -3, 3, 80, 60)}}
	}},
	"Axes": {least: 2, most: 2, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		axes := Axes(gdkit.Curvature(c.Cost, c.Start), c.Start)
		p := Contour(c.Cost)
		p.Add(axes)
		return []Figure{p}
	}},
	"EqualAxes": {runsOnly: true, least: 2, most: 2, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{EqualAxes(Contour(c.Cost, tr...))}
	}},
	"Noise": {least: 2, most: 2, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		if j, ok := c.Cost.(gdkit.Sampled); ok {
			return []Figure{Noise(j, c.Start, []int{1, 3}, 1)}
		}
		return nil // the compiler refuses it
	}},
	"RateCases": {least: 1, most: 2, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{RateCases(c.Cost, tr[:min(len(tr), 2)]...)}
	}},
	"Slice": {least: 2, most: unlimited, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		j := Slice(c.Cost, c.Start, 0, 1)
		if _, linear := c.Cost.(*gdkit.Linear); linear && c.Dim() == 4 {
			return []Figure{Contour(j), Surface(j), Field(j)}
		}
		return []Figure{Contour(j)}
	}},
	"Project": {runsOnly: true, least: 2, most: unlimited, labels: true, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		var seen []*gdkit.Trace
		for _, t := range tr {
			seen = append(seen, Project(t, 1, 0))
		}
		return []Figure{Contour(Slice(c.Cost, c.Start, 1, 0), seen...)}
	}},
	"StepTable": {least: 1, most: unlimited, tell: func(t *testing.T, c kinds.Case, tr []*gdkit.Trace) string {
		return testkit.Output(t, func() { StepTable(c.Cost, tr[0]) })
	}},
	"ErrorCurve": {least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		return []Figure{ErrorCurve(gdkit.GradErrors(c.Cost, c.Start))}
	}},
	"Eigen": {least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		s := gdkit.Curvature(c.Cost, c.Start)
		return []Figure{Eigen(s, s.Predict(nil, c.Rate), tr[0], make([]float64, c.Dim()))}
	}},
	"Costs": {least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Costs(tr...)}
	}},
	"CostsFrames": {runsOnly: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{CostsFrames(tr...)(2), CostsFrames(tr...)(1000)}
	}},
	"CostsBySeen": {runsOnly: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{CostsBySeen(tr...)}
	}},
	"CostsByEpoch": {runsOnly: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{CostsByEpoch(6, tr...)}
	}},
	"CostsInTwo": {runsOnly: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		if !slices.ContainsFunc(tr, func(t *gdkit.Trace) bool { return t.Steps() > 2 }) {
			return nil // it says that there are not enough steps
		}
		return []Figure{CostsInTwo(2, tr...)}
	}},
	"Spread": {runsOnly: true, least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Spread(gdkit.Place{Label: c.Name, Traces: tr})}
	}},
	"Sweep": {runsOnly: true, least: 1, most: unlimited, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		x, row := []float64{}, []float64{}
		for i, t := range tr {
			x, row = append(x, float64(i)), append(row, t.J[t.Len()-1])
		}
		return []Figure{Sweep(SweepGrid{X: x, Y: []float64{1}, XName: "run", YName: "β", Value: [][]float64{row}})}
	}},
	"SweepCosts": {runsOnly: true, least: 1, most: unlimited, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		x := []float64{}
		for i := range tr {
			x = append(x, float64(i))
		}
		return []Figure{Sweep(SweepCosts("run", x, "β", []float64{1}, [][]*gdkit.Trace{tr}))}
	}},
	"Layers": {least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		if net, ok := c.Cost.(*gdkit.Net); ok {
			return []Figure{Layers(LayerSizes{c.Name, net.LayerGradNorms(c.Start)})}
		}
		return nil // it has no layers
	}},
	"Training": {runsOnly: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		p := Data(kinds.Data(1))
		for _, t := range tr {
			p.Add(Training(predict, t))
		}
		return []Figure{p}
	}},
	"Fit": {runsOnly: true, least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		p := Data(kinds.Data(1))
		p.Add(Fit(predict, c.Start))
		return []Figure{p}
	}},
	"Boundary": {runsOnly: true, least: 1, most: unlimited, draw: func(_ *testing.T, c kinds.Case, _ []*gdkit.Trace) []Figure {
		return []Figure{Boundary(kinds.Data(2), func(x []float64) float64 { return gdkit.Sigmoid(predict(c.Start, x)) })}
	}},

	// What does not depend on a cost is drawn with each all the same.
	"Data": {once: true, least: 1, most: unlimited, draw: func(*testing.T, kinds.Case, []*gdkit.Trace) []Figure { return []Figure{Data(kinds.Data(2), "x2_m")} }},
	"Classes": {once: true, least: 1, most: unlimited, draw: func(*testing.T, kinds.Case, []*gdkit.Trace) []Figure {
		return []Figure{Classes(kinds.Data(3), "x3_m", "x1_m")}
	}},
	"Schedules": {once: true, least: 1, most: unlimited, draw: func(*testing.T, kinds.Case, []*gdkit.Trace) []Figure {
		return []Figure{Schedules(50, Plan{"cosine", gdkit.Cosine(50)}, Plan{"halve", gdkit.Halve(20)})}
	}},

	// What puts figures together, shows them and tells of them.
	"Row": {once: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Row(Costs(tr...), Costs(tr...))}
	}},
	"Grid": {once: true, least: 1, most: unlimited, labels: true, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{Grid(2, Costs(tr...), Costs(tr...), Costs(tr...))}
	}},
	"Describe": {once: true, least: 1, most: unlimited, labels: true, tell: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) string {
		return Describe(Costs(tr...))
	}},
	"Show": {once: true, least: 1, most: unlimited, labels: true, tell: func(t *testing.T, _ kinds.Case, tr []*gdkit.Trace) string {
		return testkit.Output(t, func() { Show(Costs(tr...)) })
	}},
	"HTML": {once: true, least: 1, most: unlimited, labels: true, tell: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) string {
		_, words, _ := strings.Cut(HTML(Costs(tr...)), `alt="`)
		words, _, _ = strings.Cut(words, `"`)
		return words
	}},
	"WritePNG": {once: true, least: 1, most: unlimited, draw: func(t *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		var b bytes.Buffer
		if err := WritePNG(&b, Costs(tr...)); err != nil {
			t.Error(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Error(err)
		}
		return []Figure{picture{img}}
	}},
	"Pixels": {once: true, least: 1, most: unlimited, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		return []Figure{picture{Pixels(Costs(tr...), 1)}}
	}},
	"DrawOn": {once: true, least: 1, most: unlimited, draw: func(_ *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		c := vgimg.New(300, 200)
		DrawOn(c, Costs(tr...))
		return []Figure{picture{c.Image()}}
	}},
	"Size": {once: true, least: 1, most: unlimited, draw: func(t *testing.T, _ kinds.Case, tr []*gdkit.Trace) []Figure {
		f := Costs(tr...)
		if w, h := Size(f); !(w > 0 && h > 0) {
			t.Errorf("the size of a figure is %v × %v", w, h)
		}
		return []Figure{f}
	}},
}

// predict is a model of any number of parameters and features.
func predict(w, x []float64) float64 {
	y := w[0]
	for k, v := range x {
		y += w[(k+1)%len(w)] * v
	}
	return y
}

// A picture is a figure that is painted already.
type picture struct{ image.Image }

func (p picture) Draw(c draw.Canvas) {
	c.DrawImage(c.Rectangle, p.Image)
	note(c, "A picture that has been painted, of %d × %d pixels, with words of its own elsewhere.", p.Bounds().Dx(), p.Bounds().Dy())
}

// relief draws what NewRelief returns.
type relief struct{ Relief }

func (r relief) Draw(c draw.Canvas) {
	lines := 0
	for _, l := range r.Lines {
		lines += len(l)
	}
	note(c, "%d levels from %v to %v with %d lines in all, and bands between them.", len(r.Levels), r.Levels[0], r.Levels[len(r.Levels)-1], lines)
	c.DrawImage(c.Rectangle, r.Bands)
}

// Every function of the package draws every loss, every cost and every kind of run, or refuses one
// with a sentence: none panics, none draws an empty picture, each says in words what it shows.
func TestEveryFunctionDrawsEveryKind(t *testing.T) {
	for _, name := range testkit.CheckFunctions(t, ".", drawings) {
		d := drawings[name]
		t.Run(name, func(t *testing.T) {
			if d.tell == nil { // what prints needs the standard output for itself
				t.Parallel()
			}
			drawn := 0
			for _, c := range slices.Concat(kinds.One(), kinds.Two(), kinds.Many()) {
				if d.runsOnly && !alone[c.Name] || d.once && c.Name != "TwoValleys" {
					continue
				}
				runs := kinds.Traces(c)
				if c.Dim() < d.least || c.Dim() > d.most {
					if fault := d.refusal(t, c, runs); fault != "" {
						t.Errorf("%s: %s", c.Name, fault)
					}
					continue
				}
				groups := [][]*gdkit.Trace{runs}
				if alone[c.Name] {
					for _, r := range runs {
						groups = append(groups, []*gdkit.Trace{r})
					}
				}
				for _, tr := range groups {
					if fault := d.fault(t, c, tr); fault != "" {
						t.Errorf("%s, %s: %s", c.Name, names(tr), fault)
					}
					drawn++
				}
			}
			if drawn == 0 {
				t.Error("nothing was drawn")
			}
		})
	}
}

// alone are the costs on which each run is drawn by itself too.
var alone = map[string]bool{"TwoValleys": true, "Linear absolute": true, "saddle": true, "Net with a hidden layer": true}

// refusal is what is wrong with how the function refuses a cost of another number of
// parameters: it says so in a sentence. Only a cost that does not know its size and can be
// evaluated all the same is drawn.
func (d drawing) refusal(t *testing.T, c kinds.Case, tr []*gdkit.Trace) string {
	drawn := false
	said := testkit.Panic(func() {
		figures := d.draw(t, c, tr)
		drawn = figures != nil
		for _, f := range figures {
			paint(f, smallScale)
		}
	})
	if _, sized := c.Cost.(gdkit.Sized); said == "" && (!drawn || !sized && c.Dim() < d.least) {
		return ""
	}
	if !strings.HasPrefix(said, "gdplot: ") {
		return fmt.Sprintf("it has %d parameters; got %q, want a sentence", c.Dim(), said)
	}
	return ""
}

func names(tr []*gdkit.Trace) string {
	var s []string
	for _, t := range tr {
		s = append(s, t.Label)
	}
	return strings.Join(s, ", ")
}

// fault is what is wrong with what the function draws and says, "" for nothing.
func (d drawing) fault(t *testing.T, c kinds.Case, tr []*gdkit.Trace) (fault string) {
	said := testkit.Panic(func() {
		var figures []Figure
		words := ""
		if d.tell != nil {
			words = d.tell(t, c, tr)
			fault = wordFault(words)
		} else {
			figures = d.draw(t, c, tr)
		}
		for i, f := range figures {
			said, ink := look(f)
			words += said
			if f := wordFault(said); f != "" {
				fault = f
			}
			for k, n := range ink {
				if n < enough {
					fault = fmt.Sprintf("figure %d, panel %d has %d pixels in it: it is empty", i+1, k+1, n)
				}
			}
		}
		for _, r := range tr {
			if (figures != nil || d.tell != nil) && d.labels && !strings.Contains(words, r.Label+": ") {
				fault = fmt.Sprintf("it does not tell of the run %q: %s", r.Label, words)
			}
		}
	})
	if said != "" {
		return "it panics: " + said
	}
	return fault
}

func wordFault(words string) string {
	for _, bad := range []string{"NaN", "%!", "Inf"} {
		if strings.Contains(words, bad) {
			return fmt.Sprintf("%s in its words: %s", bad, words)
		}
	}
	if len(words) < 60 {
		return fmt.Sprintf("it says only %q", words)
	}
	return ""
}

// look paints f, small, and returns its words and how many pixels of each of its panels are more
// than axes and legend, up to enough.
func look(f Figure) (words string, ink []int) {
	panels := plots(f)
	if _, ok := f.(*plot.Plot); ok || panels == nil {
		img, l := paint(f, smallScale)
		if panels == nil { // the background is what most pixels are
			return l.text(), []int{testkit.Ink(img, background(img), img.Rect, enough)}
		}
		return l.text(), []int{inkOf(panels[0], img)}
	}
	_, l := paint(f, smallScale/3)
	for _, p := range panels {
		img, _ := paint(p, smallScale)
		ink = append(ink, inkOf(p, img))
	}
	return l.text(), ink
}

const smallScale, enough = 0.6, 4

// plots are the plots that a figure is made of, nil if it is of another kind.
func plots(f Figure) (all []*plot.Plot) {
	switch f := f.(type) {
	case *plot.Plot:
		return []*plot.Plot{f}
	case equalAxes:
		return []*plot.Plot{f.p}
	case flat:
		return plots(f.Figure)
	case row:
		for _, g := range f {
			all = append(all, plots(g)...)
		}
	case tiles:
		for _, r := range f {
			all = append(all, plots(r)...)
		}
	}
	return all
}

// inkOf counts the pixels within the axes of p that an empty plot with the same axes
// and legend has not.
func inkOf(p *plot.Plot, img *image.RGBA) int {
	empty := newPlot()
	empty.Title, empty.X, empty.Y, empty.Legend = p.Title, p.X, p.Y, p.Legend
	bare, _ := paint(empty, smallScale)
	w, h := sizeOf(p)
	page := draw.NewCanvas(nil, vg.Length(w)*px, vg.Length(h)*px)
	d := p.DataCanvas(draw.Crop(page, 6*px, -12*px, 6*px, -6*px))
	dot := func(v vg.Length) int { return int(float64(v/px) * smallScale) }
	return testkit.Ink(img, bare, image.Rect(dot(d.Min.X), img.Rect.Max.Y-dot(d.Max.Y), dot(d.Max.X), img.Rect.Max.Y-dot(d.Min.Y)), enough)
}

// The test above tells an empty picture from one with a single dot, whatever its
// axes and its legend.
func TestInk(t *testing.T) {
	one := &gdkit.Trace{Label: "one", Dim: 1, T: []int{0}, J: []float64{5}, Params: []float64{1}, Seen: []int{0}}
	p := newPlot()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 2, 0, 10
	p.Legend.Add("one", path{t: one})
	p.Add(rules{}, legendCorner{})
	if words, ink := look(p); ink[0] != 0 || words == "" {
		t.Errorf("an empty picture has %d pixels in it and says %q", ink, words)
	}
	p.Add(path{one, 0, pathOnCurve(one)})
	if words, ink := look(p); ink[0] < enough || !strings.Contains(words, "one: 0 steps") {
		t.Errorf("a picture with a dot has %d pixels in it and says %q", ink, words)
	}
	if wordFault("a cost from NaN to 3 in a picture with a long text that says much of it") == "" || wordFault("short") == "" {
		t.Error("words without sense pass")
	}
}

// background is an image of the same size in the colour of most pixels.
func background(img *image.RGBA) *image.RGBA {
	count := map[color.RGBA]int{}
	most := img.RGBAAt(0, 0)
	for y := 0; y < img.Rect.Max.Y; y += 3 {
		for x := 0; x < img.Rect.Max.X; x += 3 {
			c := img.RGBAAt(x, y)
			if count[c]++; count[c] > count[most] {
				most = c
			}
		}
	}
	plain := image.NewRGBA(img.Rect)
	stddraw.Draw(plain, plain.Rect, image.NewUniform(most), image.Point{}, stddraw.Src)
	return plain
}
