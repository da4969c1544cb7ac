package gdplot

import (
	"math"
	"testing"
)

// The panels have the same axes, and these hold the arrow with its tail.
func TestCloudWindow(t *testing.T) {
	b := cloudWindow([]cloud{{full: [2]float64{5, -7}, dots: [][2]float64{{4, 1}, {math.NaN(), 2}, {math.Inf(1), 3}}}})
	if b.xmin >= 0 || b.xmax <= 5 || b.ymin >= -7 || b.ymax <= 1 || b.xmax > 6 {
		t.Errorf("window %v", b)
	}
	if b := cloudWindow([]cloud{{}}); !(b.xmin < b.xmax && b.ymin < b.ymax) {
		t.Errorf("window of nothing %v", b)
	}
}
