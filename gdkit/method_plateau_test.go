package gdkit_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"

	"gdlab/gdkit"
)

// torch's ReduceLROnPlateau, told the cost before each step; testdata/oracle/make_plateau.py wrote
// its rates and walks down.
func TestPlateauOfTorch(t *testing.T) {
	var oracle struct {
		Runs []struct {
			Method, Problem, Call string
			Fields, Plateau       json.RawMessage
			Rate, Plus            float64
			Same                  bool
			Rates                 []float64
			Points                [][]float64
		}
	}
	read(t, "plateau.json", &oracle)
	costs := map[string]gdkit.Cost{
		"bowl":       gdkit.Quadratic(2, 4),
		"rosenbrock": gdkit.Rosenbrock(),
		"houses":     sixHouses(),
	}
	same := 0
	for _, r := range oracle.Runs {
		method := &gdkit.OnPlateau{Method: methodCalled(t, r.Method)}
		for _, c := range []struct {
			from json.RawMessage
			into any
		}{{r.Fields, method.Method}, {r.Plateau, method}} {
			if err := json.Unmarshal(c.from, c.into); err != nil {
				t.Fatal(err)
			}
		}
		j := gdkit.CostFunc(func(grad, w []float64) float64 { return costs[r.Problem].Eval(grad, w) + r.Plus })
		run := gdkit.Descent{Cost: j, Start: r.Points[0], Rate: r.Rate, Steps: len(r.Rates), Method: method}.Run()
		far := 0.0
		for step, want := range r.Rates {
			far = max(far, math.Abs(run.Rate[step]/want-1))
			for i, v := range r.Points[step+1] {
				far = max(far, math.Abs(run.W(step + 1)[i]-v)/max(1, math.Abs(v)))
			}
		}
		if r.Same != (far <= 1e-12) {
			t.Errorf("%s on %s %+g, %s: same = %v, but %.1e away", r.Method, r.Problem, r.Plus, r.Call, r.Same, far)
		}
		if r.Same {
			same++
		}
	}
	if same < 7 || len(oracle.Runs) < 10 {
		t.Errorf("only %d equal walks of %d were read", same, len(oracle.Runs))
	}
}

// At α = 0.5 the second parameter of ½(2x² + 4y²) swings between two points for ever; with the rate
// halved it comes to rest.
func TestPlateauEndsTheSwing(t *testing.T) {
	j := gdkit.Quadratic(2, 4)
	plain := gdkit.Descent{Cost: j, Start: []float64{-5, -2}, Rate: 0.5, Steps: 60}
	if run := plain.Run(); run.J[60] != 8 {
		t.Errorf("J = %v without, want 8", run.J[60])
	}
	lower := plain
	lower.Method = &gdkit.OnPlateau{Factor: 0.5, Patience: 3, Eps: 1e-4}
	run := lower.Run()
	// J falls from 33 to 8 at step 1; the points 2, 3, 4, 5 are no better, so the step from point 5
	// is the first short one, and it is exact.
	if want := []float64{0.5, 0.5, 0.5, 0.5, 0.5, 0.25}; !slices.Equal(run.Rate[:6], want) || run.J[6] != 0 {
		t.Errorf("rates %v and J %v, want %v and 0", run.Rate[:6], run.J[6], want)
	}
	if again := lower.Run(); !reflect.DeepEqual(run, again) {
		t.Error("a second run differs")
	}
}

// A wrapper is no wall: the line search inside needs the cost and reports its rate.
func TestPlateauForwards(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 1, Steps: 30, Method: gdkit.NewBacktracking()}
	bare := d.Run()
	d.Method = gdkit.NewOnPlateau(gdkit.NewBacktracking())
	wrapped := d.Run()
	if !slices.Equal(bare.Params, wrapped.Params) || !slices.Equal(bare.Rate, wrapped.Rate) || bare.Rate[0] == 1 {
		t.Errorf("rates %v alone, %v wrapped", bare.Rate, wrapped.Rate)
	}
	m := gdkit.NewOnPlateau(nil)
	if err := m.Init(square, 1); err != nil {
		t.Fatal(err)
	}
	w, grad := []float64{1}, []float64{2}
	if n := testing.AllocsPerRun(50, func() { m.Observe(1); m.Step(w, grad, 1e-3) }); n != 0 {
		t.Errorf("a step allocates %v times", n)
	}
}

func TestPlateauRefusesNonsense(t *testing.T) {
	refuses(t, map[string]gdkit.Method{
		"OnPlateau.Factor is 0, want 0 < Factor < 1 (NewOnPlateau": &gdkit.OnPlateau{},
		"OnPlateau.Factor is 1":    &gdkit.OnPlateau{Factor: 1},
		"OnPlateau.Factor is NaN":  &gdkit.OnPlateau{Factor: math.NaN()},
		"OnPlateau.Patience is -1": &gdkit.OnPlateau{Factor: 0.5, Patience: -1},
		"OnPlateau.Eps is -1":      &gdkit.OnPlateau{Factor: 0.5, Eps: -1},
		"OnPlateau.Min is -1":      &gdkit.OnPlateau{Factor: 0.5, Min: -1},
		"Momentum.Beta is 1":       gdkit.NewOnPlateau(&gdkit.Momentum{Beta: 1}),
	}, square)
}
