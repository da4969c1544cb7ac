package gdkit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// An exact is a sum of float64 and products of them with about twice the digits (Dekker 1971; Ogita, Rump and Oishi 2005).
type exact struct{ hi, lo float64 }

func (e *exact) add(v float64) {
	s := e.hi + v
	t := s - e.hi
	e.lo += (e.hi - (s - t)) + (v - t)
	e.hi = s
}

func (e *exact) addProduct(a, b float64) {
	p := float64(a * b)
	e.add(p)
	e.lo += math.FMA(a, b, -p)
}

func (e exact) value() float64 { return e.hi + e.lo }

// evalPlain is the formula of Linear as its comment has it, row by row, with sums that lose nothing. doubt is by how much J may differ:
// 1e-14 of it, and what half a unit in the last place of each b + w·x − y makes.
func evalPlain(l *Linear, grad, params []float64, rows []int) (j, doubt float64) {
	b, w := l.split(params)
	var loss, weight, slope exact
	sums := make([]exact, len(w))
	for _, i := range rows {
		x := l.Data.X.RawRowView(i)
		var z exact
		z.add(b)
		size := math.Abs(b) + math.Abs(l.Data.Y[i])
		for j, v := range w {
			z.addProduct(v, x[j])
			size += math.Abs(v * x[j])
		}
		value, dz := l.Loss.At(z.value(), l.Data.Y[i])
		c := 1.0
		if l.Data.Weights != nil {
			c = l.Data.Weights[i]
		}
		weight.add(c)
		loss.addProduct(c, value)
		doubt += eps * size * math.Abs(c*dz)
		slope.addProduct(c, dz)
		for j := range sums {
			sums[j].addProduct(c*dz, x[j])
		}
	}
	j, doubt = loss.value()/weight.value(), doubt/weight.value()
	gw := grad[len(grad)-len(w):]
	for k, v := range w {
		j += l.L2/2*v*v + l.L1*math.Abs(v)
		gw[k] = sums[k].value()/weight.value() + l.L2*v + l.L1*sign(v)
	}
	if !l.NoBias {
		grad[0] = slope.value() / weight.value()
	}
	return j, doubt + 1e-14*j
}

// ownLoss is a loss that gdkit doesn't know.
type ownLoss struct{}

func (ownLoss) At(z, y float64) (loss, dz float64) { return math.Cosh(z - y), math.Sinh(z - y) }

var fewLosses = []Loss{HalfSquared, Logistic, Huber{Delta: 0.5}, ownLoss{}} // one for each way through the kernels

var allLosses = []Loss{Squared, HalfSquared, SquareLoss(0.3), Absolute, Huber{Delta: 0.5}, Logistic, Hinge, SquaredHinge, ownLoss{}}

// labelled says whether a loss wants labels 0 and 1.
func labelled(loss Loss) bool {
	switch loss.(type) {
	case logistic, hinge, squaredHinge:
		return true
	}
	return false
}

// variants calls test with models of m×n data: each loss, with and without bias, weights, penalties, and as a view into wider data.
func variants(losses []Loss, m, n int, test func(name string, l *Linear, w []float64)) {
	for k, loss := range losses {
		for variant, has := range []struct {
			view, weights bool
			l1, l2        float64
		}{{}, {view: true}, {l1: 0.2}, {l2: 0.7}, {weights: true}, {view: true, weights: true, l1: 0.2, l2: 0.7}} {
			d := someData(m, n, labelled(loss))
			l := &Linear{Data: d, Loss: loss, L1: has.l1, L2: has.l2, NoBias: (k+variant)%2 == 1}
			if has.view {
				wide := mat.NewDense(m, n+3, nil)
				wide.Copy(d.X)
				d.X = wide.Slice(0, m, 0, n).(*mat.Dense)
			}
			if has.weights {
				d.Weights = make([]float64, m)
				for i := range d.Weights {
					d.Weights[i] = float64((i+1)%3) + 0.5
				}
			}
			name := fmt.Sprintf("%T(%v) %d×%d, bias %v, %+v", loss, loss, m, n, !l.NoBias, has)
			w := make([]float64, l.Dim())
			r := rand.New(rand.NewPCG(uint64(n), 7))
			for j := range w {
				w[j] = r.NormFloat64() / math.Sqrt(float64(n))
			}
			test(name, l, w)
		}
	}
}

var shapes = [][2]int{{1, 1}, {1, 2}, {2, 3}, {3, 4}, {5, 1}, {7, 15}, {2, 100}, {100, 3}, {256, 2}, {257, 3}, {258, 1}, {300, 5},
	{513, 16}, {600, 17}, {4000, 1}, {3001, 2}, {2999, 3}, {2000, 4}, {650, 15}, {70, 100}, {3, 5000}}

func samePlace(t *testing.T, name string, j float64, grad []float64, wantJ, doubt float64, want []float64) {
	t.Helper()
	largest := 0.0
	for _, g := range want {
		largest = max(largest, math.Abs(g))
	}
	if !(math.Abs(j-wantJ) <= doubt) {
		t.Errorf("%s: J = %v, plain %v, relative error %.1e", name, j, wantJ, math.Abs(j-wantJ)/wantJ)
	}
	for k, g := range grad {
		if !(math.Abs(g-want[k]) <= 1e-13*largest) {
			t.Errorf("%s: gradient[%d] = %v, plain %v, error %.1e of the largest", name, k, g, want[k], math.Abs(g-want[k])/largest)
			return
		}
	}
}

func TestKernelsAgainstThePlainFormula(t *testing.T) {
	for _, s := range shapes {
		m, n := s[0], s[1]
		all := make([]int, m)
		permute(all, 1, 0)
		some := append(slices.Clone(all[:(m+1)/2]), all[0], all[m-1]) // some of them twice
		variants(allLosses, m, n, func(name string, l *Linear, w []float64) {
			got, want := make([]float64, len(w)), make([]float64, len(w))
			for _, rows := range [][]int{all, some, all[:1]} {
				wantJ, doubt := evalPlain(l, want, w, rows)
				fill(got, math.NaN())
				samePlace(t, fmt.Sprintf("%s, %d rows", name, len(rows)), l.EvalRows(got, w, rows), got, wantJ, doubt, want)
				if j := l.EvalRows(nil, w, rows); !(math.Abs(j-wantJ) <= doubt) {
					t.Errorf("%s, %d rows: J = %v without a gradient, want %v", name, len(rows), j, wantJ)
				}
			}
			wantJ, doubt := evalPlain(l, want, w, all)
			fill(got, math.NaN())
			j := l.Eval(got, w)
			samePlace(t, name, j, got, wantJ, doubt, want)
			if alone := l.Eval(nil, w); alone != j {
				t.Errorf("%s: J = %v without a gradient, %v with it", name, alone, j)
			}
		})
	}
}

func fill(s []float64, v float64) {
	for i := range s {
		s[i] = v
	}
}

// Chunks, blocks, helpers that are called and helpers that stand by: all give the bits of one goroutine.
func TestSameBitsOnAnyNumberOfWorkers(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, s := range [][2]int{{100, 3}, {3001, 2}, {700, 17}, {70, 1000}, {100_000, 1}} {
		variants(fewLosses, s[0], s[1], func(name string, l *Linear, w []float64) {
			if s[0] > 10_000 && l.Loss != Loss(HalfSquared) {
				return
			}
			want := make([]float64, len(w))
			runtime.GOMAXPROCS(1)
			wantJ := l.Eval(want, w)
			got := make([]float64, len(w))
			check := func(how string, eval func(grad, w []float64) float64) {
				t.Helper()
				for range 2 {
					fill(got, math.NaN())
					if j := eval(got, w); j != wantJ || !slices.Equal(got, want) {
						t.Errorf("%s: %s: %v %v, want %v %v", name, how, j, got[:1], wantJ, want[:1])
					}
					if j := eval(nil, w); j != wantJ {
						t.Errorf("%s: %s: J = %v without a gradient, want %v", name, how, j, wantJ)
					}
				}
			}
			for _, workers := range []int{1, 2, 3, 7} {
				runtime.GOMAXPROCS(workers)
				check(fmt.Sprint("GOMAXPROCS ", workers), l.Eval)
				cost, end := l.begin()
				check(fmt.Sprintf("GOMAXPROCS %d in a fit", workers), cost.Eval)
				end()
				if _, own := l.Loss.(ownLoss); own {
					continue
				}
				cost, end = l.beginWith(workers - 1)
				check(fmt.Sprintf("%d workers standing by", workers), cost.Eval)
				end()
				check(fmt.Sprintf("%d workers called", workers), func(grad, w []float64) float64 {
					c := l.hire()
					defer l.dismiss(c)
					c.room(l, workers)
					c.begin(l, grad, w)
					c.call(workers - 1)
					return c.result(grad, w)
				})
			}
		})
	}
}

// A loss of the reader's own may keep a state: it is asked by one goroutine, that of the caller.
func TestOwnLossStaysOnOneGoroutine(t *testing.T) {
	l := &Linear{Data: someData(100_000, 10, false), Loss: ownLoss{}}
	if h := l.helpers(1); h != 0 {
		t.Errorf("%d helpers for a loss of the reader's own, want none", h)
	}
	l.Loss = Huber{Delta: 1}
	if h := l.helpers(1); h != min(runtime.GOMAXPROCS(0), runtime.NumCPU())-1 {
		t.Errorf("%d helpers for Huber on %d cores", h, runtime.NumCPU())
	}
	l.Data = someData(100, 3, false)
	if h := l.helpers(fitValues); h != 0 {
		t.Errorf("%d helpers for 100×3, want none", h)
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

// Helpers that fell asleep come back; a second goroutine finds memory of its own; after the end the cost still works; nobody stays.
func TestFit(t *testing.T) {
	before := runtime.NumGoroutine()
	l := &Linear{Data: someData(20_000, 3, true), Loss: Logistic}
	w := []float64{0.1, 0.2, 0.3, 0.4}
	want := make([]float64, 4)
	wantJ := l.Eval(want, w)
	cost, end := l.beginWith(3)
	if _, ok := cost.(interface {
		Sampled
		Sized
		Curved
	}); !ok {
		t.Fatalf("the cost of a fit is a %T without the faces of Linear", cost)
	}
	ask := func() {
		grad := make([]float64, 4)
		if j := cost.Eval(grad, w); j != wantJ || !slices.Equal(grad, want) {
			t.Errorf("J = %v %v, want %v %v", j, grad, wantJ, want)
		}
	}
	for range 3 {
		ask()
		within(t, "the helpers fall asleep", func() bool { return cost.(*Linear).fit.asleep.Load() == 3 })
	}
	for range 300 {
		ask()
	}
	var several sync.WaitGroup
	for range 4 {
		several.Go(func() {
			for range 20 {
				ask()
				cost.(Sampled).EvalRows(nil, w, []int{1, 2, 3})
			}
		})
	}
	several.Wait()
	end()
	ask()
	within(t, "all goroutines go", func() bool { return runtime.NumGoroutine() <= before })
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

// sprint is EvalRows and Plain.Step in turn, bit for bit, and never touches the data.
func TestSprintIsStepByStep(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 15, 16, 24, 300} {
		m := 83
		if n == 300 {
			m = cacheBytes/8/n + 100 // fetched ahead
		}
		rows, rate := make([]int, m), 0.1/float64(n+10)
		permute(rows, 3, 0)
		variants(fewLosses, m, n, func(name string, l *Linear, start []float64) {
			data := mat.DenseCopyOf(l.Data.X)
			for k, batch := range []int{1, 1, 2, 32, m} {
				if k == 0 { // from 0 the rounding of each step shows
					start = make([]float64, len(start))
				} else if k == 1 {
					fill(start, 0.3/float64(n))
				}
				want, grad := slices.Clone(start), make([]float64, len(start))
				for lo := 0; lo < m; lo += batch {
					l.EvalRows(grad, want, rows[lo:min(lo+batch, m)])
					Plain{}.Step(want, grad, rate)
				}
				for _, fitted := range []bool{false, true} {
					cost, end := Cost(l), func() {}
					if fitted {
						cost, end = l.begin()
					}
					got := slices.Clone(start)
					if !cost.(*Linear).sprint(got, rows, batch, rate) {
						t.Fatalf("%s: no sprint", name)
					}
					end()
					if !slices.Equal(got, want) || slices.Equal(got, start) {
						t.Errorf("%s, batch %d: %v, step by step %v", name, batch, got[:min(n, 4)], want[:min(n, 4)])
					}
				}
			}
			if !mat.Equal(data, l.Data.X) {
				t.Errorf("%s: the data have changed", name)
			}
		})
	}
}

// The block kernel of the logistic loss against its formula, where numbers overflow, vanish, or are no labels at all.
func TestLogisticOfABlock(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, size := range []float64{1e-9, 0.1, 1, 10, 29, 35, 300, 1000} {
		for _, sided := range []bool{false, true} { // all on the right side: a well-trained model with a tiny cost
			z, y := make([]float64, tileRows), make([]float64, tileRows)
			for i := range z {
				z[i], y[i] = size*(0.9+0.1*r.Float64()), 1
				if i%2 == 0 {
					z[i], y[i] = -z[i], 0
				}
				if !sided && r.IntN(2) == 0 {
					y[i] = 1 - y[i]
				}
			}
			y[3] = 0.25 // a probability as label
			got := slices.Clone(z)
			sum, slope := Logistic.slopes(got, y, 0.5)
			var want, wantSlope exact
			for i := range z {
				loss, dz := Logistic.At(z[i]+0.5, y[i])
				want.add(loss)
				wantSlope.add(dz)
				if !(math.Abs(got[i]-dz) <= 1e-15*math.Abs(dz)) {
					t.Fatalf("slope at z = %v, y = %v is %v, want %v", z[i]+0.5, y[i], got[i], dz)
				}
				if one := Logistic.slope(z[i]+0.5, y[i]); one != got[i] {
					t.Fatalf("slope at z = %v, y = %v is %v in a block and %v alone", z[i]+0.5, y[i], got[i], one)
				}
			}
			if !(math.Abs(sum-want.value()) <= 2e-15*want.value()) || !(math.Abs(slope-wantSlope.value()) <= 1e-13) {
				t.Errorf("|z| near %v: Σℓ = %v, want %v; Σℓ′ = %v, want %v", size, sum, want.value(), slope, wantSlope.value())
			}
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		z := []float64{v}
		sum, _ := Logistic.slopes(z, []float64{1}, 0)
		if want, dz := Logistic.At(v, 1); fmt.Sprint(sum, z) != fmt.Sprint(want, []float64{dz}) {
			t.Errorf("at z = %v: %v %v, want %v %v", v, sum, z, want, dz)
		}
	}
}

func TestExponential(t *testing.T) {
	for x := -30.0; x <= 30; x += 0.00173 {
		if got, want := exp(powerOf2(x)), math.Exp(x); math.Abs(got-want) > 0x1p-51*want {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
	if got := exp(powerOf2(0)); got != 1 {
		t.Errorf("exp(0) = %v", got)
	}
}

// A walk that diverges ends as one by the formula: in infinities, not in a panic.
func TestKernelsWithoutFiniteNumbers(t *testing.T) {
	for _, n := range []int{1, 3, 8, 40} {
		for _, loss := range []Loss{HalfSquared, Logistic} {
			l := &Linear{Data: someData(50, n, loss == Loss(Logistic)), Loss: loss}
			w, grad := make([]float64, n+1), make([]float64, n+1)
			fill(w, 1e200)
			if j := l.Eval(grad, w); loss == Loss(HalfSquared) && !math.IsInf(j, 1) {
				t.Errorf("%d features: J = %v, want +Inf", n, j)
			}
			w[n] = math.NaN()
			if j := l.Eval(grad, w); !math.IsNaN(j) || !math.IsNaN(grad[0]) || !math.IsNaN(grad[n]) {
				t.Errorf("%T, %d features: J = %v, gradient %v, want NaN", loss, n, j, grad)
			}
			l.sprint(w, []int{1, 2, 3}, 1, 0.1)
			if !math.IsNaN(w[0]) {
				t.Errorf("%T, %d features: w = %v after a NaN", loss, n, w)
			}
			cost, end := l.begin() // a NaN doesn't stay in memory that is used again
			cost.Eval(grad, w)
			clear(w)
			if j := cost.Eval(grad, w) + grad[n]; j-j != 0 {
				t.Errorf("%T, %d features: J = %v after a NaN, gradient %v", loss, n, j, grad)
			}
			end()
		}
	}
}

// Where no row counts there is nothing to move, and nothing is divided by 0.
func TestBatchWithoutWeight(t *testing.T) {
	l := &Linear{Data: someData(4, 2, false), Loss: Squared, L2: 2}
	l.Data.Weights = []float64{0, 1, 0, 1}
	grad := make([]float64, 3)
	if j := l.EvalRows(grad, []float64{1, 3, 0}, []int{0, 2}); j != 9 || !slices.Equal(grad, []float64{0, 6, 0}) {
		t.Errorf("J = %v, gradient %v, want the penalty alone: 9 [0 6 0]", j, grad)
	}
}

func TestEvalRowsNamesWhatIsWrong(t *testing.T) {
	l := &Linear{Data: someData(4, 2, false), Loss: Squared}
	for want, call := range map[string]func(){
		"EvalRows: row 4 does not exist, want 0 to 3":         func() { l.EvalRows(nil, make([]float64, 3), []int{0, 4}) },
		"EvalRows: row -1 does not exist":                     func() { l.EvalRows(nil, make([]float64, 3), []int{-1}) },
		"EvalRows: no rows given":                             func() { l.EvalRows(nil, make([]float64, 3), nil) },
		"EvalRows: got 2 parameters, want 3":                  func() { l.EvalRows(nil, make([]float64, 2), []int{0}) },
		"EvalRows: the gradient has room for 1 numbers, want": func() { l.EvalRows(make([]float64, 1), make([]float64, 3), []int{0}) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			}()
			call()
		}()
	}
}

func TestKernelsAllocateNothing(t *testing.T) {
	if raceDetector {
		t.Skip("under the race detector sync.Pool throws memory away on purpose")
	}
	none := func(name string, f func()) {
		t.Helper()
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	for _, s := range [][2]int{{100, 1}, {100, 3}, {3000, 3}, {400, 10}, {2000, 100}} {
		variants(fewLosses, s[0], s[1], func(name string, l *Linear, w []float64) {
			grad, rows := make([]float64, len(w)), []int{1, 5, 7, 1}
			none(name+": Eval", func() { l.Eval(grad, w) })
			none(name+": EvalRows", func() { l.EvalRows(grad, w, rows) })
			none(name+": EvalRows of one", func() { l.EvalRows(grad, w, rows[:1]) })
			none(name+": sprint", func() { l.sprint(w, rows, 2, 1e-9) })
			none(name+": sprint of ones", func() { l.sprint(w, rows, 1, 1e-9) })
		})
	}
	l := &Linear{Data: someData(5000, 10, true), Loss: Logistic}
	w, grad := make([]float64, 11), make([]float64, 11)
	none("with helpers called", func() {
		c := l.hire()
		c.room(l, 3)
		c.begin(l, grad, w)
		c.call(2)
		c.result(grad, w)
		l.dismiss(c)
	})
	cost, end := l.beginWith(2)
	defer end()
	rows := []int{3, 1, 2}
	none("in a fit", func() { cost.Eval(grad, w) })
	none("EvalRows in a fit", func() { cost.(Sampled).EvalRows(grad, w, rows) })
}
