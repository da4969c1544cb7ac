package gdplot

import (
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// A marker of each class looks different without colours too.
func TestClassMarkers(t *testing.T) {
	shapes := map[string]bool{}
	for class := range 2 {
		var rec recorder.Canvas
		drawClass(draw.NewCanvas(&rec, 50, 50), class, vg.Point{X: 25, Y: 25})
		kind := ""
		for _, a := range rec.Actions {
			switch a.(type) {
			case *recorder.Fill:
				kind += "fill "
			case *recorder.Stroke:
				kind += "stroke "
			}
		}
		shapes[kind] = true
	}
	if len(shapes) != 2 {
		t.Errorf("the markers are drawn alike: %v", shapes)
	}
}
