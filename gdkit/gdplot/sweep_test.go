package gdplot

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// A cell has the colour of its value; a diverged one has none; the lowest is named.
func TestSweepCells(t *testing.T) {
	g := SweepGrid{XName: "α", YName: "β", X: []float64{0.1, 0.2, 0.4, 0.8}, Y: []float64{0, 0.9},
		Value: [][]float64{{1e-4, 1e-2, 1, math.Inf(1)}, {1e-3, 1e-1, 10, math.NaN()}}}
	fig := Sweep(g)
	h := newHeat(g)
	if !h.log || h.at(1e-4) != 0 || h.at(10) != 1 || math.Abs(h.at(1e-2)-0.4) > 1e-12 {
		t.Errorf("colours from %v to %v, log %v", h.lo, h.hi, h.log)
	}
	img, l := paint(fig, 2)
	found := map[color.NRGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		found[color.NRGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3]}]++
	}
	for _, row := range g.Value {
		for _, v := range row {
			if !finite(v) {
				continue
			}
			if c := heatColor(h.at(v)); found[c] < 10000 {
				t.Errorf("%v: %d pixels have its colour %v", v, found[c], c)
			}
		}
	}
	for _, want := range []string{"lowest at α = 0.1, β = 0", "Across: α from 0.1 to 0.8; up: β from 0 to 0.9", "With β = 0.9: 0.001 at α = 0.1", "2 of 8 diverged"} {
		if !strings.Contains(l.text(), want) {
			t.Errorf("%q misses %q", l.text(), want)
		}
	}
}

func TestCellScale(t *testing.T) {
	s := cellScale{0.001, 0.1, 1, 500}
	for i, v := range s {
		if got, want := s.Normalize(0, 1, v), (float64(i)+0.5)/4; math.Abs(got-want) > 1e-12 {
			t.Errorf("%v lies at %v, want %v", v, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	rates := gdkit.LogRates(0.001, 1, 10)
	for want, got := range map[string]string{
		"0.022": setting(rates, 4), "256": setting([]float64{16, 64, 256}, 2), "0.999": setting([]float64{0.9, 0.99, 0.999}, 2), "0.125": setting([]float64{0.12, 0.125, 0.13}, 1),
		"12500": setting([]float64{12500}, 0), "0": setting([]float64{0, 0.5}, 0), "0.33": setting([]float64{1. / 3}, 0),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Constant, negative, empty of finite numbers, one cell, many cells, numbers at the ends of
// the range: all draw.
func TestAnySweepDraws(t *testing.T) {
	many := SweepGrid{X: make([]float64, 150), Y: make([]float64, 90)}
	for i := range many.X {
		many.X[i] = float64(i)
	}
	for k := range many.Y {
		many.Y[k] = float64(k)
		row := make([]float64, len(many.X))
		for i := range row {
			row[i] = math.Exp(float64(i*k) - 5000)
		}
		many.Value = append(many.Value, row)
	}
	one := func(v ...float64) SweepGrid {
		x := make([]float64, len(v))
		for i := range x {
			x[i] = float64(i)
		}
		return SweepGrid{X: x, Y: []float64{7}, Value: [][]float64{v}}
	}
	for name, g := range map[string]SweepGrid{
		"many": many, "one": one(3), "constant": one(3, 3, 3), "negative": one(-3, -2, 5), "none": one(math.NaN(), math.Inf(1)),
		"huge": one(-1e308, 1e308), "far": one(5e-324, 1, 1e308), "zero": one(0, 0), "zeros": one(0, 0, 1),
	} {
		if text := Describe(Sweep(g)); strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func TestSweepMisuse(t *testing.T) {
	x := []float64{1, 2}
	run := gdkit.Descent{Cost: bowl, Start: []float64{1}, Rate: 0.1}.Run()
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"got 0 values of X and 0 of Y":           func() { Sweep(SweepGrid{}) },
		"Value has 0 rows, want 2":               func() { Sweep(SweepGrid{X: x, Y: x}) },
		"row 1 of Value has 1 numbers, want 2":   func() { Sweep(SweepGrid{X: x, Y: x, Value: [][]float64{x, {1}}}) },
		"X is [2 1], want finite numbers in asc": func() { Sweep(SweepGrid{X: []float64{2, 1}, Y: x}) },
		"trace 2 is empty":                       func() { SweepCosts("α", x, "β", x, [][]*gdkit.Trace{{run, nil}}) },
	})
}

func BenchmarkSweep(b *testing.B) {
	g := SweepGrid{X: gdkit.LogRates(1e-3, 1, 20), Y: gdkit.LogRates(1e-3, 1, 20)}
	for k := range g.Y {
		row := make([]float64, len(g.X))
		for i := range row {
			row[i] = float64(1 + (i-10)*(i-10) + (k-10)*(k-10))
		}
		g.Value = append(g.Value, row)
	}
	b.ReportAllocs()
	for b.Loop() {
		paint(Sweep(g), 2)
	}
}
