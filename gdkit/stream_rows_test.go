package gdkit_test

import (
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// A Dataset is a source of rows, but for one with weights, which a source has no room for.
func TestDatasetAsASource(t *testing.T) {
	d := randomRows(300, 1000)
	testkit.CheckSource(t, "Dataset", d, tableOf(d))
	weighted := randomRows(5, 2)
	weighted.Weights = []float64{1, 2, 3, 4, 5}
	nan := randomRows(300, 1000)
	nan.X.Set(140, 3, math.NaN())
	for want, src := range map[string]gdkit.RowSource{
		"random has Weights":         weighted,
		"has 0 rows":                 &gdkit.Dataset{},
		"random: row 140: x4 is NaN": nan,
	} {
		if err := gdkit.WriteRows(io.Discard, src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("WriteRows: %v, want %q", err, want)
		}
		if _, err := gdkit.StandardizeRows(src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("StandardizeRows: %v, want %q", err, want)
		}
	}
}

// The names of gdkit for package rows, from a CSV table to a row file and back.
func TestNamesForRows(t *testing.T) {
	path := testkit.WriteFile(t, filepath.Join(t.TempDir(), "a.rows"), func(w io.Writer) error {
		return gdkit.WriteRowsCSV(w, strings.NewReader("a,b,y\n1,2,3\n"), "y")
	})
	file, err := gdkit.OpenRows(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	name, target, features := file.Names()
	if name != "a.rows" || target != "y" || !slices.Equal(features, []string{"a", "b"}) {
		t.Errorf("names %q, %q, %q", name, target, features)
	}
}

func TestStandardizeRows(t *testing.T) {
	ames := datasets.Ames()
	// many blocks, of unequal means
	long := testkit.Repeated{Table: tableOf(ames), M: 200 * len(ames.Y)}
	for name, src := range map[string]gdkit.RowSource{"one block": ames, "many": long} {
		scaled, err := gdkit.StandardizeRows(src)
		if err != nil {
			t.Fatal(err)
		}
		want := ames.Standardize()
		for j := range want.Scale {
			near(t, name+": center of "+want.Features[j], scaled.Center[j], want.Center[j], 1e-13)
			near(t, name+": scale of "+want.Features[j], scaled.Scale[j], want.Scale[j], 1e-12)
		}
		w := []float64{180000, 3, -1, 4, 1, -5, 9, 2, -6, 5, 3}
		back := want.Unscale(w)
		for j, v := range scaled.Unscale(w) {
			near(t, name+": unscaled parameter", v, back[j], 1e-12)
		}
		near(t, name+": cost", (&gdkit.Streamed{Rows: scaled, Loss: gdkit.Squared}).Eval(nil, w),
			(&gdkit.Linear{Data: want, Loss: gdkit.Squared}).Eval(nil, w), 1e-12)
		twice, err := gdkit.StandardizeRows(scaled)
		if err != nil {
			t.Fatal(err)
		}
		for j, v := range twice.Unscale(w) {
			near(t, name+": parameter after scaling twice", v, back[j], 1e-9)
		}
	}
	named, err := gdkit.StandardizeRows(ames)
	if err != nil {
		t.Fatal(err)
	}
	s := &gdkit.Streamed{Rows: named, Loss: gdkit.Squared}
	if got := s.ParamNames(); !slices.Equal(got, (&gdkit.Linear{Data: ames}).ParamNames()) {
		t.Errorf("names %v", got)
	}
}
