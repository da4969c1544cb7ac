package rows

import (
	"io"
	"os"
	"slices"
	"sync"

	"gdlab/gdkit/internal/csvtable"
)

// maxMarks bounds the memory of a CSV: 1 MB of marks, however long the file is.
const maxMarks = 1 << 16

// CSV is a Source that reads a CSV file itself, and parses it anew in each pass. For more than a
// few passes a row file is better: see Write. It remembers where up to 65536 rows begin, evenly
// spread; to read a row between two of them it skips from the nearest one above. So single rows in
// random order are fast in a file of up to 65536 rows, and slow beyond.
type CSV struct {
	file  *watched
	table *csvtable.Table // names and columns
	m     int
	marks []csvtable.Mark // of the rows 0, every, 2·every, …
	every int

	mu   sync.Mutex
	idle []*cursor
}

// A cursor is a place in the file from which reading goes on.
type cursor struct {
	table *csvtable.Table
	next  int // number of the row that comes next
}

var _ Named = (*CSV)(nil)

// OpenCSV opens a CSV file for reading by rows and reads it once, to count the rows, to remember
// where they begin, and to report the first that is wrong. What it accepts and what it says of
// errors is as for gdkit.ReadCSV. Close it after the last run.
func OpenCSV(path, target string, features ...string) (*CSV, error) {
	file, err := watch(path)
	if err != nil {
		return nil, err
	}
	c := &CSV{file: file, every: 1}
	if err := c.index(target, features); err != nil {
		file.Close()
		return nil, err
	}
	return c, nil
}

// index reads the file once.
func (c *CSV) index(target string, features []string) error {
	var err error
	if c.table, err = csvtable.Open(c.file, target, features); err != nil {
		return err
	}
	return c.table.Each(func(_ []float64, _ float64) error {
		if c.m%c.every == 0 {
			c.mark(c.table.Mark())
		}
		c.m++
		return nil
	})
}

// mark remembers a row. When there are too many marks, every other one is forgotten.
func (c *CSV) mark(next csvtable.Mark) {
	if len(c.marks) == maxMarks {
		for i := range maxMarks / 2 {
			c.marks[i] = c.marks[2*i]
		}
		c.marks = c.marks[:maxMarks/2]
		c.every *= 2
	}
	c.marks = append(c.marks, next)
}

// Dims implements Source.
func (c *CSV) Dims() (m, n int) {
	if c == nil {
		return 0, 0
	}
	return c.m, len(c.table.Features)
}

// Names implements Named.
func (c *CSV) Names() (name, target string, features []string) {
	return c.file.name, c.table.Target, c.table.Features
}

// Close closes the file. What still reads from it gets an error.
func (c *CSV) Close() error {
	if c == nil {
		return os.ErrInvalid
	}
	return c.file.Close()
}

// ReadRows implements Source. That the file has changed since it was opened is noticed with its
// first and with its last row, or when a row no longer can be read.
func (c *CSV) ReadRows(first int, x, y []float64) error {
	if err := c.file.check(c, first, x, y); err != nil {
		return err
	}
	cur, err := c.cursor(first)
	if err != nil {
		return c.explain(err)
	}
	n := len(c.table.Features)
	for i := range y {
		if y[i], err = cur.table.Next(x[i*n : (i+1)*n]); err != nil {
			return c.explain(err)
		}
		cur.next++
	}
	c.keep(cur)
	return nil
}

// explain says that the file has changed if it has: then the rest follows from that.
func (c *CSV) explain(err error) error {
	if changed := c.file.unchanged(); changed != nil {
		return changed
	}
	if err == io.EOF {
		return c.file.explain(err)
	}
	return err
}

// cursor returns the place before a row: one where an earlier read has ended, or else the way there
// from the nearest mark.
func (c *CSV) cursor(row int) (*cursor, error) {
	if cur := c.take(row); cur != nil {
		return cur, nil
	}
	mark := c.marks[row/c.every]
	rest := io.NewSectionReader(c.file, mark.Offset, c.file.size-mark.Offset)
	cur := &cursor{table: c.table.From(mark, rest), next: row / c.every * c.every}
	for ; cur.next < row; cur.next++ {
		if err := cur.table.Skip(); err != nil {
			return nil, err
		}
	}
	return cur, nil
}

// take returns a kept cursor that stands before a row, if there is one.
func (c *CSV) take(row int) *cursor {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.idle, func(cur *cursor) bool { return cur.next == row })
	if i < 0 {
		return nil
	}
	cur := c.idle[i]
	c.idle = slices.Delete(c.idle, i, i+1)
	return cur
}

// keep keeps a cursor for the read that goes on from there, in the place of the
// oldest if there are many.
func (c *CSV) keep(cur *cursor) {
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
