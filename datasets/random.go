package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed random.csv
var randomCSV string

// Random returns 100 rows of three standard normal numbers, and a fourth as
// target: NumPy's for the seed 0, so that a program in Python can be compared
// digit by digit. There is no pattern in them to be found.
//
//	x1, x2, x3   features, without unit
//	y            target, without unit
func Random() *gdkit.Dataset {
	return read("random numbers", "random.csv", randomCSV, "y", "x1", "x2", "x3")
}
