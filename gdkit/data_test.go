package gdkit_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestReadCSVAcceptsWhatSpreadsheetsWrite(t *testing.T) {
	text := "\ufeffsize, price ,note\r\n 1.5 , 300,\"a, b\"\r\n\"2\",5e2,\r\n"
	d, err := gdkit.ReadCSV(strings.NewReader(text), "price", "size")
	if err != nil {
		t.Fatal(err)
	}
	if m, n := d.X.Dims(); m != 2 || n != 1 || d.X.At(0, 0) != 1.5 || d.X.At(1, 0) != 2 || d.Y[1] != 500 {
		t.Errorf("got %v %v", mat.Formatted(d.X), d.Y)
	}
}

func TestReadCSVSaysWhatIsWrongAndWhere(t *testing.T) {
	for want, text := range map[string]string{
		"houses.csv is empty":                                   "",
		"header but no rows":                                    "x,y\n",
		`no target column "y", its columns are a, b`:            "a,b\n1,2\n",
		`two columns called "x"`:                                "x,x,y\n1,2,3\n",
		`houses.csv:3:3: column "y" holds "abc", want`:          "x,y\n1,2\n3,abc\n",
		`houses.csv:2:1: column "x" holds "1,5" with a decimal`: "x,y\n\"1,5\",2\n",
		"houses.csv:3: the row has 3 values, want 2":            "x,y\n1,2\n1,5,2\n",
		`houses.csv:2:1: column "x" is empty`:                   "x,y\n,2\n",
		`houses.csv:2:1: column "x" holds "NaN", want a finite`: "x,y\nNaN,2\n",
		`houses.csv:2:3: column "y" holds "inf", want a finite`: "x,y\n1,inf\n",
		`houses.csv:2:2: a quote (") stands inside a value`:     "x,y\n1\"2,3\n",
		"a quoted value is not closed":                          "x,y\n\"1,3\n",
		"no column besides the target":                          "y\n1\n",
		"seem to be separated by semicolons":                    "x;y\n1;2\n",
	} {
		file := filepath.Join(t.TempDir(), "houses.csv")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = gdkit.ReadCSV(f, "y")
		f.Close()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q\n got: %v\nwant: %s", text, err, want)
		}
	}
	if d, err := gdkit.ReadCSV(strings.NewReader("x,y,,\n1,2,,\n"), "y"); err != nil || len(d.Features) != 1 {
		t.Errorf("commas at the end of the lines: %v, %v", d, err)
	}
	if _, err := gdkit.ReadCSV(strings.NewReader("x,y\n1,2\n"), "y", "x", "x"); err == nil || !strings.Contains(err.Error(), "asked for twice") {
		t.Errorf("a feature twice: %v", err)
	}
	if _, err := gdkit.ReadCSV(strings.NewReader("x,y\n1,2\n"), "y", "x", "y"); err == nil || !strings.Contains(err.Error(), "both the target and a feature") {
		t.Errorf("target among the features: %v", err)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("x,y\n1,2\n")
	f.Add("\ufeffx,y\r\n\"1\",2\r\n")
	f.Add("x,y\n1,2,3\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := gdkit.ReadCSV(strings.NewReader(text), "y")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "gdkit: ") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if err := d.Validate(); err != nil {
			t.Errorf("%q was read but isn't valid: %v", text, err)
		}
	})
}

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

func TestShuffleAndSplit(t *testing.T) {
	d := datasets.SixHouses()
	d.Weights = []float64{1, 2, 3, 4, 5, 6}
	a, b := d.Shuffle(7), d.Shuffle(7)
	if !mat.Equal(a.X, b.X) || mat.Equal(a.X, d.X) {
		t.Errorf("the same seed must give the same new order: %v, %v", a.Y, b.Y)
	}
	for i := range a.Y { // rows stay together
		k := slices.Index(d.Y, a.Y[i])
		if a.X.At(i, 0) != d.X.At(k, 0) || a.Weights[i] != d.Weights[k] {
			t.Errorf("row %d came apart", i)
		}
	}
	train, test := d.Split(0.7)
	if len(train.Y) != 4 || len(test.Y) != 2 || test.Y[1] != 730 || test.Weights[0] != 5 {
		t.Errorf("split into %v and %v", train.Y, test.Y)
	}
	if one, rest := d.Split(0.001); len(one.Y) != 1 || len(rest.Y) != 5 {
		t.Errorf("each part gets at least one: %d, %d", len(one.Y), len(rest.Y))
	}
	for want, f := range map[string]func(){
		"the part is 1.5":      func() { d.Split(1.5) },
		"has 1 examples":       func() { d.Rows(3).Split(0.5) },
		"row 6 does not exist": func() { d.Rows(1, 6) },
		"no rows asked for":    func() { d.Rows() },
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.Contains(r, want) {
					t.Errorf("panic %v, want %q", r, want)
				}
			}()
			f()
		}()
	}
}

// Unscaled parameters predict, from the original features, what scaled ones predict from the scaled.
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

func TestValidate(t *testing.T) {
	for want, d := range map[string]*gdkit.Dataset{
		"no examples":                      {},
		"2 rows in X but 1 values in Y":    {X: denseOf(2, 1, 1, 2), Y: []float64{1}},
		"X[1][0] (x1) is NaN":              {X: denseOf(2, 1, 1, math.NaN()), Y: []float64{1, 2}},
		"Y[0] (price) is +Inf":             {X: denseOf(1, 1, 1), Y: []float64{math.Inf(1)}, Target: "price"},
		"2 names in Features":              {X: denseOf(1, 1, 1), Y: []float64{1}, Features: []string{"a", "b"}},
		"homes: X[0][1] (bedrooms) is NaN": {Name: "homes", X: denseOf(1, 2, 1, math.NaN()), Y: []float64{1}, Features: []string{"area", "bedrooms"}},
	} {
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
