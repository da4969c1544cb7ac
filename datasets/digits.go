package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed digits.csv
var digitsCSV string

// Digits returns 1797 handwritten digits: 64 features, the pixels of 8 rows from the top left, each
// from 0 (paper) to 16 (ink). The target is the digit, 0 to 9.
//
// Source: Alpaydin and Kaynak 1998; see digits.md.
func Digits() *gdkit.Dataset { return read("digits", "digits.csv", digitsCSV, "digit") }
