package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"
)

// Noise draws what single batches say about the way down at one point w of a cost of two
// parameters: a dot for −∇J of each of up to 200 batches, and the arrow −∇J of all examples. There
// is one panel for each batch size, all in the same axes, so that the cloud can be seen to shrink.
// Each has its spread, the root of the mean squared distance from the arrow's head, and what theory
// expects of B out of m examples without replacement:
//
//	σ_B = (σ/√B)·√((m−B)/(m−1)),   σ the spread of single examples
//
// The batches are those of gdkit.Batches with that seed, so the same seed gives the same picture.
// For a cost with weights the theory holds roughly.
func Noise(j gdkit.Sampled, w []float64, sizes []int, seed uint64) Figure {
	wantDim("Noise", j, 2)
	if len(w) != 2 {
		panic(fmt.Sprintf("gdplot: Noise: the point has %d numbers, want 2: the gradients are drawn in a plane", len(w)))
	}
	if len(sizes) == 0 {
		panic("gdplot: Noise: no batch sizes given, want for example []int{1, 16, 64}")
	}
	m := j.Len()
	full := make([]float64, 2)
	j.Eval(full, w)
	single := 0.0 // σ²
	grad := make([]float64, 2)
	for i := range m {
		j.EvalRows(grad, w, []int{i})
		single += square2(grad, full) / float64(m)
	}
	xName, yName := paramNames(j)
	var clouds []cloud
	for _, size := range sizes {
		if size < 1 || size > m {
			panic(fmt.Sprintf("gdplot: Noise: a batch of %d, want 1 to %d, the number of examples", size, m))
		}
		v := cloud{size: size, full: [2]float64{-full[0], -full[1]}, law: math.Sqrt(single / float64(size) * rest(m, size))}
		v.evaluate(j, w, full, seed)
		clouds = append(clouds, v)
	}
	b := cloudWindow(clouds)
	var panels []Figure
	for _, v := range clouds {
		p := newPlot()
		p.Title.Text = fmt.Sprintf("batch of %d", v.size)
		p.X.Label.Text, p.Y.Label.Text = "−∂J/∂"+xName, "−∂J/∂"+yName
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = b.xmin, b.xmax, b.ymin, b.ymax
		p.Add(rules{}, v)
		panels = append(panels, p)
	}
	return Grid(min(3, len(panels)), panels...)
}

// rest is the correction for batches without replacement: 0 where the batch is all there is.
func rest(m, size int) float64 {
	if m == 1 {
		return 0
	}
	return float64(m-size) / float64(m-1)
}

func square2(a, b []float64) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	return dx*dx + dy*dy
}
