package gdplot

import (
	"math"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// The axes run through the point, in the directions of the eigenvectors.
func TestAxes(t *testing.T) {
	houses := &gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}
	s := gdkit.Curvature(houses, []float64{0, 0})
	p := newPlot()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 300, 100, 300
	var rec recorder.Canvas
	c := draw.NewCanvas(&rec, 600, 400)
	Axes(s, []float64{100, 200}).Plot(c, p)
	trX, trY := p.Transforms(&c)
	seen := 0
	for _, a := range rec.Actions {
		stroke, ok := a.(*recorder.Stroke)
		if !ok {
			continue
		}
		from, to := stroke.Path[0].Pos, stroke.Path[len(stroke.Path)-1].Pos
		// two points for one of both parameters
		dx, dy := s.Vectors.At(0, seen)*2, s.Vectors.At(1, seen)*2
		cross := func(at vg.Point) float64 {
			return float64(at.X-trX(100))*dy - float64(at.Y-trY(200))*dx
		}
		if math.Abs(cross(from)) > 1e-6 || math.Abs(cross(to)) > 1e-6 {
			t.Errorf("axis %d from %v to %v misses the point or the direction", seen, from, to)
		}
		seen++
	}
	if seen != 2 {
		t.Errorf("%d axes, want 2", seen)
	}
}
