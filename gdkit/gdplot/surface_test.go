package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// The picture has the ranges of Contour; the height starts at the lowest cost and keeps the starts.
func TestSurfaceRanges(t *testing.T) {
	rosenbrock := gdkit.Rosenbrock()
	run := gdkit.Descent{Cost: rosenbrock, Start: []float64{-1.2, 1}, Rate: 0.002, Steps: 500}.Run()
	for name, c := range map[string]struct {
		f   *SurfacePlot
		cut bool
	}{
		"a steep corner is cut": {Surface(rosenbrock, run), true},
		"a saddle is whole":     {Surface(gdkit.Saddle()), false},
		"waves are whole":       {Surface(gdkit.Rastrigin(2)), false},
	} {
		p := Contour(c.f.j, c.f.traces...)
		if c.f.X.Min != p.X.Min || c.f.X.Max != p.X.Max || c.f.Y.Min != p.Y.Min || c.f.Y.Max != p.Y.Max {
			t.Errorf("%s: other ranges than Contour", name)
		}
		g := sample(c.f.j, p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
		z := c.f.heights(g)
		if z.lo != g.low || (z.hi < z.highs) != c.cut || (z.cut > 0) != c.cut || z.cut > 0.21 {
			t.Errorf("%s: height from %v to %v of %v to %v, %v cut off", name, z.lo, z.hi, g.low, z.highs, z.cut)
		}
		for _, tr := range c.f.traces {
			if tr.J[0] > z.hi {
				t.Errorf("%s: the start at %v is above %v", name, tr.J[0], z.hi)
			}
		}
		if text := Describe(c.f); strings.Contains(text, "cut off") != c.cut {
			t.Errorf("%s: %q", name, text)
		}
	}
	himmelblau := gdkit.Himmelblau()
	f := Surface(himmelblau, gdkit.Descent{Cost: himmelblau, Start: []float64{-4.5, 4.5}, Rate: 1e-3, Steps: 9}.Run())
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = -5, 5, -5, 5
	// J = 265.1 at the start; 204 at four fifths of the ground
	if z := f.heights(sample(himmelblau, -5, 5, -5, 5)); z.hi < 265 || z.hi > 272 {
		t.Errorf("the height ends at %v, want a little above the start, 265.1", z.hi)
	}
	f = Surface(rosenbrock, run)
	f.Z.Min, f.Z.Max = 10, 100
	if text := Describe(f); !strings.Contains(text, "J from 10 to 100") {
		t.Errorf("with a range of its own: %q", text)
	}
	f = Surface(rosenbrock, run)
	f.Log = true
	z := f.heights(sample(rosenbrock, f.X.Min, f.X.Max, f.Y.Min, f.Y.Max))
	if got := z.of(math.Sqrt(z.lo * z.hi)); math.Abs(got-0.5) > 1e-12 || z.of(0) != 0 || z.of(-1) != 0 || z.cut != 0 {
		t.Errorf("a logarithmic height puts the geometric middle at %v, want ½; 0 at %v", got, z.of(0))
	}
}

// Whatever a descent can produce draws, and says what it left out.
func TestEverySurfaceDraws(t *testing.T) {
	run := func(j gdkit.Cost, rate float64, steps int) *gdkit.Trace {
		return gdkit.Descent{Cost: j, Start: []float64{1.2, 0.7}, Rate: rate, Steps: steps}.Run()
	}
	plane := func(f func(x, y float64) float64) gdkit.Cost {
		return gdkit.CostFunc(func(grad, w []float64) float64 {
			if grad != nil {
				const h = 1e-6
				grad[0] = (f(w[0]+h, w[1]) - f(w[0]-h, w[1])) / (2 * h)
				grad[1] = (f(w[0], w[1]+h) - f(w[0], w[1]-h)) / (2 * h)
			}
			return f(w[0], w[1])
		})
	}
	for name, c := range map[string]struct {
		j     gdkit.Cost
		rate  float64
		steps int
		want  string
	}{
		"one point": {bowl2, 0.01, 0, "0 steps"},
		"overflow":  {bowl2, 50, 1000, "points lie outside the picture"},
		"very long": {bowl2, 1e-5, 200000, "200000 steps"},
		"at rest":   {plane(func(x, y float64) float64 { return 7 }), 0.1, 5, "the same everywhere in this picture, 7."},
		"NaN":       {plane(func(x, y float64) float64 { return math.Sqrt(x) + math.Sqrt(y) }), 0.2, 9, "Lowest cost"},
		"infinite":  {plane(func(x, y float64) float64 { return 1 / (math.Abs(x) + math.Abs(y)) }), 0.1, 9, "Lowest cost"},
		"negative":  {plane(func(x, y float64) float64 { return -x*x - y*y }), 0.1, 20, "J from −"},
		"unbounded": {gdkit.Quadratic(-2, -2), 1, 5000, "−3.56e307, unbounded."},
		"tiny":      {plane(func(x, y float64) float64 { return 1e-300 * (x*x + y*y) }), 0.1, 3, "e−300"},
		"huge":      {plane(func(x, y float64) float64 { return 1e300 * (x*x + y*y) }), 1e-302, 3, "e300"},
	} {
		tr := run(c.j, c.rate, c.steps)
		for _, log := range []bool{false, true} {
			f := Surface(c.j, tr)
			f.Log, f.Floor = log, !log
			text := Describe(f)
			for _, bad := range []string{"NaN", "Inf", "%!", "undefined"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: %q in %q", name, bad, text)
				}
			}
			if !log && !strings.Contains(text, c.want) {
				t.Errorf("%s: %q, want %q in it", name, text, c.want)
			}
		}
	}
	nowhere := Surface(plane(func(x, y float64) float64 { return math.NaN() }))
	if text := Describe(nowhere); !strings.Contains(text, "nowhere finite") {
		t.Errorf("no finite cost: %q", text)
	}
	below := Surface(plane(func(x, y float64) float64 { return -1 - x*x }))
	below.Log = true
	if text := Describe(below); !strings.Contains(text, "nowhere positive") {
		t.Errorf("no positive cost: %q", text)
	}
}

func TestSurfaceMisuse(t *testing.T) {
	run := gdkit.Descent{Cost: bowl2, Start: []float64{1, 1}, Rate: 0.01, Steps: 3}.Run()
	drawn := func(set func(f *SurfacePlot)) func() {
		return func() {
			f := Surface(bowl2, run)
			set(f)
			Describe(f)
		}
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"the cost is nil": func() { Surface(nil) },
		"draws a cost of 2 parameters, this one has 1":                func() { Surface(bowl) },
		"this one has 3; gdplot.Slice shows two of them":              func() { Surface(gdkit.Quadratic(1, 2, 3)) },
		"fails at so many numbers (runtime error: index out of range": func() { Surface(gdkit.CostFunc(func(_, w []float64) float64 { return w[2] })) },
		"Surface: trace 1 is empty":                                   func() { Surface(bowl2, nil) },
		"Elevation is 0, want 5 to 85 degrees":                        drawn(func(f *SurfacePlot) { f.Elevation = 0 }),
		"Elevation is -20, want":                                      drawn(func(f *SurfacePlot) { f.Elevation = -20 }),
		"Elevation is NaN, want":                                      drawn(func(f *SurfacePlot) { f.Elevation = math.NaN() }),
		"Azimuth is +Inf, want a finite number":                       drawn(func(f *SurfacePlot) { f.Azimuth = math.Inf(1) }),
		"SurfacePlot.X runs from 3 to 3, want two finite numbers":     drawn(func(f *SurfacePlot) { f.X.Min, f.X.Max = 3, 3 }),
		"SurfacePlot.Z runs from 2 to 1, want two finite numbers":     drawn(func(f *SurfacePlot) { f.Z.Min, f.Z.Max = 2, 1 }),
	})
}

func BenchmarkSurface(b *testing.B) {
	j := gdkit.Quadratic(1, 8)
	run := gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 30}.Run()
	f := Surface(j, run)
	b.Run("draw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			paint(f, 2)
		}
	})
	b.Run("png", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := render(f); err != nil {
				b.Fatal(err)
			}
		}
	})
}
