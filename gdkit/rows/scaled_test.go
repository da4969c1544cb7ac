package rows_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/rows"
)

// Values far from 0 against their spread, where Σx² − mμ² has no digits left.
func TestStandardizeFarFromZero(t *testing.T) {
	far := rows.Generated{Examples: 300_000, Features: 2, Row: func(i int, x []float64) float64 {
		x[0], x[1] = 1e9+float64(i%3), 0.1
		return 0
	}}
	scaled, err := rows.Standardize(far)
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want, rel float64) {
		t.Helper()
		if !(math.Abs(got-want) <= rel*math.Abs(want)) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	near("scale of 0, 1, 2, …", scaled.Scale[0], math.Sqrt(2./3), 1e-9)
	near("center", scaled.Center[0], 1e9+1, 1e-15)
	if scaled.Center[1] != 0.1 || scaled.Scale[1] != 1 {
		t.Errorf("constant column: center %v, scale %v, want 0.1 and 1", scaled.Center[1], scaled.Scale[1])
	}
}

func TestScaledRefuses(t *testing.T) {
	huge := rows.Generated{Examples: 2, Features: 1, Row: func(i int, x []float64) float64 {
		x[0] = 1e300 * float64(i)
		return 0
	}}
	if _, err := rows.Standardize(huge); err == nil || !strings.Contains(err.Error(), "too large for float64") {
		t.Errorf("huge values: %v", err)
	}
	table := testkit.RandomTable(10, 2)
	err := readAll(&rows.Scaled{Rows: table, Scale: []float64{1}})
	if err == nil || !strings.Contains(err.Error(), "0 values in Center and 1 in Scale, want 2") {
		t.Errorf("no Center: %v", err)
	}
	defer func() {
		const want = "ScaledRows.Unscale: got 2 parameters, want 3"
		if r, ok := recover().(string); !ok || !strings.Contains(r, want) {
			t.Errorf("panic %v, want %q", r, want)
		}
	}()
	(&rows.Scaled{Rows: table}).Unscale([]float64{1, 2})
}
