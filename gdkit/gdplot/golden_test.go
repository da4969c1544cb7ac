package gdplot_test

import (
	"bytes"
	"flag"
	"path/filepath"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

// golden holds f to the picture in testdata. After a wanted change:
//
//	go test ./gdkit/gdplot -run Golden -update
//
// and look at them.
func golden(t *testing.T, name string, f gdplot.Figure) {
	t.Helper()
	var b bytes.Buffer
	if err := gdplot.WritePNG(&b, f); err != nil {
		t.Fatal(err)
	}
	testkit.Golden(t, *update, filepath.Join("testdata", name), b.Bytes())
}

// scaling is the picture in the README: Ames housing before and after standardising.
func scaling() gdplot.Figure {
	thousands := datasets.Houses()
	thousands.X.Apply(func(i, j int, v float64) float64 { return v / []float64{1000, 1}[j] }, thousands.X)
	thousands.Features[0] = "area_ksqft"
	raw := &gdkit.Linear{Data: thousands, Loss: gdkit.HalfSquared, NoBias: true}

	standardised := datasets.Houses().Standardize()
	floats.AddConst(-stat.Mean(standardised.Y, nil), standardised.Y)
	scaled := &gdkit.Linear{Data: standardised, Loss: gdkit.HalfSquared, NoBias: true}

	zigzag := gdplot.Contour(raw, gdkit.Descent{Cost: raw, Start: []float64{0, 0}, Rate: 0.17, Steps: 40}.Run())
	zigzag.Title.Text = "Area in 1000 sq ft: κ = 66"
	straight := gdplot.Contour(scaled, gdkit.Descent{Cost: scaled, Start: []float64{0, 0}, Rate: 0.6, Steps: 20}.Run())
	straight.Title.Text = "Standardised: κ = 3.1"
	return gdplot.Row(zigzag, straight)
}

func TestGoldenScaling(t *testing.T) { golden(t, "scaling.png", scaling()) }
