package testkit

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit/rows"
)

// A Table is a source of rows in memory.
type Table struct {
	Features int       // n
	X, Y     []float64 // m·n and m numbers
}

// RandomTable has m examples with n features and labels 0 and 1, the same each time.
func RandomTable(m, n int) Table {
	rnd := rand.New(rand.NewPCG(1, uint64(m*n)))
	t := Table{Features: n, X: make([]float64, m*n), Y: make([]float64, m)}
	for i := range t.X {
		t.X[i] = rnd.NormFloat64() + 0.1
	}
	for i := range t.Y {
		t.Y[i] = float64(i % 2)
	}
	return t
}

// Row is the features of example i.
func (t Table) Row(i int) []float64 { return t.X[i*t.Features : (i+1)*t.Features] }

// Dims implements rows.Source.
func (t Table) Dims() (m, n int) { return len(t.Y), t.Features }

// ReadRows implements rows.Source.
func (t Table) ReadRows(first int, x, y []float64) error {
	if err := rows.CheckRead("the table", t, first, x, y); err != nil {
		return err
	}
	copy(x, t.X[first*t.Features:])
	copy(y, t.Y[first:])
	return nil
}

// Repeated is a long source that repeats a small table, so that the small table gives the exact
// cost.
type Repeated struct {
	Table Table
	M     int
	Read  func() // called for each block, or nil
}

// Dims implements rows.Source.
func (r Repeated) Dims() (m, n int) { return r.M, r.Table.Features }

// ReadRows implements rows.Source.
func (r Repeated) ReadRows(first int, x, y []float64) error {
	small, n := r.Table.Dims()
	for len(y) > 0 {
		at := first % small
		k := min(small-at, len(y))
		copy(x, r.Table.X[at*n:(at+k)*n])
		copy(y, r.Table.Y[at:at+k])
		x, y, first = x[k*n:], y[k:], first+k
	}
	if r.Read != nil {
		r.Read()
	}
	return nil
}

// Sources is a table once in memory, once generated, once in a row file, once in a CSV file, once
// in a row file made from that.
func Sources(t testing.TB, table Table) map[string]rows.Source {
	t.Helper()
	folder := t.TempDir()
	file := WriteFile(t, filepath.Join(folder, "a.rows"), func(w io.Writer) error {
		return rows.Write(w, table)
	})
	var features []string
	for j := range table.Features {
		features = append(features, fmt.Sprintf("x%d", j+1))
	}
	text := WriteFile(t, filepath.Join(folder, "b.csv"), func(w io.Writer) error {
		fmt.Fprint(w, "\ufeff")
		for _, name := range features {
			fmt.Fprintf(w, "%s,", name)
		}
		fmt.Fprint(w, "note,label\r\n\r\n")
		for i, y := range table.Y {
			for _, v := range table.Row(i) {
				fmt.Fprintf(w, " %v,", v)
			}
			fmt.Fprintf(w, "\"two\nlines\",%v\r\n", y)
		}
		return nil
	})
	again := WriteFile(t, filepath.Join(folder, "c.rows"), func(w io.Writer) error {
		f, err := os.Open(text)
		if err != nil {
			return err
		}
		defer f.Close()
		return rows.WriteCSV(w, f, "label", features...)
	})
	m, n := table.Dims()
	generated := rows.Generated{Examples: m, Features: n, Row: func(i int, x []float64) float64 {
		copy(x, table.Row(i))
		return table.Y[i]
	}}
	return map[string]rows.Source{
		"in memory":     table,
		"Generated":     generated,
		"File":          OpenRows(t, file),
		"CSV":           OpenCSV(t, text, "label", features...),
		"File from CSV": OpenRows(t, again),
	}
}

// WriteFile creates a file, and returns its path.
func WriteFile(t testing.TB, path string, write func(io.Writer) error) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// OpenRows opens a row file until the end of the test.
func OpenRows(t testing.TB, path string) *rows.File {
	t.Helper()
	f, err := rows.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// OpenCSV opens a CSV file until the end of the test.
func OpenCSV(t testing.TB, path, target string, features ...string) *rows.CSV {
	t.Helper()
	f, err := rows.OpenCSV(path, target, features...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// CheckSource holds what a source reads to the table that it should be, which has at least 20 rows.
func CheckSource(t testing.TB, name string, src rows.Source, want Table) {
	t.Helper()
	m, n := want.Dims()
	if gotM, gotN := src.Dims(); gotM != m || gotN != n {
		t.Errorf("%s has %d rows of %d features, want %d of %d", name, gotM, gotN, m, n)
	}
	x, y := make([]float64, 2*n), make([]float64, 2)
	for _, first := range []int{m - 2, 0, m / 2, m/2 + 2, 10, 11, 16} {
		if err := src.ReadRows(first, x, y); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(x, want.X[first*n:(first+2)*n]) || !slices.Equal(y, want.Y[first:first+2]) {
			t.Errorf("%s: rows %d and %d are wrong", name, first, first+1)
		}
	}
	at := 0
	err := new(rows.Reader).Walk(src, func(b *rows.Block) error {
		if !slices.Equal(b.X, want.X[at*n:at*n+len(b.X)]) || !slices.Equal(b.Y, want.Y[at:at+len(b.Y)]) {
			t.Errorf("%s: the block from row %d on is wrong", name, at)
		}
		at += len(b.Y)
		return nil
	})
	if at != m || err != nil {
		t.Errorf("%s: %d of %d rows in a walk, error %v", name, at, m, err)
	}
	for what, bad := range map[string]error{
		"the row below the last": src.ReadRows(m-1, x, y),
		"row -1":                 src.ReadRows(-1, x, y),
		"too little x":           src.ReadRows(0, x[1:], y),
	} {
		if bad == nil || !strings.HasPrefix(bad.Error(), "gdkit: ") {
			t.Errorf("%s: %s: error %v", name, what, bad)
		}
	}
	if err := src.ReadRows(0, x, y); err != nil {
		t.Errorf("%s: after errors: %v", name, err)
	}
}
