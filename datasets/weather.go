package datasets

import (
	_ "embed"

	"gdlab/gdkit"
)

//go:embed weather.csv
var weatherCSV string

// Weather returns 1460 days in Seattle in the order in which they passed, with the features
// you name, or all five:
//
//	day       days since 1 January 2012
//	max_c     highest temperature, °C
//	min_c     lowest temperature, °C
//	rain_mm   precipitation, mm
//	wind_ms   average wind speed, m/s
//
// The target is next_max_c, the highest temperature of the day after, °C. A name that is not a
// column panics with a sentence that lists the columns.
//
// Source: NOAA; see weather.md.
func Weather(features ...string) *gdkit.Dataset {
	return read("Seattle weather", "weather.csv", weatherCSV, "next_max_c", features...)
}
