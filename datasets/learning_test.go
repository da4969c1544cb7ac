package datasets_test

import (
	"testing"

	"gdlab/datasets"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// What the sources say of their own tables.
func TestTablesAreAsTheirSourcesDescribeThem(t *testing.T) {
	cancer := datasets.Cancer("mean_radius", "worst_area")
	if malignant := floats.Sum(cancer.Y); malignant != 212 || len(cancer.Y) != 569 {
		t.Errorf("%v of %d tumours are malignant, want 212 of 569", malignant, len(cancer.Y))
	}
	digits := datasets.Digits()
	count := [10]int{}
	for _, y := range digits.Y {
		count[int(y)]++
	}
	// The repository's table of the test set.
	if want := [10]int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}; count != want {
		t.Errorf("%v pictures of each digit, want %v", count, want)
	}
	if lo, hi := floats.Min(digits.X.RawMatrix().Data), floats.Max(digits.X.RawMatrix().Data); lo != 0 || hi != 16 {
		t.Errorf("pixels from %v to %v, want 0 to 16", lo, hi)
	}
	diabetes := datasets.Diabetes()
	within(t, "mean progression", stat.Mean(diabetes.Y, nil), 152.13348416289594, 1e-12)
	within(t, "mean of bmi", stat.Mean(column(t, diabetes, "bmi"), nil), 26.375791855203616, 1e-12)
}

// The target of a day is the highest temperature of the next, which is a row of its own.
func TestWeatherIsInOrder(t *testing.T) {
	d := datasets.Weather()
	day, highest := column(t, d, "day"), column(t, d, "max_c")
	for i := range d.Y {
		if day[i] != float64(i) {
			t.Fatalf("row %d is day %v", i, day[i])
		}
		if i+1 < len(d.Y) && d.Y[i] != highest[i+1] {
			t.Fatalf("row %d: next_max_c is %v, but the next day had %v", i, d.Y[i], highest[i+1])
		}
	}
}
