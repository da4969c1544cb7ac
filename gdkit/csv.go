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
	t, err := openTable(r, target, features)
	if err != nil {
		return nil, err
	}
	d := &Dataset{Name: t.file, Target: target, Features: t.features()}
	x := make([]float64, len(t.cols))
	var all []float64
	for {
		y, err := t.next(x)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		all = append(all, x...)
		d.Y = append(d.Y, y)
	}
	if len(d.Y) == 0 {
		return nil, t.noRows()
	}
	d.X = mat.NewDense(len(d.Y), len(x), all)
	return d, nil
}

// csvTable is a CSV file that is being read row by row, and knows where it stands in it.
type csvTable struct {
	in     *csv.Reader
	file   string
	bom    *skipBOM
	header []string
	target int   // column of y
	cols   []int // columns of x
	above  int   // lines of the file above the first that in reads
}

// openTable reads the header and finds the columns in it.
func openTable(r io.Reader, target string, features []string) (*csvTable, error) {
	t := &csvTable{file: "CSV", bom: &skipBOM{r: r}}
	if f, ok := r.(interface{ Name() string }); ok {
		t.file = filepath.Base(f.Name())
	}
	t.in = newCSVReader(t.bom)
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	var err error
	t.target, t.cols, err = t.choose(target, features)
	return t, err
}

func newCSVReader(r io.Reader) *csv.Reader {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1 // we count the fields ourselves, to say it better
	in.ReuseRecord = true
	in.TrimLeadingSpace = true
	return in
}

// features are the names of the columns of x.
func (t *csvTable) features() []string {
	var names []string
	for _, c := range t.cols {
		names = append(names, t.header[c])
	}
	return names
}

func (t *csvTable) noRows() error {
	return fmt.Errorf("gdkit: %s has a header but no rows below it, want at least one", t.file)
}

// next reads one row into x and returns its target, or io.EOF below the last row.
func (t *csvTable) next(x []float64) (y float64, err error) {
	row, err := t.record()
	if err != nil {
		return 0, err
	}
	for j, c := range t.cols {
		if x[j], err = t.number(row, c); err != nil {
			return 0, err
		}
	}
	return t.number(row, t.target)
}

// pos is where field c of the present row stands in the file.
func (t *csvTable) pos(c int) (line, col int) {
	line, col = t.in.FieldPos(c)
	return t.above + line, col
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

// record is the text of the next row.
func (t *csvTable) record() ([]string, error) {
	row, err := t.in.Read()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, t.explain(err)
	}
	if len(row) != len(t.header) {
		line, _ := t.pos(0)
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
	line, col := t.pos(c)
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
	line := t.above + pe.Line
	switch {
	case errors.Is(pe.Err, csv.ErrBareQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quote (\") stands inside a value, want the whole value in quotes and inner quotes doubled", t.file, line, pe.Column)
	case errors.Is(pe.Err, csv.ErrQuote):
		return fmt.Errorf("gdkit: %s:%d:%d: a quoted value is not closed, or text follows its closing quote", t.file, line, pe.Column)
	}
	return fmt.Errorf("gdkit: %s:%d:%d: %w", t.file, line, pe.Column, pe.Err)
}

// skipBOM drops the byte order mark that some spreadsheets put before the first column's name.
type skipBOM struct {
	r       io.Reader
	done    bool
	dropped int64 // bytes: 3, or 0 where there was no mark
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
		s.dropped = int64(n)
		head = nil
	}
	s.r = io.MultiReader(strings.NewReader(string(head)), s.r)
	if err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
