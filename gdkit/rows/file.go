package rows

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// A row file is one line of text, then the numbers, then a mark that the writing came to its end:
//
//	gdkit rows 1 {"name":…,"target":…,"features":[…]}
//	x₁ … xₙ y   x₁ … xₙ y   …
//	gdkitend
//	m
//
// The first line is padded with spaces to a multiple of 64 bytes, its end included. The numbers are
// float64, row by row, and m is uint64, all little-endian.
const (
	magic      = "gdkit rows 1 "
	endMark    = "gdkitend"
	align      = 64
	maxHeader  = 1 << 26
	footerSize = int64(len(endMark) + 8)
)

// A header is what the first line says.
type header struct {
	Name     string   `json:"name"`
	Target   string   `json:"target"`
	Features []string `json:"features"`
}

// File is a Source in a row file: float64 numbers as they are in memory, so that any row is found
// at once and nothing is parsed. Write and WriteCSV make one. It takes 8(n+1) bytes a row.
type File struct {
	file   *watched
	header header
	m      int
	begin  int64 // where the first row begins

	mu   sync.Mutex
	idle [][]byte // memory for the next read
}

var _ Named = (*File)(nil)

// Open opens a row file. Close it after the last run. A file that isn't one, or that is not
// complete, is an error.
func Open(path string) (*File, error) {
	file, err := watch(path)
	if err != nil {
		return nil, err
	}
	r := &File{file: file}
	if err := r.readEnds(); err != nil {
		file.Close()
		return nil, err
	}
	return r, nil
}

// readEnds reads the header and the footer, and compares them with the length of the file.
func (r *File) readEnds() error {
	name := r.file.name
	start := make([]byte, len(magic))
	if _, err := r.file.ReadAt(start, 0); err != nil && err != io.EOF {
		return r.file.explain(err)
	}
	if string(start) != magic {
		return fmt.Errorf("gdkit: %s is not a row file; make one with gdkit.WriteRows,"+
			" or from a CSV file with gdkit.WriteRowsCSV", name)
	}
	line, err := bufio.NewReader(io.NewSectionReader(r.file, 0, maxHeader)).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(line, start), &r.header)
	}
	if err != nil || len(r.header.Features) == 0 {
		return fmt.Errorf("gdkit: %s: the first line of the row file can't be read (%v); write it again",
			name, err)
	}
	r.begin = int64(len(line))
	body := r.file.size - r.begin - footerSize
	footer := make([]byte, footerSize)
	if body > 0 {
		if _, err := r.file.ReadAt(footer, r.begin+body); err != nil {
			return r.file.explain(err)
		}
	}
	rows := body / int64(r.rowSize())
	count := binary.LittleEndian.Uint64(footer[len(endMark):])
	marked := string(footer[:len(endMark)]) == endMark
	if !marked || rows*int64(r.rowSize()) != body || count != uint64(rows) {
		return fmt.Errorf("gdkit: %s is not complete: after %d bytes the mark of the end is missing;"+
			" was the writing or the copying interrupted? Write it again", name, r.file.size)
	}
	r.m = int(rows)
	return nil
}

// rowSize is in bytes.
func (r *File) rowSize() int { return 8 * (len(r.header.Features) + 1) }

// Dims implements Source.
func (r *File) Dims() (m, n int) {
	if r == nil {
		return 0, 0
	}
	return r.m, len(r.header.Features)
}

// Names implements Named.
func (r *File) Names() (name, target string, features []string) {
	return r.file.name, r.header.Target, r.header.Features
}

// Close closes the file. What still reads from it gets an error.
func (r *File) Close() error {
	if r == nil {
		return os.ErrInvalid
	}
	return r.file.Close()
}

// ReadRows implements Source. That the file has changed since it was opened is noticed with its
// first and with its last row.
func (r *File) ReadRows(first int, x, y []float64) error {
	if err := r.file.check(r, first, x, y); err != nil {
		return err
	}
	n := len(r.header.Features)
	buffer := r.take()
	defer r.keep(buffer)
	for at := r.begin + int64(first)*int64(r.rowSize()); len(y) > 0; {
		rows := min(len(y), len(buffer)/r.rowSize())
		raw := buffer[:rows*r.rowSize()]
		if _, err := r.file.ReadAt(raw, at); err != nil {
			return r.file.explain(err)
		}
		at += int64(len(raw))
		for i := range rows {
			for j := range n {
				x[i*n+j] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*j:]))
			}
			y[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*n:]))
			raw = raw[r.rowSize():]
		}
		x, y = x[rows*n:], y[rows:]
	}
	return nil
}

// take returns room for some whole rows: 64 KB, or one row where that is longer.
func (r *File) take() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last := len(r.idle) - 1; last >= 0 {
		buffer := r.idle[last]
		r.idle = r.idle[:last]
		return buffer
	}
	return make([]byte, max(1, (1<<16)/r.rowSize())*r.rowSize())
}

// keep keeps memory for the next take.
func (r *File) keep(buffer []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = append(r.idle, buffer)
}
