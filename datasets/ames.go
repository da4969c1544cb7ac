package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed ames.csv
var amesCSV string

// Houses returns the 2930 Ames sales with two features on very different
// scales, which is what feature scaling is about:
//
//	area_sqft   living area above ground, square feet (334 to 5642)
//	bedrooms    bedrooms above ground, count (0 to 8)
//	price_usd   target: sale price, US dollars (12789 to 755000)
//
// It is Ames("area_sqft", "bedrooms"); see there for the source.
func Houses() *gdkit.Dataset {
	return Ames("area_sqft", "bedrooms")
}

// Ames returns the 2930 homes sold in Ames, Iowa, from 2006 to 2010, in the
// order of the original table, with the features you name in the order you
// name them. Without names it returns all ten:
//
//	area_sqft           living area above ground, square feet
//	bedrooms            bedrooms above ground, count
//	rooms               rooms above ground without bathrooms, count
//	full_baths          full bathrooms above ground, count
//	half_baths          half bathrooms above ground, count
//	garage_cars         cars that fit in the garage, count (0: none)
//	basement_sqft       basement area, square feet (0: none)
//	lot_sqft            lot size, square feet
//	year_built          year of construction
//	overall_condition   rating from 1 (very poor) to 10 (very excellent)
//
// The target is price_usd, the sale price in US dollars. A name that is not a
// column panics with a sentence that lists the columns.
//
// Source: De Cock, "Ames, Iowa: Alternative to the Boston Housing Data as an
// End of Semester Regression Project", Journal of Statistics Education 19(3),
// 2011, as distributed in the R package modeldata under the MIT licence.
// ames.md has the details, and the five unusual sales to know about.
func Ames(features ...string) *gdkit.Dataset {
	return read("Ames housing", "ames.csv", amesCSV, "price_usd", features...)
}
