package engine

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// cosh is a loss with loops of the plainest kind.
type cosh struct{}

func (cosh) At(z, y float64) (loss, dz float64) { return math.Cosh(z - y), math.Sinh(z - y) }

func (c cosh) Slopes(z, y []float64, b float64) (loss, slope float64) {
	for i := range z {
		value, dz := c.At(z[i]+b, y[i])
		z[i] = dz
		loss += value
		slope += dz
	}
	return loss, slope
}

func (c cosh) Slope(z, b, y float64) float64 { _, dz := c.At(z+b, y); return dz }

// square is c(z−y)².
type square struct{ c float64 }

func (s square) At(z, y float64) (loss, dz float64) {
	return s.c * (z - y) * (z - y), 2 * s.c * (z - y)
}

func (s square) Slopes(z, y []float64, b float64) (loss, slope float64) {
	for i := range z {
		v := z[i] + (b - y[i])
		z[i] = 2 * s.c * v
		loss += s.c * v * v
		slope += z[i]
	}
	return loss, slope
}

func (s square) Slope(z, b, y float64) float64 { return 2 * s.c * (z + (b - y)) }
func (s square) SquareFactor() float64         { return s.c }

// random is a table of m rows and n columns, each row two numbers longer than it needs, with
// weights or without.
func random(m, n int, weights bool) *Table {
	r := rand.New(rand.NewPCG(uint64(m), uint64(n)))
	t := &Table{X: make([]float64, m*(n+2)), Cols: n, Stride: n + 2, Y: make([]float64, m)}
	for i := range t.X {
		t.X[i] = r.NormFloat64()
	}
	for i := range t.Y {
		t.Y[i] = r.NormFloat64()
	}
	if weights {
		t.C = make([]float64, m)
		for i := range t.C {
			t.C[i] = float64(i % 3)
		}
	}
	return t
}

// byRow are the sums by the formula, row by row.
func byRow(t *Table, loss Loss, gw []float64, b float64, w []float64, rows []int) (s Sums) {
	clear(gw)
	for _, i := range rows {
		z, c := b, 1.0
		for j, v := range w {
			z += v * t.X[i*t.Stride+j]
		}
		if t.C != nil {
			c = t.C[i]
		}
		value, dz := loss.At(z, t.Y[i])
		s.add(Sums{c * value, c * dz, c})
		for j := range gw {
			gw[j] += c * dz * t.X[i*t.Stride+j]
		}
	}
	return s
}

func near(t *testing.T, what string, got, want Sums, gw, wantGw []float64) {
	t.Helper()
	size := 1 + math.Abs(want.Loss) + want.Weight
	for i, pair := range [][2]float64{{got.Loss, want.Loss}, {got.Slope, want.Slope}, {got.Weight, want.Weight}} {
		if !(math.Abs(pair[0]-pair[1]) <= 1e-12*size) {
			t.Errorf("%s: sum %d is %v, want %v", what, i, pair[0], pair[1])
		}
	}
	for j := range gw {
		if !(math.Abs(gw[j]-wantGw[j]) <= 1e-12*size) {
			t.Fatalf("%s: Σℓ′x[%d] is %v, want %v", what, j, gw[j], wantGw[j])
		}
	}
}

var sizes = [][2]int{{1, 1}, {3, 2}, {5, 3}, {257, 1}, {300, 3}, {300, 4}, {600, 17}, {2000, 40}, {3, 5000}, {9000, 2}}

func everyWay(t *testing.T, test func(table *Table, loss Loss, b float64, w []float64)) {
	for _, s := range sizes {
		for _, weights := range []bool{false, true} {
			for _, loss := range []Loss{cosh{}, square{0.5}} {
				w := make([]float64, s[1])
				for j := range w {
					w[j] = math.Sin(float64(j)) / float64(s[1])
				}
				test(random(s[0], s[1], weights), loss, 0.3, w)
			}
		}
	}
}

func TestSumsAreThoseOfTheFormula(t *testing.T) {
	everyWay(t, func(table *Table, loss Loss, b float64, w []float64) {
		m := len(table.Y)
		all := make([]int, m)
		for i := range all {
			all[i] = i
		}
		got, want := make([]float64, len(w)), make([]float64, len(w))
		pool := newPool(table, 2)
		defer pool.Close()
		for _, p := range []*Pool{nil, pool} {
			got[0] = math.NaN()
			near(t, "all", p.All(table, loss, got, b, w), byRow(table, loss, want, b, w, all), got, want)
			near(t, "without slopes", p.All(table, loss, nil, b, w), byRow(table, loss, nil, b, w, all), nil, nil)
			for _, rows := range [][]int{all[m-1:], append([]int{m - 1, 0, m - 1}, all[:m/2]...)} {
				got[0] = math.NaN()
				near(t, "rows", p.Rows(table, loss, got, b, w, rows), byRow(table, loss, want, b, w, rows), got, want)
			}
		}
	})
}

// Chunks, workers that are started and workers that stand by give the bits of one goroutine,
// however many they are.
func TestSameBitsOnAnyNumberOfWorkers(t *testing.T) {
	everyWay(t, func(table *Table, loss Loss, b float64, w []float64) {
		want, got := make([]float64, len(w)), make([]float64, len(w))
		whole := newPool(table, 0)
		wantSums := whole.all(table, loss, want, b, w)
		whole.Close()
		for _, workers := range []int{1, 2, 6} {
			pool := newPool(table, workers)
			for range 3 {
				if s := pool.all(table, loss, got, b, w); s != wantSums || !slices.Equal(got, want) {
					t.Errorf("%d standing workers: %v %v, want %v %v", workers, s, got[0], wantSums, want[0])
				}
			}
			pool.Close()
			e := evaluations.Get().(*evaluation)
			e.reserve(len(table.Y), table.Cols, workers+1)
			e.set(table, loss, true, b, w)
			e.share(workers)
			if s := e.total(got); s != wantSums || !slices.Equal(got, want) {
				t.Errorf("%d workers started: %v %v, want %v %v", workers, s, got[0], wantSums, want[0])
			}
			evaluations.Put(e)
		}
	})
}

// Few has the bits of All, and takes only what it is for.
func TestFew(t *testing.T) {
	taken := 0
	everyWay(t, func(table *Table, loss Loss, b float64, w []float64) {
		got, want := make([]float64, len(w)), make([]float64, len(w))
		got[0] = math.NaN()
		if table.C != nil {
			return
		}
		s, ok := Few(loss, table.X, table.Stride, table.Y, got, b, w)
		_, isSquare := loss.(Square)
		if ok != (isSquare && len(w) <= few && len(table.Y) <= tileRows) {
			t.Errorf("%d×%d, %T: taken %v", len(table.Y), len(w), loss, ok)
		}
		if !ok {
			return
		}
		taken++
		if wantSums := (*Pool)(nil).All(table, loss, want, b, w); s != wantSums || !slices.Equal(got, want) {
			t.Errorf("%d×%d: %v %v, want %v %v", len(table.Y), len(w), s, got, wantSums, want)
		}
	})
	if taken < 3 {
		t.Errorf("only %d tables were taken", taken)
	}
}

// Cuts cover all rows once, are at most 64, and leave small problems whole.
func TestCut(t *testing.T) {
	for _, n := range []int{1, 2, 3, 16, 100, 1000, 100_000} {
		for _, m := range []int{1, 2, 31, 32, 33, 1000, 12_345, 1_000_000, 10_000_001} {
			rows, chunks := cut(m, n)
			if chunks > maxChunks || chunks < 1 || rows*chunks < m || rows*(chunks-1) >= m || rows%4 != 0 {
				t.Errorf("%d×%d: %d chunks of %d rows", m, n, chunks, rows)
			}
		}
	}
	if _, chunks := cut(100, 3); chunks != 1 {
		t.Errorf("100×3 is cut in %d", chunks)
	}
}

// Large tables get a worker for each core, small ones none.
func TestWorkersFor(t *testing.T) {
	large, small := random(100_000, 10, false), random(100, 3, false)
	if got, want := workersFor(large, standingValues), min(runtime.GOMAXPROCS(0), runtime.NumCPU())-1; got != want {
		t.Errorf("%d workers for 100000×10, want %d", got, want)
	}
	if got := workersFor(small, standingValues); got != 0 {
		t.Errorf("%d workers for 100×3, want none", got)
	}
}

// Workers that fell asleep come back; a second goroutine finds memory of its own; after Close the
// pool still answers; no goroutine stays.
func TestPool(t *testing.T) {
	before := runtime.NumGoroutine()
	table := random(20_000, 3, true)
	w := []float64{0.2, 0.3, 0.4}
	want := make([]float64, 3)
	wantSums := (*Pool)(nil).All(table, cosh{}, want, 0.1, w)
	pool := newPool(table, 3)
	ask := func() {
		got := make([]float64, 3)
		if s := pool.All(table, cosh{}, got, 0.1, w); s != wantSums || !slices.Equal(got, want) {
			t.Errorf("%v %v, want %v %v", s, got, wantSums, want)
		}
	}
	for range 3 {
		ask()
		within(t, "the workers fall asleep", func() bool { return pool.asleep.Load() == 3 })
	}
	for range 300 {
		ask()
	}
	var several sync.WaitGroup
	for range 4 {
		several.Go(func() {
			for range 20 {
				ask()
				pool.Rows(table, cosh{}, nil, 0.1, w, []int{1, 2, 3})
			}
		})
	}
	several.Wait()
	pool.Close()
	ask()
	within(t, "all goroutines end", func() bool { return runtime.NumGoroutine() <= before })
}

// within waits for what other goroutines will do soon.
func within(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 10_000 {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("10 s were not enough: %s", what)
}

// SGD has the bits of Rows and a step in turn.
func TestSGDIsRowByRow(t *testing.T) {
	everyWay(t, func(table *Table, loss Loss, b float64, w []float64) {
		if table.C != nil {
			return // weights don't count in SGD
		}
		rows := rand.New(rand.NewPCG(1, 2)).Perm(len(table.Y))
		rate := 0.01 / float64(len(w))
		for _, bias := range []bool{true, false} {
			want, wantB, gw := slices.Clone(w), b, make([]float64, len(w))
			for _, i := range rows {
				s := (*Pool)(nil).Rows(table, loss, gw, wantB, want, []int{i})
				for j, g := range gw {
					want[j] -= rate * g
				}
				if bias {
					wantB -= rate * s.Slope
				}
			}
			got := slices.Clone(w)
			gotB := (*Pool)(nil).SGD(table, loss, b, got, bias, rate, rows)
			if gotB != wantB || !slices.Equal(got, want) {
				t.Errorf("%d×%d: b = %v w₁ = %v, row by row %v %v", len(table.Y), len(w), gotB, got[0], wantB, want[0])
			}
		}
	})
}

func TestExponential(t *testing.T) {
	for x := -30.0; x <= 30; x += 0.00173 {
		if got, want := Exp(ExpParts(x)), math.Exp(x); math.Abs(got-want) > 0x1p-51*want {
			t.Fatalf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	if got := Exp(ExpParts(0)); got != 1 {
		t.Errorf("Exp(0) = %v", got)
	}
}
