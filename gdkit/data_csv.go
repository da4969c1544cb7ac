package gdkit

import (
	"io"

	"gdlab/gdkit/internal/csvtable"

	"gonum.org/v1/gonum/mat"
)

// ReadCSV reads a table whose first line names the columns. The column called target becomes Y;
// the columns called features become X, in that order, or all other columns that have a name if
// none is given.
//
// The separator is a comma and the decimal mark is a point (RFC 4180). A byte order mark, CRLF line
// ends and spaces round a value are accepted. Anything else that isn't a finite number in a wanted
// column is an error that says where it stands: file (if r has a name, as *os.File does), line,
// column.
func ReadCSV(r io.Reader, target string, features ...string) (*Dataset, error) {
	t, err := csvtable.Open(r, target, features)
	if err != nil {
		return nil, err
	}
	d := &Dataset{Name: t.File, Target: t.Target, Features: t.Features}
	var all []float64
	err = t.Each(func(x []float64, y float64) error {
		all = append(all, x...)
		d.Y = append(d.Y, y)
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.X = mat.NewDense(len(d.Y), len(d.Features), all)
	return d, nil
}
