package gdkit

import (
	"io"

	"gdlab/gdkit/rows"
)

// Data that do not fit in memory are read by package rows. These are its names as lessons use them.

// A RowSource is a table of m examples with n features that is read a few rows at a time, so that
// it need not fit in memory: a RowFile, a CSVRows, a Generated, a ScaledRows, a *Dataset, or a
// learner's own. Its methods are Dims and ReadRows; see [rows.Source].
type RowSource = rows.Source

// Named is a RowSource that knows what it is called, and what its columns are called. Its further
// method is Names; see [rows.Named].
type Named = rows.Named

// Generated is a RowSource that makes up its examples: its field Row writes the features of example
// i to x and returns the target. See [rows.Generated].
type Generated = rows.Generated

// RowFile is a RowSource in a file of float64 numbers, which need no parsing. WriteRows and
// WriteRowsCSV make one, OpenRows opens it. See [rows.File].
type RowFile = rows.File

// CSVRows is a RowSource that reads a CSV file itself, and parses it anew in each pass; OpenCSV
// opens it. For more than a few passes a row file is better. See [rows.CSV].
type CSVRows = rows.CSV

// ScaledRows is a RowSource whose features are scaled on their way from another one:
// x′ = (x − Center) / Scale. StandardizeRows makes one, and its method Unscale takes parameters
// back to the original units. See [rows.Scaled].
type ScaledRows = rows.Scaled

// OpenRows opens a row file. Close it after the last run. A file that isn't one, or that is not
// complete, is an error.
func OpenRows(path string) (*RowFile, error) { return rows.Open(path) }

// OpenCSV opens a CSV file for reading by rows and reads it once, to count the rows and to report
// the first that is wrong. What it accepts and what it says of errors is as for ReadCSV. Close it
// after the last run.
func OpenCSV(path, target string, features ...string) (*CSVRows, error) {
	return rows.OpenCSV(path, target, features...)
}

// WriteRows writes all rows of a source to a row file, which OpenRows reads. It holds two blocks of
// about 1 MB in memory. A value that is NaN or infinite is an error that names its row and column.
// If writing stops half-way, OpenRows will say so.
func WriteRows(w io.Writer, src RowSource) error { return rows.Write(w, src) }

// WriteRowsCSV turns a CSV table, read once from its beginning to its end, into a row file, one row
// in memory at a time. What it accepts and what it says of errors is as for ReadCSV.
func WriteRowsCSV(w io.Writer, r io.Reader, target string, features ...string) error {
	return rows.WriteCSV(w, r, target, features...)
}

// StandardizeRows is Dataset.Standardize for a source of rows: the features get mean 0 and standard
// deviation 1, with the same formula and the same care for constant columns. It reads all rows
// once; see [rows.Standardize] for the formula. An error of reading, or a value that is NaN or
// infinite, is returned.
func StandardizeRows(src RowSource) (*ScaledRows, error) { return rows.Standardize(src) }

// describe is a data set without data: it has the names of a source.
func describe(src RowSource) *Dataset {
	c := rows.Describe(src)
	return &Dataset{Name: c.Name, Target: c.Target, Features: c.Features}
}
