package gdkit_test

import (
	"gdlab/datasets"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

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
