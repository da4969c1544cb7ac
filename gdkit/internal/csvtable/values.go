package csvtable

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// record is the text of the next row.
func (t *Table) record() ([]string, error) {
	t.row = t.in.InputOffset()
	row, err := t.in.Read()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, t.explain(err)
	}
	if len(row) != len(t.header) {
		line, _ := t.pos(0)
		return nil, fmt.Errorf("gdkit: %s:%d: the row has %d values, want %d as in the header"+
			" (a decimal comma such as 1,5 also splits a value: write 1.5)",
			t.File, line, len(row), len(t.header))
	}
	return row, nil
}

// number is the value of column c.
func (t *Table) number(row []string, c int) (float64, error) {
	text := strings.TrimSpace(row[c])
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
		return v, nil
	}
	line, col := t.pos(c)
	where := fmt.Sprintf("gdkit: %s:%d:%d: column %q", t.File, line, col, t.header[c])
	if text == "" {
		return 0, fmt.Errorf("%s is empty, want a number; drop the row or fill the gap first", where)
	}
	point := strings.Replace(text, ",", ".", 1)
	if _, err := strconv.ParseFloat(point, 64); err == nil && point != text {
		return 0, fmt.Errorf("%s holds %q with a decimal comma, want a decimal point: %s",
			where, text, point)
	}
	return 0, fmt.Errorf("%s holds %q, want a finite number", where, text)
}

// explain turns an error of the csv package into one sentence with the file in it.
func (t *Table) explain(err error) error {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		return fmt.Errorf("gdkit: reading %s: %w", t.File, err)
	}
	line := t.above + pe.Line
	switch {
	case errors.Is(pe.Err, csv.ErrBareQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quote (\") stands inside a value,"+
			" want the whole value in quotes and inner quotes doubled",
			t.File, line, pe.Column)
	case errors.Is(pe.Err, csv.ErrQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quoted value is not closed, or text follows its closing quote",
			t.File, line, pe.Column)
	}
	return fmt.Errorf("gdkit: %s:%d:%d: %w", t.File, line, pe.Column, pe.Err)
}
