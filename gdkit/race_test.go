package gdkit_test

import (
	"context"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/optimize"
)

// plainOn is a racer on ½Σλᵢwᵢ², for which the cost after k steps is known.
func plainOn(j gdkit.Cost, start []float64, rates []float64) gdkit.Racer {
	return gdkit.Racer{Label: "plain", Rates: rates, Plan: func(rate float64, _ uint64) gdkit.Runner {
		return gdkit.Descent{Cost: j, Start: start, Rate: rate}
	}}
}

func TestRaceTunesAsTheClosedFormSays(t *testing.T) {
	rates := gdkit.LogRates(0.001, 1, 13) // 2/λmax = 0.2
	const budget = 60
	race := gdkit.Race{Racers: []gdkit.Racer{plainOn(gdkit.Quadratic(1, 10), []float64{1, 1}, rates)}, Budget: budget, Tuning: 1, Seeds: 3}
	place := race.Run().Places[0]
	best, bestCost := 0.0, math.Inf(1)
	for i, rate := range rates {
		cost := 0.0
		for _, l := range []float64{1, 10} {
			cost += l / 2 * math.Pow(1-rate*l, 2*budget)
		}
		if got := place.Tuned[i]; cost < 1 && math.Abs(got-cost) > 1e-9*cost || cost > 100 && !math.IsInf(got, 1) {
			t.Errorf("α = %.4g: cost %v at the end, want %v", rate, got, cost)
		}
		if cost < bestCost {
			best, bestCost = rate, cost
		}
	}
	if place.Rate != best || place.Edge || place.Failed != 0 || math.Abs(place.Median-bestCost) > 1e-9*bestCost || place.Q1 != place.Q3 {
		t.Errorf("%+v, want α = %v with J = %v", place, best, bestCost)
	}
	if steps := place.Traces[0].Steps(); steps != budget {
		t.Errorf("%d steps, want %d", steps, budget)
	}
}

// fourRacers is a race with batches, with methods that have a state and one that reads more a step.
func fourRacers() gdkit.Race {
	j := centres{c: []float64{1, 4, -2, 8, 3, 0, 5, 7, 7, 1}}
	rates := gdkit.LogRates(0.003, 3, 4)
	racer := func(label string, batch int, method func() gdkit.Method) gdkit.Racer {
		return gdkit.Racer{Label: label, Rates: rates, Plan: func(rate float64, seed uint64) gdkit.Runner {
			return gdkit.Descent{Cost: j, Start: []float64{100}, Rate: rate, Method: method(), Batch: batch, Seed: seed}
		}}
	}
	return gdkit.Race{Budget: 200, Tuning: 2, Seeds: 5, Racers: []gdkit.Racer{
		racer("batch", 0, func() gdkit.Method { return nil }),
		racer("single", 1, func() gdkit.Method { return gdkit.Plain{} }),
		racer("momentum", 5, func() gdkit.Method { return &gdkit.Momentum{Beta: 0.5} }),
		racer("Adam", 5, func() gdkit.Method { return gdkit.NewAdam() }),
	}}
}

func TestRaceIsTheSameOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(1)
	want := fourRacers().Run()
	for _, procs := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(procs)
		if got := fourRacers().Run(); !reflect.DeepEqual(got, want) {
			t.Errorf("%d processors:\n%v\nwant\n%v", procs, got, want)
		}
	}
}

func TestRaceIsFair(t *testing.T) {
	calls, last := 0, 0
	race := fourRacers()
	race.Progress = func(done, total int) {
		calls++
		last = total
		if done != calls {
			t.Errorf("run %d reported as %d", calls, done)
		}
	}
	result := race.Run()
	if want := 4 * (4*2 + 5); calls != want || last != want {
		t.Errorf("%d runs reported out of %d, want %d", calls, last, want)
	}
	for _, p := range result.Places {
		for _, tr := range p.Traces {
			if tr.Examples > 200 || tr.Examples < 180 && tr.Reason == gdkit.MaxSteps {
				t.Errorf("%v read %d examples, want about 200 and not more", tr, tr.Examples)
			}
		}
		if !(p.Q1 <= p.Median && p.Median <= p.Q3) {
			t.Errorf("%s: quartiles %v %v %v", p.Label, p.Q1, p.Median, p.Q3)
		}
	}
	if !slices.IsSortedFunc(result.Places, func(a, b gdkit.Place) int { return int(math.Copysign(1, a.Median-b.Median)) }) {
		t.Errorf("the places are not in order:\n%v", result)
	}
	// Two gradients a step: half the steps.
	twice := gdkit.Race{Budget: 100, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "sequential", Rates: []float64{0.01},
		Plan: func(rate float64, _ uint64) gdkit.Runner {
			return gdkit.Descent{Cost: gdkit.Booth(), Start: []float64{0, 0}, Rate: rate, Method: &gdkit.Sequential{}}
		}}}}.Run()
	if tr := twice.Places[0].Traces[0]; tr.Steps() != 50 || tr.Examples != 100 {
		t.Errorf("%d steps with %d examples, want 50 with 100", tr.Steps(), tr.Examples)
	}
}

func TestRaceTable(t *testing.T) {
	race := fourRacers()
	race.Racers = append(race.Racers, gdkit.Racer{Label: "hopeless", Rates: []float64{3, 4, 5, 6}, Plan: race.Racers[0].Plan})
	text := race.Run().String()
	for _, want := range []string{"method", "hopeless", "+Inf", "5 of 5", "*", "edge of its grid", "Budget: 200 examples", "4 rates and 2 seed(s)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if lines := strings.Split(text, "\n"); !strings.HasPrefix(lines[5], "hopeless") {
		t.Errorf("who diverges is not last:\n%s", text)
	}
}

// gonum's methods take part without a grid, and their searches count.
func TestOpponentsRace(t *testing.T) {
	valley := gdkit.Rosenbrock()
	race := gdkit.Race{Budget: 200, Tuning: 1, Seeds: 2, Racers: []gdkit.Racer{
		plainOn(valley, valley.Start, gdkit.LogRates(1e-4, 1e-2, 5)),
		{Label: "BFGS", Plan: func(rate float64, _ uint64) gdkit.Runner {
			if rate != 0 {
				t.Errorf("BFGS got the rate %v", rate)
			}
			return gdkit.Opponent{Cost: valley, Start: valley.Start, Method: &optimize.BFGS{}}
		}},
	}}
	result := race.Run()
	first := result.Places[0]
	if first.Label != "BFGS" || first.Median > 1e-12 || first.Edge || first.Traces[0].Label != "BFGS" {
		t.Errorf("first is %+v, want BFGS at the minimum", first)
	}
	for _, p := range result.Places {
		for _, tr := range p.Traces {
			if tr.Examples > 210 { // a search that has begun is finished
				t.Errorf("%v read %d examples of 200", tr, tr.Examples)
			}
		}
	}
	if text := result.String(); !strings.Contains(text, "BFGS    –") {
		t.Errorf("the table gives BFGS a rate:\n%s", text)
	}
}

func TestRaceMisuse(t *testing.T) {
	good := fourRacers()
	for want, change := range map[string]func(r *gdkit.Race){
		"Race.Racers is empty":                  func(r *gdkit.Race) { r.Racers = nil },
		"Race.Budget is 0":                      func(r *gdkit.Race) { r.Budget = 0 },
		"Race.Seeds is 0":                       func(r *gdkit.Race) { r.Seeds = 0 },
		"Race.Tuning is -1":                     func(r *gdkit.Race) { r.Tuning = -1 },
		"has no Plan":                           func(r *gdkit.Race) { r.Racers[2].Plan = nil },
		"has 2 rates to be tuned over":          func(r *gdkit.Race) { r.Racers[1].Rates = []float64{1, 2} },
		"Budget is 9, want at least 10":         func(r *gdkit.Race) { r.Budget = 9 },
		"returned nil":                          func(r *gdkit.Race) { r.Racers[0].Plan = func(float64, uint64) gdkit.Runner { return nil } },
		"Descent.Rate is -1, want a finite num": func(r *gdkit.Race) { r.Racers[0].Rates = []float64{-1, 1, 2, 3} },
	} {
		race := good
		race.Racers = slices.Clone(good.Racers)
		change(&race)
		if _, err := race.RunContext(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want …%s…", err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := good.RunContext(ctx); err != context.Canceled {
		t.Errorf("interrupted: %v", err)
	}
	defer func() {
		if recover() != "my mistake" {
			t.Error("a panic in a plan did not come through")
		}
	}()
	good.Racers[1].Plan = func(float64, uint64) gdkit.Runner { panic("my mistake") }
	good.Run()
}

// The forms in which a person wraps a plan.
type (
	plainly   struct{ gdkit.Descent }
	byPointer struct{ *gdkit.Descent }
	anyRunner struct{ gdkit.Runner }
	rival     struct{ gdkit.Opponent }
	rivalTo   struct{ *gdkit.Opponent }
	inField   struct{ plan gdkit.Descent }
	logged    struct { // it looks at the runs
		gdkit.Descent
		runs *atomic.Int64
	}
	loggedRival struct {
		*gdkit.Opponent
		runs *atomic.Int64
	}
	better struct{ gdkit.Descent } // it runs twice and takes the better end
	deaf   struct{ gdkit.Descent } // it does not hand the context on
	empty  struct{ gdkit.Descent } // it returns nothing
)

func (p inField) RunContext(ctx context.Context) (*gdkit.Trace, error) { return p.plan.RunContext(ctx) }

func (l logged) RunContext(ctx context.Context) (*gdkit.Trace, error) {
	l.runs.Add(1)
	return l.Descent.RunContext(ctx)
}

func (l loggedRival) RunContext(ctx context.Context) (*gdkit.Trace, error) {
	l.runs.Add(1)
	return l.Opponent.RunContext(ctx)
}

func (b better) RunContext(ctx context.Context) (*gdkit.Trace, error) {
	first, err := b.Descent.RunContext(ctx)
	if err != nil {
		return nil, err
	}
	b.Start = []float64{0, 0} // its own idea
	second, err := b.Descent.RunContext(ctx)
	if err == nil && second.J[second.Len()-1] < first.J[first.Len()-1] {
		first = second
	}
	return first, err
}

func (d deaf) RunContext(context.Context) (*gdkit.Trace, error) { return d.Run(), nil }

func (empty) RunContext(context.Context) (*gdkit.Trace, error) { return nil, nil }

// A plan that a person wraps races as the one inside, or by its own RunContext; the budget reaches
// it, or a sentence says why not.
func TestWrappedRunnersRace(t *testing.T) {
	valley := gdkit.Rosenbrock()
	d := gdkit.Descent{Cost: valley, Start: valley.Start, Rate: 1e-3}
	o := gdkit.Opponent{Cost: valley, Start: valley.Start, Method: &optimize.NelderMead{}}
	var runs atomic.Int64
	forms := map[string][]gdkit.Runner{
		"Descent":  {d, &d, plainly{d}, &plainly{d}, byPointer{&d}, anyRunner{d}, &anyRunner{&d}, inField{d}, logged{d, &runs}, anyRunner{logged{d, &runs}}},
		"Opponent": {o, &o, rival{o}, &rival{o}, rivalTo{&o}, anyRunner{o}, loggedRival{&o, &runs}},
	}
	race := func(r gdkit.Runner) (*gdkit.RaceResult, error) {
		return gdkit.Race{Budget: 60, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "mine",
			Plan: func(float64, uint64) gdkit.Runner { return r }}}}.RunContext(t.Context())
	}
	for _, name := range exportedKinds(t, "Runner") {
		if forms[name] == nil {
			t.Errorf("the plan %s is not in the table", name)
		}
	}
	for name, plans := range forms {
		bare, err := race(plans[0])
		if err != nil || bare.Places[0].Traces[0].Examples < 60 || bare.Places[0].Traces[0].Examples > 70 {
			t.Fatalf("%s: %v, %v", name, bare, err)
		}
		for _, plan := range plans {
			if got, err := race(plan); err != nil || !reflect.DeepEqual(got, bare) {
				t.Errorf("%T: %v, %v, want\n%v", plan, got, err, bare)
			}
		}
	}
	if runs.Load() != 3 {
		t.Errorf("RunContext of one's own ran %d times, want 3", runs.Load())
	}
	// Its own idea counts, and each of its runs has the budget.
	bare := d
	bare.Start, bare.Steps = []float64{0, 0}, 60
	got, err := race(better{d})
	if err != nil {
		t.Fatal(err)
	}
	if tr := got.Places[0].Traces[0]; !slices.Equal(tr.Params, bare.Run().Params) {
		t.Errorf("two runs: %v, want the second, %v", tr, bare.Run())
	}
	for want, r := range map[string]gdkit.Runner{
		"RunContext of gdkit_test.deaf (\"mine\") does not hand its context on": deaf{d},
		"the gdkit_test.empty of \"mine\" returned no points":                   empty{d},
		"Descent.Rate is 0": plainly{gdkit.Descent{Cost: valley, Start: valley.Start}},
	} {
		if _, err := race(r); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "gdkit: ") {
			t.Errorf("%T: %v, want …%s…", r, err, want)
		}
	}
	// Outside a race nothing is limited.
	d.Steps = 100
	if tr, err := (logged{d, &runs}).RunContext(t.Context()); err != nil || tr.Steps() != 100 {
		t.Errorf("%v, %v", tr, err)
	}
	// A race that is embedded runs as it is.
	whole := struct{ gdkit.Race }{fourRacers()}
	if got, want := whole.Run().String(), fourRacers().Run().String(); got != want {
		t.Errorf("an embedded race:\n%s\nwant\n%s", got, want)
	}
}
