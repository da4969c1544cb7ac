package gdplot

import (
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// Words keep to the page and apart from each other, whatever the angle.
func TestSurfaceWords(t *testing.T) {
	f := Surface(gdkit.Quadratic(1, 1000))
	f.X.Max, f.Y.Label.Text = 54321, "w(size_ksqft)"
	g := sample(f.j, f.X.Min, f.X.Max, f.Y.Min, f.Y.Max)
	z := f.heights(g)
	m := f.mesh(g, z)
	page := draw.NewCanvas(&recorder.Canvas{}, 450, 350)
	for az := -180.0; az <= 180; az += 15 {
		for _, el := range []float64{5, 30, 60, 85} {
			v := newProjection(az, el)
			a := f.axes(&v, z, m)
			a.fill(page, &v, 0)
			words := a.draw(page, &v)
			for i, r := range words {
				if r.Min.X < page.Min.X-3 || r.Max.X > page.Max.X+3 || r.Min.Y < page.Min.Y-3 || r.Max.Y > page.Max.Y+3 {
					t.Errorf("azimuth %v, elevation %v: words at %v, page %v", az, el, r, page.Rectangle)
				}
				if i >= 3 && touches(r, words[:i]) {
					t.Errorf("azimuth %v, elevation %v: words %d touch others", az, el, i)
				}
			}
			for _, p := range a.corner {
				if q := v.at(p); !page.Contains(q) {
					t.Errorf("azimuth %v, elevation %v: the box leaves the page at %v", az, el, q)
				}
			}
		}
	}
}
