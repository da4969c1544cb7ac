package gdkit_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// People add a penalty to a cost, or count its evaluations, by embedding it. Here each cost of this
// package is embedded with an Eval of its own, which adds (c/2)‖w‖². What is expected is the same
// function as a CostFunc, which promotes nothing.

const stiffness = 10

func stiff(j gdkit.Cost, grad, w []float64) float64 {
	level := j.Eval(grad, w)
	for i, v := range w {
		level += stiffness / 2 * v * v
		if grad != nil {
			grad[i] += stiffness * v
		}
	}
	return level
}

type (
	stiffLinear   struct{ *gdkit.Linear }
	stiffSoftmax  struct{ *gdkit.Softmax }
	stiffNet      struct{ *gdkit.Net }
	stiffStreamed struct{ *gdkit.Streamed }
	stiffSurface  struct{ *gdkit.Surface }
	stiffTwice    struct{ stiffLinear } // embedded in what embeds
	stiffAny      struct{ gdkit.Cost }  // an interface value
	stiffFields   struct {              // with state beside it
		*gdkit.Linear
		evals int
	}
)

func (s stiffLinear) Eval(grad, w []float64) float64   { return stiff(s.Linear, grad, w) }
func (s stiffSoftmax) Eval(grad, w []float64) float64  { return stiff(s.Softmax, grad, w) }
func (s stiffNet) Eval(grad, w []float64) float64      { return stiff(s.Net, grad, w) }
func (s stiffStreamed) Eval(grad, w []float64) float64 { return stiff(s.Streamed, grad, w) }
func (s stiffSurface) Eval(grad, w []float64) float64  { return stiff(s.Surface, grad, w) }
func (s stiffAny) Eval(grad, w []float64) float64      { return stiff(s.Cost, grad, w) }
func (s *stiffFields) Eval(grad, w []float64) float64 {
	s.evals++
	return stiff(s.Linear, grad, w)
}

// embedded are the costs, and the points to start from.
func embedded() map[string]struct {
	cost  gdkit.Cost
	start []float64
} {
	six := datasets.SixHouses().Standardize()
	classes := six.Clone()
	classes.Y = []float64{0, 1, 2, 0, 1, 2}
	labels := six.Clone()
	labels.Y = []float64{0, 1, 0, 1, 1, 0}
	linear := &gdkit.Linear{Data: six, Loss: gdkit.HalfSquared}
	softmax := &gdkit.Softmax{Data: classes, Classes: 3}
	net := &gdkit.Net{Data: labels, Hidden: []int{2}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	two := make([]float64, linear.Dim())
	for i := range two {
		two[i] = 2 + float64(i)
	}
	type place = struct {
		cost  gdkit.Cost
		start []float64
	}
	return map[string]place{
		"Linear":   {stiffLinear{linear}, two},
		"Softmax":  {stiffSoftmax{softmax}, slices.Repeat([]float64{0.1, -0.2}, softmax.Dim()/2)},
		"Net":      {stiffNet{net}, net.Xavier(1)},
		"Streamed": {stiffStreamed{&gdkit.Streamed{Rows: six, Loss: gdkit.HalfSquared}}, two},
		"Surface":  {stiffSurface{gdkit.Rosenbrock()}, []float64{-1.2, 1}},
		"twice":    {stiffTwice{stiffLinear{linear}}, two},
		"any":      {stiffAny{linear}, two},
		"fields":   {&stiffFields{Linear: linear}, two},
		"logistic": {stiffLinear{&gdkit.Linear{Data: labels, Loss: gdkit.Logistic}}, two},
		"absolute": {stiffLinear{&gdkit.Linear{Data: six, Loss: gdkit.Absolute}}, two},
	}
}

// Every exported cost of the package is among those that are embedded.
func TestEveryCostIsEmbedded(t *testing.T) {
	names := ""
	for _, p := range embedded() {
		names += fmt.Sprintf("%T ", p.cost)
	}
	for _, kind := range exportedKinds(t, "Cost") {
		// a function has no methods to promote
		if kind != "CostFunc" && !strings.Contains(names, "stiff"+kind+" ") {
			t.Errorf("the cost %s is not among those that are embedded here: %s", kind, names)
		}
	}
}

func TestAnEmbeddedCostNeverSpeaksForAnother(t *testing.T) {
	for name, p := range embedded() {
		plain := gdkit.CostFunc(p.cost.Eval)
		descents := map[string]func(gdkit.Cost) gdkit.Runner{
			"Descent": func(j gdkit.Cost) gdkit.Runner {
				return gdkit.Descent{Cost: j, Start: p.start, Rate: 1e-3, Steps: 40}
			},
			"Momentum": func(j gdkit.Cost) gdkit.Runner {
				return gdkit.Descent{Cost: j, Start: p.start, Rate: 1e-3, Steps: 40, Method: &gdkit.Momentum{Beta: 0.5}}
			},
			"Backtracking": func(j gdkit.Cost) gdkit.Runner {
				return gdkit.Descent{Cost: j, Start: p.start, Rate: 1, Steps: 20, Method: gdkit.NewBacktracking()}
			},
			"Opponent": func(j gdkit.Cost) gdkit.Runner {
				return gdkit.Opponent{Cost: j, Start: p.start, Steps: 10, Method: &optimize.LBFGS{}}
			},
		}
		for how, plan := range descents {
			got, err := plan(p.cost).RunContext(t.Context())
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
				continue
			}
			want, err := plan(plain).RunContext(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.J, want.J) || !slices.Equal(got.Params, want.Params) {
				t.Errorf("%s, %s: walks to J = %v at %v, its own Eval leads to %v at %v", name, how,
					got.J[got.Len()-1], got.Last(), want.J[want.Len()-1], want.Last())
			}
		}
		race := func(j gdkit.Cost) float64 {
			r := gdkit.Race{Budget: 600, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "plain", Rates: []float64{1e-4, 1e-3},
				Plan: func(rate float64, seed uint64) gdkit.Runner {
					return gdkit.Descent{Cost: j, Start: p.start, Rate: rate, Steps: 30, Seed: seed}
				}}}}.Run()
			return r.Places[0].Median
		}
		same := func(what string, got, want float64) {
			t.Helper()
			if !(math.Abs(got-want) <= 1e-6*(1+math.Abs(want))) {
				t.Errorf("%s: %s is %v, want %v, that of its own Eval", name, what, got, want)
			}
		}
		same("Race", race(p.cost), race(plain))
		same("AutoRate", gdkit.AutoRate(p.cost, p.start).Best, gdkit.AutoRate(plain, p.start).Best)
		same("Curvature", gdkit.Curvature(p.cost, p.start).Max(), gdkit.Curvature(plain, p.start).Max())
		same("Extremes", gdkit.Extremes(p.cost, p.start, 10).Max, gdkit.Extremes(plain, p.start, 10).Max)
		if name != "absolute" {
			if c := gdkit.CheckGrad(p.cost, p.start); !c.OK {
				t.Errorf("%s: %v", name, c)
			}
		}
	}
}

// What comes from the embedded cost and contradicts the Eval is refused in a sentence
// before the first step.
func TestContradictionsAreRefused(t *testing.T) {
	for name, p := range embedded() {
		if s, ok := p.cost.(gdkit.Sampled); ok {
			_, err := (gdkit.Descent{Cost: p.cost, Start: p.start, Rate: 1e-3, Steps: 3, Batch: 2}).RunContext(t.Context())
			if err == nil || !strings.Contains(err.Error(), "Eval and EvalRows of ") {
				t.Errorf("%s with batches of 2 out of %d: %v, want a sentence about EvalRows", name, s.Len(), err)
			}
		}
		if _, ok := gdkit.AsCurved(p.cost); ok {
			for _, m := range []gdkit.Method{&gdkit.Newton{}, &gdkit.ExactLine{}} {
				_, err := (gdkit.Descent{Cost: p.cost, Start: p.start, Rate: 1, Steps: 3, Method: m}).RunContext(t.Context())
				if err == nil || !strings.Contains(err.Error(), "gdkit: the Hess of ") {
					t.Errorf("%s by %T: %v, want a sentence about Hess", name, m, err)
				}
			}
			_, err := gdkit.Opponent{Cost: p.cost, Start: p.start, Steps: 3, Method: &optimize.Newton{}}.RunContext(t.Context())
			if err == nil || !strings.Contains(err.Error(), "gdkit: the Hess of ") {
				t.Errorf("%s by gonum's Newton: %v, want a sentence about Hess", name, err)
			}
		}
	}
}

// whole is a Linear with a penalty that has all its faces of its own.
type whole struct{ *gdkit.Linear }

func (s whole) Eval(grad, w []float64) float64 { return stiff(s.Linear, grad, w) }
func (s whole) EvalRows(grad, w []float64, rows []int) float64 {
	return stiff(gdkit.CostFunc(func(grad, w []float64) float64 { return s.Linear.EvalRows(grad, w, rows) }), grad, w)
}
func (s whole) Hess(dst *mat.SymDense, w []float64) {
	s.Linear.Hess(dst, w)
	for i := range w {
		dst.SetSym(i, i, dst.At(i, i)+stiffness)
	}
}

// passing overrides nothing: it is a Linear, to the bit, batches and Hessian included.
type passing struct{ *gdkit.Linear }

func TestAnEmbeddedCostThatIsRight(t *testing.T) {
	six := datasets.SixHouses().Standardize()
	linear := &gdkit.Linear{Data: six, Loss: gdkit.HalfSquared}
	start := make([]float64, linear.Dim())
	for name, cost := range map[string]gdkit.Cost{"whole": whole{linear}, "passing": passing{linear}} {
		newton := gdkit.Descent{Cost: cost, Start: start, Rate: 1, Steps: 1, Method: &gdkit.Newton{}}.Run()
		if g := newton.GradMax[1]; !(g < 1e-9) {
			t.Errorf("%s: one step of Newton leaves the slope %v", name, g)
		}
		batches := gdkit.Descent{Cost: cost, Start: start, Rate: 0.01, Steps: 60, Batch: 2, Seed: 3}.Run()
		if name == "passing" {
			want := gdkit.Descent{Cost: linear, Start: start, Rate: 0.01, Steps: 60, Batch: 2, Seed: 3}.Run()
			if !slices.Equal(batches.Params, want.Params) {
				t.Errorf("%s: batches lead to %v, want %v", name, batches.Last(), want.Last())
			}
		} else if !(batches.J[batches.Len()-1] < batches.J[0]) {
			t.Errorf("%s: %v", name, batches)
		}
	}
	absolute := passing{&gdkit.Linear{Data: six, Loss: gdkit.Absolute}}
	if _, ok := gdkit.AsCurved(absolute); ok {
		t.Error("what embeds a Linear with Absolute claims a Hessian")
	}
	// Divergence asks for the curvature; it must not panic.
	if run := (gdkit.Descent{Cost: absolute, Start: start, Rate: 1e300, Steps: 49}).Run(); run.Reason != gdkit.Diverged {
		t.Error(run)
	}
}

// A Predict or a Class of its own is what PredictAll, Labels and Score use.
type (
	doubled struct{ *gdkit.Linear }
	turned  struct{ *gdkit.Softmax }
	scored  struct{ *gdkit.Net }
	classed struct{ *gdkit.Net }
	certain struct{ *gdkit.Net }
)

func (d doubled) Predict(w, x []float64) float64       { return 2 * d.Linear.Predict(w, x) }
func (turned) Class(w, x []float64) int                { return 1 }
func (s scored) Predict(w, x []float64) []float64      { return []float64{0, 9, 0} }
func (classed) Class(w, x []float64) int               { return 2 }
func (certain) Probabilities(w, x []float64) []float64 { return []float64{0.1, 0.9} }

func TestOverriddenPredictions(t *testing.T) {
	d := datasets.SixHouses()
	classes := d.Clone()
	classes.Y = []float64{0, 1, 2, 0, 1, 2}
	linear := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	w := make([]float64, linear.Dim())
	w[0] = 5
	if got := gdkit.PredictAll(doubled{linear}, w, d); got[0] != 10 {
		t.Errorf("predicts %v, want 10 by its own Predict", got[0])
	}
	labels := d.Clone()
	labels.Y = []float64{0, 1, 0, 1, 1, 0}
	two := &gdkit.Net{Data: labels, Loss: gdkit.Logistic}
	if got := gdkit.PredictAll(certain{two}, make([]float64, two.Dim()), labels); got[0] != 0.9 {
		t.Errorf("predicts %v, want 0.9 by its own Probabilities", got[0])
	}
	softmax := &gdkit.Softmax{Data: classes, Classes: 3}
	net := &gdkit.Net{Data: classes, Classes: 3, Loss: gdkit.CrossEntropy}
	for name, c := range map[string]struct {
		model gdkit.Model
		n     int
		want  float64
	}{"Softmax": {turned{softmax}, softmax.Dim(), 1}, "Net.Predict": {scored{net}, net.Dim(), 1}, "Net.Class": {classed{net}, net.Dim(), 2}} {
		w := make([]float64, c.n)
		for _, got := range [][]float64{gdkit.Labels(c.model, w, classes), gdkit.PredictAll(c.model, w, classes)} {
			if slices.Min(got) != c.want || slices.Max(got) != c.want {
				t.Errorf("%s: %v, want %v everywhere", name, got, c.want)
			}
		}
		if got := gdkit.Score(c.model, w, classes); !(math.Abs(got-1.0/3) < 1e-12) {
			t.Errorf("%s: score %v, want a third", name, got)
		}
	}
}
