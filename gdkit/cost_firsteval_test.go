package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/num/dual"
	"gonum.org/v1/gonum/optimize"
)

// wayward is w² in n parameters with a mistake, sized so that it can have batches
// of its one example.
type wayward struct {
	eval func(grad, w []float64) float64
	rows func(grad, w []float64) float64 // nil: eval
}

func (j wayward) Eval(grad, w []float64) float64 { return j.eval(grad, w) }
func (j wayward) Len() int                       { return 2 }
func (j wayward) EvalRows(grad, w []float64, _ []int) float64 {
	if j.rows == nil {
		return j.eval(grad, w)
	}
	return j.rows(grad, w)
}

func squares(grad, w []float64) (sum float64) {
	for i, v := range w {
		sum += v * v
		if grad != nil {
			grad[i] = 2 * v
		}
	}
	return sum
}

// What Cost asks of Eval is looked at in the first evaluation of whatever works with it.
func TestFirstEval(t *testing.T) {
	anew := func(grad, w []float64) float64 {
		j := squares(nil, w)
		if grad != nil {
			grad = []float64{2 * w[0], 0}
		}
		_ = grad
		return j
	}
	half := func(grad, w []float64) float64 {
		if grad != nil {
			grad[0] = 2 * w[0]
		}
		return squares(nil, w)
	}
	added := func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] += 2 * w[i]
		}
		return squares(nil, w)
	}
	moves := func(grad, w []float64) float64 {
		w[0] *= 0.5
		return squares(grad, w)
	}
	movesWithout := func(grad, w []float64) float64 { // a gradient only
		if grad == nil {
			w[0] += 1
		}
		return squares(grad, w)
	}
	plan := gdkit.Descent{Start: []float64{1, 1}, Rate: 0.1, Steps: 5}
	uses := map[string]func(j gdkit.Cost){
		"Run": func(j gdkit.Cost) { d := plan; d.Cost = j; d.Run() },
		"All": func(j gdkit.Cost) {
			d := plan
			d.Cost = j
			for range d.All() {
			}
		},
		"All with a Stop": func(j gdkit.Cost) {
			d := plan
			d.Cost, d.Stop = j, gdkit.GradBelow(1e-9)
			for range d.All() {
			}
		},
		"Batch": func(j gdkit.Cost) { d := plan; d.Cost, d.Batch = j, 1; d.Run() },
		"Race":  func(j gdkit.Cost) { race(plan, j).Run() },
		"BFGS": func(j gdkit.Cost) {
			gdkit.Opponent{Cost: j, Start: plan.Start, Method: &optimize.BFGS{}, Steps: 5}.Run()
		},
		"NelderMead": func(j gdkit.Cost) {
			gdkit.Opponent{Cost: j, Start: plan.Start, Method: &optimize.NelderMead{}, Steps: 5}.Run()
		},
		"AutoRate":        func(j gdkit.Cost) { gdkit.AutoRate(j, []float64{1, 1}) },
		"GradErrors":      func(j gdkit.Cost) { gdkit.GradErrors(j, []float64{1, 1}) },
		"Extremes":        func(j gdkit.Cost) { gdkit.Extremes(j, []float64{1, 1}, 2) },
		"CheckGrad":       func(j gdkit.Cost) { gdkit.CheckGrad(j, []float64{1, 1}) },
		"CheckDirections": func(j gdkit.Cost) { gdkit.CheckDirections(j, []float64{1, 1}, 2, 1) },
	}
	said := func(use func(gdkit.Cost), j gdkit.Cost) (text string) {
		defer func() {
			if r := recover(); r != nil {
				text, _ = r.(string)
			}
		}()
		use(j)
		return "nothing"
	}
	for how, use := range uses {
		verdict := strings.HasPrefix(how, "Check") // these tell about the gradient in their table
		for what, c := range map[string]struct {
			eval func(grad, w []float64) float64
			want string
		}{
			"a slice of its own": {anew, "does not write grad[0]; want grad[0] = … into the slice that Eval is given"},
			"one forgotten":      {half, "does not write grad[1]"},
			"added":              {added, "does not write grad[0]"},
			"moves w":            {moves, "changes w: w[0] was 1 before Eval and is 0.5 after it"},
			"all well":           {squares, "nothing"},
		} {
			want := c.want
			if how == "Extremes" && what == "moves w" { // at a point close by
				want = "changes w: w[0] was 1.0"
			}
			if verdict && what != "moves w" {
				want = "nothing"
			}
			if got := said(use, wayward{eval: c.eval}); !strings.Contains(got, want) || want != "nothing" && !strings.HasPrefix(got, "gdkit: the cost gdkit_test.wayward ") {
				t.Errorf("%s, %s: %q, want %q", how, what, got, want)
			}
		}
	}
	for what, eval := range map[string]func(grad, w []float64) float64{"anew": anew, "half": half, "added": added} {
		if c := gdkit.CheckGrad(wayward{eval: eval}, []float64{1, 1}); c.OK || !strings.Contains(c.Diagnosis, "is it written at all") {
			t.Errorf("%s: %v", what, c)
		}
		if c := gdkit.CheckDirections(wayward{eval: eval}, []float64{1, 1}, 2, 1); c.OK || !strings.Contains(c.Diagnosis, "is it written at all") {
			t.Errorf("%s: %v", what, c)
		}
	}
	if got := said(uses["CheckGrad"], wayward{eval: movesWithout}); !strings.Contains(got, "changes w: w[0] was 0.99999237") {
		t.Errorf("moves w where no gradient is asked for: %q", got)
	}
	// What goes wrong in EvalRows alone.
	for want, rows := range map[string]func(grad, w []float64) float64{"does not write grad[0]": anew, "changes w": moves} {
		if got := said(uses["Batch"], wayward{squares, rows}); !strings.Contains(got, want) {
			t.Errorf("EvalRows: %q, want %q", got, want)
		}
	}
	scalar := func(j gdkit.Cost) {
		gdkit.CheckScalar(j, func(w dual.Number) dual.Number { return dual.Mul(w, w) }, 1)
	}
	if got := said(scalar, wayward{eval: moves}); !strings.Contains(got, "changes w") {
		t.Errorf("CheckScalar: %q", got)
	}
	// The caller's own slices stay as they are.
	if plan.Start[0] != 1 {
		t.Errorf("the start was moved to %v", plan.Start)
	}
	// A walk from a place without a cost goes on, and Run names the place.
	nowhere := gdkit.CostFunc(func(grad, w []float64) float64 { return math.NaN() })
	if got := said(uses["All"], nowhere); got != "nothing" {
		t.Errorf("All from NaN: %q", got)
	}
	if got := said(uses["Run"], nowhere); !strings.Contains(got, "at Descent.Start [1 1] the cost is J = NaN") {
		t.Errorf("Run from NaN: %q", got)
	}
}

// race is one racer with the plan.
func race(d gdkit.Descent, j gdkit.Cost) gdkit.Race {
	d.Cost = j
	return gdkit.Race{Budget: 50, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "a", Plan: func(float64, uint64) gdkit.Runner { return d }}}}
}
