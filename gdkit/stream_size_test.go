package gdkit_test

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/floats"
)

// Two gigabytes of rows that repeat a small table, whose exact cost is known.
func TestTwoGigabytesInLittleMemory(t *testing.T) {
	// 256 bytes a row; 1009 is prime, so that the blocks of 4096 rows begin anywhere in the table
	const n, small = 31, 1009
	table := randomRows(small, n)
	m := 2_000_000_000/(8*(n+1))/small*small + small
	w := make([]float64, n+1)
	for j := range w {
		w[j] = math.Sin(float64(j))
	}
	var heap, held uint64 // in use, and taken from the operating system
	measure := func() {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		heap, held = max(heap, now.HeapAlloc), max(held, now.Sys-now.HeapReleased)
	}
	blocks := 0
	src := testkit.Repeated{Table: tableOf(table), M: m, Read: func() {
		if blocks++; blocks%100 == 0 {
			measure()
		}
	}}
	debug.FreeOSMemory() // what other tests left
	j := &gdkit.Streamed{Rows: src, Loss: gdkit.HalfSquared, L2: 0.1}
	began := time.Now()
	grad := make([]float64, n+1)
	cost := j.Eval(grad, w)
	took := time.Since(began)
	want := make([]float64, n+1)
	near(t, "J", cost, (&gdkit.Linear{Data: table, Loss: gdkit.HalfSquared, L2: 0.1}).Eval(want, w), 1e-14)
	if off := floats.Distance(grad, want, math.Inf(1)); !(off <= 1e-14*floats.Norm(want, math.Inf(1))) {
		t.Errorf("the gradient is off by %.1e", off)
	}
	if blocks < 1900 || heap == 0 {
		t.Fatalf("%d blocks were read, want about 2000", blocks)
	}
	if measure(); heap > 200e6 || held > 200e6 {
		t.Errorf("the heap rose to %d MB, all memory to %d MB; want less than 200 MB", heap/1e6, held/1e6)
	}
	t.Logf("%.2f GB in %v; heap at most %.1f MB, all memory at most %.1f MB",
		float64(m)*8*(n+1)/1e9, took.Round(time.Millisecond), float64(heap)/1e6, float64(held)/1e6)
}

// 50 MB of text in memory as a Linear, read again as a CSVRows, and turned into a RowFile, are
// one and the same cost.
func TestLargeCSV(t *testing.T) {
	d := randomRows(1000, 5)
	var text strings.Builder
	for i := range 1000 {
		for _, v := range d.X.RawRowView(i) {
			fmt.Fprintf(&text, "%.17e,", v) // all its digits
		}
		fmt.Fprintf(&text, "%v\n", d.Y[i])
	}
	folder := t.TempDir()
	table := testkit.WriteFile(t, filepath.Join(folder, "large.csv"), func(w io.Writer) error {
		io.WriteString(w, "a,b,c,d,e,label\n")
		for size := 0; size < 50e6; size += text.Len() {
			io.WriteString(w, text.String())
		}
		return nil
	})
	w := []float64{0.1, -0.2, 0.3, -0.4, 0.5, 1}
	want := &gdkit.Linear{Data: d, Loss: gdkit.Logistic}
	check := func(name string, j gdkit.Cost, tol float64) {
		t.Helper()
		grad, exact := make([]float64, 6), make([]float64, 6)
		near(t, name+": J", j.Eval(grad, w), want.Eval(exact, w), tol)
		if off := floats.Distance(grad, exact, math.Inf(1)); !(off <= tol*floats.Norm(exact, math.Inf(1))) {
			t.Errorf("%s: the gradient is off by %.1e", name, off)
		}
	}
	f, err := os.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read, err := gdkit.ReadCSV(f, "label")
	if err != nil {
		t.Fatal(err)
	}
	check("ReadCSV", &gdkit.Linear{Data: read, Loss: gdkit.Logistic}, 1e-12)
	csv := testkit.OpenCSV(t, table, "label")
	m, _ := csv.Dims()
	if m <= 4*65536 || m != len(read.Y) {
		t.Fatalf("%d rows by blocks, %d at once; want the same, and more than fit in the index", m, len(read.Y))
	}
	x, y := make([]float64, 5), make([]float64, 1)
	for _, i := range []int{m - 1, 0, m / 2, 65535, 65536, 65537} {
		if err := csv.ReadRows(i, x, y); err != nil || !slices.Equal(x, read.X.RawRowView(i)) || y[0] != read.Y[i] {
			t.Errorf("row %d is %v %v, want %v; %v", i, x, y, read.X.RawRowView(i), err)
		}
	}
	check("CSVRows", &gdkit.Streamed{Rows: csv, Loss: gdkit.Logistic}, 1e-13)
	rows := testkit.WriteFile(t, filepath.Join(folder, "large.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, csv) })
	check("RowFile", &gdkit.Streamed{Rows: testkit.OpenRows(t, rows), Loss: gdkit.Logistic}, 1e-13)
}
