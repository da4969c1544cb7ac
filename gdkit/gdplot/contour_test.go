package gdplot

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

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

// Drawing, without the PNG.
func BenchmarkContourOfThreePaths(b *testing.B) {
	ames := datasets.Ames("area_sqft", "overall_condition")
	costs := map[string]gdkit.Cost{
		"Himmelblau": gdkit.Himmelblau(),
		"Ames":       &gdkit.Linear{Data: ames.Standardize(), Loss: gdkit.HalfSquared, NoBias: true},
	}
	for name, j := range costs {
		var runs []*gdkit.Trace
		for i, rate := range []float64{0.002, 0.005, 0.01} {
			runs = append(runs, gdkit.Descent{Cost: j, Start: []float64{float64(i), -1}, Rate: rate, Steps: 50}.Run())
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				paint(Contour(j, runs...), 2)
			}
		})
	}
}
