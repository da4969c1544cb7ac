package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/plot"
)

// ContourFrames is Contour with the paths as far as they have come at a step: what gdlive.Animate
// shows one after the other. Ranges, levels and legend are those of the whole, so that the pictures
// of several steps fit together, and the landscape is computed once.
func ContourFrames(j gdkit.Cost, tr ...*gdkit.Trace) func(step int) *plot.Plot {
	land := &levels{j: j}
	return func(step int) *plot.Plot { return contour("ContourFrames", max(step, 0), land, tr) }
}

// WalkFrames is Walk with the steps before the given one, in the axes of the whole.
func WalkFrames(j gdkit.Cost, tr ...*gdkit.Trace) func(step int) *plot.Plot {
	return func(step int) *plot.Plot { return walk("WalkFrames", max(step, 0), j, tr) }
}

// CostsFrames is Costs up to the given step, in the axes of the whole.
func CostsFrames(tr ...*gdkit.Trace) func(step int) *plot.Plot {
	return func(step int) *plot.Plot {
		return costs("CostsFrames", "step t", max(step, 0), func(t *gdkit.Trace, i int) float64 { return float64(t.T[i]) }, tr)
	}
}
