package gdkit_test

import (
	"gdlab/datasets"
	"gdlab/gdkit"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestStandardize(t *testing.T) {
	raw := datasets.Ames()
	d := raw.Standardize()
	m, n := d.X.Dims()
	col := make([]float64, m)
	for j := range n {
		mean, sd := stat.PopMeanStdDev(mat.Col(col, j, d.X), nil)
		if math.Abs(mean) > 1e-12 || math.Abs(sd-1) > 1e-12 {
			t.Errorf("%s: mean %g, standard deviation %g, want 0 and 1", d.Features[j], mean, sd)
		}
		for _, i := range []int{0, m / 2, m - 1} { // and back
			near(t, d.Features[j], d.X.At(i, j)*d.Scale[j]+d.Center[j]+1, raw.X.At(i, j)+1, 1e-12)
		}
	}
	if raw.Scale != nil || raw.X.At(0, 0) == d.X.At(0, 0) {
		t.Error("Standardize changed its receiver")
	}
	twice := d.Standardize()
	for j := range n {
		near(t, "scale after a second call", twice.Scale[j], d.Scale[j], 1e-9)
	}
}

func TestConstantColumn(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(3, 2, 0.1, 1, 0.1, 2, 0.1, 3), Y: []float64{1, 2, 3}}
	s := d.Standardize()
	for i := range 3 {
		if s.X.At(i, 0) != 0 {
			t.Errorf("row %d of the constant column is %v, want 0", i, s.X.At(i, 0))
		}
	}
	if s.Scale[0] != 1 || s.Center[0] != 0.1 {
		t.Errorf("scale %v, center %v; want 1, 0.1", s.Scale[0], s.Center[0])
	}
}

func TestMinMaxAndMeanNormalize(t *testing.T) {
	raw := datasets.Ames()
	for name, d := range map[string]*gdkit.Dataset{"MinMax": raw.MinMax(), "MeanNormalize": raw.MeanNormalize()} {
		m, n := d.X.Dims()
		col := make([]float64, m)
		for j := range n {
			mat.Col(col, j, d.X)
			near(t, name+": range of "+d.Features[j], floats.Max(col)-floats.Min(col), 1, 1e-12)
			if name == "MinMax" && floats.Min(col) != 0 || name == "MeanNormalize" && math.Abs(stat.Mean(col, nil)) > 1e-12 {
				t.Errorf("%s: %s from %v, mean %v", name, d.Features[j], floats.Min(col), stat.Mean(col, nil))
			}
		}
		// The same prediction from the original features.
		w := []float64{180000, 3, -1, 4, 1, -5, 9, 2, -6, 5, 3}
		back := d.Unscale(w)
		jr, js := &gdkit.Linear{Data: raw, Loss: gdkit.Squared}, &gdkit.Linear{Data: d, Loss: gdkit.Squared}
		near(t, name+": prediction", jr.Predict(back, raw.X.RawRowView(7)), js.Predict(w, d.X.RawRowView(7)), 1e-12)
	}
}

// Unscaled parameters predict, from the original features, what scaled ones
// predict from the scaled.
func TestUnscale(t *testing.T) {
	raw := datasets.Ames()
	scaled := raw.Standardize()
	w := []float64{180000, 3, -1, 4, 1, -5, 9, 2, -6, 5, 3}
	back := scaled.Unscale(w)
	jr := &gdkit.Linear{Data: raw, Loss: gdkit.Squared}
	js := &gdkit.Linear{Data: scaled, Loss: gdkit.Squared}
	for _, i := range []int{0, 100, 2929} {
		near(t, "prediction", jr.Predict(back, raw.X.RawRowView(i)), js.Predict(w, scaled.X.RawRowView(i)), 1e-12)
	}
}
