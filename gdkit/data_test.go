package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
)

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
