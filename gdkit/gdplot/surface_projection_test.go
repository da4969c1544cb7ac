package gdplot

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
)

// views are eyes all round, some exactly along an axis, low, middle and high.
func views() []projection {
	var vs []projection
	for _, az := range []float64{0, 90, 180, 270, -360, -60, 17, 133, 215, 301, 45} {
		for _, el := range []float64{5, 35, 85} {
			vs = append(vs, newProjection(az, el))
		}
	}
	return vs
}

// What is projected and taken back is the same point, and lengths along the three
// directions are kept.
func TestProjectionRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, v := range views() {
		for _, d := range [][2]r3.Vec{{v.right, v.up}, {v.up, v.toward}, {v.toward, v.right}} {
			if math.Abs(r3.Dot(d[0], d[1])) > 1e-15 || math.Abs(r3.Norm(d[0])-1) > 1e-15 {
				t.Errorf("%v and %v are not orthonormal", d[0], d[1])
			}
		}
		v.scale, v.origin = 321, vg.Point{X: 12, Y: -7}
		for range 20 {
			p := r3.Vec{X: rnd.NormFloat64(), Y: rnd.NormFloat64(), Z: rnd.NormFloat64()}
			if q := v.back(v.at(p), v.depth(p)); r3.Norm(r3.Sub(p, q)) > 1e-12 {
				t.Errorf("%v became %v", p, q)
			}
		}
	}
	// From the azimuth −90 the first parameter grows to the right, the second away from
	// the eye, and up is up.
	v := newProjection(-90, 30)
	if x, y, z := v.at(r3.Vec{X: 1}), v.depth(r3.Vec{Y: 1}), v.at(r3.Vec{Z: 1}); x.X < 0.999 || y > -0.8 || z.Y < 0.8 {
		t.Errorf("right %v, away %v, up %v", x, y, z)
	}
}
