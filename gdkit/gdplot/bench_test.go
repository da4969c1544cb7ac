package gdplot

import (
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

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
