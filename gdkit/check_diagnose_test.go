package gdkit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// randomTable is m random examples of n features with labels 0 and 1, or a plane
// with noise as target.
func randomTable(m, n int, labels bool) *gdkit.Dataset {
	rnd := rand.New(rand.NewPCG(uint64(m), uint64(n)))
	d := &gdkit.Dataset{X: mat.NewDense(m, n, nil), Y: make([]float64, m)}
	for i := range m {
		for k := range n {
			d.X.Set(i, k, rnd.NormFloat64())
			d.Y[i] += float64(k+1) * d.X.At(i, k)
		}
		if d.Y[i] += rnd.NormFloat64(); labels {
			if d.Y[i] > 0 {
				d.Y[i] = 1
			} else {
				d.Y[i] = 0
			}
		}
	}
	return d
}

// changedGrad is a Linear whose gradient is changed afterwards: it keeps the names and the
// number of examples.
type changedGrad struct {
	*gdkit.Linear
	change func(g, w []float64)
}

func (c changedGrad) Eval(grad, w []float64) float64 {
	v := c.Linear.Eval(grad, w)
	if grad != nil {
		c.change(grad, w)
	}
	return v
}

func allTimes(f float64) func(g, w []float64) {
	return func(g, _ []float64) {
		for i := range g {
			g[i] *= f
		}
	}
}

// addFrom adds f(wᵢ) to the slopes from component k on.
func addFrom(k int, f func(w float64) float64) func(g, w []float64) {
	return func(g, w []float64) {
		for i := k; i < len(g); i++ {
			g[i] += f(w[i])
		}
	}
}

// Each mistake that everybody makes once, with the sentence that tells it.
func TestDiagnosis(t *testing.T) {
	sign := func(w float64) float64 { return math.Copysign(1, w) }
	for _, c := range []struct {
		m      int
		change func(g, w []float64)
		want   []string
	}{
		{20, allTimes(2), []string{"all 4 components, most in b:", "twice too big: 1/m differentiated instead of 1/2m?"}},
		{20, allTimes(0.5), []string{"half of it: the 2 of the square forgotten?"}},
		{20, allTimes(-1), []string{"all 4 components", "the sign is turned round: this climbs"}},
		{20, allTimes(-2), []string{"the sign is turned round, and twice too big"}},
		{20, allTimes(20), []string{"m = 20 times too big: summed over the examples and not averaged?"}},
		{20, allTimes(-20), []string{"the sign is turned round, and m = 20 times too big"}},
		{20, allTimes(40), []string{"2m = 40 times too big"}},
		{20, allTimes(10), []string{"m/2 = 10 times too big"}},
		{20, allTimes(0.05), []string{"1/m of it, m = 20: divided by m once too often?"}},
		{2, allTimes(2), []string{"1/m differentiated instead of 1/2m, or summed over the m = 2 examples and not averaged?"}},
		{20, allTimes(1.5), []string{"each is 1.5 times what it should be"}},
		{20, allTimes(1.0003), []string{"nearly right: an ε in the cost or in the gradient only"}},
		{20, func(g, _ []float64) { g[2] = -g[2] }, []string{"in component w(x2): got", "the sign is turned round"}},
		{20, func(g, _ []float64) { g[2], g[3] = 2*g[2], 2*g[3] }, []string{"in 2 of 4 components (w(x2), w(x3))", "twice too big"}},
		{20, func(g, _ []float64) { g[3] = 0 }, []string{"in component w(x3): got 0,", "was this component forgotten?"}},
		{20, func(g, _ []float64) { g[1], g[3] = 0, 0 }, []string{"in 2 of 4", "all of these are 0: were they forgotten?"}},
		{20, func(g, _ []float64) { g[1], g[3] = g[3], g[1] }, []string{"components w(x1) and w(x3) are swapped"}},
		{20, func(g, _ []float64) { g[0], g[1], g[2], g[3] = g[1], g[2], g[3], g[0] }, []string{"the right numbers in another order"}},
		{20, func(g, _ []float64) { g[1], g[2], g[3] = g[0], g[0], g[0] },
			[]string{"the same number as component b: a wrong index, or was the factor x forgotten?"}},
		{20, func(g, _ []float64) { g[2] = g[1] }, []string{"the same number as component w(x1)"}},
		{20, addFrom(1, func(w float64) float64 { return -0.7 * w }),
			[]string{"= −λw with λ = 0.7: the penalty (λ/2)‖w‖² is in the cost, its slope not in the gradient?"}},
		{20, addFrom(1, func(w float64) float64 { return 0.3 * w }), []string{"= λw with λ = 0.3: the slope of the penalty (λ/2)‖w‖² is in the gradient"}},
		{20, addFrom(1, func(w float64) float64 { return -0.3 * sign(w) }), []string{"= −λ·sign(w) with λ = 0.3: the penalty λ·Σ|w| is in the cost"}},
		{20, func(g, w []float64) { g[0] += 0.7 * w[0] }, []string{"in component b:", "= λ·(parameter b) with λ = 0.7", "the cost leaves it out"}},
		{20, func(g, w []float64) { g[0] -= 0.7 * w[0] }, []string{"= −λ·(parameter b) with λ = 0.7", "is in the cost"}},
		{20, func(g, w []float64) { g[1] += 0.123 }, []string{"in component w(x1)", ", ratio "}},
	} {
		j := changedGrad{&gdkit.Linear{Data: randomTable(c.m, 3, false), Loss: gdkit.HalfSquared, L2: 0.7}, c.change}
		check := gdkit.CheckGrad(j, []float64{0.9, -1.3, 0.4, 2.2})
		for _, want := range c.want {
			if check.OK || !strings.Contains(check.String(), want) {
				t.Errorf("want %q, got\n%v", want, check)
			}
		}
	}
	// The number of examples is not always known.
	for want, f := range map[string]float64{"7 times too big: summed over 7 examples": 7, "1/7 of it: divided by": 1. / 7} {
		j := changedGrad{&gdkit.Linear{Data: randomTable(7, 2, false), Loss: gdkit.HalfSquared}, allTimes(f)}
		if c := gdkit.CheckGrad(gdkit.CostFunc(j.Eval), []float64{1, 2, 3}); c.OK || !strings.Contains(c.Diagnosis, want) {
			t.Errorf("want %q, got\n%v", want, c)
		}
	}
}

// A constant factor, even where the error is a multiple of w.
func TestFactorIsNoPenalty(t *testing.T) {
	j := gdkit.CostFunc(func(g, w []float64) float64 {
		if g != nil {
			g[0], g[1] = 2*w[0], 3*w[1]
		}
		return w[0]*w[0] + w[1]*w[1]
	})
	if c := gdkit.CheckGrad(j, []float64{1, 2}); c.OK || c.Diagnosis != "" || !strings.HasSuffix(c.String(), ", ratio 1.5.") {
		t.Errorf("got\n%v", c)
	}
}

// The Hessian of Huber's loss jumps where |z−y| = δ; close by it is right all the same.
func TestHessianNearItsJump(t *testing.T) {
	j := &gdkit.Linear{Data: &gdkit.Dataset{X: denseOf(1, 1, 1), Y: []float64{0}}, Loss: gdkit.Huber{Delta: 1}, NoBias: true}
	for _, away := range []float64{-1e-6, -1e-8, 1e-8, 1e-7, 2e-6} {
		if c := gdkit.CheckHess(j, []float64{1 + away}); !c.OK {
			t.Errorf("%g from the jump:\n%v", away, c)
		}
	}
	lasso := &gdkit.Linear{Data: j.Data, Loss: gdkit.Squared, L1: 1, NoBias: true}
	if c := gdkit.CheckHess(lasso, []float64{0}); c.OK || !strings.Contains(c.Diagnosis, "the gradient jumps here") {
		t.Errorf("on the kink of L1:\n%v", c)
	}
}

// A point that shows nothing says so.
func TestFlatPointIsNoProof(t *testing.T) {
	c := gdkit.CheckGrad(gdkit.Booth(), []float64{1, 3})
	if !c.OK || !strings.Contains(c.String(), "All slopes are 0 here, where most mistakes don't show") {
		t.Errorf("got\n%v", c)
	}
	if c := gdkit.CheckGrad(gdkit.Booth(), []float64{1, 2.9}); !c.OK || c.Diagnosis != "" {
		t.Errorf("got\n%v", c)
	}
}

// absAt is |w − at| + bend·(w − at)² with any subgradient.
func absAt(at, bend, subgradient float64) gdkit.Cost {
	return gdkit.Scalar(
		func(w float64) float64 { return math.Abs(w-at) + bend*(w-at)*(w-at) },
		func(w float64) float64 {
			switch {
			case w > at:
				return 1 + 2*bend*(w-at)
			case w < at:
				return -1 + 2*bend*(w-at)
			}
			return subgradient
		})
}

func TestKinks(t *testing.T) {
	for _, at := range []float64{0, 1, -1. / 3, 1e6} {
		for _, bend := range []float64{0, 0.5} {
			for _, sub := range []float64{-1, -0.4, 0, 1} {
				c := gdkit.CheckGrad(absAt(at, bend, sub), []float64{at})
				if !c.OK || len(c.Kinks) != 1 || !strings.Contains(c.String(), "Kink here, in component 0: any number between the slopes of the two sides") {
					t.Errorf("at %v, subgradient %v:\n%v", at, sub, c)
					continue
				}
				near(t, "left slope", c.Kinks[0].Left, -1, 1e-4)
				near(t, "right slope", c.Kinks[0].Right, 1, 1e-4)
			}
			for _, sub := range []float64{-1.1, 2, math.NaN()} {
				c := gdkit.CheckGrad(absAt(at, bend, sub), []float64{at})
				if c.OK || sub == sub && !strings.Contains(c.Diagnosis, "kink here: any number between") {
					t.Errorf("at %v, no subgradient %v:\n%v", at, sub, c)
				}
			}
			// Close by is not on it.
			for _, away := range []float64{1e-10, 1e-8, 1e-7, 1e-6, 3e-6, 1e-5, 1e-3} {
				if away < 1e-8*math.Abs(at) {
					continue // in the last digits of w
				}
				for _, s := range []float64{-1, 1} {
					c := gdkit.CheckGrad(absAt(at, bend, 0), []float64{at + s*away})
					if !c.OK || len(c.Kinks) > 0 || c.Diagnosis != "" {
						t.Errorf("%g from the kink at %v:\n%v", s*away, at, c)
					}
					if c := gdkit.CheckGrad(absAt(at, bend, 0), []float64{at + s*away}); math.Abs(c.Want[0]-c.Got[0]) > 1e-4 {
						t.Errorf("%g from the kink at %v: differences say %v", s*away, at, c.Want[0])
					}
				}
			}
		}
	}
	// At every distance, on top of a cost of 20.
	for away := 1e-9; away < 1e-3; away *= 1.07 {
		j := gdkit.Scalar(func(w float64) float64 { return 20 + 3*w*w + math.Abs(w) }, func(w float64) float64 { return 6*w + math.Copysign(1, w) })
		if c := gdkit.CheckGrad(j, []float64{-away}); !c.OK || len(c.Kinks) > 0 || math.Abs(c.Want[0]+1) > 0.01 {
			t.Errorf("%g from a kink:\n%v", away, c)
		}
	}
	roof := gdkit.Scalar(func(w float64) float64 { return -math.Abs(w) }, func(w float64) float64 { return 0.5 })
	if c := gdkit.CheckGrad(roof, []float64{0}); !c.OK || c.Kinks[0].Left != 1 || c.Kinks[0].Right != -1 {
		t.Errorf("a kink that points up:\n%v", c)
	}
	for name, f := range map[string]func(float64) float64{
		"step": func(w float64) float64 { return math.Copysign(1, w) },
		"√|w|": func(w float64) float64 { return math.Sqrt(math.Abs(w)) },
	} {
		c := gdkit.CheckGrad(gdkit.Scalar(f, func(float64) float64 { return 0.3 }), []float64{0})
		if c.OK || len(c.Kinks) > 0 || !strings.Contains(c.Diagnosis, "jumps here, or is noisy") {
			t.Errorf("%s:\n%v", name, c)
		}
	}
}

// The kinks of the package's own costs, at the points where they are.
func TestKinksOfTheCosts(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(2, 1, 2, -1), Y: []float64{1, 0}}
	lasso := &gdkit.Linear{Data: randomTable(30, 3, false), Loss: gdkit.HalfSquared, L1: 0.2}
	for name, c := range map[string]struct {
		j     *gdkit.Linear
		w     []float64
		kinks int
	}{
		"absolute": {&gdkit.Linear{Data: d, Loss: gdkit.Absolute, NoBias: true}, []float64{0.5}, 1},
		"hinge":    {&gdkit.Linear{Data: d, Loss: gdkit.Hinge, NoBias: true}, []float64{0.5}, 1},
		// |r| = δ bends, but has no kink
		"Huber":   {&gdkit.Linear{Data: d, Loss: gdkit.Huber{Delta: 1}, NoBias: true}, []float64{1}, 0},
		"squared": {&gdkit.Linear{Data: d, Loss: gdkit.SquaredHinge, NoBias: true}, []float64{0.5}, 0},
		"L1":      {lasso, []float64{1, 0, -2, 0}, 2},
		"L1 at 0": {lasso, []float64{0, 0, 0, 0}, 3},
	} {
		check := gdkit.CheckGrad(c.j, c.w)
		if !check.OK || len(check.Kinks) != c.kinks {
			t.Errorf("%s: want %d kinks, got\n%v", name, c.kinks, check)
		}
	}
	check := gdkit.CheckGrad(lasso, make([]float64, 4))
	near(t, "gap of L1", check.Kinks[2].Right-check.Kinks[2].Left, 0.4, 1e-4)
	if !strings.Contains(check.String(), "Kinks here, in components w(x1), w(x2), w(x3)") {
		t.Errorf("got\n%v", check)
	}
}

// Every cost of the package at 50 random points: none may be called wrong.
func TestNoFalseAlarm(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	type cost interface {
		gdkit.Sized
		gdkit.Curved
	}
	try := func(name string, j cost, curved bool, scale float64) {
		t.Helper()
		w := make([]float64, j.Dim())
		for range 50 {
			for i := range w {
				w[i] = scale * rnd.NormFloat64()
			}
			if c := gdkit.CheckGrad(j, w); !c.OK {
				t.Errorf("%s at %v:\n%v", name, w, c)
			}
			if c := gdkit.CheckDirections(j, w, 3, rnd.Uint64()); !c.OK {
				t.Errorf("%s at %v: %v", name, w, c)
			}
			if !curved {
				continue
			}
			if c := gdkit.CheckHess(j, w); !c.OK {
				t.Errorf("%s at %v:\n%v", name, w, c)
			}
		}
	}
	for _, s := range surfaces() {
		for _, scale := range []float64{0.01, 1, 5} {
			try(s.Name, s, true, scale)
		}
	}
	for name, loss := range map[string]gdkit.Loss{"Squared": gdkit.Squared, "HalfSquared": gdkit.HalfSquared, "Absolute": gdkit.Absolute,
		"Huber": gdkit.Huber{Delta: 0.5}, "Logistic": gdkit.Logistic, "Hinge": gdkit.Hinge, "SquaredHinge": gdkit.SquaredHinge} {
		labels := name == "Logistic" || strings.Contains(name, "Hinge")
		_, curved := loss.(gdkit.CurvedLoss)
		for _, l1 := range []float64{0, 0.3} {
			for _, scale := range []float64{0.1, 3} {
				try(name, &gdkit.Linear{Data: randomTable(40, 3, labels), Loss: loss, L1: l1, L2: 0.1}, curved, scale)
			}
		}
		if !labels { // large numbers, kinks close together
			for _, scale := range []float64{10, 1e5} {
				j := &gdkit.Linear{Data: datasets.SixHouses(), Loss: loss}
				try(fmt.Sprint(name, " on houses, ", scale), j, curved, scale)
			}
		}
	}
	// 10(1 − cos 2πw) is all rounding close to 0, though J is small there.
	for _, w := range []float64{2.36e-7, 3.067e-8, -2.64e-8, -4.08e-7, 1.41e-7} {
		if c := gdkit.CheckGrad(gdkit.Rastrigin(1), []float64{w}); !c.OK {
			t.Errorf("Rastrigin at %v:\n%v", w, c)
		}
	}
	// The minimum of a plane without noise: slopes are what rounding leaves of
	// numbers of the order of 1.
	for m := 5; m < 25; m++ {
		w := []float64{rnd.NormFloat64(), rnd.NormFloat64(), 100 * rnd.NormFloat64()}
		d := randomTable(m, 2, false)
		for i := range d.Y {
			d.Y[i] = w[0] + w[1]*d.X.At(i, 0) + w[2]*d.X.At(i, 1)
		}
		if c := gdkit.CheckGrad(&gdkit.Linear{Data: d, Loss: gdkit.Squared}, w); !c.OK {
			t.Errorf("a plane without noise:\n%v", c)
		}
	}
}

func TestLongTablesShowTheWorst(t *testing.T) {
	j := changedGrad{&gdkit.Linear{Data: randomTable(50, 30, false), Loss: gdkit.HalfSquared}, func(g, _ []float64) { g[17] *= 3; g[4] *= 1.1 }}
	w := make([]float64, 31)
	for i := range w {
		w[i] = float64(i%5) - 1.5
	}
	lines := strings.Split(gdkit.CheckGrad(j, w).String(), "\n")
	if len(lines) != 11 || !strings.Contains(lines[1], "w(x17)") || !strings.Contains(lines[2], "w(x4)") ||
		lines[9] != "… and 23 others that agree." || !strings.Contains(lines[10], "in 2 of 31 components (w(x4), w(x17)), most in w(x17)") {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	j.change = allTimes(-1)
	if s := gdkit.CheckGrad(j, w).String(); !strings.Contains(s, "… of the other 23, 0 agree and 23 are wrong too.") {
		t.Errorf("got\n%s", s)
	}
	j.change = func(_, _ []float64) {}
	if c := gdkit.CheckGrad(j, w); !c.OK || len(c.Names) != 31 || !strings.Contains(c.String(), "… and 23 others that agree.\nThe gradient agrees") {
		t.Errorf("got\n%v", c)
	}
}
