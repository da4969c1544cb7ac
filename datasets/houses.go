package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed twohouses.csv
var twoHousesCSV string

//go:embed sixhouses.csv
var sixHousesCSV string

// TwoHouses returns 2 made-up houses, a common teaching example. The line
// through both is exact: price = 200·size + 100, with cost 0.
//
//	size_ksqft   size, 1000 square feet
//	price_kusd   target: price, 1000 US dollars
func TwoHouses() *gdkit.Dataset {
	return read("two houses", "twohouses.csv", twoHousesCSV, "price_kusd", "size_ksqft")
}

// SixHouses returns 6 made-up houses, a common teaching example. No line meets
// them all; the best one is price ≈ 209.363·size + 2.423, and half the mean
// squared error there is 1735.883, the least any line reaches.
//
//	size_ksqft   size, 1000 square feet
//	price_kusd   target: price, 1000 US dollars
func SixHouses() *gdkit.Dataset {
	return read("six houses", "sixhouses.csv", sixHousesCSV, "price_kusd", "size_ksqft")
}
