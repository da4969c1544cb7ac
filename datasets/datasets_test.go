package datasets_test

import (
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"gdlab/datasets"
	"gdlab/gdkit"
)

var sets = map[string]struct {
	load       func() *gdkit.Dataset
	rows, cols int
}{
	"Houses":    {datasets.Houses, 2930, 2},
	"Ames":      {func() *gdkit.Dataset { return datasets.Ames() }, 2930, 10},
	"TwoHouses": {datasets.TwoHouses, 2, 1},
	"SixHouses": {datasets.SixHouses, 6, 1},
	"Diabetes":  {func() *gdkit.Dataset { return datasets.Diabetes() }, 442, 10},
	"Cancer":    {func() *gdkit.Dataset { return datasets.Cancer() }, 569, 30},
	"Digits":    {datasets.Digits, 1797, 64},
	"Random":    {func() *gdkit.Dataset { return datasets.Random() }, 100, 3},
	"Weather":   {func() *gdkit.Dataset { return datasets.Weather() }, 1460, 5},
}

func TestShapeAndValues(t *testing.T) {
	for name, set := range sets {
		d := set.load()
		if err := d.Validate(); err != nil { // also finds NaN and infinities
			t.Errorf("%s: %v", name, err)
		}
		if r, c := d.X.Dims(); r != set.rows || c != set.cols || len(d.Y) != r || len(d.Features) != c {
			t.Errorf("%s is %d×%d with %d targets and %d names, want %d×%d", name, r, c, len(d.Y), len(d.Features), set.rows, set.cols)
		}
		if d.Name == "" || d.Center != nil || d.Scale != nil {
			t.Errorf("%s: Name %q, Center %v, Scale %v, want a name and unscaled data", name, d.Name, d.Center, d.Scale)
		}
	}
}

func TestEachCallIsFresh(t *testing.T) {
	for name, set := range sets {
		spoilt, want := set.load(), set.load()
		spoilt.X.Zero()
		spoilt.Y[0] = -1
		spoilt.Features[0] = "spoilt"
		got := set.load()
		if !mat.Equal(got.X, want.X) || got.Y[0] != want.Y[0] || got.Features[0] != want.Features[0] {
			t.Errorf("%s: changing one value changed what the next call returned", name)
		}
		if mat.Equal(spoilt.X, want.X) {
			t.Errorf("%s: X is all zero, so this test shows nothing", name)
		}
	}
}

func TestAmesTakesColumnsInTheOrderNamed(t *testing.T) {
	d, all := datasets.Ames("lot_sqft", "area_sqft"), datasets.Ames()
	for j, name := range d.Features {
		from := column(t, all, name)
		for i := range d.Y {
			if d.X.At(i, j) != from[i] {
				t.Fatalf("row %d: %s is %v, in the whole table %v", i+1, name, d.X.At(i, j), from[i])
			}
		}
	}
	if got := strings.Join(d.Features, " "); got != "lot_sqft area_sqft" {
		t.Errorf("features %q, want them as named", got)
	}
}

func TestWrongColumnSaysWhichThereAre(t *testing.T) {
	for _, ask := range []string{"bedroom", "price_usd"} {
		message := panicOf(func() { datasets.Ames("area_sqft", ask) })
		want := []string{"ames.csv", fmt.Sprintf("%q", ask)}
		if ask != "price_usd" {
			want = append(want, "area_sqft", "bedrooms", "overall_condition")
		}
		for _, part := range want {
			if !strings.Contains(message, part) {
				t.Errorf("Ames(%q) panics with %q, want %s in it", ask, message, part)
			}
		}
	}
}

func panicOf(f func()) (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	f()
	return
}

func column(t *testing.T, d *gdkit.Dataset, name string) []float64 {
	t.Helper()
	if name == d.Target {
		return d.Y
	}
	for j, f := range d.Features {
		if f == name {
			return mat.Col(nil, j, d.X)
		}
	}
	t.Fatalf("%s has no column %s, only %v", d.Name, name, d.Features)
	return nil
}
