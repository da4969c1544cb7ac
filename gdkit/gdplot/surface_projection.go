package gdplot

import (
	"math"

	"gonum.org/v1/gonum/spatial/r3"
	"gonum.org/v1/plot/vg"
)

// projection is what an eye far away sees: a parallel projection, in which parallel edges stay
// parallel and equal lengths along an axis stay equal, so that values can be read off. The three
// directions are orthonormal.
//
//	right = (−sin a, cos a, 0)
//	up = (−cos a sin e, −sin a sin e, cos e)
//	toward = (cos a cos e, sin a cos e, sin e)
//
// with the azimuth a and the elevation e of the eye.
type projection struct {
	right, up, toward r3.Vec // toward the eye
	scale             vg.Length
	origin            vg.Point // where (0, 0, 0) is on the page
}

func newProjection(azimuth, elevation float64) projection {
	sa, ca := math.Sincos(math.Mod(azimuth, 360) * math.Pi / 180)
	se, ce := math.Sincos(elevation * math.Pi / 180)
	return projection{
		right:  r3.Vec{X: -sa, Y: ca},
		up:     r3.Vec{X: -ca * se, Y: -sa * se, Z: ce},
		toward: r3.Vec{X: ca * ce, Y: sa * ce, Z: se},
		scale:  1,
	}
}

// at is the place of p on the page.
func (v *projection) at(p r3.Vec) vg.Point {
	return vg.Point{
		X: v.origin.X + v.scale*vg.Length(r3.Dot(v.right, p)),
		Y: v.origin.Y + v.scale*vg.Length(r3.Dot(v.up, p)),
	}
}

// depth is how near p is to the eye: larger is nearer.
func (v *projection) depth(p r3.Vec) float64 { return r3.Dot(v.toward, p) }

// back is the point with this place on the page and this depth: the inverse of at and depth.
func (v *projection) back(q vg.Point, depth float64) r3.Vec {
	x, y := float64((q.X-v.origin.X)/v.scale), float64((q.Y-v.origin.Y)/v.scale)
	return r3.Add(r3.Add(r3.Scale(x, v.right), r3.Scale(y, v.up)), r3.Scale(depth, v.toward))
}

// nearSide is the side of an axis on which the eye stands, given how far it stands along that axis:
// 1 or −1, and 1 for neither.
func nearSide(toward float64) float64 {
	if toward < 0 {
		return -1
	}
	return 1
}
