package gdplot

import (
	"math"
	"testing"
)

// In grey the map still falls evenly: from step to step the lightness L* of CIE 1976 goes down by
// the same amount, give or take a half.
func TestHeatColorFallsEvenly(t *testing.T) {
	lightness := func(f float64) float64 { return 116*math.Cbrt(luminance(heatColor(f))) - 16 }
	const n = 10
	mean := (lightness(0) - lightness(1)) / n
	if mean < 7 {
		t.Errorf("lightness from %.0f to %.0f: not much to see", lightness(0), lightness(1))
	}
	for i := range n {
		if d := lightness(float64(i)/n) - lightness(float64(i+1)/n); d < mean/2 || d > 1.5*mean {
			t.Errorf("from %v to %v lightness falls by %.1f, on the average by %.1f", float64(i)/n, float64(i+1)/n, d, mean)
		}
	}
}

// Numbers can be read on every cell: contrast 4.5:1 (WCAG 2.2, 1.4.3).
func TestReadable(t *testing.T) {
	for i := range 101 {
		on := heatColor(float64(i) / 100)
		a, b := luminance(on), luminance(readable(on))
		if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
			t.Errorf("on %v the contrast is %.2f", on, ratio)
		}
	}
}
