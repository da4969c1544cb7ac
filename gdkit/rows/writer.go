package rows

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"gdlab/gdkit/internal/csvtable"
)

// Write writes all rows of a source to a row file, which Open reads. It holds two blocks of about
// 1 MB in memory. A value that is NaN or infinite is an error that names its row and column. If
// writing stops half-way, Open will say so.
func Write(w io.Writer, src Source) error {
	if err := CheckSource("WriteRows: the source", src); err != nil {
		return err
	}
	out, err := newWriter(w, header(Describe(src)))
	if err != nil {
		return err
	}
	_, n := src.Dims()
	err = new(Reader).Walk(src, func(b *Block) error {
		if err := b.CheckFinite(src); err != nil {
			return err
		}
		for i, y := range b.Y {
			if err := out.add(b.X[i*n:(i+1)*n], y); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.end()
}

// WriteCSV turns a CSV table, read once from its beginning to its end, into a row file, one row in
// memory at a time. What it accepts and what it says of errors is as for gdkit.ReadCSV.
func WriteCSV(w io.Writer, r io.Reader, target string, features ...string) error {
	t, err := csvtable.Open(r, target, features)
	if err != nil {
		return err
	}
	out, err := newWriter(w, header{Name: t.File, Target: t.Target, Features: t.Features})
	if err != nil {
		return err
	}
	if err := t.Each(out.add); err != nil {
		return err
	}
	return out.end()
}

// A writer writes a row file.
type writer struct {
	w   *bufio.Writer
	m   uint64
	row []byte
}

func newWriter(w io.Writer, h header) (*writer, error) {
	out := &writer{w: bufio.NewWriterSize(w, 1<<16)}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("gdkit: writing rows: %w", err)
	}
	line := append([]byte(magic), text...)
	for (len(line)+1)%align != 0 {
		line = append(line, ' ')
	}
	_, err = out.w.Write(append(line, '\n'))
	return out, writing(err)
}

func (out *writer) add(x []float64, y float64) error {
	out.row = out.row[:0]
	for _, v := range x {
		out.row = binary.LittleEndian.AppendUint64(out.row, math.Float64bits(v))
	}
	out.row = binary.LittleEndian.AppendUint64(out.row, math.Float64bits(y))
	out.m++
	_, err := out.w.Write(out.row)
	return writing(err)
}

func (out *writer) end() error {
	_, err := out.w.Write(binary.LittleEndian.AppendUint64([]byte(endMark), out.m))
	return writing(errors.Join(err, out.w.Flush()))
}

func writing(err error) error {
	if err != nil {
		return fmt.Errorf("gdkit: writing rows: %w", err)
	}
	return nil
}
