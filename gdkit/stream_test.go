package gdkit_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// randomRows has m examples with n features and labels 0 and 1.
func randomRows(m, n int) *gdkit.Dataset {
	rnd := rand.New(rand.NewPCG(1, uint64(m*n)))
	d := &gdkit.Dataset{Name: "random", Target: "label", X: denseOf(m, n, make([]float64, m*n)...), Y: make([]float64, m)}
	for i := range m {
		x := d.X.RawRowView(i)
		for j := range x {
			x[j] = rnd.NormFloat64() + 0.1
		}
		d.Y[i] = float64(i % 2)
	}
	return d
}

// sameCost holds a cost and its gradient to those of another one; the gradient relative to its largest entry.
func sameCost(t *testing.T, what string, got, want func(grad []float64) float64, n int, tol float64) {
	t.Helper()
	g, w := make([]float64, n), make([]float64, n)
	for i := range g {
		g[i] = math.NaN()
	}
	jg, jw := got(g), want(w)
	if !(math.Abs(jg-jw) <= tol*math.Abs(jw)) {
		t.Errorf("%s: J is %v, want %v (off by %.1e)", what, jg, jw, jg/jw-1)
	}
	if only := got(nil); only != jg {
		t.Errorf("%s: J is %v without a gradient and %v with one", what, only, jg)
	}
	if off := floats.Distance(g, w, math.Inf(1)); !(off <= tol*floats.Norm(w, math.Inf(1))) {
		t.Errorf("%s: the gradient is off by %.1e of its largest entry", what, off/floats.Norm(w, math.Inf(1)))
	}
}

// A block holds 65536 rows of 1 feature, 65 of 2000, 1 of 140000.
func TestStreamedEqualsLinear(t *testing.T) {
	for _, size := range []struct{ m, n int }{
		{2, 1}, {100, 1}, {65536, 1}, {65537, 1}, {3*65536 + 5, 1},
		{64, 2000}, {65, 2000}, {66, 2000}, {130, 2000}, {131, 2000}, {3, 140000},
	} {
		d := randomRows(size.m, size.n)
		w := make([]float64, size.n+1)
		for j := range w {
			w[j] = math.Sin(float64(j)) / math.Sqrt(float64(size.n))
		}
		rows := []int{size.m - 1, 0, 1, 1}
		for i := range min(150, 300_000/size.n) { // more than a block, where blocks are small
			rows = append(rows, i*7919%size.m)
		}
		for _, l := range []gdkit.Linear{
			{Data: d, Loss: gdkit.HalfSquared},
			{Data: d, Loss: gdkit.Logistic, L2: 0.3, L1: 0.2},
			{Data: d, Loss: gdkit.Huber{Delta: 0.5}, L1: 0.1, NoBias: true},
		} {
			s := &gdkit.Streamed{Rows: d, Loss: l.Loss, L2: l.L2, L1: l.L1, NoBias: l.NoBias}
			w := w[:l.Dim()]
			what := fmt.Sprintf("%d×%d %T", size.m, size.n, l.Loss)
			tol := 1e-14
			if size.m > 100_000 { // a single running sum, should Linear have one, is no better
				tol = 4e-14
			}
			sameCost(t, what,
				func(grad []float64) float64 { return s.Eval(grad, w) },
				func(grad []float64) float64 { return l.Eval(grad, w) }, len(w), tol)
			some := l
			some.Data = d.Rows(rows...)
			sameCost(t, what+" EvalRows",
				func(grad []float64) float64 { return s.EvalRows(grad, w, rows) },
				func(grad []float64) float64 { return some.Eval(grad, w) }, len(w), 1e-14)
			if err := s.Err(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if err := s.Validate(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if s.Len() != size.m || s.Dim() != l.Dim() || !slices.Equal(s.ParamNames(), l.ParamNames()) {
				t.Errorf("%s: Len %d, Dim %d, names differ: %v", what, s.Len(), s.Dim(), s.ParamNames()[:1])
			}
		}
	}
}

func TestStreamedCheckGrad(t *testing.T) {
	for _, loss := range []gdkit.Loss{gdkit.Squared, gdkit.Logistic, gdkit.SquaredHinge, gdkit.Huber{Delta: 0.7}} {
		s := &gdkit.Streamed{Rows: randomRows(1000, 3), Loss: loss, L2: 0.1, L1: 0.2}
		if c := gdkit.CheckGrad(s, []float64{0.3, -0.5, 0.2, 0.9}); !c.OK {
			t.Errorf("%T:\n%v", loss, c)
		}
	}
}

// openAll has the same data once in memory, once generated, once in a row file, once in a CSV file, once in a row file made from that.
func openAll(t *testing.T, d *gdkit.Dataset) map[string]gdkit.RowSource {
	t.Helper()
	folder := t.TempDir()
	rows := writeFile(t, filepath.Join(folder, "a.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, d) })
	m, n := d.X.Dims()
	table := writeFile(t, filepath.Join(folder, "b.csv"), func(w io.Writer) error {
		fmt.Fprintf(w, "\ufeffx1")
		for j := 1; j < n; j++ {
			fmt.Fprintf(w, ",x%d", j+1)
		}
		fmt.Fprint(w, ",note,label\r\n\r\n")
		for i := range m {
			for _, v := range d.X.RawRowView(i) {
				fmt.Fprintf(w, " %v,", v)
			}
			fmt.Fprintf(w, "\"two\nlines\",%v\r\n", d.Y[i])
		}
		return nil
	})
	var features []string
	for j := range n {
		features = append(features, fmt.Sprintf("x%d", j+1))
	}
	again := writeFile(t, filepath.Join(folder, "c.rows"), func(w io.Writer) error {
		f, err := os.Open(table)
		if err != nil {
			return err
		}
		defer f.Close()
		return gdkit.WriteRowsCSV(w, f, "label", features...)
	})
	return map[string]gdkit.RowSource{
		"Dataset": d,
		"Generated": gdkit.Generated{Examples: m, Features: n, Row: func(i int, x []float64) float64 {
			copy(x, d.X.RawRowView(i))
			return d.Y[i]
		}},
		"RowFile":          openRows(t, rows),
		"CSVRows":          openCSV(t, table, "label", features...),
		"RowFile from CSV": openRows(t, again),
	}
}

func writeFile(t *testing.T, path string, write func(io.Writer) error) string {
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

func openRows(t *testing.T, path string) *gdkit.RowFile {
	t.Helper()
	r, err := gdkit.OpenRows(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func openCSV(t *testing.T, path, target string, features ...string) *gdkit.CSVRows {
	t.Helper()
	r, err := gdkit.OpenCSV(path, target, features...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// Each source gives the same bits, for all rows, for some, and to a descent.
func TestEverySource(t *testing.T) {
	d := randomRows(300, 1000) // 131 rows in a block
	w := make([]float64, 1001)
	for j := range w {
		w[j] = math.Cos(float64(j)) / 30
	}
	rows := []int{299, 0, 150, 151, 152, 7, 7, 131}
	want, grad := make([]float64, 1001), make([]float64, 1001)
	linear := &gdkit.Linear{Data: d, Loss: gdkit.Logistic}
	straight := gdkit.Descent{Cost: linear, Start: w, Rate: 0.01, Steps: 5}.Run()
	for name, src := range openAll(t, d) {
		x, y := make([]float64, 2*1000), make([]float64, 2)
		for _, first := range []int{298, 0, 17, 19, 130, 140} {
			if err := src.ReadRows(first, x, y); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !slices.Equal(x[:1000], d.X.RawRowView(first)) || !slices.Equal(x[1000:], d.X.RawRowView(first+1)) || !slices.Equal(y, d.Y[first:first+2]) {
				t.Errorf("%s: rows %d and %d are wrong", name, first, first+1)
			}
		}
		s, mem := &gdkit.Streamed{Rows: src, Loss: gdkit.Logistic}, &gdkit.Streamed{Rows: d, Loss: gdkit.Logistic}
		for range 3 {
			if a, b := s.Eval(grad, w), mem.Eval(want, w); a != b || !slices.Equal(grad, want) {
				t.Errorf("%s: J is %v, want %v; %v", name, a, b, s.Err())
			}
			if a, b := s.EvalRows(grad, w, rows), mem.EvalRows(want, w, rows); a != b || !slices.Equal(grad, want) {
				t.Errorf("%s: J of some rows is %v, want %v; %v", name, a, b, s.Err())
			}
		}
		a := gdkit.Descent{Cost: s, Start: w, Rate: 0.01, Steps: 6, Batch: 100, Seed: 3}.Run()
		b := gdkit.Descent{Cost: mem, Start: w, Rate: 0.01, Steps: 6, Batch: 100, Seed: 3}.Run()
		if !slices.Equal(a.Params, b.Params) || a.Examples != 600 {
			t.Errorf("%s: the walk in batches is another one", name)
		}
		run := gdkit.Descent{Cost: s, Start: w, Rate: 0.01, Steps: 5}.Run()
		near(t, name+": cost after a descent", run.J[5], straight.J[5], 1e-13)
		for what, bad := range map[string]error{
			"row 300":       src.ReadRows(299, x, y),
			"row -1":        src.ReadRows(-1, x, y),
			"too little x":  src.ReadRows(0, x[:1999], y),
			"no such thing": src.ReadRows(0, x, y),
		} {
			if (bad == nil) != (what == "no such thing") || bad != nil && !strings.HasPrefix(bad.Error(), "gdkit: ") {
				t.Errorf("%s: %s: error %v", name, what, bad)
			}
		}
	}
}

// repeated is 2 GB and more of rows that repeat a small table, so that the small table gives the exact cost.
type repeated struct {
	table *gdkit.Dataset
	m     int
	read  func() // called for each block
}

func (r repeated) Dims() (m, n int) { _, n = r.table.X.Dims(); return r.m, n }

func (r repeated) ReadRows(first int, x, y []float64) error {
	small, n := r.table.X.Dims()
	all := r.table.X.RawMatrix().Data
	for len(y) > 0 {
		at := first % small
		k := min(small-at, len(y))
		copy(x, all[at*n:(at+k)*n])
		copy(y, r.table.Y[at:at+k])
		x, y, first = x[k*n:], y[k:], first+k
	}
	if r.read != nil {
		r.read()
	}
	return nil
}

func TestTwoGigabytesInLittleMemory(t *testing.T) {
	const n, small = 31, 1009 // 256 bytes a row; 1009 is prime, so that the blocks of 4096 rows begin anywhere in the table
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
	src := repeated{table, m, func() {
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

// 50 MB of text in memory as a Linear, read again as a CSVRows, and turned into a RowFile, are one and the same cost.
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
	table := writeFile(t, filepath.Join(folder, "large.csv"), func(w io.Writer) error {
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
	csv := openCSV(t, table, "label")
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
	rows := writeFile(t, filepath.Join(folder, "large.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, csv) })
	check("RowFile", &gdkit.Streamed{Rows: openRows(t, rows), Loss: gdkit.Logistic}, 1e-13)
}

var errBroken = errors.New("the disk is gone")

// broken is a source that fails from a row on, in one way or another.
type broken struct {
	gdkit.RowSource
	from int
	fail func(x, y []float64) error
}

func (b broken) ReadRows(first int, x, y []float64) error {
	if err := b.RowSource.ReadRows(first, x, y); err != nil || first+len(y) <= b.from {
		return err
	}
	_, n := b.Dims()
	at := max(0, b.from-first)
	return b.fail(x[at*n:], y[at:])
}

func TestStreamedErrors(t *testing.T) {
	before := runtime.NumGoroutine()
	d := randomRows(300, 1000) // blocks begin at the rows 0, 130 or 131, …
	w := make([]float64, 1001)
	w[0] = 1
	for _, from := range []int{0, 1, 135, 299} {
		row := fmt.Sprintf("row %d: ", from)
		for _, c := range []struct {
			loss gdkit.Loss
			fail func(x, y []float64) error
			want string
		}{
			{gdkit.Squared, func(_, _ []float64) error { return errBroken }, errBroken.Error()},
			{gdkit.Squared, func(x, _ []float64) error { x[1] = math.NaN(); return nil }, row + "x2 is NaN, want a finite number"},
			{gdkit.Squared, func(_, y []float64) error { y[0] = math.Inf(-1); return nil }, row + "y is -Inf, want a finite number"},
			{gdkit.Logistic, func(_, y []float64) error { y[0] = 2; return nil }, row + "the target y is 2, but Logistic wants labels 0 and 1"},
			{gdkit.Hinge, func(_, y []float64) error { y[0] = -1; return nil }, row + "the target y is -1, but Hinge wants labels 0 and 1"},
		} {
			for what, eval := range map[string]func(s *gdkit.Streamed, grad []float64) float64{
				"Eval":     func(s *gdkit.Streamed, grad []float64) float64 { return s.Eval(grad, w) },
				"EvalRows": func(s *gdkit.Streamed, grad []float64) float64 { return s.EvalRows(grad, w, []int{from, from}) },
			} {
				s := &gdkit.Streamed{Rows: broken{d, from, c.fail}, Loss: c.loss}
				if err := s.Validate(); err != nil {
					t.Fatal(err)
				}
				for range 2 { // an error stays
					grad := make([]float64, 1001)
					if j := eval(s, grad); !math.IsNaN(j) || !math.IsNaN(grad[0]) || !math.IsNaN(grad[1000]) {
						t.Errorf("%s: %s: J is %v, gradient %v …, want NaN", c.want, what, j, grad[0])
					}
					if err := s.Err(); err == nil || !strings.Contains(err.Error(), c.want) || s.Validate() != err {
						t.Errorf("%s: error %v, want %q", what, err, c.want)
					}
				}
				if c.want == errBroken.Error() && !errors.Is(s.Err(), errBroken) {
					t.Errorf("%v does not unwrap", s.Err())
				}
			}
		}
	}
	same := &gdkit.Streamed{Rows: broken{d, 0, func(_, y []float64) error {
		for i := range y {
			y[i] = 1
		}
		return nil
	}}, Loss: gdkit.Logistic}
	if same.Eval(nil, w); same.Err() == nil || !strings.Contains(same.Err().Error(), "all labels (y) are 1") {
		t.Errorf("one class only: %v", same.Err())
	}
	gone := &gdkit.Streamed{Rows: broken{d, 0, func(_, _ []float64) error { runtime.Goexit(); return nil }}, Loss: gdkit.Squared}
	if gone.Eval(nil, w); gone.Err() == nil || !strings.Contains(gone.Err().Error(), "ended after 0 of 300 rows") {
		t.Errorf("a reader that exits: %v", gone.Err())
	}
	// A walk too far is not an error: J is infinite, and stays what it is.
	w[1] = 3e153 // its square is finite, but not the sum
	far := &gdkit.Streamed{Rows: d, Loss: gdkit.Squared}
	if j := far.Eval(make([]float64, 1001), w); !math.IsInf(j, 1) || far.Err() != nil {
		t.Errorf("far out J is %v, want +Inf; error %v", j, far.Err())
	}
	settled(t, before)
}

// A descent ends with the error and the points before it, on all rows and on batches.
func TestDescentOnASourceThatFails(t *testing.T) {
	d := randomRows(300, 1000)
	for batch, points := range map[int]int{0: 4, 100: 2} { // 0: a point for each pass; 100: each epoch, of two passes, with that of its cost
		passes := 0
		src := broken{d, 299, func(_, _ []float64) error {
			if passes++; passes > 4 {
				return errBroken
			}
			return nil
		}}
		j := &gdkit.Streamed{Rows: src, Loss: gdkit.Squared}
		run, err := gdkit.Descent{Cost: j, Start: make([]float64, 1001), Rate: 1e-4, Steps: 30, Batch: batch}.RunContext(t.Context())
		if !errors.Is(err, errBroken) || run == nil || run.Len() != points || run.Reason != gdkit.Interrupted {
			t.Errorf("batch %d: %v with %v, want the error and %d points", batch, err, run, points)
		}
	}
}

// settled waits a little for goroutines that are about to end, and reports those that don't.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines are left, before there were %d", runtime.NumGoroutine(), before)
}

// badLoss panics at its hundredth example.
type badLoss struct{ calls *int }

func (b badLoss) At(z, y float64) (float64, float64) {
	if *b.calls++; *b.calls == 100 {
		panic("my own mistake")
	}
	return z, 1
}

func TestPanicInALossLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	s := &gdkit.Streamed{Rows: randomRows(300, 1000), Loss: badLoss{new(int)}}
	for i := range 2 {
		func() {
			defer func() {
				if r := recover(); (r == "my own mistake") != (i == 0) {
					t.Errorf("evaluation %d: panic %v", i, r)
				}
			}()
			if j := s.Eval(nil, make([]float64, 1001)); j != 0 {
				t.Errorf("J is %v after a panic before, want 0", j)
			}
		}()
	}
	settled(t, before)
}

func TestFilesThatBreak(t *testing.T) {
	folder := t.TempDir()
	d := randomRows(300, 1000)
	path := writeFile(t, filepath.Join(folder, "a.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, d) })
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	overwrite := func(name string, data []byte) string {
		return writeFile(t, filepath.Join(folder, name), func(w io.Writer) error { _, err := w.Write(data); return err })
	}
	for _, cut := range []int{1, 16, 17, 16 + 8*1001, len(whole) / 2, 30000} {
		_, err := gdkit.OpenRows(overwrite("cut.rows", whole[:len(whole)-cut]))
		if err == nil || !strings.Contains(err.Error(), "cut.rows is not complete") {
			t.Errorf("%d bytes less: %v", cut, err)
		}
	}
	for want, data := range map[string][]byte{
		"is not a row file":                         []byte("x,y\n1,2\n"),
		"not a row file":                            nil,
		"can't be read":                             []byte("gdkit rows 1 {}\n"),
		"the first line of the row file can't":      whole[:100],
		"is not complete: after 64 bytes":           append([]byte(`gdkit rows 1 {"features":["x"]}`+strings.Repeat(" ", 32)), '\n'),
		"other.rows is not complete: after 2402304": whole[:2402304],
		"with 5 more bytes.rows is not complete":    slices.Insert(slices.Clone(whole), 50_000, 1, 2, 3, 4, 5),
	} {
		name, _, _ := strings.Cut(want, " is not complete")
		if _, err := gdkit.OpenRows(overwrite(name, data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := gdkit.OpenRows(filepath.Join(folder, "none.rows")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := gdkit.OpenRows(folder); err == nil || !strings.HasPrefix(err.Error(), "gdkit: ") {
		t.Errorf("a folder: %v", err)
	}

	w := make([]float64, 2)
	text := "x,y\n" + strings.Repeat("1.5,2\n", 100_000)
	small := randomRows(100_000, 1)
	for _, c := range []struct {
		what string
		do   func(path string, closer io.Closer) error
		want string
	}{
		{"closed", func(_ string, c io.Closer) error { return c.Close() }, "is closed, want it open as long as it is read"},
		{"shorter", func(path string, _ io.Closer) error { return os.Truncate(path, 300_000) }, "has changed since it was opened"},
		{"empty", func(path string, _ io.Closer) error { return os.Truncate(path, 0) }, "has changed since it was opened"},
		{"shorter at the same time", func(path string, _ io.Closer) error {
			info, err := os.Stat(path)
			return errors.Join(err, os.Truncate(path, 300_000), os.Chtimes(path, time.Time{}, info.ModTime()))
		}, "has changed since it was opened"},
		{"touched", func(path string, _ io.Closer) error { return os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)) }, "has changed since it was opened"},
	} {
		rows := openRows(t, writeFile(t, filepath.Join(folder, "b.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, small) }))
		csv := openCSV(t, overwrite("b.csv", []byte(text)), "y")
		for _, open := range []struct {
			src    gdkit.RowSource
			path   string
			closer io.Closer
		}{{rows, filepath.Join(folder, "b.rows"), rows}, {csv, filepath.Join(folder, "b.csv"), csv}} {
			s := &gdkit.Streamed{Rows: open.src, Loss: gdkit.Squared}
			if j := s.Eval(nil, w); s.Err() != nil || math.IsNaN(j) {
				t.Fatalf("%s: J is %v: %v", open.path, j, s.Err())
			}
			if err := c.do(open.path, open.closer); err != nil {
				t.Fatal(err)
			}
			j, err := s.Eval(nil, w), s.Err()
			if !math.IsNaN(j) || err == nil || !strings.Contains(err.Error(), "gdkit: "+filepath.Base(open.path)+" "+c.want) {
				t.Errorf("%s %s: J is %v, error %v; want %q", filepath.Base(open.path), c.what, j, err, c.want)
			}
			s = &gdkit.Streamed{Rows: open.src, Loss: gdkit.Squared}
			if c.what == "shorter" {
				if j := s.EvalRows(nil, w, []int{99_000}); !math.IsNaN(j) || s.Err() == nil {
					t.Errorf("%s: J of a row that is gone is %v", filepath.Base(open.path), j)
				}
			}
		}
	}
}

// A change in the middle of a pass shows at its end.
func TestFileThatChangesDuringAPass(t *testing.T) {
	folder := t.TempDir()
	d := randomRows(100_000, 1) // two blocks
	rows := writeFile(t, filepath.Join(folder, "a.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, d) })
	table := writeFile(t, filepath.Join(folder, "a.csv"), func(w io.Writer) error {
		_, err := io.WriteString(w, "x,y\n"+strings.Repeat("1.5,2\n", 100_000))
		return err
	})
	for path, src := range map[string]gdkit.RowSource{rows: openRows(t, rows), table: openCSV(t, table, "y")} {
		touch := func(_, _ []float64) error { return os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)) }
		s := &gdkit.Streamed{Rows: broken{src, 0, touch}, Loss: gdkit.Squared}
		if j := s.Eval(nil, []float64{0, 0}); !math.IsNaN(j) || s.Err() == nil || !strings.Contains(s.Err().Error(), "has changed since it was opened") {
			t.Errorf("%s: J is %v, error %v", filepath.Base(path), j, s.Err())
		}
	}
}

// The row where a value went bad is found by file, line and column, wherever the reading began.
func TestBadNumberFarDown(t *testing.T) {
	const rows, head = 1_000_000, "x,y\n"
	text := []byte(head + strings.Repeat("1.5,2\n", rows))
	copy(text[len(head)+6*(rows-2):], "oops,2")
	text = append(text[:len(head)+6*(rows-2)], append([]byte("oops,2\n"), text[len(head)+6*(rows-1):]...)...)
	folder := t.TempDir()
	write := func(text []byte) string {
		return writeFile(t, filepath.Join(folder, "far.csv"), func(w io.Writer) error { _, err := w.Write(text); return err })
	}
	path := write(text)
	const want = `gdkit: far.csv:1000000:1: column "x" holds "oops", want a finite number`
	if _, err := gdkit.OpenCSV(path, "y"); err == nil || err.Error() != want {
		t.Errorf("OpenCSV: %v, want %s", err, want)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := gdkit.WriteRowsCSV(io.Discard, f, "y"); err == nil || err.Error() != want {
		t.Errorf("WriteRowsCSV: %v, want %s", err, want)
	}

	// The file goes bad without a sign of it: the same length, the same time.
	text = []byte(head + strings.Repeat("1.5,2\n", rows))
	path = write(text)
	csv := openCSV(t, path, "y")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(text[len(head)+6*(rows-2):], "bad,2\n")
	write(text)
	if err := os.Chtimes(path, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	const silent = `gdkit: far.csv:1000000:1: column "x" holds "bad", want a finite number`
	for what, eval := range map[string]func(s *gdkit.Streamed) float64{
		"Eval":     func(s *gdkit.Streamed) float64 { return s.Eval(nil, []float64{0, 0}) },
		"EvalRows": func(s *gdkit.Streamed) float64 { return s.EvalRows(nil, []float64{0, 0}, []int{5, rows - 2}) },
	} {
		s := &gdkit.Streamed{Rows: csv, Loss: gdkit.Squared}
		if j := eval(s); !math.IsNaN(j) || s.Err() == nil || s.Err().Error() != silent {
			t.Errorf("%s: J is %v, error %v; want %s", what, j, s.Err(), silent)
		}
	}
}

func TestWriteRowsRefuses(t *testing.T) {
	nan := randomRows(300, 1000)
	nan.X.Set(140, 3, math.NaN())
	weighted := randomRows(5, 2)
	weighted.Weights = []float64{1, 2, 3, 4, 5}
	for want, src := range map[string]gdkit.RowSource{
		"row 140: x4 is NaN":      nan,
		"has Weights":             weighted,
		"source is nil":           nil,
		"has 0 rows":              &gdkit.Dataset{},
		"Generated.Row is nil":    gdkit.Generated{Examples: 3, Features: 1},
		"has -3 rows":             gdkit.Generated{Examples: -3, Features: 1},
		"did that return an erro": (*gdkit.RowFile)(nil),
	} {
		if err := gdkit.WriteRows(io.Discard, src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("WriteRows: %v, want %q", err, want)
		}
		if _, err := gdkit.StandardizeRows(src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("StandardizeRows: %v, want %q", err, want)
		}
	}
	if err := gdkit.WriteRows(fullDisk{}, randomRows(300, 1000)); !errors.Is(err, errBroken) {
		t.Errorf("a full disk: %v", err)
	}
	if err := gdkit.WriteRowsCSV(io.Discard, strings.NewReader("x,y\n"), "y"); err == nil || !strings.Contains(err.Error(), "no rows below") {
		t.Errorf("no rows: %v", err)
	}
}

// fullDisk is a disk without room.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errBroken }

func TestStreamedMisuse(t *testing.T) {
	d := randomRows(10, 2)
	for want, s := range map[string]*gdkit.Streamed{
		"nil *Streamed":        nil,
		"Streamed.Rows is nil": {Loss: gdkit.Squared},
		"Streamed.Loss is nil": {Rows: d},
		"Streamed.L2 is -1":    {Rows: d, Loss: gdkit.Squared, L2: -1},
		"Streamed.L1 is NaN":   {Rows: d, Loss: gdkit.Squared, L1: math.NaN()},
		"Huber.Delta is 0":     {Rows: d, Loss: gdkit.Huber{}},
		"did that return":      {Rows: (*gdkit.CSVRows)(nil), Loss: gdkit.Squared},
	} {
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	s := &gdkit.Streamed{Rows: d, Loss: gdkit.Squared}
	w := []float64{1, 2, 3}
	for want, f := range map[string]func(){
		"got 2 parameters, want 3: b, w(x1), w(x2)":       func() { s.Eval(nil, w[:2]) },
		"the gradient has room for 2 numbers, want 3":     func() { s.Eval(make([]float64, 2), w) },
		"no rows asked for":                               func() { s.EvalRows(nil, w, nil) },
		"row 10 does not exist, random has rows 0 to 9":   func() { s.EvalRows(nil, w, []int{0, 10}) },
		"Streamed.Rows is nil":                            func() { (&gdkit.Streamed{Loss: gdkit.Squared}).Eval(nil, w) },
		"Streamed.Loss is nil":                            func() { (&gdkit.Streamed{Rows: d}).Eval(nil, w) },
		"ScaledRows.Unscale: got 2 parameters, want 3":    func() { (&gdkit.ScaledRows{Rows: d}).Unscale(w[:2]) },
		"has 0 rows of 0 features, want at least one of ": func() { (&gdkit.Streamed{Rows: &gdkit.Dataset{}, Loss: gdkit.Squared}).Eval(nil, w) },
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.Contains(r, want) {
					t.Errorf("panic %v, want %q", r, want)
				}
			}()
			f()
		}()
	}
	s = &gdkit.Streamed{Rows: &gdkit.ScaledRows{Rows: d, Scale: []float64{1}}, Loss: gdkit.Squared}
	if s.Eval(nil, w); s.Err() == nil || !strings.Contains(s.Err().Error(), "0 values in Center and 1 in Scale, want 2") {
		t.Errorf("no Center: %v", s.Err())
	}
}

// The same bits on any number of processors, and from several evaluations at once.
func TestStreamedBits(t *testing.T) {
	d := randomRows(600, 300) // 435 rows in a block
	w := make([]float64, 301)
	for j := range w {
		w[j] = math.Sin(float64(j)) / 20
	}
	for name, src := range openAll(t, d) {
		want := make([]float64, 301)
		cost := (&gdkit.Streamed{Rows: src, Loss: gdkit.Logistic}).Eval(want, w)
		s := &gdkit.Streamed{Rows: src, Loss: gdkit.Logistic}
		for _, procs := range []int{1, 2, 7} {
			func() {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						grad := make([]float64, 301)
						for i := range 2 {
							if j := s.Eval(grad, w); j != cost || !slices.Equal(grad, want) {
								t.Errorf("%s on %d processors: J is %v, want %v; %v", name, procs, j, cost, s.Err())
							}
							s.EvalRows(grad, w, []int{i, 100 * i, 599 - i})
						}
					})
				}
				all.Wait()
			}()
		}
	}
}

// What a pass allocates does not grow with the number of blocks, and a mini-batch allocates nothing.
func TestStreamedAllocates(t *testing.T) {
	w, grad := make([]float64, 2), make([]float64, 2)
	rows := []int{5, 900, 17}
	for _, m := range []int{1000, 50 * 65536} {
		s := &gdkit.Streamed{Rows: repeated{randomRows(1000, 1), m, nil}, Loss: gdkit.Squared}
		if n := testing.AllocsPerRun(2, func() { s.Eval(grad, w) }); n > 4 {
			t.Errorf("%d rows: a pass allocates %v times, want at most 4", m, n)
		}
		if n := testing.AllocsPerRun(100, func() { s.EvalRows(grad, w, rows) }); n != 0 {
			t.Errorf("%d rows: EvalRows allocates %v times, want 0", m, n)
		}
	}
	path := writeFile(t, filepath.Join(t.TempDir(), "a.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, randomRows(1000, 1)) })
	s := &gdkit.Streamed{Rows: openRows(t, path), Loss: gdkit.Squared}
	if n := testing.AllocsPerRun(100, func() { s.EvalRows(grad, w, rows) }); n != 0 {
		t.Errorf("RowFile: EvalRows allocates %v times, want 0", n)
	}
}

func TestStandardizeRows(t *testing.T) {
	ames := datasets.Ames()
	long := repeated{ames, 200 * len(ames.Y), nil} // many blocks, of unequal means
	for name, src := range map[string]gdkit.RowSource{"one block": ames, "many": long} {
		scaled, err := gdkit.StandardizeRows(src)
		if err != nil {
			t.Fatal(err)
		}
		want := ames.Standardize()
		for j := range want.Scale {
			near(t, name+": center of "+want.Features[j], scaled.Center[j], want.Center[j], 1e-13)
			near(t, name+": scale of "+want.Features[j], scaled.Scale[j], want.Scale[j], 1e-12)
		}
		w := []float64{180000, 3, -1, 4, 1, -5, 9, 2, -6, 5, 3}
		back := want.Unscale(w)
		for j, v := range scaled.Unscale(w) {
			near(t, name+": unscaled parameter", v, back[j], 1e-12)
		}
		near(t, name+": cost", (&gdkit.Streamed{Rows: scaled, Loss: gdkit.Squared}).Eval(nil, w),
			(&gdkit.Linear{Data: want, Loss: gdkit.Squared}).Eval(nil, w), 1e-12)
		twice, err := gdkit.StandardizeRows(scaled)
		if err != nil {
			t.Fatal(err)
		}
		for j, v := range twice.Unscale(w) {
			near(t, name+": parameter after scaling twice", v, back[j], 1e-9)
		}
	}
	named, err := gdkit.StandardizeRows(ames)
	if err != nil {
		t.Fatal(err)
	}
	s := &gdkit.Streamed{Rows: named, Loss: gdkit.Squared}
	if got := s.ParamNames(); !slices.Equal(got, (&gdkit.Linear{Data: ames}).ParamNames()) {
		t.Errorf("names %v", got)
	}

	// Far from 0 against their spread, where Σx² − mμ² has no digits left.
	far := gdkit.Generated{Examples: 300_000, Features: 2, Row: func(i int, x []float64) float64 {
		x[0], x[1] = 1e9+float64(i%3), 0.1
		return 0
	}}
	scaled, err := gdkit.StandardizeRows(far)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "scale of 0, 1, 2, …", scaled.Scale[0], math.Sqrt(2./3), 1e-9)
	near(t, "center", scaled.Center[0], 1e9+1, 1e-15)
	if scaled.Center[1] != 0.1 || scaled.Scale[1] != 1 {
		t.Errorf("constant column: center %v, scale %v, want 0.1 and 1", scaled.Center[1], scaled.Scale[1])
	}
	huge := gdkit.Generated{Examples: 2, Features: 1, Row: func(i int, x []float64) float64 { x[0] = 1e300 * float64(i); return 0 }}
	if _, err := gdkit.StandardizeRows(huge); err == nil || !strings.Contains(err.Error(), "too large for float64") {
		t.Errorf("huge values: %v", err)
	}
}
