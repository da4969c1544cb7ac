package gdkit_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

var losses = map[string]gdkit.Loss{
	"Logistic": gdkit.Logistic, "Hinge": gdkit.Hinge, "SquaredHinge": gdkit.SquaredHinge,
	"Huber(0.3)": gdkit.Huber{Delta: 0.3}, "Huber(1)": gdkit.Huber{Delta: 1},
}

// scikit-learn's and SciPy's values of (z, y, ℓ, ∂ℓ/∂z), up to |z| = 1000.
func TestLossesOfOtherLibraries(t *testing.T) {
	var oracle struct{ Losses map[string][][4]float64 }
	read(t, "optima.json", &oracle)
	for name, loss := range losses {
		rows := oracle.Losses[name]
		if len(rows) < 10 {
			t.Errorf("%s: the oracle has %d rows", name, len(rows))
		}
		for _, r := range rows {
			l, dz := loss.At(r[0], r[1])
			near(t, fmt.Sprintf("%s(%v, %v)", name, r[0], r[1]), l, r[2], 1e-14)
			near(t, fmt.Sprintf("slope of %s(%v, %v)", name, r[0], r[1]), dz, r[3], 1e-14)
		}
	}
}

// least squares, ridge, lasso and logistic regression of scikit-learn: our gradient
// vanishes at their minima.
func TestMinimaOfOtherLibraries(t *testing.T) {
	var oracle struct {
		Models []struct {
			Name, Cost          string
			X                   [][]float64
			Y, Weights, Minimum []float64
			L1, L2, J           float64
		}
	}
	read(t, "optima.json", &oracle)
	seen := 0
	for _, m := range oracle.Models {
		loss, ok := map[string]gdkit.Loss{"least squares": gdkit.HalfSquared, "weighted least squares": gdkit.Squared,
			"ridge": gdkit.HalfSquared, "lasso": gdkit.HalfSquared, "logistic": gdkit.Logistic}[m.Name]
		if !ok {
			continue
		}
		seen++
		d := &gdkit.Dataset{X: denseOf(len(m.X), len(m.X[0])), Y: m.Y, Weights: m.Weights}
		for i, row := range m.X {
			d.X.SetRow(i, row)
		}
		j := &gdkit.Linear{Data: d, Loss: loss, L1: m.L1, L2: m.L2}
		if err := j.Validate(); err != nil {
			t.Fatal(err)
		}
		grad := make([]float64, j.Dim())
		cost := j.Eval(grad, m.Minimum)
		if m.J != 0 {
			near(t, m.Name+": J", cost, m.J, 1e-12)
		}
		for i, g := range grad {
			// on the kink of L1 the rest of the slope may be up to L1
			if i > 0 && m.Minimum[i] == 0 {
				if math.Abs(g) > m.L1 {
					t.Errorf("%s (%s): slope %g at weight 0, more than L1", m.Name, m.Cost, g)
				}
			} else if math.Abs(g) > 1e-9 {
				t.Errorf("%s (%s): slope %g in component %d of the minimum", m.Name, m.Cost, g, i)
			}
		}
	}
	if seen < 6 {
		t.Errorf("only %d models were compared", seen)
	}
}

func logisticSix() *gdkit.Linear {
	d := &gdkit.Dataset{X: denseOf(6, 2, .5, 1.5, 1, 1, 1.5, .5, 3, .5, 2, 2, 1, 2.5), Y: []float64{0, 0, 0, 1, 1, 1}}
	return &gdkit.Linear{Data: d, Loss: gdkit.Logistic}
}

// Public values of the logistic example of Andrew Ng's course.
func TestLogisticRegression(t *testing.T) {
	j := logisticSix()
	near(t, "J(b = −3)", j.Eval(nil, []float64{-3, 1, 1}), 0.36686678640551745, 1e-14)
	near(t, "J(b = −4)", j.Eval(nil, []float64{-4, 1, 1}), 0.5036808636748461, 1e-14)
	w := gdkit.Descent{Cost: j, Start: []float64{0, 0, 0}, Rate: 0.1, Steps: 10000}.Run().Last()
	near(t, "b", w[0], -14.22240998, 1e-8)
	near(t, "w1", w[1], 5.28123029, 1e-8)
	near(t, "w2", w[2], 5.07815608, 1e-8)
}

func TestLinearWithEveryLoss(t *testing.T) {
	labels := logisticSix().Data
	labels.Weights = []float64{1, 2, 0.5, 1, 0, 3}
	houses := datasets.SixHouses()
	for name, j := range map[string]*gdkit.Linear{
		"absolute":      {Data: houses, Loss: gdkit.Absolute},
		"Huber":         {Data: houses, Loss: gdkit.Huber{Delta: 20}, L2: 0.1},
		"logistic":      {Data: labels, Loss: gdkit.Logistic, L1: 0.2, L2: 0.1},
		"hinge":         {Data: labels, Loss: gdkit.Hinge, L1: 0.1},
		"squared hinge": {Data: labels, Loss: gdkit.SquaredHinge},
		"weighted":      {Data: labels, Loss: gdkit.HalfSquared},
	} {
		w := []float64{0.3, -0.7, 1.3}[:j.Dim()]
		if c := gdkit.CheckGrad(j, w); !c.OK {
			t.Errorf("%s:\n%v", name, c)
		}
		if _, curved := j.Loss.(gdkit.CurvedLoss); curved {
			if c := gdkit.CheckHess(j, w); !c.OK {
				t.Errorf("%s:\n%v", name, c)
			}
		}
	}
}

func TestLabelsAreChecked(t *testing.T) {
	with := func(y ...float64) *gdkit.Linear {
		j := logisticSix()
		j.Data.Y = y
		return j
	}
	bad := logisticSix()
	bad.Data.Weights = []float64{1, 1, 1, 1, 1, -2}
	short := logisticSix()
	short.Data.Weights = []float64{1}
	for want, j := range map[string]*gdkit.Linear{
		"Y[2] (y) is -1, but Logistic wants labels 0 and 1":         with(0, 1, -1, 0, 1, 0),
		"all labels (y) are 1, but Logistic wants examples of both": with(1, 1, 1, 1, 1, 1),
		"Weights[5] is -2":        bad,
		"but 1 values in Weights": short,
		"Huber.Delta is 0, want":  {Data: datasets.SixHouses(), Loss: gdkit.Huber{}},
		"Linear.L1 is -1":         {Data: datasets.SixHouses(), Loss: gdkit.Squared, L1: -1},
	} {
		if err := j.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
