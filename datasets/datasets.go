// Package datasets holds the tables that the lessons learn from. They are part
// of the program, so a lesson needs no file path and no network.
//
//	accessor    rows   what
//	Houses      2930   Ames house prices against living area and bedrooms
//	Ames        2930   the same sales with all ten features, or those you name
//	TwoHouses      2   the smallest table with a slope and an intercept
//	SixHouses      6   the smallest table that no line fits exactly
//	Diabetes     442   patients, and how their disease went on
//	Cancer       569   tumours, malignant or not
//	Digits      1797   small pictures of handwritten digits
//	Weather     1460   days in the order they passed, to forecast the next
//	Random       100   random numbers without any pattern, the same everywhere
//
// Every call reads the table again and returns a value of its own, so changing
// or scaling it changes nobody else's data.
//
// Beside each NAME.csv stands a NAME.md with its source, its licence, its
// columns and units, what was changed, and the checksum of the file.
package datasets

import (
	"strings"

	"gdlab/gdkit"
)

// A file is an embedded table that knows its name, so that ReadCSV can say it.
type file struct {
	*strings.Reader
	name string
}

func (f file) Name() string { return f.name }

// read turns an embedded table into a fresh Dataset called title. The tables
// are fixed when the program is built, so the only way to fail is a feature
// name that the caller got wrong; that is misuse, hence the panic, with
// ReadCSV's sentence and the names there are.
func read(title, name, table, target string, features ...string) *gdkit.Dataset {
	d, err := gdkit.ReadCSV(file{strings.NewReader(table), name}, target, features...)
	if err != nil {
		panic(err.Error())
	}
	d.Name = title
	return d
}
