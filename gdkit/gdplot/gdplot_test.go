package gdplot

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/palette"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var bowl = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })

var bowl2 = gdkit.CostFunc(func(grad, w []float64) float64 {
	if grad != nil {
		grad[0], grad[1] = 2*w[0], 20*w[1]
	}
	return w[0]*w[0] + 10*w[1]*w[1]
})

// Two pixels for each point of the screen, and at most 256 colours.
func TestPictureSize(t *testing.T) {
	for _, c := range []struct {
		f    Figure
		w, h int
	}{{Curve(bowl, -1, 1), 1240, 800}, {Row(Curve(bowl, -1, 1), Curve(bowl, -2, 2)), 1920, 768}} {
		var b bytes.Buffer
		if err := WritePNG(&b, c.f); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X != c.w || s.Y != c.h {
			t.Errorf("picture is %v, want %d×%d", s, c.w, c.h)
		}
		if _, ok := img.(*image.Paletted); !ok {
			t.Errorf("picture is a %T, want a palette", img)
		}
	}
}

// The shared palette keeps areas exactly, and shades of soft edges to within one step of five bits.
func TestPalette(t *testing.T) {
	before := Pixels(Contour(bowl2, gdkit.Descent{Cost: bowl2, Start: []float64{3, 1}, Rate: 0.09, Steps: 20}.Run()), 2)
	after := palette.Share(before)[0]
	far := 0
	for y := before.Rect.Min.Y; y < before.Rect.Max.Y; y++ {
		for x := before.Rect.Min.X; x < before.Rect.Max.X; x++ {
			p, q := before.RGBAAt(x, y), color.RGBAModel.Convert(after.At(x, y)).(color.RGBA)
			d := max(diff(p.R, q.R), diff(p.G, q.G), diff(p.B, q.B))
			if p == (color.RGBA{255, 255, 255, 255}) && d != 0 {
				t.Fatalf("white became %v", q)
			}
			if d > 12 {
				far++
			}
		}
	}
	if n := before.Rect.Dx() * before.Rect.Dy(); far > n/1000 {
		t.Errorf("%d of %d pixels are off by more than 12 of 255", far, n)
	}
}

func diff(a, b uint8) int { return int(math.Abs(float64(a) - float64(b))) }

func TestNumbers(t *testing.T) {
	for want, v := range map[string]float64{
		"0": 0, "−0.5": -0.5, "12500": 12500, "0.00125": 0.00125, "2.5e6": 2.5e6, "1e−16": 1e-16,
		"123500": 123456, "−1e10": -1e10, "0.1": 0.1, "0.3": 0.1 + 0.2,
	} {
		if got := number(v); got != want {
			t.Errorf("number(%v) = %q, want %q", v, got, want)
		}
	}
}

// Round tick values, four to nine of them (three where an end just misses one), for any range.
func TestTicks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		lo := rnd.NormFloat64() * math.Pow(10, float64(rnd.IntN(12)-6))
		hi := lo + math.Pow(10, float64(rnd.IntN(12)-6))*(0.1+rnd.Float64())
		if hi-lo < 1e-12*math.Abs(lo) {
			continue
		}
		ts := ticks{}.Ticks(lo, hi)
		if len(ts) < 3 || len(ts) > 9 {
			t.Errorf("%d ticks from %v to %v", len(ts), lo, hi)
		}
		for _, tick := range ts {
			if slack := 1e-8 * (hi - lo); tick.Value < lo-slack || tick.Value > hi+slack {
				t.Errorf("tick %v outside %v to %v", tick.Value, lo, hi)
			}
		}
	}
}

// Whatever a descent can produce draws, and says what it left out.
func TestEveryTraceDraws(t *testing.T) {
	run := func(j gdkit.Cost, rate float64, steps int, start ...float64) *gdkit.Trace {
		return gdkit.Descent{Cost: j, Start: start, Rate: rate, Steps: steps}.Run()
	}
	constant := gdkit.CostFunc(func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] = 0
		}
		return 7
	})
	hill := gdkit.CostFunc(func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] = -2 * w[i]
		}
		s := 0.0
		for _, v := range w {
			s -= v * v
		}
		return s
	})
	root := gdkit.CostFunc(func(grad, w []float64) float64 { // NaN for w < 0
		s := 0.0
		for i, v := range w {
			if grad != nil {
				grad[i] = 1
			}
			s += math.Sqrt(v)
		}
		return s
	})
	for name, c := range map[string]struct {
		one, two gdkit.Cost
		rate     float64
		steps    int
	}{
		"one point": {bowl, bowl2, 0.01, 0},
		"overflow":  {bowl, bowl2, 50, 1000},
		"at rest":   {constant, constant, 0.1, 5},
		"unbounded": {hill, hill, 1, 5000},
		"NaN":       {root, root, 0.5, 9},
		"very long": {bowl, bowl2, 1e-4, 100000},
	} {
		t1, t2 := run(c.one, c.rate, c.steps, 1.2), run(c.two, c.rate, c.steps, 1.2, 0.7)
		for _, f := range []Figure{
			Walk(c.one, t1), Costs(t1, t2), Contour(c.two, t2), EqualAxes(Contour(c.two, t2, t2)), Row(Walk(c.one, t1, t1), Costs(t1)),
		} {
			var b bytes.Buffer
			if err := WritePNG(&b, f); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if text := Describe(f); strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || strings.Contains(text, "%!") || len(text) < 60 {
				t.Errorf("%s: text alternative %q", name, text)
			}
		}
	}
	if text := Describe(Walk(bowl, run(bowl, 50, 1000, 1))); !strings.Contains(text, "outside the picture") {
		t.Errorf("a diverging walk must say that it leaves the picture: %q", text)
	}
	if text := Describe(Contour(constant)); !strings.Contains(text, "the same, or not finite, everywhere") {
		t.Errorf("a flat cost must say so: %q", text)
	}
}

// The level lines run where the cost has that level: interpolation of the grid is right to a thousandth.
func TestLevels(t *testing.T) {
	g := sample(bowl2, -3, 3, -2, 2)
	top := bowl2.Eval(nil, []float64{3, 2})
	for r := range g.rows {
		for c := range g.cols {
			if want := bowl2.Eval(nil, []float64{g.X(c), g.Y(r)}); math.Abs(g.Z(c, r)-want) > 1e-12*top {
				t.Fatalf("cost at (%v, %v) is %v, want %v", g.X(c), g.Y(r), g.Z(c, r), want)
			}
		}
	}
}

// In a round bowl the rings inside the picture have equal widths: √J grows by the same amount from each to the next.
func TestLevelsMakeEqualRings(t *testing.T) {
	round := gdkit.CostFunc(func(_, w []float64) float64 { return w[0]*w[0] + w[1]*w[1] })
	cuts := sample(round, -1, 1, -1, 1).cuts(12)
	if len(cuts) != 12 {
		t.Fatalf("%d levels, want 12", len(cuts))
	}
	for i := 1; i < 9; i++ { // the rings beyond leave the square
		first, width := math.Sqrt(cuts[0]), math.Sqrt(cuts[i])-math.Sqrt(cuts[i-1])
		if math.Abs(width/first-1) > 0.1 {
			t.Errorf("ring %d is %.4f wide, the first %.4f", i, width, first)
		}
	}
}

// A learner may set any range on a logarithmic picture, and a cost may begin at exactly 0.
func TestLogAxisNeverHangs(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{3}, Rate: 0.4, Steps: 30}.Run()
	for _, low := range []float64{0, -1, 1e-3} {
		fig := Costs(run)
		fig.Y.Min = low
		Describe(fig)
	}
	below := gdkit.Scalar(func(w float64) float64 { return w*w - 1 }, func(w float64) float64 { return 2 * w })
	rising := gdkit.Descent{Cost: below, Start: []float64{1}, Rate: 1.2, Steps: 40}.Run()
	if text := Describe(Costs(rising)); !strings.Contains(text, "cost from 0 to") {
		t.Errorf("text alternative %q", text)
	}
}

// However far a run diverges, the picture keeps the minimum, and its lines keep their directions.
func TestDivergedRunKeepsThePicture(t *testing.T) {
	houses := &gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}
	for _, steps := range []int{20, 100, 300} {
		run := gdkit.Descent{Cost: houses, Start: []float64{300, 160}, Rate: 1, Steps: steps}.Run()
		p := Contour(houses, run)
		if p.X.Min > 100 || p.X.Max < 100 || p.Y.Min > 200 || p.Y.Max < 200 || p.X.Max-p.X.Min > 2000 {
			t.Errorf("%d steps: b from %v to %v, w from %v to %v; want a picture round (100, 200)", steps, p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
		}
	}
	c := draw.NewCanvas(nil, 100, 100)
	line := withinReach(c, []vg.Point{{X: 10, Y: 10}, {X: 50, Y: 50}, {X: 50 - 1e12, Y: 50 + 3e12}, {X: 1, Y: 1}})
	if len(line) != 3 {
		t.Fatalf("%d points, want the walk to end where it leaves", len(line))
	}
	if slope := float64((line[2].Y - 50) / (line[2].X - 50)); math.Abs(slope+3) > 1e-9 {
		t.Errorf("the last segment has the slope %v, want −3", slope)
	}
}

// A cost with many examples is sampled on a coarse grid; a quadratic loses nothing by it.
type many struct{ gdkit.CostFunc }

func (many) Len() int { return 1000 }

func TestCoarseGridIsExactForAQuadratic(t *testing.T) {
	calls := 0
	j := many{func(grad, w []float64) float64 {
		calls++
		return 1 + w[0] - 2*w[1] + 3*w[0]*w[0] + w[0]*w[1] + 5*w[1]*w[1]
	}}
	g := sample(j, -3, 3, -2, 2)
	if calls > 2000 {
		t.Errorf("%d evaluations, want a coarse grid", calls)
	}
	for r := range g.rows {
		for c := range g.cols {
			if want := j.CostFunc(nil, []float64{g.X(c), g.Y(r)}); math.Abs(g.Z(c, r)-want) > 1e-11 {
				t.Fatalf("cost at (%v, %v) is %v, want %v", g.X(c), g.Y(r), g.Z(c, r), want)
			}
		}
	}
}

var twoHouses = &gdkit.Dataset{X: mat.NewDense(2, 1, []float64{1, 2}), Y: []float64{300, 500}}

func TestMisuse(t *testing.T) {
	one := gdkit.Descent{Cost: bowl, Start: []float64{1}, Rate: 0.1, Steps: 3}.Run()
	for want, f := range map[string]func(){
		"want two finite numbers, the smaller first": func() { Curve(bowl, 3, -3) },
		"the cost is nil": func() { Curve(nil, 0, 1) },
		"draws a cost of 2 parameters, this one has 1":     func() { Contour(bowl) },
		"Walk draws a cost of 1 parameter, this one has 2": func() { Walk(&gdkit.Linear{Data: twoHouses, Loss: gdkit.Squared}, one) },
		"Row: no figures given":                            func() { Row() },
		"Row: figure 2 is nil":                             func() { Row(Curve(bowl, -1, 1), nil) },
		"EqualAxes: the plot is nil":                       func() { EqualAxes(nil) },
		"trace 2 is empty":                                 func() { Walk(bowl, one, nil) },
		"trace 1 (α=0.1) has 1 parameters, want 2":         func() { Contour(bowl2, one) },
	} {
		func() {
			defer func() {
				r := recover()
				if s, ok := r.(string); !ok || !strings.Contains(s, want) || !strings.HasPrefix(s, "gdplot: ") {
					t.Errorf("got %v, want a sentence with %q", r, want)
				}
			}()
			f()
		}()
	}
	if err := show([]Figure{nil}); err == nil || !strings.Contains(err.Error(), "figure 1 is nil") {
		t.Errorf("Show(nil): %v", err)
	}
}

// The legend goes where it hides the fewest points.
func TestLegendCorner(t *testing.T) {
	for want, points := range map[[2]bool][]plotter.XY{ // top, left
		{true, false}: {{X: 0, Y: 1}, {X: 0, Y: 0}, {X: 1, Y: 0}},
		{true, true}:  {{X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}},
		{false, true}: {{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}},
	} {
		p := newPlot()
		p.X.Max, p.Y.Max = 1, 1
		p.X.Min, p.Y.Min = 0, 0
		v := path{i: 0}
		p.Legend.Add("α=0.1", v)
		p.Add(plate{points})
		paint(p, 2)
		if got := [2]bool{p.Legend.Top, p.Legend.Left}; got != want {
			t.Errorf("points %v: legend at top %v, left %v; want %v", points, got[0], got[1], want)
		}
	}
}
