package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/spatial/r3"
)

// The pieces of a walk lie on the surface and join its points, straight from above.
func TestWalkLiesOnSurface(t *testing.T) {
	j := gdkit.Quadratic(1, 8)
	run := gdkit.Descent{Cost: j, Start: []float64{3, 1.4}, Rate: 0.22, Steps: 6}.Run()
	f := Surface(j, run)
	g := sample(j, f.X.Min, f.X.Max, f.Y.Min, f.Y.Max)
	z := f.heights(g)
	m := f.mesh(g, z)
	v := newProjection(f.Azimuth, f.Elevation)
	v.scale = 400
	d := f.walkOn(run, 0, m, &v)
	length := 0.0 // on the floor
	for _, p := range d.pieces {
		for i, q := range p.line {
			if math.Abs(q.Z-m.height(q.X, q.Y)) > 1e-12 {
				t.Errorf("%v is not on the surface, which is at %v", q, m.height(q.X, q.Y))
			}
			if i > 0 {
				length += math.Hypot(q.X-p.line[i-1].X, q.Y-p.line[i-1].Y)
			}
		}
	}
	want := 0.0
	for k := 1; k < run.Len(); k++ {
		a, b := f.onFloor(run.W(k - 1)[0], run.W(k - 1)[1]), f.onFloor(run.W(k)[0], run.W(k)[1])
		want += r3.Norm(r3.Sub(a, b))
	}
	if math.Abs(length-want) > 1e-9 {
		t.Errorf("the walk is %v long from above, want %v", length, want)
	}
	// The height of a dot is the cost of its point, as exact as the cells are fine.
	for i, dot := range d.dots {
		if cost := z.lo + (dot.at.Z-f.base())/boxHeight*(z.hi-z.lo); math.Abs(cost-run.J[i]) > 0.01*(z.hi-z.lo) {
			t.Errorf("dot %d is at the cost %v, want %v", i, cost, run.J[i])
		}
	}
	if d.start == nil || d.end == nil || d.outside != 0 {
		t.Errorf("start %v, end %v, %d points outside", d.start, d.end, d.outside)
	}
}

// A very long zigzag is drawn without its middle and says so.
func TestLongWalkOnSurface(t *testing.T) {
	tr := &gdkit.Trace{Label: "zigzag", Dim: 2}
	for i := range 5000 {
		x := float64(i%2)*1.8 - 0.9
		tr.Params = append(tr.Params, x, float64(i)/5000-0.5)
		tr.T, tr.J, tr.Rate = append(tr.T, i), append(tr.J, x*x), append(tr.Rate, 1)
		tr.GradNorm, tr.GradMax, tr.Seen = append(tr.GradNorm, 1), append(tr.GradMax, 1), append(tr.Seen, 0)
	}
	f := Surface(bowl2, tr)
	if text := Describe(f); !strings.Contains(text, "3800 pieces of its middle are not drawn") {
		t.Errorf("%q", text)
	}
}
