package gdkit

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// WriteRows writes all rows of a source to a row file, which OpenRows reads. It holds two blocks of about 1 MB in memory.
// A value that is NaN or infinite is an error that names its row and column. If writing stops half-way, OpenRows will say so.
func WriteRows(w io.Writer, rows RowSource) error {
	if err := checkSource("WriteRows: the source", rows); err != nil {
		return err
	}
	d := describe(rows)
	_, n := rows.Dims()
	h := rowsHeader{Name: d.title(), Target: d.target()}
	for j := range n {
		h.Features = append(h.Features, d.feature(j))
	}
	out, err := newRowWriter(w, h)
	if err != nil {
		return err
	}
	err = newReadAhead().walk(rows, func(b *block) error {
		if err := checkFinite(rows, b); err != nil {
			return err
		}
		for i, y := range b.y {
			if err := out.add(b.x[i*n:(i+1)*n], y); err != nil {
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

// WriteRowsCSV turns a CSV table, read once from its beginning to its end, into a row file, one row in memory at a time. What it accepts
// and what it says of errors is as for ReadCSV.
func WriteRowsCSV(w io.Writer, r io.Reader, target string, features ...string) error {
	t, err := openTable(r, target, features)
	if err != nil {
		return err
	}
	out, err := newRowWriter(w, rowsHeader{Name: t.file, Target: target, Features: t.features()})
	if err != nil {
		return err
	}
	x := make([]float64, len(t.cols))
	for {
		y, err := t.next(x)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := out.add(x, y); err != nil {
			return err
		}
	}
	if out.m == 0 {
		return t.noRows()
	}
	return out.end()
}

type rowWriter struct {
	w   *bufio.Writer
	m   uint64
	row []byte
}

func newRowWriter(w io.Writer, h rowsHeader) (*rowWriter, error) {
	out := &rowWriter{w: bufio.NewWriterSize(w, 1<<16)}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("gdkit: writing rows: %w", err)
	}
	line := append([]byte(rowsMagic), text...)
	for (len(line)+1)%rowsAlign != 0 {
		line = append(line, ' ')
	}
	_, err = out.w.Write(append(line, '\n'))
	return out, writing(err)
}

func (out *rowWriter) add(x []float64, y float64) error {
	out.row = out.row[:0]
	for _, v := range x {
		out.row = binary.LittleEndian.AppendUint64(out.row, math.Float64bits(v))
	}
	out.row = binary.LittleEndian.AppendUint64(out.row, math.Float64bits(y))
	out.m++
	_, err := out.w.Write(out.row)
	return writing(err)
}

func (out *rowWriter) end() error {
	_, err := out.w.Write(binary.LittleEndian.AppendUint64([]byte(rowsEnd), out.m))
	return writing(errors.Join(err, out.w.Flush()))
}

func writing(err error) error {
	if err != nil {
		return fmt.Errorf("gdkit: writing rows: %w", err)
	}
	return nil
}
