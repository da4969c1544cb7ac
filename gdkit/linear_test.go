package gdkit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit/internal/engine"

	"gonum.org/v1/gonum/mat"
)

// An exact is a sum of float64 and products of them with about twice the digits (Dekker 1971;
// Ogita, Rump and Oishi 2005).
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

// evalPlain is the formula of Linear as its comment has it, row by row, with sums that lose
// nothing. doubt is by how much J may differ: 1e-14 of it, and what half a unit in the last place
// of each b + w·x − y makes.
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

// ownLoss is a loss that gdkit doesn't know, and that has nothing but At.
type ownLoss struct{}

func (ownLoss) At(z, y float64) (loss, dz float64) { return math.Cosh(z - y), math.Sinh(z - y) }

var fastLosses = []Loss{HalfSquared, Logistic, Huber{Delta: 0.5}, Hinge}

// one for each way to the sums
var fewLosses = []Loss{HalfSquared, Logistic, Huber{Delta: 0.5}, ownLoss{}}

var allLosses = []Loss{Squared, HalfSquared, SquareLoss(0.3), Absolute, Huber{Delta: 0.5}, Logistic, Hinge, SquaredHinge, ownLoss{}}

// labelled says whether a loss wants labels 0 and 1.
func labelled(loss Loss) bool {
	_, ok := loss.(ClassLoss)
	return ok
}

// variants calls test with models of m×n data: each loss, with and without bias, weights,
// penalties, and as a view into wider data.
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

func TestLinearAgainstThePlainFormula(t *testing.T) {
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

// However many workers there are: the bits are those of one goroutine.
func TestSameBitsOnAnyNumberOfCores(t *testing.T) {
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
			for _, cores := range []int{1, 2, 3, 7} {
				runtime.GOMAXPROCS(cores)
				check(fmt.Sprint("GOMAXPROCS ", cores), l.Eval)
				cost, end := l.Prepare(l)
				check(fmt.Sprintf("GOMAXPROCS %d, prepared", cores), cost.Eval)
				end()
				check(fmt.Sprintf("GOMAXPROCS %d, after the end", cores), cost.Eval)
			}
		})
	}
}

// A loss without loops of its own may keep a state: it is asked by one goroutine,
// that of the caller.
func TestALossWithoutLoopsStaysOnOneGoroutine(t *testing.T) {
	l := &Linear{Data: someData(100_000, 10, false), Loss: &countingLoss{}}
	cost, end := l.Prepare(l)
	defer end()
	cost.Eval(nil, make([]float64, 11)) // the race detector sees two goroutines
	if got := l.Loss.(*countingLoss).calls; cost != Cost(l) || got != 100_000 {
		t.Errorf("%T asked the loss %d times, want 100000 calls by the Linear itself", cost, got)
	}
}

type countingLoss struct{ calls int }

func (c *countingLoss) At(z, y float64) (loss, dz float64) {
	c.calls++
	return HalfSquared.At(z, y)
}

// A prepared cost has all faces of Linear, works after the end, and follows changes of the Linear:
// its penalty, and data of another size.
func TestPrepare(t *testing.T) {
	l := &Linear{Data: someData(20_000, 3, true), Loss: Logistic}
	cost, end := l.Prepare(l)
	if _, ok := cost.(interface {
		Sampled
		Sized
		MaybeCurved
		NamedParams
	}); !ok || cost == Cost(l) {
		t.Fatalf("the prepared cost is a %T without the faces of Linear", cost)
	}
	w := []float64{0.1, 0.2, 0.3, 0.4}
	same := func(when string) {
		t.Helper()
		got, want := make([]float64, 4), make([]float64, 4)
		if j, wantJ := cost.Eval(got, w), (&Linear{Data: l.Data, Loss: l.Loss, L2: l.L2}).Eval(want, w); j != wantJ || !slices.Equal(got, want) {
			t.Errorf("%s: J = %v %v, want %v %v", when, j, got, wantJ, want)
		}
	}
	same("at first")
	l.L2 = 3
	same("with another L2")
	l.Data = someData(30_000, 3, true)
	same("with other data")
	l.Loss = SquaredHinge
	same("with another loss")
	end()
	same("after the end")
}

// plainSteps is EvalRows and Plain.Step in turn, bit for bit, and never touches the data.
func TestPlainStepsAreStepByStep(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 15, 16, 24, 300} {
		m := 83
		if n == 300 {
			m = engine.CacheBytes/8/n + 100 // fetched ahead
		}
		rows, rate := make([]int, m), 0.1/float64(n+10)
		permute(rows, 3, 0)
		variants(fastLosses, m, n, func(name string, l *Linear, start []float64) {
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
				cost, end := l.Prepare(l)
				got := slices.Clone(start)
				cost.(plainStepper).plainSteps(got, grad, rows, batch, rate)
				end()
				if !slices.Equal(got, want) || slices.Equal(got, start) {
					t.Errorf("%s, batch %d: %v, step by step %v", name, batch, got[:min(n, 4)], want[:min(n, 4)])
				}
			}
			if !mat.Equal(data, l.Data.X) {
				t.Errorf("%s: the data have changed", name)
			}
		})
	}
}

// A walk that diverges ends as one by the formula: in infinities, not in a panic.
func TestLinearWithoutFiniteNumbers(t *testing.T) {
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
			cost, end := l.Prepare(l)
			cost.(plainStepper).plainSteps(w, grad, []int{1, 2, 3}, 1, 0.1)
			if !math.IsNaN(w[0]) {
				t.Errorf("%T, %d features: w = %v after a NaN", loss, n, w)
			}
			// A NaN doesn't stay in memory that is used again.
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

func TestLinearAllocateNothing(t *testing.T) {
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
			cost, end := l.Prepare(l)
			defer end()
			none(name+": Eval, prepared", func() { cost.Eval(grad, w) })
			none(name+": EvalRows, prepared", func() { cost.(Sampled).EvalRows(grad, w, rows) })
			if steps, ok := cost.(plainStepper); ok {
				none(name+": plain steps", func() { steps.plainSteps(w, grad, rows, 2, 1e-9) })
				none(name+": plain steps of one", func() { steps.plainSteps(w, grad, rows, 1, 1e-9) })
			}
		})
	}
}
