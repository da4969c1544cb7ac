package gdkit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// A Runner is something that makes a Trace: a Descent or an Opponent, or a type of your own. In a
// race the Budget comes with ctx: a type of your own that runs a Descent or an Opponent with this
// ctx gives it the Budget too, and if it runs several, each gets as much.
type Runner interface {
	RunContext(ctx context.Context) (*Trace, error)
}

// A Race answers "which method is better here?" with the same rules for all:
//
//   - every run may read Budget examples, whatever its steps cost, what a line search reads by
//     itself included;
//   - every racer is tuned over a grid of learning rates of its own, and all grids have the same
//     number of rates. The rate with the lowest cost at the end wins, in the median over Tuning
//     seeds. (A racer without rates, as gonum's BFGS, has nothing to tune.)
//   - the tuned racers then run with Seeds other seeds, and what counts is the cost of all examples
//     at the end: its median and its quartiles. A run that diverged counts as +Inf.
//
// The runs are spread over all cores. The result does not depend on how many there are. The costs
// are evaluated by several goroutines at a time, which all those of this package allow.
//
// What is usually forgotten in such comparisons is the tuning: Sivaprasad et al. 2020 show how it
// decides them.
type Race struct {
	Racers   []Racer
	Budget   int                   // examples that one run may read; a cost without data has one
	Tuning   int                   // seeds for each rate of the grid, ≥ 1
	Seeds    int                   // seeds for the race itself, ≥ 1
	Progress func(done, total int) // called after each run, never twice at a time; nil for none
}

// A Racer is one method with its grid. Plan makes a run of its own for a rate and a seed: a new
// Method each time, since methods have a state, and for example
//
//	func(rate float64, seed uint64) gdkit.Runner {
//		return gdkit.Descent{Cost: j, Start: w0, Rate: rate,
//			Method: gdkit.NewAdam(), Batch: 32, Seed: seed}
//	}
//
// The race sets the Steps, where they are 0, from the budget. Label names it in the table.
type Racer struct {
	Label string
	Rates []float64 // nil for a method that has no learning rate; Plan then gets 0
	Plan  func(rate float64, seed uint64) Runner
}

// LogRates are n rates from lo to hi with the same ratio from each to the next, a grid for a Racer.
func LogRates(lo, hi float64, n int) []float64 {
	if !(0 < lo && lo < hi) || math.IsInf(hi, 0) || n < 2 {
		panic(fmt.Sprintf("gdkit: LogRates(%v, %v, %d): want 0 < lo < hi and at least 2 rates, for example LogRates(1e-3, 1, 7)", lo, hi, n))
	}
	return floats.LogSpan(make([]float64, n), lo, hi)
}

// A RaceResult is the table of a race and its traces. Places are in the order of the medians, best
// first.
type RaceResult struct {
	Budget, Tuning, Seeds int
	Places                []Place
}

// A Place is what became of one racer.
type Place struct {
	Label string
	Rate  float64 // the best of its grid
	// that is the smallest or largest rate of the grid: a wider grid may find a better one
	Edge bool
	// cost at the end: quartiles over the seeds; +Inf if that many runs diverged
	Q1, Median, Q3 float64
	Failed         int       // runs of the race that diverged or left the finite numbers
	Rates          []float64 // the grid
	Tuned          []float64 // and the median cost at the end of each rate, while tuning
	Traces         []*Trace  // of the race, one a seed
}

// Run runs the race. It panics if the plan makes no sense, with a sentence that says what to
// change.
func (r Race) Run() *RaceResult {
	result, err := r.RunContext(context.Background())
	if err != nil {
		panic(err.Error())
	}
	return result
}

// RunContext is Run that can be interrupted, and returns misuse as an error.
func (r Race) RunContext(ctx context.Context) (*RaceResult, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	// racer by racer, rate by rate, with the seeds 1 … Tuning; the race itself has those after
	var trials []trial
	for _, racer := range r.Racers {
		for _, rate := range racer.Rates {
			for seed := range r.Tuning {
				trials = append(trials, trial{racer, rate, uint64(seed + 1)})
			}
		}
	}
	g := &raceRuns{race: r, total: len(trials) + len(r.Racers)*r.Seeds}
	tuned, err := g.run(ctx, trials)
	if err != nil {
		return nil, err
	}
	places := make([]Place, len(r.Racers))
	for i, racer := range r.Racers {
		p := &places[i]
		p.Label, p.Rates = racer.Label, slices.Clone(racer.Rates)
		for range racer.Rates {
			_, median, _ := quartiles(ends(tuned[:r.Tuning]))
			tuned = tuned[r.Tuning:]
			p.Tuned = append(p.Tuned, median)
		}
		if len(p.Tuned) > 0 {
			p.Rate = racer.Rates[floats.MinIdx(p.Tuned)]
			p.Edge = len(p.Tuned) > 1 && (p.Rate == slices.Min(racer.Rates) || p.Rate == slices.Max(racer.Rates))
		}
	}

	trials = trials[:0]
	for i, racer := range r.Racers {
		for seed := range r.Seeds {
			trials = append(trials, trial{racer, places[i].Rate, uint64(r.Tuning + seed + 1)})
		}
	}
	runs, err := g.run(ctx, trials)
	if err != nil {
		return nil, err
	}
	for i := range places {
		p := &places[i]
		p.Traces = runs[i*r.Seeds : (i+1)*r.Seeds]
		costs := ends(p.Traces)
		p.Q1, p.Median, p.Q3 = quartiles(costs)
		for _, c := range costs {
			if math.IsInf(c, 1) {
				p.Failed++
			}
		}
	}
	slices.SortStableFunc(places, func(a, b Place) int {
		switch {
		case a.Median < b.Median:
			return -1
		case a.Median > b.Median:
			return 1
		}
		return 0
	})
	return &RaceResult{Budget: r.Budget, Tuning: r.Tuning, Seeds: r.Seeds, Places: places}, nil
}

// check reports the first thing in the plan that makes no sense.
func (r Race) check() error {
	if len(r.Racers) == 0 {
		return errors.New("gdkit: Race.Racers is empty, want at least one method to run")
	}
	for _, s := range []struct {
		name  string
		value int
	}{{"Budget", r.Budget}, {"Tuning", r.Tuning}, {"Seeds", r.Seeds}} {
		if s.value < 1 {
			return fmt.Errorf("gdkit: Race.%s is %d, want at least 1", s.name, s.value)
		}
	}
	first := Racer{} // with a grid
	for _, racer := range r.Racers {
		if racer.Plan == nil {
			return fmt.Errorf("gdkit: Race: %q has no Plan, want a function that makes a Descent for a rate and a seed", racer.Label)
		}
		if racer.Rates == nil {
			continue
		}
		if first.Rates == nil {
			first = racer
		}
		if want := len(first.Rates); len(racer.Rates) == 0 || len(racer.Rates) != want {
			return fmt.Errorf("gdkit: Race: %q has %d rates to be tuned over and %q has %d; want the same number for all, for example LogRates(1e-3, 1, 7)",
				racer.Label, len(racer.Rates), first.Label, want)
		}
	}
	return nil
}

// raceRuns counts the runs of a race and spreads them over the cores.
type raceRuns struct {
	race        Race
	done, total int
}

// A trial is one run to be made.
type trial struct {
	racer Racer
	rate  float64
	seed  uint64
}

// run makes the runs and returns their traces in order.
func (g *raceRuns) run(ctx context.Context, trials []trial) ([]*Trace, error) {
	n := len(trials)
	var (
		traces  = make([]*Trace, n)
		errs    = make([]error, n)
		panics  = make([]any, n)
		next    int
		lock    sync.Mutex
		workers sync.WaitGroup
	)
	take := func() (int, bool) {
		lock.Lock()
		defer lock.Unlock()
		next++
		return next - 1, next <= n && ctx.Err() == nil
	}
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				func() {
					defer func() { panics[i] = recover() }()
					traces[i], errs[i] = g.one(ctx, trials[i])
				}()
				lock.Lock()
				if g.done++; g.race.Progress != nil {
					g.race.Progress(g.done, g.total)
				}
				lock.Unlock()
			}
		})
	}
	workers.Wait()
	for i := range n {
		if panics[i] != nil {
			panic(panics[i])
		}
		if errs[i] != nil {
			return nil, errs[i]
		}
	}
	return traces, ctx.Err()
}

func (g *raceRuns) one(ctx context.Context, t trial) (*Trace, error) {
	racer := t.racer
	plan := racer.Plan(t.rate, t.seed)
	if plan == nil {
		return nil, fmt.Errorf("gdkit: Race: the Plan of %q returned nil, want a Descent or an Opponent", racer.Label)
	}
	share := &runBudget{examples: g.race.Budget}
	tr, err := plan.RunContext(context.WithValue(ctx, runBudgetKey{}, share))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w (in the race: %s)", err, racer.Label)
	case tr == nil || tr.Len() == 0:
		return nil, fmt.Errorf("gdkit: Race: the %T of %q returned no points, want a Trace with at least the start", plan, racer.Label)
	case !share.taken.Load() && embedsPlan(plan):
		return nil, fmt.Errorf("gdkit: Race: the RunContext of %T (%q) does not hand its context on, so the Budget does not reach "+
			"what it embeds; want RunContext(ctx) of the Descent or Opponent inside, not Run()", plan, racer.Label)
	}
	tr.Label = racer.Label
	if racer.Rates != nil {
		tr.Label = fmt.Sprintf("%s, α=%.4g", racer.Label, t.rate)
	}
	return tr, nil
}

// embedsPlan tells whether x embeds a Descent or an Opponent, or is one.
func embedsPlan(x Runner) bool {
	_, d := offers[Descent](x)
	_, dp := offers[*Descent](x)
	_, o := offers[Opponent](x)
	_, op := offers[*Opponent](x)
	return d || dp || o || op
}

// ends is the cost at the end of each run, +Inf where the run came to nothing.
func ends(traces []*Trace) []float64 {
	costs := make([]float64, len(traces))
	for i, t := range traces {
		costs[i] = math.Inf(1)
		if t.Reason != Diverged && t.Reason != NonFinite {
			costs[i] = t.J[t.Len()-1]
		}
	}
	return costs
}

// quartiles are the values below which a quarter, half and three quarters of v lie (the smallest
// such value of v).
func quartiles(v []float64) (q1, median, q3 float64) {
	v = slices.Sorted(slices.Values(v))
	q := func(p float64) float64 { return stat.Quantile(p, stat.Empirical, v, nil) }
	return q(0.25), q(0.5), q(0.75)
}

// String is the table, and what to make of it.
func (r *RaceResult) String() string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "method\tbest α\tJ at the end: median\tquartiles\tdiverged\t\n")
	for _, p := range r.Places {
		rate := "–"
		if len(p.Rates) > 0 {
			rate = fmt.Sprintf("%.4g", p.Rate)
		}
		if p.Edge {
			rate += " *"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s … %s\t%d of %d\t\n", p.Label, rate, short(p.Median), short(p.Q1), short(p.Q3), p.Failed, len(p.Traces))
	}
	t.Flush()
	rates := 0
	for _, p := range r.Places {
		rates = max(rates, len(p.Rates))
	}
	fmt.Fprintf(&b, "Budget: %d examples a run; to be tuned each method had %d rates and %d seed(s), to race %d other seed(s).", r.Budget, rates, r.Tuning, r.Seeds)
	if slices.ContainsFunc(r.Places, func(p Place) bool { return p.Edge }) {
		b.WriteString("\n* The best rate stands at the edge of its grid: a wider grid may find a better one.")
	}
	return b.String()
}
