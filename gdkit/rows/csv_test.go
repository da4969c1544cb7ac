package rows_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/rows"
)

// The row where a value went bad is found by file, line and column, wherever the reading began.
func TestBadNumberFarDown(t *testing.T) {
	const m, head, line = 1_000_000, "x,y\n", "1.5,2\n"
	folder := t.TempDir()
	write := func(text string) string {
		return testkit.WriteFile(t, filepath.Join(folder, "far.csv"), func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	above := head + strings.Repeat(line, m-2)
	path := write(above + "oops,2\n" + line)
	const want = `gdkit: far.csv:1000000:1: column "x" holds "oops", want a finite number`
	if _, err := rows.OpenCSV(path, "y"); err == nil || err.Error() != want {
		t.Errorf("OpenCSV: %v, want %s", err, want)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := rows.WriteCSV(io.Discard, f, "y"); err == nil || err.Error() != want {
		t.Errorf("WriteCSV: %v, want %s", err, want)
	}

	// The file goes bad without a sign of it: the same length, the same time.
	path = write(above + line + line)
	csv := testkit.OpenCSV(t, path, "y")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(above + "bad,2\n" + line)
	if err := os.Chtimes(path, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	const silent = `gdkit: far.csv:1000000:1: column "x" holds "bad", want a finite number`
	for what, err := range map[string]error{"all rows": readAll(csv), "one row": readRow(csv, m-2)} {
		if err == nil || err.Error() != silent {
			t.Errorf("%s: error %v; want %s", what, err, silent)
		}
	}
	if err := readRow(csv, 5); err != nil {
		t.Errorf("a row that is good: %v", err)
	}
}

// A file with more rows than are remembered, in any order; it has empty lines, and lines in quotes.
func TestMoreRowsThanMarks(t *testing.T) {
	const m = 3*65536 + 7
	path := testkit.WriteFile(t, filepath.Join(t.TempDir(), "long.csv"), func(w io.Writer) error {
		var text strings.Builder
		text.WriteString("\ufeffx,note,y\n")
		for i := range m {
			fmt.Fprintf(&text, "%d,\"two\nlines\",%d\n\n", i, -i)
		}
		_, err := io.WriteString(w, text.String())
		return err
	})
	csv := testkit.OpenCSV(t, path, "y", "x")
	if got, n := csv.Dims(); got != m || n != 1 {
		t.Fatalf("%d rows of %d features, want %d of 1", got, n, m)
	}
	x, y := make([]float64, 2), make([]float64, 2)
	for _, i := range []int{m - 2, 0, 1, m / 2, 65535, 65536, 65537, 131072, 131071, 131072} {
		err := csv.ReadRows(i, x, y)
		if err != nil || x[0] != float64(i) || x[1] != float64(i+1) || y[0] != -x[0] || y[1] != -x[1] {
			t.Errorf("rows %d and %d are %v %v; %v", i, i+1, x, y, err)
		}
	}
}
