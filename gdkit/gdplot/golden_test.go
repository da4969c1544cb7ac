package gdplot_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

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

// The pictures in testdata are those that the code draws. After a wanted change:
//
//	go test ./gdkit/gdplot -run Golden -update
//
// and look at them.
func TestGolden(t *testing.T) {
	for name, f := range map[string]gdplot.Figure{"scaling.png": scaling()} {
		file := filepath.Join("testdata", name)
		var b bytes.Buffer
		if err := gdplot.WritePNG(&b, f); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := differing(t, want, b.Bytes()); n > 500 { // of 1.5 million; other processors round a few edges otherwise
			got := filepath.Join(t.ArtifactDir(), name)
			if err := os.WriteFile(got, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s: %d pixels differ; the new picture is in %s", name, n, got)
		}
	}
}

// differing counts the pixels whose colours are more than 16 of 255 apart.
func differing(t *testing.T, a, b []byte) int {
	t.Helper()
	var img [2]image.Image
	for i, raw := range [][]byte{a, b} {
		var err error
		if img[i], err = png.Decode(bytes.NewReader(raw)); err != nil {
			t.Fatal(err)
		}
	}
	r := img[0].Bounds()
	if r != img[1].Bounds() {
		return r.Dx() * r.Dy()
	}
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			r1, g1, b1, _ := img[0].At(x, y).RGBA()
			r2, g2, b2, _ := img[1].At(x, y).RGBA()
			far := func(p, q uint32) bool { return max(p, q)-min(p, q) > 16<<8 }
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}
