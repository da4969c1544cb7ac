package gdkit_test

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize"
)

// What lesson 12 says of second-order methods and line searches ("Gradient Descent: how does it
// work" names them), held to closed forms.

// The error of Newton's method squares: e(t+1) → e(t)²·J‴/2J″, which is ½ for J = e^w − 2w at ln 2.
func TestNewtonOnOneParameter(t *testing.T) {
	w := 0.0
	for range 4 {
		e := w - math.Ln2
		w -= (math.Exp(w) - 2) / math.Exp(w)
		if math.Abs(e) < 0.05 {
			near(t, "e(t+1)/e(t)²", (w-math.Ln2)/(e*e), 0.5, 0.03)
		}
	}
	near(t, "ln 2", w, math.Ln2, 1e-6)
}

// One Newton step solves any quadratic; on w⁴ it shrinks w by 2/3 only.
func TestOneNewtonStep(t *testing.T) {
	houses := gdkit.Descent{Cost: twoHouses(), Start: []float64{300, 160}, Rate: 1, Steps: 1, Method: &gdkit.Newton{}}.Run().Last()
	near(t, "b", houses[0], 100, 1e-12)
	near(t, "w", houses[1], 200, 1e-12)
	saddle := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, 1e-6}, Rate: 1, Steps: 1, Method: &gdkit.Newton{Raw: true}}.Run().Last()
	if saddle[0] != 0 || saddle[1] != 0 {
		t.Errorf("one raw step from beside the ridge leads to %v, want the saddle", saddle)
	}
}

// Newton's full step diverges on a convex cost from a poor start, and damping mends it.
func TestNewtonNeedsDamping(t *testing.T) {
	train, _ := datasets.Cancer("worst_radius", "worst_concave_points").Shuffle(1).Split(0.7)
	j := &gdkit.Linear{Data: train.Standardize(), Loss: gdkit.Logistic}
	run := func(start float64, damping float64) *gdkit.Trace {
		return gdkit.Descent{Cost: j, Start: []float64{start, start, start}, Rate: 1, Steps: 100,
			Method: &gdkit.Newton{Damping: damping}, Stop: gdkit.GradBelow(1e-10)}.Run()
	}
	if r := run(0, 0); r.Reason != gdkit.Converged || r.Steps() != 9 {
		t.Errorf("from 0: %v", r)
	}
	if r := run(3, 0); r.Reason == gdkit.Converged || r.J[r.Len()-1] < 1e3 {
		t.Errorf("from 3: %v", r)
	}
	if r := run(3, 0.01); r.Reason != gdkit.Converged {
		t.Errorf("from 3, damped: %v", r)
	}
}

// On the worst case of Cauchy's method 0.8 of the best step arrives in less than half the time
// (Raydan and Svaiter 2002).
func TestBestStepIsNotTheBestWalk(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{10, 1}, Rate: 1, Steps: 500, Method: &gdkit.ExactLine{}, Stop: gdkit.GradBelow(1e-6)}
	whole := d.Run()
	// Each step multiplies w by ±9/11 and the slope is (10, ±10) at first: (9/11)ᵗ·10 < 1e-6.
	if want := int(math.Ceil(math.Log(1e-7) / math.Log(9./11))); whole.Steps() != want {
		t.Errorf("%d whole steps, want %d", whole.Steps(), want)
	}
	d.Rate = 0.8
	if short := d.Run(); 2*short.Steps() > whole.Steps() {
		t.Errorf("%d steps of 0.8, %d whole ones", short.Steps(), whole.Steps())
	}
}

// The race on the Ames prices: readings until J is within a millionth of its minimum.
func TestAmesRace(t *testing.T) {
	d := datasets.Ames().Standardize()
	floats.Scale(1e-5, d.Y)
	j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	zero := make([]float64, j.Dim())
	lowest := j.Eval(nil, newtonPoint(j))
	s := gdkit.Curvature(j, zero)
	alpha, beta := s.BestMomentum()
	readings := func(run *gdkit.Trace) int {
		for i, v := range run.J {
			if v <= lowest*(1+1e-6) {
				return run.Seen[i] / j.Len()
			}
		}
		t.Errorf("%v never arrives", run)
		return math.MaxInt
	}
	opponent := func(m optimize.Method) int {
		return readings(gdkit.Opponent{Cost: j, Start: zero, Method: m, Steps: 1000, Stop: gdkit.Budget(100 * j.Len())}.Run())
	}
	plain := readings(gdkit.Descent{Cost: j, Start: zero, Rate: s.BestRate(), Steps: 300}.Run())
	momentum := readings(gdkit.Descent{Cost: j, Start: zero, Rate: alpha, Steps: 300, Method: &gdkit.Momentum{Beta: beta}}.Run())
	bfgs, lbfgs, cg := opponent(&optimize.BFGS{}), opponent(&optimize.LBFGS{}), opponent(&optimize.CG{})
	if !(lbfgs < bfgs && bfgs < cg && cg < momentum && momentum < plain) {
		t.Errorf("L-BFGS %d, BFGS %d, CG %d, momentum %d, plain %d readings", lbfgs, bfgs, cg, momentum, plain)
	}
	if plain != 114 || momentum != 32 {
		t.Errorf("plain %d, momentum %d; the lesson says 114 and 32", plain, momentum)
	}
}

// After ten readings of the digits, batches of 32 are far ahead of L-BFGS.
func TestSmallBatchesAgainstLBFGS(t *testing.T) {
	train, _ := datasets.Digits().Shuffle(1).Split(0.8)
	net := &gdkit.Net{Data: train.MinMax(), Hidden: []int{32}, Activation: gdkit.ReLU, Loss: gdkit.CrossEntropy, Classes: 10}
	small := gdkit.Descent{Cost: net, Start: net.He(1), Rate: 0.3, Steps: 3 * 45, Batch: 32, Seed: 1}.Run()
	lbfgs := gdkit.Opponent{Cost: net, Start: net.He(1), Method: &optimize.LBFGS{}, Steps: 100, Stop: gdkit.Budget(10 * net.Len())}.Run()
	if first, last := small.J[1], lbfgs.J[lbfgs.Len()-1]; first > 1.5*last || small.J[3] > last/2 {
		t.Errorf("batches: %v after one reading, %v after three; L-BFGS: %v after ten", first, small.J[3], last)
	}
}
