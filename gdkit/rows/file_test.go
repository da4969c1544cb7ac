package rows_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/rows"
)

var longAgo = time.Unix(1e9, 0)

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	path := testkit.WriteFile(t, filepath.Join(folder, "a.rows"), func(w io.Writer) error {
		return rows.Write(w, testkit.RandomTable(300, 1000))
	})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		return testkit.WriteFile(t, filepath.Join(folder, name), func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
	}
	for _, cut := range []int{1, 16, 17, 16 + 8*1001, len(whole) / 2, 30000} {
		_, err := rows.Open(write("cut.rows", whole[:len(whole)-cut]))
		if err == nil || !strings.Contains(err.Error(), "cut.rows is not complete") {
			t.Errorf("%d bytes less: %v", cut, err)
		}
	}
	onlyHeader := `gdkit rows 1 {"features":["x"]}` + strings.Repeat(" ", 32) + "\n"
	for want, data := range map[string][]byte{
		"is not a row file":                         []byte("x,y\n1,2\n"),
		"not a row file":                            nil,
		"can't be read":                             []byte("gdkit rows 1 {}\n"),
		"the first line of the row file can't":      whole[:100],
		"is not complete: after 64 bytes":           []byte(onlyHeader),
		"other.rows is not complete: after 2402304": whole[:2402304],
		"with 5 more bytes.rows is not complete":    slices.Insert(slices.Clone(whole), 50_000, 1, 2, 3, 4, 5),
	} {
		name, _, _ := strings.Cut(want, " is not complete")
		if _, err := rows.Open(write(name, data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := rows.Open(filepath.Join(folder, "none.rows")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := rows.Open(folder); err == nil || !strings.HasPrefix(err.Error(), "gdkit: ") {
		t.Errorf("a folder: %v", err)
	}
}

// opened is a source in a file.
type opened struct {
	path string
	src  interface {
		rows.Source
		io.Closer
	}
}

// openBoth has a row file and a CSV file of two blocks.
func openBoth(t *testing.T) []opened {
	t.Helper()
	folder := t.TempDir()
	file := testkit.WriteFile(t, filepath.Join(folder, "b.rows"), func(w io.Writer) error {
		return rows.Write(w, testkit.RandomTable(100_000, 1))
	})
	text := testkit.WriteFile(t, filepath.Join(folder, "b.csv"), func(w io.Writer) error {
		_, err := io.WriteString(w, "x,y\n"+strings.Repeat("1.5,2\n", 100_000))
		return err
	})
	return []opened{{file, testkit.OpenRows(t, file)}, {text, testkit.OpenCSV(t, text, "y")}}
}

func TestFilesThatBreak(t *testing.T) {
	const changed = "has changed since it was opened"
	for _, c := range []struct {
		what string
		do   func(f opened) error
		want string
	}{
		{"closed", func(f opened) error { return f.src.Close() }, "is closed, want it open as long as it is read"},
		{"shorter", func(f opened) error { return os.Truncate(f.path, 300_000) }, changed},
		{"empty", func(f opened) error { return os.Truncate(f.path, 0) }, changed},
		{"shorter at the same time", func(f opened) error {
			info, err := os.Stat(f.path)
			return errors.Join(err, os.Truncate(f.path, 300_000), os.Chtimes(f.path, time.Time{}, info.ModTime()))
		}, changed},
		{"touched", func(f opened) error { return touch(f.path) }, changed},
	} {
		for _, f := range openBoth(t) {
			name := filepath.Base(f.path)
			if err := readAll(f.src); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := c.do(f); err != nil {
				t.Fatal(err)
			}
			err := readAll(f.src)
			if want := "gdkit: " + name + " " + c.want; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v; want %q", c.what, err, want)
			}
			if c.what != "touched" {
				if err := readRow(f.src, 99_000); err == nil || !strings.Contains(err.Error(), "gdkit: "+name) {
					t.Errorf("%s %s: a row that is gone is read: %v", name, c.what, err)
				}
			}
		}
	}
}
