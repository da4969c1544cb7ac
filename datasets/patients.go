package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed diabetes.csv
var diabetesCSV string

//go:embed cancer.csv
var cancerCSV string

// Diabetes returns 442 patients with the features you name, or all ten:
//
//	age                years
//	sex                1 or 2
//	bmi                body mass index, kg/m²
//	blood_pressure     mmHg
//	cholesterol, ldl, hdl, cholesterol_hdl, log_triglycerides, glucose   six blood values
//
// The target is progression, a score of how far the disease had come one year later. A name that is
// not a column panics with a sentence that lists the columns.
//
// Source: Efron, Hastie, Johnstone and Tibshirani 2004; see diabetes.md.
func Diabetes(features ...string) *gdkit.Dataset {
	return read("diabetes", "diabetes.csv", diabetesCSV, "progression", features...)
}

// Cancer returns 569 patients with the features you name, or all thirty: mean_, se_ and worst_ (the
// mean over the cells of a sample, its standard error, and the mean of the three largest) of
// radius, texture, perimeter, area, smoothness, compactness, concavity, concave_points, symmetry
// and fractal_dimension. The target is malignant, 1 or 0. A name that is not a column panics with a
// sentence that lists the columns.
//
// Source: Wolberg, Mangasarian and Street 1993; see cancer.md.
func Cancer(features ...string) *gdkit.Dataset {
	return read("breast cancer", "cancer.csv", cancerCSV, "malignant", features...)
}
