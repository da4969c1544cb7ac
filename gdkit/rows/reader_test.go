package rows_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/rows"
)

var errBroken = errors.New("the disk is gone")

// readAll reads a source to its end and does nothing with it.
func readAll(src rows.Source) error {
	return new(rows.Reader).Walk(src, func(*rows.Block) error { return nil })
}

// readRow reads one row, and nothing else.
func readRow(src rows.Source, i int) error {
	_, n := src.Dims()
	return src.ReadRows(i, make([]float64, n), make([]float64, 1))
}

// after is a source that does something after each read.
type after struct {
	rows.Source
	do func(first, rows int) error
}

func (a after) ReadRows(first int, x, y []float64) error {
	return errors.Join(a.Source.ReadRows(first, x, y), a.do(first, len(y)))
}

func TestEverySource(t *testing.T) {
	table := testkit.RandomTable(300, 1000) // 130 or 131 rows in a block
	for name, src := range testkit.Sources(t, table) {
		testkit.CheckSource(t, name, src, table)
	}
}

// The numbers of a block's rows, in a walk through all of them and through some.
func TestRowNumbers(t *testing.T) {
	src := rows.Generated{Examples: 300, Features: 1000, Row: func(i int, _ []float64) (y float64) {
		return float64(i)
	}}
	var reader rows.Reader
	var blocks []int
	numbers := func(b *rows.Block) error {
		blocks = append(blocks, len(b.Y))
		for i, y := range b.Y {
			if b.Row(i) != int(y) {
				t.Errorf("row %v is called %d", y, b.Row(i))
			}
		}
		return nil
	}
	most := rows.PerBlock(src)
	for range 2 { // a reader may be used again
		blocks = nil
		want := []int{most, most, 300 - 2*most}
		if err := reader.Walk(src, numbers); err != nil || !slices.Equal(blocks, want) {
			t.Errorf("blocks of %v rows, error %v", blocks, err)
		}
		some := []int{299, 0, 1, 2, 2, 1, 150}
		for range most {
			some = append(some, 7)
		}
		blocks = nil
		if err := reader.WalkRows(src, some, numbers); err != nil || !slices.Equal(blocks, []int{most, 7}) {
			t.Errorf("blocks of %v chosen rows, error %v", blocks, err)
		}
	}
}

// A walk ends with the first error, of reading or of do, or with a panic of do; nothing goes on
// behind it, and the reader is ready for another walk.
func TestWalkThatEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	table := testkit.RandomTable(300, 1000)
	fails := func(from int) rows.Source {
		return after{table, func(first, rows int) error {
			if first+rows > from {
				return errBroken
			}
			return nil
		}}
	}
	var reader rows.Reader
	for _, row := range []int{0, 1, 135, 299} {
		seen := 0
		err := reader.Walk(fails(row), func(b *rows.Block) error { seen += len(b.Y); return nil })
		if !errors.Is(err, errBroken) || seen > row {
			t.Errorf("the source fails at row %d: error %v after %d rows", row, err, seen)
		}
		stop := func(b *rows.Block) error {
			if b.Row(len(b.Y)-1) >= row {
				return errBroken
			}
			return nil
		}
		if err := reader.Walk(table, stop); err != errBroken {
			t.Errorf("do fails at row %d: error %v", row, err)
		}
		some := []int{row, row}
		err = reader.WalkRows(fails(row), some, func(*rows.Block) error { return nil })
		if !errors.Is(err, errBroken) {
			t.Errorf("the source fails at the chosen row %d: error %v", row, err)
		}
		if err := reader.WalkRows(table, some, stop); err != errBroken {
			t.Errorf("do fails at the chosen row %d: error %v", row, err)
		}
	}
	func() {
		defer func() {
			if r := recover(); r != "my own mistake" {
				t.Errorf("panic %v", r)
			}
		}()
		_ = reader.Walk(table, func(*rows.Block) error { panic("my own mistake") })
	}()
	exits := after{table, func(_, _ int) error { runtime.Goexit(); return nil }}
	err := reader.Walk(exits, func(*rows.Block) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "ended after 0 of 300 rows") {
		t.Errorf("a source that exits: %v", err)
	}
	if err := reader.Walk(table, func(*rows.Block) error { return nil }); err != nil {
		t.Errorf("after all that: %v", err)
	}
	testkit.Settled(t, before)
}

// Apart from its goroutine a walk allocates nothing, however many blocks there are.
func TestWalkAllocates(t *testing.T) {
	var reader rows.Reader
	sum := 0.0
	do := func(b *rows.Block) error { sum += b.Y[0]; return nil }
	some := []int{5, 900, 17}
	for _, m := range []int{1000, 50 * 65536} {
		src := rows.Source(testkit.Repeated{Table: testkit.RandomTable(1000, 1), M: m})
		if n := testing.AllocsPerRun(2, func() { _ = reader.Walk(src, do) }); n > 4 {
			t.Errorf("%d rows: a walk allocates %v times, want at most 4", m, n)
		}
		if n := testing.AllocsPerRun(100, func() { _ = reader.WalkRows(src, some, do) }); n != 0 {
			t.Errorf("%d rows: chosen rows allocate %v times, want 0", m, n)
		}
	}
}

// Names that a source does not have are made up, and so is what an empty one is called.
func TestDescribe(t *testing.T) {
	unknown := rows.Columns{Name: "the source of rows", Target: "y"}
	table := rows.Columns{Name: "the source of rows", Target: "y", Features: []string{"x1", "x2"}}
	houses := rows.Columns{Name: "houses", Target: "y", Features: []string{"size", "x2", "x3"}}
	for _, c := range []struct {
		src  rows.Source
		want rows.Columns
	}{
		{nil, unknown},
		{(*rows.File)(nil), unknown},
		{testkit.RandomTable(3, 2), table},
		{named{}, houses},
		{&rows.Scaled{Rows: named{}}, houses},
	} {
		if got := rows.Describe(c.src); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%T is called %q, want %q", c.src, got, c.want)
		}
	}
}

// named is a source with some names.
type named struct{ testkit.Table }

func (named) Dims() (m, n int) { return 1, 3 }

func (named) Names() (name, target string, features []string) {
	return "houses", "", []string{"size", ""}
}

// A change in the middle of a pass shows at its end.
func TestFileThatChangesDuringAPass(t *testing.T) {
	for _, open := range openBoth(t) {
		touching := after{open.src, func(_, _ int) error { return touch(open.path) }}
		err := readAll(touching)
		if err == nil || !strings.Contains(err.Error(), "has changed since it was opened") {
			t.Errorf("%s: error %v", open.path, err)
		}
	}
}

// touch gives a file another time of change.
func touch(path string) error { return os.Chtimes(path, longAgo, longAgo) }
