package csvtable

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// readHeader reads the names of all columns.
func (t *Table) readHeader() error {
	row, err := t.in.Read()
	if err == io.EOF {
		return fmt.Errorf("gdkit: %s is empty, want a line of column names and rows of numbers", t.File)
	}
	if err != nil {
		return t.explain(err)
	}
	for _, name := range row {
		name = strings.TrimSpace(name)
		if name != "" && slices.Contains(t.header, name) {
			return fmt.Errorf("gdkit: %s has two columns called %q, want different names", t.File, name)
		}
		t.header = append(t.header, name)
	}
	if len(t.header) == 1 && strings.ContainsAny(t.header[0], ";\t") {
		return fmt.Errorf("gdkit: %s:1: the header is the single column %q;"+
			" its values seem to be separated by semicolons or tabs, want commas",
			t.File, t.header[0])
	}
	return nil
}

// choose finds the columns by name.
func (t *Table) choose(target string, features []string) (targetCol int, cols []int, err error) {
	find := func(what, name string) (int, error) {
		c := slices.Index(t.header, name)
		if c < 0 {
			return 0, fmt.Errorf("gdkit: %s has no %s %q, its columns are %s",
				t.File, what, name, strings.Join(t.header, ", "))
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
			return 0, nil, fmt.Errorf("gdkit: %s: %q is both the target and a feature; the model would only copy it",
				t.File, name)
		}
		if slices.Contains(cols, c) {
			return 0, nil, fmt.Errorf("gdkit: %s: the feature column %q is asked for twice;"+
				" the model could not tell them apart",
				t.File, name)
		}
		cols = append(cols, c)
	}
	if len(features) == 0 {
		for c := range t.header {
			// A comma at the end of the lines makes a column without a name.
			if c != targetCol && t.header[c] != "" {
				cols = append(cols, c)
			}
		}
	}
	if len(cols) == 0 {
		return 0, nil, fmt.Errorf("gdkit: %s has no column besides the target %q, want at least one feature",
			t.File, target)
	}
	return targetCol, cols, nil
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
