package gdplot

import (
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

var bowl = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })

var bowl2 = gdkit.CostFunc(func(grad, w []float64) float64 {
	if grad != nil {
		grad[0], grad[1] = 2*w[0], 20*w[1]
	}
	return w[0]*w[0] + 10*w[1]*w[1]
})

var twoHouses = &gdkit.Dataset{X: mat.NewDense(2, 1, []float64{1, 2}), Y: []float64{300, 500}}
