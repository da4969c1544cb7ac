package gdkit_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// refuses runs each method on j and wants the sentence in the error.
func refuses(t *testing.T, methods map[string]gdkit.Method, j gdkit.Cost) {
	t.Helper()
	for want, m := range methods {
		_, err := gdkit.Descent{Cost: j, Start: []float64{1}, Rate: 0.1, Steps: 1, Method: m}.RunContext(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: error %v, want %q", m, err, want)
		}
	}
}

// counted counts what is asked of a cost with m examples.
type counted struct {
	surface       *gdkit.Surface
	m             int
	values, grads int // evaluations without and with a gradient
	hessians      int
}

func (c *counted) Len() int { return c.m }
func (c *counted) Dim() int { return c.surface.Dim() }

func (c *counted) Eval(grad, w []float64) float64 {
	if grad == nil {
		c.values++
	} else {
		c.grads++
	}
	return c.surface.Eval(grad, w)
}

func (c *counted) Hess(dst *mat.SymDense, w []float64) {
	c.hessians++
	c.surface.Hess(dst, w)
}

// The rule of Armijo at every step, and no longer step of the row would have kept it.
func TestBacktrackingKeepsTheRule(t *testing.T) {
	for _, m := range []*gdkit.Backtracking{gdkit.NewBacktracking(), {C: 0.3, Shrink: 0.8}, {C: 0.5, Shrink: 0.1}} {
		for _, j := range []*gdkit.Surface{gdkit.Rosenbrock(), gdkit.Beale(), gdkit.Quadratic(1, 300), gdkit.TwoValleys()} {
			d := gdkit.Descent{Cost: j, Start: j.Start, Rate: 2, Steps: 40, Method: m, Stop: gdkit.GradBelow(1e-5)}
			run := d.Run()
			grad, at := make([]float64, run.Dim), make([]float64, run.Dim)
			for i := range run.Len() - 1 {
				j.Eval(grad, run.W(i))
				enough := func(alpha float64) bool {
					floats.AddScaledTo(at, run.W(i), -alpha, grad)
					return j.Eval(nil, at) <= run.J[i]-m.C*alpha*floats.Dot(grad, grad)*(1+1e-12)
				}
				alpha := run.Rate[i]
				if !enough(alpha*(1-1e-12)) || alpha < 2 && enough(alpha/m.Shrink) {
					t.Errorf("%s, %+v: α = %v at step %d", j.Name, *m, alpha, i)
				}
				halvings := math.Log(alpha/2) / math.Log(m.Shrink)
				near(t, "α as a power", 1+halvings, math.Round(1+halvings), 1e-9)
			}
			if again := d.Run(); !reflect.DeepEqual(run, again) {
				t.Errorf("%s: a second run differs", j.Name)
			}
		}
	}
}

func TestBacktracking(t *testing.T) {
	// J = w², w = 1, g = 2: α = 1.5 leads to J = 4, α = ¾ to w = −½.
	run := gdkit.Descent{Cost: square, Start: []float64{1}, Rate: 1.5, Steps: 1, Method: gdkit.NewBacktracking()}.Run()
	if run.Rate[0] != 0.75 || run.Last()[0] != -0.5 {
		t.Errorf("α = %v, w = %v, want 0.75 and -0.5", run.Rate[0], run.Last())
	}
	// Whatever the Rate, it arrives.
	for _, rate := range []float64{0.5, 1e6} {
		j := gdkit.Quadratic(1, 100)
		run := gdkit.Descent{Cost: j, Start: j.Start, Rate: rate, Steps: 5000, Method: gdkit.NewBacktracking(),
			Stop: gdkit.GradBelow(1e-6)}.Run()
		if run.Reason != gdkit.Converged {
			t.Errorf("Rate %g: %v", rate, run)
		}
	}
	// Over the edge of a domain J is NaN: too long.
	log := gdkit.Scalar(func(w float64) float64 { return w - math.Log(w) }, func(w float64) float64 { return 1 - 1/w })
	run = gdkit.Descent{Cost: log, Start: []float64{5}, Rate: 100, Steps: 100, Method: gdkit.NewBacktracking(),
		Stop: gdkit.GradBelow(1e-6)}.Run()
	near(t, "minimum of w − log w", run.Last()[0], 1, 1e-5)
	// A gradient that climbs leads nowhere.
	wrong := gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return -2 * w })
	run = gdkit.Descent{Cost: wrong, Start: []float64{1}, Rate: 0.1, Steps: 3, Method: gdkit.NewBacktracking()}.Run()
	if run.Last()[0] != 1 || run.Rate[0] != 0 || run.Seen[1] < 40 || run.Seen[1] > 1+61 {
		t.Errorf("w = %v, α = %v after %d evaluations, want to stay after 61 tries at most", run.Last(), run.Rate[0], run.Seen[1])
	}
	// So does one that turns wrong: the rate of the step before isn't this one's.
	m, w := gdkit.NewBacktracking(), []float64{1}
	if err := m.Init(square, 1); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ grad, alpha float64 }{{2, 0.1}, {-2, 0}} {
		w[0] = 1
		m.Observe(1)
		if m.Step(w, []float64{c.grad}, 0.1); m.LastRate() != c.alpha || w[0] != 1-c.grad*c.alpha {
			t.Errorf("gradient %v: α = %v to %v", c.grad, m.LastRate(), w)
		}
	}
	refuses(t, map[string]gdkit.Method{
		"Backtracking.Shrink is 0, want 0 < Shrink < 1 (NewBacktracking": &gdkit.Backtracking{C: 0.1},
		"Backtracking.Shrink is 1":                                       &gdkit.Backtracking{Shrink: 1},
		"Backtracking.C is 1":                                            &gdkit.Backtracking{C: 1, Shrink: 0.5},
		"Backtracking.C is NaN":                                          &gdkit.Backtracking{C: math.NaN(), Shrink: 0.5},
	}, square)
}

// Each try is paid for. The loop's own evaluation of the last point is nobody's step.
func TestLineSearchesPay(t *testing.T) {
	for _, m := range []gdkit.Method{gdkit.NewBacktracking(), &gdkit.ExactLine{}, &gdkit.Newton{}} {
		j := &counted{surface: gdkit.Rosenbrock(), m: 7}
		run := gdkit.Descent{Cost: j, Start: j.surface.Start, Rate: 1, Steps: 12, Method: m}.Run()
		if asked := j.values + j.grads - 1 + j.hessians; run.Examples != 7*asked || asked <= 12 {
			t.Errorf("%T: %d examples, want 7 · %d", m, run.Examples, asked)
		}
	}
}

// Uphill and on batches the search sees the same cost as the gradient.
func TestBacktrackingUphillAndOnBatches(t *testing.T) {
	hill := gdkit.Scalar(func(w float64) float64 { return -w * w }, func(w float64) float64 { return -2 * w })
	run := gdkit.Descent{Cost: hill, Start: []float64{1}, Rate: 1.5, Steps: 1, Ascend: true, Method: gdkit.NewBacktracking()}.Run()
	if run.Rate[0] != 0.75 || run.Last()[0] != -0.5 {
		t.Errorf("uphill: α = %v, w = %v, want 0.75 and -0.5", run.Rate[0], run.Last())
	}
	// Of the mean of (w − x)² over a batch, α = ½ is the mean of the batch and ¾ the first that is
	// short enough, whatever the batch.
	batches := gdkit.Descent{Cost: means{1, 2, 30, 400, 5000}, Start: []float64{-1}, Rate: 1.5, Steps: 7, Batch: 2, Every: 1,
		Method: gdkit.NewBacktracking()}.Run()
	for i, alpha := range batches.Rate[:7] {
		if alpha != 0.75 {
			t.Errorf("batches: α = %v at step %d, want 0.75", alpha, i)
		}
	}
}

// means is the mean of (w − x)² over its numbers.
type means []float64

func (m means) Len() int { return len(m) }
func (m means) Eval(grad, w []float64) float64 {
	return m.EvalRows(grad, w, []int{0, 1, 2, 3, 4}[:len(m)])
}
func (m means) EvalRows(grad, w []float64, rows []int) (j float64) {
	g := 0.0
	for _, row := range rows {
		g += 2 * (w[0] - m[row]) / float64(len(rows))
		j += (w[0] - m[row]) * (w[0] - m[row]) / float64(len(rows))
	}
	if grad != nil {
		grad[0] = g
	}
	return j
}

// fullBowl is ½wᵀAw with a full matrix A.
type fullBowl struct{ a *mat.SymDense }

func (b fullBowl) Eval(grad, w []float64) float64 {
	x := mat.NewVecDense(len(w), w)
	if grad != nil {
		mat.NewVecDense(len(w), grad).MulVec(b.a, x)
	}
	return mat.Inner(x, b.a, x) / 2
}
func (b fullBowl) Hess(dst *mat.SymDense, _ []float64) { dst.CopySym(b.a) }

// rotated is a bowl with the given eigenvalues along random axes.
func rotated(random *rand.Rand, lambda []float64) fullBowl {
	n := len(lambda)
	m := mat.NewDense(n, n, nil)
	for i := range n {
		for k := range n {
			m.Set(i, k, random.NormFloat64())
		}
	}
	var qr mat.QR
	var q mat.Dense
	qr.Factorize(m)
	qr.QTo(&q)
	a := mat.NewSymDense(n, nil)
	for i, l := range lambda {
		a.SymRankOne(a, l, q.ColView(i))
	}
	return fullBowl{a}
}

func TestLineSearchesAllocateNothing(t *testing.T) {
	j := rotated(rand.New(rand.NewPCG(1, 2)), []float64{1, 2, 3, 30})
	for _, m := range []gdkit.Method{gdkit.NewBacktracking(), &gdkit.ExactLine{}} {
		if err := m.Init(still{4}, 4); err != nil {
			t.Fatal(err)
		}
		w, grad := []float64{1, 2, 3, 4}, make([]float64, 4)
		j.Eval(grad, w)
		if n := testing.AllocsPerRun(50, func() { m.Step(w, grad, 1e-3) }); n != 0 {
			t.Errorf("%T: a step allocates %v times", m, n)
		}
	}
}

// still is a cost that allocates nothing: ½‖w‖² in n dimensions.
type still struct{ n int }

func (still) Eval(grad, w []float64) float64 { copy(grad, w); return floats.Dot(w, w) / 2 }
func (s still) Hess(dst *mat.SymDense, _ []float64) {
	dst.Zero()
	for i := range s.n {
		dst.SetSym(i, i, 1)
	}
}
