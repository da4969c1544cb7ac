package gdplot_test

import (
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func TestGoldenTeaching(t *testing.T) {
	s := gdkit.Curvature(gdkit.Quadratic(0.01, 0.1, 1), []float64{0, 0, 0})
	rate, beta := s.BestMomentum()
	for name, f := range map[string]gdplot.Figure{
		"ratecases.png":  fourRates(),
		"sweep.png":      ratesAgainstMomentum(),
		"errorcurve.png": gradientErrors(),
		"eigen.png":      gdplot.Row(threeDirections(nil, s.BestRate()), threeDirections(&gdkit.Momentum{Beta: beta}, rate)),
		"axes.png":       eigenAxes(),
		"noise.png":      batchNoise(),
		"layers.png":     deepNets(),
		"schedules.png":  fiveSchedules(),
		"spread.png":     raceBands(),
	} {
		golden(t, name, f)
	}
}
