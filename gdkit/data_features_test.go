package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

func TestPolynomialsOfScikitLearn(t *testing.T) {
	o := readNets(t)
	ours := strings.NewReplacer("^2", "²", "^3", "³", "^4", "⁴", " ", "·")
	for _, p := range o.Polynomials {
		d := dataOf(p.X, make([]float64, len(p.X)), nil)
		got := d.Polynomial(p.Degree)
		if p.Interactions {
			got = d.Interactions()
		}
		if err := got.Validate(); err != nil {
			t.Fatal(err)
		}
		for i, name := range p.Names {
			if got.Features[i] != ours.Replace(name) {
				t.Errorf("feature %d is %q, want %q", i, got.Features[i], ours.Replace(name))
			}
		}
		for i, row := range p.Result {
			within(t, "row", got.X.RawRowView(i), row, 1e-15)
		}
	}
	if len(o.Polynomials) < 5 {
		t.Errorf("only %d were read", len(o.Polynomials))
	}
}

func TestProductNamesAndPanics(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(2, 2, 1, 2, 3, 4), Y: []float64{1, 2}, Features: []string{"size_m²", "age (years)"}, Weights: []float64{1, 2}}
	p := d.Polynomial(12)
	for i, want := range map[int]string{0: "size_m²", 2: "(size_m²)²", 3: "(size_m²)·(age (years))", 89: "(age (years))¹²"} {
		if p.Features[i] != want {
			t.Errorf("feature %d is %s, want %s", i, p.Features[i], want)
		}
	}
	if d.Polynomial(1).X.At(1, 1) != 4 || len(p.Weights) != 2 || len(d.Features) != 2 {
		t.Errorf("%v, %v", p.Weights, d.Features)
	}
	panics(t, "the degree is 0", func() { d.Polynomial(0) })
	panics(t, "is scaled already", func() { d.Standardize().Polynomial(2) })
	panics(t, "is scaled already", func() { d.MinMax().Interactions() })
	panics(t, "10 features of 2930 examples make a table of more", func() { datasets.Ames().Polynomial(20) })
	panics(t, "want a lower degree", func() { datasets.Ames().Polynomial(math.MaxInt) })
	panics(t, "x1² of row 0 is too large", func() { (&gdkit.Dataset{X: denseOf(1, 1, 1e200), Y: []float64{1}}).Polynomial(2) })
	panics(t, "has no examples", func() { (&gdkit.Dataset{}).Polynomial(2) })
}

// A parabola is found exactly: y = 1 − 2x + 3x², through scaled features and back.
func TestPolynomialRegression(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(5, 1, -2, -1, 0, 1, 3), Y: []float64{17, 6, 1, 2, 22}}
	scaled := d.Polynomial(2).Standardize()
	j := &gdkit.Linear{Data: scaled, Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.6, Steps: 500}.Run()
	within(t, "parabola", scaled.Unscale(run.Last()), []float64{1, -2, 3}, 1e-9)
	near(t, "R²", gdkit.Score(j, run.Last(), d.Polynomial(2)), 1, 1e-14)
}
