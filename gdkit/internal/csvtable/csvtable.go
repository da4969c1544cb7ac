// Package csvtable reads the numbers of a CSV file row by row. It is shared by gdkit.ReadCSV, which
// keeps them all, and by package rows, which keeps none. What it accepts is said at gdkit.ReadCSV.
package csvtable

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
)

// A Table is a CSV file that is being read, and knows where it stands in it.
type Table struct {
	File     string   // its name without folders, or "CSV" where the reader has no name
	Target   string   // name of the column of y
	Features []string // names of the columns of x

	in        *csv.Reader
	header    []string // names of all columns
	targetCol int      // column of y
	cols      []int    // columns of x

	before int64 // bytes of the file before the first that in reads
	above  int   // lines of the file above the first that in reads
	row    int64 // where the row begins that was read last, counted as in does
}

// named is a reader with the name of a file, as *os.File has it.
type named interface{ Name() string }

// Open reads the header and finds the columns in it: those called features, in that order, or all
// but the target if none is given.
func Open(r io.Reader, target string, features []string) (*Table, error) {
	t := &Table{File: "CSV", Target: target}
	if f, ok := r.(named); ok {
		t.File = filepath.Base(f.Name())
	}
	content := &skipBOM{r: r}
	t.in = newReader(content)
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	t.before = content.dropped
	var err error
	if t.targetCol, t.cols, err = t.choose(target, features); err != nil {
		return nil, err
	}
	for _, c := range t.cols {
		t.Features = append(t.Features, t.header[c])
	}
	return t, nil
}

func newReader(r io.Reader) *csv.Reader {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1 // we count the fields ourselves, to say it better
	in.ReuseRecord = true
	in.TrimLeadingSpace = true
	return in
}

// Each calls do for each row to the end of the table, and returns the first error of reading or
// of do. A table without a row is an error. Each call gets the same x, with other numbers.
func (t *Table) Each(do func(x []float64, y float64) error) error {
	x := make([]float64, len(t.cols))
	for m := 0; ; m++ {
		y, err := t.Next(x)
		if err == io.EOF && m == 0 {
			return fmt.Errorf("gdkit: %s has a header but no rows below it, want at least one", t.File)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(x, y); err != nil {
			return err
		}
	}
}

// Next reads one row into x and returns its target, or io.EOF below the last row.
func (t *Table) Next(x []float64) (y float64, err error) {
	row, err := t.record()
	if err != nil {
		return 0, err
	}
	for j, c := range t.cols {
		if x[j], err = t.number(row, c); err != nil {
			return 0, err
		}
	}
	return t.number(row, t.targetCol)
}

// Skip goes past one row without a look at its numbers.
func (t *Table) Skip() error {
	_, err := t.record()
	return err
}

// A Mark is a place in the file where a row begins.
type Mark struct {
	Offset int64 // in bytes: the end of the row above it
	above  int   // lines above it
}

// Mark is where the row begins that was read last. Empty lines right above the row make From count
// its line too high.
func (t *Table) Mark() Mark {
	line, _ := t.pos(0)
	return Mark{Offset: t.before + t.row, above: line - 1}
}

// From is the same table read from a mark on; r begins there.
func (t *Table) From(mark Mark, r io.Reader) *Table {
	from := *t
	from.in, from.before, from.above, from.row = newReader(r), mark.Offset, mark.above, 0
	return &from
}

// pos is where field c of the present row stands in the file.
func (t *Table) pos(c int) (line, col int) {
	line, col = t.in.FieldPos(c)
	return t.above + line, col
}
