package gdkit_test

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/floats"
)

// randomRows has m examples with n features and labels 0 and 1.
func randomRows(m, n int) *gdkit.Dataset {
	table := testkit.RandomTable(m, n)
	return &gdkit.Dataset{Name: "random", Target: "label", X: denseOf(m, n, table.X...), Y: table.Y}
}

// tableOf is a data set as a source without names.
func tableOf(d *gdkit.Dataset) testkit.Table {
	_, n := d.X.Dims()
	return testkit.Table{Features: n, X: d.X.RawMatrix().Data, Y: d.Y}
}

// openAll has the same data as a Dataset, and as each source of package rows.
func openAll(t *testing.T, d *gdkit.Dataset) map[string]gdkit.RowSource {
	t.Helper()
	all := testkit.Sources(t, tableOf(d))
	all["Dataset"] = d
	return all
}

// sameCost holds a cost and its gradient to those of another one; the gradient relative
// to its largest entry.
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

// Each source gives a Streamed the same bits, for all rows, for some, and to a descent.
func TestStreamedOverEverySource(t *testing.T) {
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

// What a pass allocates does not grow with the number of blocks, and a
// mini-batch allocates nothing.
func TestStreamedAllocates(t *testing.T) {
	w, grad := make([]float64, 2), make([]float64, 2)
	rows := []int{5, 900, 17}
	for _, m := range []int{1000, 50 * 65536} {
		s := &gdkit.Streamed{Rows: testkit.Repeated{Table: testkit.RandomTable(1000, 1), M: m}, Loss: gdkit.Squared}
		if n := testing.AllocsPerRun(2, func() { s.Eval(grad, w) }); n > 4 {
			t.Errorf("%d rows: a pass allocates %v times, want at most 4", m, n)
		}
		if n := testing.AllocsPerRun(100, func() { s.EvalRows(grad, w, rows) }); n != 0 {
			t.Errorf("%d rows: EvalRows allocates %v times, want 0", m, n)
		}
	}
	path := testkit.WriteFile(t, filepath.Join(t.TempDir(), "a.rows"), func(w io.Writer) error { return gdkit.WriteRows(w, randomRows(1000, 1)) })
	s := &gdkit.Streamed{Rows: testkit.OpenRows(t, path), Loss: gdkit.Squared}
	if n := testing.AllocsPerRun(100, func() { s.EvalRows(grad, w, rows) }); n != 0 {
		t.Errorf("RowFile: EvalRows allocates %v times, want 0", n)
	}
}
