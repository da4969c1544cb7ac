package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func deepNets() gdplot.Figure {
	d := datasets.Houses().Standardize()
	var nets []gdplot.LayerSizes
	for _, activation := range []gdkit.Activation{gdkit.SigmoidUnit, gdkit.Tanh, gdkit.ReLU} {
		net := &gdkit.Net{Data: d, Hidden: []int{8, 8, 8, 8, 8, 8, 8, 8, 8, 8}, Activation: activation, Loss: gdkit.HalfSquared}
		nets = append(nets, gdplot.LayerSizes{Label: fmt.Sprint(activation), Norms: net.LayerGradNorms(net.Xavier(1))})
	}
	return gdplot.Layers(nets...)
}

func ExampleLayers() {
	fmt.Println(gdplot.Describe(gdplot.Layers(
		gdplot.LayerSizes{Label: "sigmoid", Norms: []float64{1e-6, 1e-5, 1e-4, 1e-3}},
		gdplot.LayerSizes{Label: "ReLU", Norms: []float64{0.02, 0.02, 0.03, 0.02}},
	)))
	// Output:
	// The gradient on its way back, layer by layer. Across: layer, 1 next to the input from 0.6 to 4.4; up: ‖∂J/∂Wₗ‖ from 1e−6 to 0.1. sigmoid: ×0.1 a layer back: 1e−6 in layer 1, 0.001 in layer 4, smallest 1e−6, largest 0.001. ReLU: ×1 a layer back: 0.02 in layer 1, 0.02 in layer 4, smallest 0.02, largest 0.03.
}

func TestGoldenLayers(t *testing.T) { golden(t, "layers.png", deepNets()) }
