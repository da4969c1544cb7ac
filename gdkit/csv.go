package gdkit

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// ReadCSV reads a table whose first line names the columns. The column called target becomes Y;
// the columns called features become X, in that order, or all other columns that have a name if none is given.
//
// The separator is a comma and the decimal mark is a point (RFC 4180). A byte order mark, CRLF line
// ends and spaces round a value are accepted. Anything else that isn't a finite number in a wanted
// column is an error that says where it stands: file (if r has a name, as *os.File does), line, column.
func ReadCSV(r io.Reader, target string, features ...string) (*Dataset, error) {
	t := &csvTable{file: "CSV"}
	if f, ok := r.(interface{ Name() string }); ok {
		t.file = filepath.Base(f.Name())
	}
	t.in = csv.NewReader(&skipBOM{r: r})
	t.in.FieldsPerRecord = -1 // we count the fields ourselves, to say it better
	t.in.ReuseRecord = true
	t.in.TrimLeadingSpace = true

	if err := t.readHeader(); err != nil {
		return nil, err
	}
	targetCol, cols, err := t.choose(target, features)
	if err != nil {
		return nil, err
	}
	d := &Dataset{Name: t.file, Target: target}
	for _, c := range cols {
		d.Features = append(d.Features, t.header[c])
	}
	var x []float64
	for {
		row, err := t.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, c := range cols {
			v, err := t.number(row, c)
			if err != nil {
				return nil, err
			}
			x = append(x, v)
		}
		y, err := t.number(row, targetCol)
		if err != nil {
			return nil, err
		}
		d.Y = append(d.Y, y)
	}
	if len(d.Y) == 0 {
		return nil, fmt.Errorf("gdkit: %s has a header but no rows below it, want at least one", t.file)
	}
	d.X = mat.NewDense(len(d.Y), len(cols), x)
	return d, nil
}

// csvTable is a CSV file that is being read, and knows where it stands in it.
type csvTable struct {
	in     *csv.Reader
	file   string
	header []string
}

func (t *csvTable) readHeader() error {
	row, err := t.in.Read()
	if err == io.EOF {
		return fmt.Errorf("gdkit: %s is empty, want a line of column names and rows of numbers", t.file)
	}
	if err != nil {
		return t.explain(err)
	}
	for _, name := range row {
		name = strings.TrimSpace(name)
		if name != "" && slices.Contains(t.header, name) {
			return fmt.Errorf("gdkit: %s has two columns called %q, want different names", t.file, name)
		}
		t.header = append(t.header, name)
	}
	if len(t.header) == 1 && strings.ContainsAny(t.header[0], ";\t") {
		return fmt.Errorf("gdkit: %s:1: the header is the single column %q; its values seem to be separated by semicolons or tabs, want commas", t.file, t.header[0])
	}
	return nil
}

// choose finds the columns by name.
func (t *csvTable) choose(target string, features []string) (targetCol int, cols []int, err error) {
	find := func(what, name string) (int, error) {
		c := slices.Index(t.header, name)
		if c < 0 {
			return 0, fmt.Errorf("gdkit: %s has no %s %q, its columns are %s", t.file, what, name, strings.Join(t.header, ", "))
		}
		return c, nil
	}
	if targetCol, err = find("target column", target); err != nil {
		return 0, nil, err
	}
	for _, name := range features {
		c, err := find("feature column", name)
		if err != nil {
			return 0, nil, err
		}
		if c == targetCol {
			return 0, nil, fmt.Errorf("gdkit: %s: %q is both the target and a feature; the model would only copy it", t.file, name)
		}
		if slices.Contains(cols, c) {
			return 0, nil, fmt.Errorf("gdkit: %s: the feature column %q is asked for twice; the model could not tell them apart", t.file, name)
		}
		cols = append(cols, c)
	}
	if len(features) == 0 {
		for c := range t.header {
			if c != targetCol && t.header[c] != "" { // a comma at the end of the lines makes a column without a name
				cols = append(cols, c)
			}
		}
	}
	if len(cols) == 0 {
		return 0, nil, fmt.Errorf("gdkit: %s has no column besides the target %q, want at least one feature", t.file, target)
	}
	return targetCol, cols, nil
}

func (t *csvTable) next() ([]string, error) {
	row, err := t.in.Read()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, t.explain(err)
	}
	if len(row) != len(t.header) {
		line, _ := t.in.FieldPos(0)
		return nil, fmt.Errorf("gdkit: %s:%d: the row has %d values, want %d as in the header (a decimal comma such as 1,5 also splits a value: write 1.5)",
			t.file, line, len(row), len(t.header))
	}
	return row, nil
}

func (t *csvTable) number(row []string, c int) (float64, error) {
	text := strings.TrimSpace(row[c])
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
		return v, nil
	}
	line, col := t.in.FieldPos(c)
	where := fmt.Sprintf("gdkit: %s:%d:%d: column %q", t.file, line, col, t.header[c])
	if text == "" {
		return 0, fmt.Errorf("%s is empty, want a number; drop the row or fill the gap first", where)
	}
	if _, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && strings.Contains(text, ",") {
		return 0, fmt.Errorf("%s holds %q with a decimal comma, want a decimal point: %s", where, text, strings.Replace(text, ",", ".", 1))
	}
	return 0, fmt.Errorf("%s holds %q, want a finite number", where, text)
}

// explain turns an error of the csv package into one sentence with the file in it.
func (t *csvTable) explain(err error) error {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		return fmt.Errorf("gdkit: reading %s: %w", t.file, err)
	}
	switch {
	case errors.Is(pe.Err, csv.ErrBareQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quote (\") stands inside a value, want the whole value in quotes and inner quotes doubled", t.file, pe.Line, pe.Column)
	case errors.Is(pe.Err, csv.ErrQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quoted value is not closed, or text follows its closing quote", t.file, pe.Line, pe.Column)
	}
	return fmt.Errorf("gdkit: %s:%d:%d: %w", t.file, pe.Line, pe.Column, pe.Err)
}

// skipBOM drops the byte order mark that some spreadsheets put before the first column's name.
type skipBOM struct {
	r    io.Reader
	done bool
}

func (s *skipBOM) Read(p []byte) (int, error) {
	if s.done {
		return s.r.Read(p)
	}
	s.done = true
	head := make([]byte, 3)
	n, err := io.ReadFull(s.r, head)
	head = head[:n]
	if err == io.ErrUnexpectedEOF {
		err = nil // a file of one or two bytes
	}
	if string(head) == "\ufeff" {
		head = nil
	}
	s.r = io.MultiReader(strings.NewReader(string(head)), s.r)
	if err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
