package gdplot

import (
	"testing"
)

func TestNumbers(t *testing.T) {
	for want, v := range map[string]float64{
		"0": 0, "−0.5": -0.5, "12500": 12500, "0.00125": 0.00125, "2.5e6": 2.5e6, "1e−16": 1e-16,
		"123500": 123456, "−1e10": -1e10, "0.1": 0.1, "0.3": 0.1 + 0.2,
	} {
		if got := number(v); got != want {
			t.Errorf("number(%v) = %q, want %q", v, got, want)
		}
	}
}
