// Package rows reads tables that do not fit in memory: a few rows at a time, again and again, as a
// descent needs them. Package gdkit has names of its own for what lessons use (gdkit.OpenRows is
// Open), and the cost of a linear model over such a table, gdkit.Streamed.
//
//	Open       a row file: numbers as they are in memory; the fastest
//	OpenCSV    a CSV file, parsed anew in each pass
//	Generated  rows that a function makes up
//	Scaled     another source, its features scaled on the way
//
// Write turns any source into a row file, WriteCSV a CSV table. Standardize makes a Scaled.
//
// # A source of your own
//
// A Source has two methods: Dims says how many rows there are and how many features, ReadRows reads
// some rows that follow each other. Whoever reads relies on this:
//
//	size         Dims is always the same.
//	same rows    The same row is the same numbers each time.
//	many readers Several goroutines may call ReadRows at once.
//	memory       ReadRows fills all of x and y, and keeps neither.
//	errors       After an error x and y hold anything. NaN and Inf are no error of ReadRows: who
//	             reads finds them, with Block.CheckFinite.
//
// A source may also be Named, so that messages and parameters have the names of its columns.
//
// # Reading
//
// A Reader walks through a source in blocks of about 1 MB, and reads the next block while the
// present one is worked on. Where the blocks begin depends on the size of the source alone: sums
// over it have the same bits each time.
package rows
