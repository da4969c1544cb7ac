package gdkit

import (
	"io"
	"os"
	"slices"
	"sync"
)

// maxMarks bounds the memory of a CSVRows: 1 MB of marks, however long the file is.
const maxMarks = 1 << 16

// CSVRows is a RowSource that reads a CSV file itself, and parses it anew in each pass. For more than a few passes a row file is
// better: see WriteRows. It remembers where up to 65536 rows begin, evenly spread; to read a row between two of them it skips from
// the nearest one above. So single rows in random order are fast in a file of up to 65536 rows, and slow beyond.
type CSVRows struct {
	file  *watched
	table *csvTable // names and columns
	m     int
	marks []csvMark // of the rows 0, every, 2·every, …
	every int

	mu   sync.Mutex
	idle []*csvCursor
}

// csvMark is where a row begins.
type csvMark struct {
	offset int64 // in bytes: the end of the row above it
	line   int   // number of its line in the file
}

// csvCursor is a place in the file from which reading goes on.
type csvCursor struct {
	table csvTable
	next  int // number of the row that comes next
}

var _ Named = (*CSVRows)(nil)

// OpenCSV opens a CSV file for reading by rows and reads it once, to count the rows, to remember where they begin, and
// to report the first that is wrong. What it accepts and what it says of errors is as for ReadCSV. Close it after the last run.
func OpenCSV(path, target string, features ...string) (*CSVRows, error) {
	file, err := watch(path)
	if err != nil {
		return nil, err
	}
	c := &CSVRows{file: file, every: 1}
	if err := c.index(target, features); err != nil {
		file.Close()
		return nil, err
	}
	return c, nil
}

func (c *CSVRows) index(target string, features []string) error {
	var err error
	if c.table, err = openTable(c.file, target, features); err != nil {
		return err
	}
	t := c.table
	x := make([]float64, len(t.cols))
	for {
		offset := t.bom.dropped + t.in.InputOffset()
		_, err := t.next(x)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if c.m%c.every == 0 {
			line, _ := t.pos(0)
			c.mark(csvMark{offset, line})
		}
		c.m++
	}
	if c.m == 0 {
		return t.noRows()
	}
	return nil
}

// mark remembers a row. When there are too many marks, every other one is forgotten.
func (c *CSVRows) mark(next csvMark) {
	if len(c.marks) == maxMarks {
		for i := range maxMarks / 2 {
			c.marks[i] = c.marks[2*i]
		}
		c.marks = c.marks[:maxMarks/2]
		c.every *= 2
	}
	c.marks = append(c.marks, next)
}

// Dims implements RowSource.
func (c *CSVRows) Dims() (m, n int) {
	if c == nil {
		return 0, 0
	}
	return c.m, len(c.table.cols)
}

// Names implements Named.
func (c *CSVRows) Names() (name, target string, features []string) {
	return c.file.name, c.table.header[c.table.target], c.table.features()
}

// Close closes the file. What still reads from it gets an error.
func (c *CSVRows) Close() error {
	if c == nil {
		return os.ErrInvalid
	}
	return c.file.Close()
}

// ReadRows implements RowSource. That the file has changed since it was opened is noticed with its first and with its last row,
// or when a row no longer can be read.
func (c *CSVRows) ReadRows(first int, x, y []float64) error {
	if err := checkRows(c.file.name, c, first, x, y); err != nil {
		return err
	}
	if first == 0 || first+len(y) == c.m {
		if err := c.file.unchanged(); err != nil {
			return err
		}
	}
	cur, err := c.cursor(first)
	if err != nil {
		return c.explain(err)
	}
	n := len(c.table.cols)
	for i := range y {
		if y[i], err = cur.table.next(x[i*n : (i+1)*n]); err != nil {
			return c.explain(err)
		}
		cur.next++
	}
	c.keep(cur)
	return nil
}

// explain says that the file has changed if it has: then the rest follows from that.
func (c *CSVRows) explain(err error) error {
	if changed := c.file.unchanged(); changed != nil {
		return changed
	}
	if err == io.EOF {
		return c.file.explain(err)
	}
	return err
}

// cursor returns the place before a row: one where an earlier read has ended, or else the way there from the nearest mark.
func (c *CSVRows) cursor(row int) (*csvCursor, error) {
	if cur := c.take(row); cur != nil {
		return cur, nil
	}
	mark := c.marks[row/c.every]
	cur := &csvCursor{table: *c.table, next: row / c.every * c.every}
	cur.table.in = newCSVReader(io.NewSectionReader(c.file, mark.offset, c.file.size-mark.offset))
	cur.table.above = mark.line - 1 // exact, but for empty lines right above the row
	for ; cur.next < row; cur.next++ {
		if _, err := cur.table.record(); err != nil {
			return nil, err
		}
	}
	return cur, nil
}

// take returns a kept cursor that stands before a row, if there is one.
func (c *CSVRows) take(row int) *csvCursor {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.idle, func(cur *csvCursor) bool { return cur.next == row })
	if i < 0 {
		return nil
	}
	cur := c.idle[i]
	c.idle = slices.Delete(c.idle, i, i+1)
	return cur
}

// keep keeps a cursor for the read that goes on from there, in the place of the oldest if there are many.
func (c *CSVRows) keep(cur *csvCursor) {
	if cur.next == c.m {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.idle) == 4 {
		c.idle = slices.Delete(c.idle, 0, 1)
	}
	c.idle = append(c.idle, cur)
}
