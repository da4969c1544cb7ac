package gdkit_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"math"
	"reflect"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

func denseOf(m, n int, v ...float64) *mat.Dense { return mat.NewDense(m, n, v) }

func TestNStepsGiveNPlusOnePoints(t *testing.T) {
	for _, n := range []int{0, 1, 7} {
		start := []float64{3}
		run := gdkit.Descent{Cost: square, Start: start, Rate: 0.1, Steps: n}.Run()
		if run.Len() != n+1 || len(run.Params) != n+1 || len(run.GradNorm) != n+1 || len(run.Rate) != n+1 {
			t.Errorf("%d steps: %d points, want %d", n, run.Len(), n+1)
		}
		if start[0] != 3 {
			t.Errorf("Start was changed to %v", start)
		}
	}
}

// heavyBall is a method with a memory, as a user might write one.
type heavyBall struct{ v []float64 }

func (h *heavyBall) Init(_ gdkit.Cost, n int) error { h.v = make([]float64, n); return nil }
func (h *heavyBall) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		h.v[i] = 0.5*h.v[i] + g
		w[i] -= rate * h.v[i]
	}
}

func TestRunTwiceIsTheSame(t *testing.T) {
	d := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 50, Method: &heavyBall{}}
	if a, b := d.Run(), d.Run(); !reflect.DeepEqual(a, b) {
		t.Error("two runs of one plan differ")
	}
}

// The edge of stability is 2/λmax, from both sides, on every data set that has one.
func TestEdgeOfStability(t *testing.T) {
	for _, j := range []*gdkit.Linear{
		twoHouses(),
		{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared},
		{Data: datasets.SixHouses(), Loss: gdkit.Squared, L2: 0.3},
		{Data: datasets.Houses().Standardize(), Loss: gdkit.HalfSquared, NoBias: true},
	} {
		start := make([]float64, j.Dim())
		for i := range start {
			start[i] = 1
		}
		edge := gdkit.Curvature(j, start).MaxRate()
		below := gdkit.Descent{Cost: j, Start: start, Rate: 0.999 * edge, Steps: 20000}.Run()
		above := gdkit.Descent{Cost: j, Start: start, Rate: 1.001 * edge, Steps: 20000}.Run()
		if below.Reason != gdkit.MaxSteps || below.GradNorm[below.Len()-1] > 1e-3*below.GradNorm[0] {
			t.Errorf("%v: just below the edge: %v, gradient %g → %g", j.Data, below, below.GradNorm[0], below.GradNorm[below.Len()-1])
		}
		if above.Reason != gdkit.Diverged {
			t.Errorf("%v: just above the edge: %v, want diverged", j.Data, above)
		}
		if !strings.Contains(above.String(), "2/λmax") {
			t.Errorf("the advice should name 2/λmax: %v", above)
		}
	}
}

func TestReasons(t *testing.T) {
	scalar := func(j, dj func(float64) float64) gdkit.Cost { return gdkit.Scalar(j, dj) }
	for _, c := range []struct {
		name  string
		d     gdkit.Descent
		want  gdkit.Reason
		words string
	}{
		{"overflow", gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 10, Steps: 10000}, gdkit.Diverged, "no finite numbers from step"},
		{"overflow in the first step", gdkit.Descent{Cost: scalar(
			func(w float64) float64 { return math.Exp(w * w) },
			func(w float64) float64 { return 2 * w * math.Exp(w*w) }), Start: []float64{3}, Rate: 1, Steps: 9}, gdkit.Diverged, "try a smaller Rate"},
		{"rounding noise at the bottom", gdkit.Descent{Cost: twoHouses(), Start: []float64{100 + 1e-12, 200 - 1e-12}, Rate: 0.1, Steps: 50}, gdkit.MaxSteps, "50 steps"},
		{"NaN at step 3", gdkit.Descent{Cost: scalar(
			func(w float64) float64 { return math.Sqrt(w) },
			func(w float64) float64 { return 1 }), Start: []float64{2.5}, Rate: 1, Steps: 9}, gdkit.NonFinite, "J = NaN with gradient [1] at step 3"},
		{"no minimum", gdkit.Descent{Cost: scalar(
			func(w float64) float64 { return -w * w },
			func(w float64) float64 { return -2 * w }), Start: []float64{1}, Rate: 1, Steps: 10000}, gdkit.Unbounded, "no minimum"},
		{"at the bottom", gdkit.Descent{Cost: square, Start: []float64{0}, Rate: 1, Steps: 5}, gdkit.MaxSteps, "5 steps, J 0 → 0"},
		{"on the edge", gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 1, Steps: 5}, gdkit.MaxSteps, "J 9 → 9"},
	} {
		run := c.d.Run()
		if run.Reason != c.want || !strings.Contains(run.String(), c.words) {
			t.Errorf("%s: %v, want reason %q and %q", c.name, run, c.want, c.words)
		}
		for i := range run.Len() {
			if sum := run.J[i] + run.GradNorm[i] + run.W(i)[0]; math.IsNaN(sum) || math.IsInf(sum, 0) {
				t.Errorf("%s: point %d of the trace is not finite", c.name, i)
			}
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	slow := gdkit.CostFunc(func(grad, w []float64) float64 {
		if calls++; calls == 100 {
			cancel()
		}
		return square.Eval(grad, w)
	})
	run, err := gdkit.Descent{Cost: slow, Start: []float64{3}, Rate: 0.1, Steps: 1 << 40}.RunContext(ctx)
	if run.Examples != run.Len()-1 {
		t.Errorf("%d examples of a cost without data, want one a step", run.Examples)
	}
	if err != context.Canceled || run.Reason != gdkit.Interrupted || run.Len() != 100 {
		t.Errorf("err %v, %v with %d points; want canceled with the 100 points evaluated", err, run, run.Len())
	}
}

func TestExamplesAreCounted(t *testing.T) {
	if n := (gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 50}).Run().Examples; n != 100 {
		t.Errorf("%d examples in 50 steps on two houses, want 100", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	run, err := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 50}.RunContext(ctx)
	if err == nil || run.Len() != 0 || run.Examples != 0 || run.String() != "α=0.1: no points" {
		t.Errorf("stopped before the start: %v, %v", run, err)
	}
}

func TestMisuse(t *testing.T) {
	good := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 5}
	with := func(change func(*gdkit.Descent)) gdkit.Descent {
		d := good
		change(&d)
		return d
	}
	for want, d := range map[string]gdkit.Descent{
		"Descent.Cost is nil":              with(func(d *gdkit.Descent) { d.Cost = nil }),
		"Descent.Start is empty":           with(func(d *gdkit.Descent) { d.Start = nil }),
		"has 1 numbers, want one for each": with(func(d *gdkit.Descent) { d.Start = []float64{1} }),
		"[b w(size_ksqft)]":                with(func(d *gdkit.Descent) { d.Start = []float64{1, 2, 3} }),
		"Start[1] is NaN":                  with(func(d *gdkit.Descent) { d.Start = []float64{1, math.NaN()} }),
		"Descent.Rate is 0, want":          with(func(d *gdkit.Descent) { d.Rate = 0 }),
		"Descent.Rate is -0.1, want":       with(func(d *gdkit.Descent) { d.Rate = -0.1 }),
		"Descent.Rate is NaN, want":        with(func(d *gdkit.Descent) { d.Rate = math.NaN() }),
		"Descent.Rate is +Inf, want":       with(func(d *gdkit.Descent) { d.Rate = math.Inf(1) }),
		"Descent.Steps is -1, want":        with(func(d *gdkit.Descent) { d.Steps = -1 }),
		"Linear.Loss is nil":               with(func(d *gdkit.Descent) { d.Cost = &gdkit.Linear{Data: datasets.TwoHouses()} }),
		"Linear.Data is nil":               with(func(d *gdkit.Descent) { d.Cost = &gdkit.Linear{Loss: gdkit.Squared} }),
		"Linear.L2 is -1": with(func(d *gdkit.Descent) {
			d.Cost = &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.Squared, L2: -1}
		}),
		"this cost has 1":                   with(func(d *gdkit.Descent) { d.Cost = square }),
		"the cost is J = NaN with gradient": with(func(d *gdkit.Descent) { d.Cost = gdkit.CostFunc(func(g, w []float64) float64 { return math.NaN() }) }),
	} {
		_, err := d.RunContext(context.Background())
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "gdkit: ") {
			t.Errorf("got error %v, want one with %q", err, want)
		}
		func() {
			defer func() {
				if r := recover(); r != err.Error() {
					t.Errorf("Run panicked with %v, want %v", r, err)
				}
			}()
			d.Run()
		}()
	}
}

func TestTraceSurvivesGob(t *testing.T) {
	run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.8, Steps: 10}.Run()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(run); err != nil {
		t.Fatal(err)
	}
	var back gdkit.Trace
	if err := gob.NewDecoder(&b).Decode(&back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(run, &back) {
		t.Errorf("the trace came back different: %v, was %v", &back, run)
	}
}

func TestNothingIsAllocatedInALoop(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared}
	grad, w := make([]float64, 2), []float64{1, 2}
	if n := testing.AllocsPerRun(100, func() { j.Eval(grad, w) }); n != 0 {
		t.Errorf("Eval allocates %v times", n)
	}
	perRun := func(steps int) float64 {
		d := gdkit.Descent{Cost: j, Start: w, Rate: 0.01, Steps: steps}
		return testing.AllocsPerRun(10, func() {
			for range d.All() {
			}
		})
	}
	if few, many := perRun(1), perRun(1000); few != many {
		t.Errorf("All allocates %v times for 1 step, %v for 1000, want the same", few, many)
	}
}
