package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func raceBands() gdplot.Figure {
	// linear: no hidden layer
	j := &gdkit.Net{Data: datasets.Diabetes().Standardize(), Loss: gdkit.HalfSquared}
	start := make([]float64, j.Dim())
	racer := func(label string, batch int, method func() gdkit.Method) gdkit.Place {
		p := gdkit.Place{Label: label}
		for seed := range uint64(9) {
			p.Traces = append(p.Traces, gdkit.Descent{
				Cost: j, Start: start, Rate: 0.1, Steps: 8 * j.Len() / batch, Method: method(), Batch: batch, Seed: seed, Every: max(1, j.Len()/batch/8),
			}.Run())
		}
		return p
	}
	plain := func() gdkit.Method { return nil }
	fig := gdplot.Spread(racer("batch 4", 4, plain), racer("batch 16", 16, plain), racer("batch 64", 64, plain))
	fig.Y.Min, fig.Y.Max = 1400, 2000 // the end, where they differ
	return fig
}

func ExampleSpread() {
	fmt.Println(gdplot.Describe(raceBands()))
	// Output:
	// Median, and the middle half of the runs. Across: examples seen from 0 to 3520; up: cost J from 1400 to 2000. batch 4, 9 runs: median cost from 14500 to 1570 after 3522 examples, quartiles 1530 to 1710. batch 16, 9 runs: median cost from 14500 to 1460 after 3494 examples, quartiles 1450 to 1460. batch 64, 9 runs: median cost from 14500 to 1440 after 3478 examples, quartiles 1440 to 1440.
}

func TestGoldenSpread(t *testing.T) { golden(t, "spread.png", raceBands()) }
