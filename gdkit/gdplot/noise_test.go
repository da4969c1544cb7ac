package gdplot

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/mat"
)

func fiveRows() *gdkit.Net {
	d := &gdkit.Dataset{X: mat.NewDense(5, 1, []float64{1, 2, -1, 4, 0.5}), Y: []float64{3, 5, -2, 1, 7}}
	return &gdkit.Net{Data: d, Loss: gdkit.HalfSquared}
}

// All ten pairs of five examples: their mean squared distance from the full gradient
// is what the law says.
func TestNoiseLaw(t *testing.T) {
	j, w := fiveRows(), []float64{0.3, -1}
	full, grad := make([]float64, 2), make([]float64, 2)
	j.Eval(full, w)
	mean := 0.0
	for a := range 5 {
		for b := range a {
			j.EvalRows(grad, w, []int{a, b})
			mean += math.Pow(grad[0]-full[0], 2) + math.Pow(grad[1]-full[1], 2)
		}
	}
	want := "theory " + short(math.Sqrt(mean/10)) + ";"
	if text := Describe(Noise(j, w, []int{2}, 1)); !strings.Contains(text, want) {
		t.Errorf("%q misses %q", text, want)
	}
	if text := Describe(Noise(j, w, []int{5}, 1)); !strings.Contains(text, "theory 0;") {
		t.Errorf("the batch of all has noise: %q", text)
	}
}

// What is measured follows the law: within four of its standard errors, of 200
// batches, for each size.
func TestNoiseMeasured(t *testing.T) {
	x, y := make([]float64, 1000), make([]float64, 1000)
	for i := range x {
		x[i], y[i] = math.Sin(float64(i)), math.Cos(3*float64(i))
	}
	j := &gdkit.Net{Data: &gdkit.Dataset{X: mat.NewDense(1000, 1, x), Y: y}, Loss: gdkit.HalfSquared}
	grad := make([]float64, 2)
	j.Eval(grad, []float64{1, 1})
	for _, size := range []int{1, 16, 128, 300} {
		single := 0.0
		one := make([]float64, 2)
		for i := range 1000 {
			j.EvalRows(one, []float64{1, 1}, []int{i})
			single += square2(one, grad) / 1000
		}
		v := cloud{size: size}
		v.evaluate(j, []float64{1, 1}, grad, 7)
		law := math.Sqrt(single / float64(size) * rest(1000, size))
		if len(v.dots) != 200 || math.Abs(v.spread/law-1) > 0.2 {
			t.Errorf("batch %d: %d dots, spread %v, law %v", size, len(v.dots), v.spread, law)
		}
	}
}

func TestNoiseIsRepeatable(t *testing.T) {
	draw := func(seed uint64) []byte { return Pixels(Noise(fiveRows(), []float64{0, 0}, []int{1, 2}, seed), 1).Pix }
	if !bytes.Equal(draw(1), draw(1)) {
		t.Error("the same seed gives another picture")
	}
	if bytes.Equal(draw(1), draw(2)) {
		t.Error("another seed gives the same picture")
	}
}

func TestNoiseMisuse(t *testing.T) {
	j, w := fiveRows(), []float64{0, 0}
	wide := &gdkit.Net{Data: &gdkit.Dataset{X: mat.NewDense(1, 2, []float64{1, 2}), Y: []float64{1}}, Loss: gdkit.HalfSquared}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"a batch of 6, want 1 to 5":       func() { Noise(j, w, []int{1, 6}, 1) },
		"a batch of 0, want 1 to 5":       func() { Noise(j, w, []int{0}, 1) },
		"no batch sizes given":            func() { Noise(j, w, nil, 1) },
		"the point has 3 numbers, want 2": func() { Noise(j, []float64{1, 2, 3}, []int{1}, 1) },
		"this one has 3":                  func() { Noise(wide, w, []int{1}, 1) },
		"the cost is nil":                 func() { Noise(nil, w, []int{1}, 1) },
	})
}

func BenchmarkNoise(b *testing.B) {
	j := fiveRows()
	b.ReportAllocs()
	for b.Loop() {
		paint(Noise(j, []float64{0, 0}, []int{1, 2, 3, 4}, 1), 2)
	}
}
