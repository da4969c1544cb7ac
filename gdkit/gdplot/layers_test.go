package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit/internal/testkit"
)

func TestLayers(t *testing.T) {
	text := Describe(Layers(
		LayerSizes{"sigmoid", []float64{math.Pow(0.25, 9), math.Pow(0.25, 6), math.Pow(0.25, 3), 1}},
		LayerSizes{"dead", []float64{0, 0.1, 0.2, 0.3, 0.4}},
		LayerSizes{"broken", []float64{math.NaN(), math.Inf(1), 2}},
		LayerSizes{"one", []float64{3}},
	))
	for _, want := range []string{
		"sigmoid: ×0.016 a layer back", // 0.25³
		"dead: 0 in layer 1, 0.4 in layer 5", "1 of its layers have exactly 0",
		"broken: ", "2 of its layers are not finite", "one: 3 in layer 1", "from 0.6 to 5.4",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q misses %q", text, want)
		}
	}
	for _, n := range []LayerSizes{{"zeros", []float64{0, 0}}, {"nothing", []float64{math.NaN()}}, {"ends", []float64{5e-324, 1e308}}, {"negative", []float64{-1, -2}}} {
		if text := Describe(Layers(n)); strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
			t.Errorf("%q", text)
		}
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"no nets given":              func() { Layers() },
		"net 2 (tanh) has no layers": func() { Layers(LayerSizes{"a", []float64{1}}, LayerSizes{"tanh", nil}) },
	})
}
