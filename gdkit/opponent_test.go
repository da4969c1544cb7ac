package gdkit_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize"
)

// opponents by the names that SciPy has for them, where it has them.
func opponents() map[string]optimize.Method {
	return map[string]optimize.Method{
		"BFGS": &optimize.BFGS{}, "L-BFGS-B": &optimize.LBFGS{}, "CG": &optimize.CG{}, "Nelder-Mead": &optimize.NelderMead{},
		"Newton": &optimize.Newton{}, "descent": &optimize.GradientDescent{},
	}
}

// They come to where SciPy's minimisers of the same name come to (testdata/oracle/optima.json).
func TestOpponentsEndWhereSciPyEnds(t *testing.T) {
	var oracle struct {
		Ends []struct {
			Surface, Method string
			Start, End      []float64
		}
	}
	read(t, "optima.json", &oracle)
	surfaces := map[string]*gdkit.Surface{
		"rosenbrock": gdkit.Rosenbrock(), "himmelblau": gdkit.Himmelblau(), "beale": gdkit.Beale(), "booth": gdkit.Booth(),
	}
	for _, end := range oracle.Ends {
		run := gdkit.Opponent{Cost: surfaces[end.Surface], Start: end.Start, Method: opponents()[end.Method],
			Steps: 500, Stop: gdkit.GradBelow(1e-9)}.Run()
		far := floats.Distance(run.Last(), end.End, math.Inf(1))
		if !(far < 1e-8) || run.Reason != gdkit.Converged || run.Rule != "max |∂J| < 1e-09" {
			t.Errorf("%s on %s: %v, %.1e from SciPy's end", end.Method, end.Surface, run, far)
		}
	}
	if len(oracle.Ends) < 16 {
		t.Errorf("only %d ends were read", len(oracle.Ends))
	}
}

// Every field of the trace, what was read, and a second run.
func TestOpponentTraces(t *testing.T) {
	for name, method := range opponents() {
		j := &counted{surface: gdkit.Rosenbrock(), m: 11}
		o := gdkit.Opponent{Cost: j, Start: j.surface.Start, Method: method, Steps: 20, Label: name}
		run := o.Run()
		asked, steps := j.values+j.grads+j.hessians, run.Steps()
		if name == "Nelder-Mead" { // gradients are for the trace only, one a point
			asked = j.values
			if j.grads != run.Len() {
				t.Errorf("%s: %d gradients for %d points", name, j.grads, run.Len())
			}
		}
		if run.Examples != 11*(asked-1) || run.Examples < 11*steps || run.Seen[0] != 0 || run.Seen[steps] != run.Examples {
			t.Errorf("%s: %d examples seen, %v; asked %d times for 11", name, run.Examples, run.Seen, asked)
		}
		if name != "Newton" && (steps != 20 || run.Reason != gdkit.MaxSteps || run.Rule != "") || run.Label != name {
			t.Errorf("%v", run)
		}
		grad := make([]float64, 2)
		for i := range run.Len() {
			want := j.surface.Eval(grad, run.W(i))
			if run.T[i] != i || run.J[i] != want || run.Rate[i] != 0 || i > 0 && (run.Seen[i] < run.Seen[i-1] || run.J[i] > run.J[i-1]) {
				t.Errorf("%s: point %d: T %d, J %v, seen %d", name, i, run.T[i], run.J[i], run.Seen[i])
			}
			near(t, "‖∇J‖", run.GradNorm[i], floats.Norm(grad, 2), 1e-14)
			near(t, "max |∂J|", run.GradMax[i], floats.Norm(grad, math.Inf(1)), 0)
			if i > 0 {
				near(t, "‖Δw‖", run.StepNorm[i], floats.Distance(run.W(i), run.W(i-1), 2), 1e-14)
			}
		}
		if !slices.Equal(run.W(0), j.surface.Start) || !slices.Equal(j.surface.Start, []float64{-1.2, 1}) {
			t.Errorf("%s starts at %v, Start is now %v", name, run.W(0), j.surface.Start)
		}
		(gdkit.Opponent{Cost: gdkit.Rastrigin(5), Start: gdkit.Rastrigin(5).Start, Method: method, Steps: 9}).Run()
		if again := o.Run(); !reflect.DeepEqual(run, again) {
			t.Errorf("%s: a second run differs: %v, %v", name, run, again)
		}
		if _, err := json.Marshal(run); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An opponent on data: least squares as scikit-learn has it (testdata/oracle/optima.json), and
// names for the parameters.
func TestOpponentOnData(t *testing.T) {
	run := gdkit.Opponent{Cost: sixHouses(), Start: []float64{0, 0}, Method: &optimize.LBFGS{}, Steps: 100, Stop: gdkit.GradBelow(1e-9)}.Run()
	near(t, "b", run.Last()[0], 2.4227799227798528, 1e-8)
	near(t, "w", run.Last()[1], 209.36293436293442, 1e-8)
	if run.Examples%6 != 0 || run.Examples < 6*run.Steps() || len(run.Names) != 2 || run.Label != "LBFGS" {
		t.Errorf("%v: %d examples, names %v", run, run.Examples, run.Names)
	}
	budget := gdkit.Opponent{Cost: sixHouses(), Start: []float64{0, 0}, Method: &optimize.NelderMead{},
		Steps: 100, Stop: gdkit.Budget(60)}.Run()
	if budget.Reason != gdkit.MaxSteps || budget.Examples < 60 || budget.Seen[budget.Len()-2] >= 60 {
		t.Errorf("%v: %v", budget, budget.Seen)
	}
}

func TestOpponentReasons(t *testing.T) {
	root := gdkit.Scalar(math.Sqrt, func(w float64) float64 { return 0.5 / math.Sqrt(w) })
	tilted := gdkit.Scalar(func(w float64) float64 { return w }, func(float64) float64 { return 1 })
	wrong := gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return -2 * w })
	saddle := gdkit.Saddle()
	bfgs, simplex, down := &optimize.BFGS{}, &optimize.NelderMead{}, &optimize.GradientDescent{}
	type plan = gdkit.Opponent
	for what, c := range map[string]struct {
		plan   gdkit.Opponent
		want   gdkit.Reason
		says   string
		points int // at least
	}{
		"a rule": {plan{Cost: square, Start: []float64{3}, Method: bfgs, Steps: 50, Stop: gdkit.GradBelow(1e-3)},
			gdkit.Converged, "max |∂J| < 0.001", 2},
		"a rule at the start": {plan{Cost: square, Start: []float64{3}, Method: bfgs, Steps: 50, Stop: gdkit.GradBelow(7)},
			gdkit.Converged, "max |∂J| < 7", 1},
		"its own rule": {plan{Cost: gdkit.Booth(), Start: []float64{0, 0}, Method: &optimize.LBFGS{}, Steps: 50},
			gdkit.Converged, "LBFGS's own rule, GradientThreshold", 2},
		"at the minimum": {plan{Cost: square, Start: []float64{0}, Method: &optimize.CG{}, Steps: 50},
			gdkit.Converged, "max |∂J| = 0", 1},
		"all steps": {plan{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Method: simplex, Steps: 5},
			gdkit.MaxSteps, "5 steps, J 24.2 →", 6},
		"no rule of gonum's": {plan{Cost: gdkit.Booth(), Start: []float64{0, 0}, Method: simplex, Steps: 400},
			gdkit.MaxSteps, "400 steps", 401},
		"no steps": {plan{Cost: square, Start: []float64{3}, Method: simplex},
			gdkit.MaxSteps, "0 steps, J 9 → 9", 1},
		"a wrong gradient": {plan{Cost: wrong, Start: []float64{1}, Method: bfgs, Steps: 50},
			gdkit.MaxSteps, "stopped: BFGS goes no further", 1},
		"NaN beyond 0": {plan{Cost: root, Start: []float64{3}, Method: bfgs, Steps: 50},
			gdkit.NonFinite, "J = NaN", 1},
		"a line without end": {plan{Cost: tilted, Start: []float64{0}, Method: simplex, Steps: 5000},
			gdkit.Unbounded, "no minimum", 100},
		"a saddle": {plan{Cost: saddle, Start: saddle.Start, Method: bfgs, Steps: 5000},
			gdkit.Unbounded, "no minimum", 2},
		"a saddle for descent": {plan{Cost: saddle, Start: saddle.Start, Method: down, Steps: 5000},
			gdkit.Unbounded, "no minimum", 100},
	} {
		run := c.plan.Run()
		if run.Reason != c.want || !strings.Contains(run.String(), c.says) || run.Len() < c.points {
			t.Errorf("%s: %v, want %v and %q", what, run, c.want, c.says)
		}
		for i, v := range run.Params {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: parameter %d is %v", what, i, v)
			}
		}
	}
}

// NaN beyond the edge of a domain is a wall.
func TestOpponentsTurnBackAtNaN(t *testing.T) {
	for name, method := range opponents() {
		nans := 0
		cost := gdkit.CostFunc(func(grad, w []float64) float64 {
			j := w[0] - math.Log(w[0])
			if math.IsNaN(j) {
				nans++
			}
			if grad != nil {
				grad[0] = 1 - 1/w[0]
			}
			return j
		})
		if name == "Newton" {
			continue // it needs a Hessian
		}
		run := gdkit.Opponent{Cost: cost, Start: []float64{100}, Method: method, Steps: 500, Stop: gdkit.GradBelow(1e-6)}.Run()
		if name == "CG" {
			if run.Reason != gdkit.NonFinite || nans > 100 {
				t.Errorf("%v after %d NaNs, want to give up", run, nans)
			}
			continue
		}
		near(t, name+": minimum of w − log w", run.Last()[0], 1, 1e-5)
		if run.Reason != gdkit.Converged || nans == 0 && (name == "BFGS" || name == "Nelder-Mead") {
			t.Errorf("%v after %d NaNs", run, nans)
		}
	}
}

// A cost that is NaN from some evaluation on ends every run, at the last good point.
func TestOpponentsWithACostThatTurnsNaN(t *testing.T) {
	for name, method := range opponents() {
		cost := &failing{left: 30, silent: true}
		if name == "Newton" {
			continue
		}
		run := gdkit.Opponent{Cost: cost, Start: []float64{-1.2, 1}, Method: method, Steps: 500}.Run()
		if run.Reason != gdkit.NonFinite || run.Len() < 5 || cost.left < -200 || !strings.Contains(run.Advice, "J = ") {
			t.Errorf("%v after %d more evaluations", run, -cost.left)
		}
	}
}

func TestOpponentInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := 0
	valley := gdkit.Rosenbrock()
	j := gdkit.CostFunc(func(grad, w []float64) float64 {
		if asked++; asked == 20 {
			cancel()
		}
		return valley.Eval(grad, w)
	})
	run, err := gdkit.Opponent{Cost: j, Start: valley.Start, Method: &optimize.BFGS{}, Steps: 1000}.RunContext(ctx)
	if !errors.Is(err, context.Canceled) || run.Reason != gdkit.Interrupted || run.Len() < 3 || asked != 20 {
		t.Errorf("%v, %v after %d evaluations", run, err, asked)
	}
	run, err = gdkit.Opponent{Cost: j, Start: valley.Start, Method: &optimize.BFGS{}, Steps: 1000}.RunContext(ctx)
	if !errors.Is(err, context.Canceled) || run.Reason != gdkit.Interrupted || run.Len() != 0 || asked != 20 {
		t.Errorf("begun too late: %v, %v after %d evaluations", run, err, asked)
	}
	// A cost that can no longer be read is no NaN.
	file := &failing{left: 9}
	run, err = gdkit.Opponent{Cost: file, Start: valley.Start, Method: &optimize.LBFGS{}, Steps: 1000}.RunContext(t.Context())
	if !errors.Is(err, errUnplugged) || run.Reason != gdkit.Interrupted || run.Len() < 2 {
		t.Errorf("a broken file: %v, %v", run, err)
	}
}

var errUnplugged = errors.New("the disk was unplugged")

// failing is Rosenbrock's valley in a file that is lost after some evaluations.
type failing struct {
	left   int
	silent bool // it doesn't say so
}

func (f *failing) Err() error {
	if f.left < 0 && !f.silent {
		return errUnplugged
	}
	return nil
}

func (f *failing) Eval(grad, w []float64) float64 {
	if f.left--; f.left < 0 {
		for i := range grad {
			grad[i] = math.NaN()
		}
		return math.NaN()
	}
	return gdkit.Rosenbrock().Eval(grad, w)
}

// A method of gonum that a person wraps by embedding runs as the one inside.
func TestWrappedOpponents(t *testing.T) {
	valley := gdkit.Rosenbrock()
	for name, method := range opponents() {
		o := gdkit.Opponent{Cost: valley, Start: valley.Start, Method: method, Steps: 60, Label: name}
		bare := o.Run()
		o.Method = struct{ optimize.Method }{method}
		if got := o.Run(); !reflect.DeepEqual(got.Params, bare.Params) || got.Reason != bare.Reason || !slices.Equal(got.Seen, bare.Seen) {
			t.Errorf("%s: %v, want %v", name, got, bare)
		}
	}
}

func TestOpponentRefusesNonsense(t *testing.T) {
	bfgs, newton, houses := &optimize.BFGS{}, &optimize.Newton{}, sixHouses().Data
	for want, o := range map[string]gdkit.Opponent{
		"Opponent.Cost is nil":                        {Start: []float64{1}, Method: bfgs, Steps: 1},
		"Opponent.Start is empty":                     {Cost: square, Method: bfgs, Steps: 1},
		"Opponent.Start has 2 numbers":                {Cost: square, Start: []float64{1, 2}, Method: bfgs, Steps: 1},
		"Opponent.Start[0] is NaN":                    {Cost: square, Start: []float64{math.NaN()}, Method: bfgs, Steps: 1},
		"Opponent.Steps is -1":                        {Cost: square, Start: []float64{1}, Method: bfgs, Steps: -1},
		"Opponent.Method is nil, want one of gonum's": {Cost: square, Start: []float64{1}, Steps: 1},
		"*optimize.Newton needs a cost that knows":    {Cost: square, Start: []float64{1}, Steps: 1, Method: newton},
		"at Opponent.Start [-1] the cost is J = NaN":  {Cost: gdkit.Scalar(math.Log, math.Exp), Start: []float64{-1}, Steps: 1, Method: bfgs},
		"Linear.L2 is -1, want a number ≥ 0": {
			Cost: &gdkit.Linear{Data: houses, Loss: gdkit.Squared, L2: -1}, Start: []float64{1, 1}, Method: bfgs},
		"gdkit: Opponent.Method *optimize.Newton needs": {
			Cost: &gdkit.Linear{Data: houses, Loss: gdkit.Absolute}, Start: []float64{1, 1}, Method: newton},
	} {
		run, err := o.RunContext(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || run != nil {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
