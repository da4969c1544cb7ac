package gdplot_test

import (
	"math"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/testkit"
)

// Every point of a level line has the cost of its level, and so have the points between: to 1 %, of
// a line that stays in a smooth valley.
func TestReliefLinesLieOnTheirLevels(t *testing.T) {
	for name, c := range map[string]struct {
		j     gdkit.Cost
		r     [4]float64
		loops bool // whether the innermost levels are one closed line each
	}{
		"bowl":       {gdkit.Quadratic(1, 10), [4]float64{-10, 10, -5, 5}, true},
		"himmelblau": {gdkit.Himmelblau(), [4]float64{-5, 5, -5, 5}, false},
		"saddle":     {gdkit.Saddle(), [4]float64{-2, 2, -2, 2}, false},
	} {
		r := gdplot.NewRelief(c.j, c.r[0], c.r[1], c.r[2], c.r[3], 200, 150)
		if len(r.Levels) != 12 || len(r.Lines) != 12 || r.Bands.Rect.Dx() != 200 || r.Bands.Rect.Dy() != 150 {
			t.Fatalf("%s: %d levels, %d sets of lines, bands %v", name, len(r.Levels), len(r.Lines), r.Bands.Rect)
		}
		span := r.Levels[11] - r.Levels[0]
		for i, level := range r.Levels {
			if len(r.Lines[i]) == 0 {
				t.Errorf("%s: no line at J = %v", name, level)
			}
			if c.loops && i < 6 && (len(r.Lines[i]) != 1 || r.Lines[i][0][0] != r.Lines[i][0][len(r.Lines[i][0])-1]) {
				t.Errorf("%s: the line at J = %v is in %d pieces, want one that is closed", name, level, len(r.Lines[i]))
			}
			for _, line := range r.Lines[i] {
				for k, q := range line[1:] {
					for _, f := range []float64{0, 0.5} {
						w := []float64{q.X + f*(line[k].X-q.X), q.Y + f*(line[k].Y-q.Y)}
						if got := c.j.Eval(nil, w); math.Abs(got-level) > 0.01*span {
							t.Errorf("%s: at %.4g the cost is %v, on the line for %v", name, w, got, level)
						}
					}
				}
			}
		}
	}
}

func TestReliefOfACostWithoutSlopes(t *testing.T) {
	flat := gdkit.CostFunc(func(grad, _ []float64) float64 { clear(grad); return 1 })
	if r := gdplot.NewRelief(flat, -1, 1, -1, 1, 10, 10); len(r.Levels) != 0 || len(r.Lines) != 0 || r.Bands != nil {
		t.Errorf("%+v", r)
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"got the ranges 1 to -1":          func() { gdplot.NewRelief(flat, 1, -1, -1, 1, 10, 10) },
		"draws a cost of 2 parameters":    func() { gdplot.NewRelief(gdkit.Quadratic(1), -1, 1, -1, 1, 10, 10) },
		"with 0 × 10 pixels, want finite": func() { gdplot.NewRelief(flat, -1, 1, -1, 1, 0, 10) },
	})
}
