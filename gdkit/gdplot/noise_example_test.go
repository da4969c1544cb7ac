package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func batchNoise() gdplot.Figure {
	// no hidden layer: b + w·x
	line := &gdkit.Net{Data: datasets.Diabetes("bmi").Standardize(), Loss: gdkit.HalfSquared}
	return gdplot.Noise(line, []float64{120, 20}, []int{1, 16, 32, 64, 128}, 1)
}

func ExampleNoise() {
	fmt.Println(gdplot.Describe(batchNoise()))
	// Output:
	// batch of 1. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 1: spread 99.5 round −∇J = (32.1, 25.2), theory 105; 71 of them point uphill. 2 of the dots lie outside the picture. batch of 16. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 16: spread 24.7 round −∇J = (32.1, 25.2), theory 25.7; 1 of them point uphill. batch of 32. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 32: spread 17.7 round −∇J = (32.1, 25.2), theory 17.9; 0 of them point uphill. batch of 64. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 64: spread 11.7 round −∇J = (32.1, 25.2), theory 12.1; 0 of them point uphill. batch of 128. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 128: spread 7.8 round −∇J = (32.1, 25.2), theory 7.81; 0 of them point uphill.
}

func TestGoldenNoise(t *testing.T) { golden(t, "noise.png", batchNoise()) }
