package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// The rates of a tutorial on J = w², whose limit is 2/λmax = 1, from 10 in 10 steps.
func TestRateVerdicts(t *testing.T) {
	for want, rate := range map[string]float64{
		"too small, still on the way": 0.1, "good, it arrives": 0.5, "overshoots, but converges": 0.75,
		"on the edge, bounces for ever": 1, "too large, diverges": 1.1,
	} {
		run := gdkit.Descent{Cost: bowl, Start: []float64{10}, Rate: rate, Steps: 10}.Run()
		if got := rateVerdict(run); got != want {
			t.Errorf("α = %v: %s, want %s", rate, got, want)
		}
		if got := rateLimit(bowl, run); got != " (α is "+short(100*rate)+" % of 2/λmax)" {
			t.Errorf("α = %v: limit %q", rate, got)
		}
	}
	rest := gdkit.Descent{Cost: bowl, Start: []float64{0}, Rate: 1, Steps: 3}.Run()
	if got := rateVerdict(rest); got != "it starts where the slope is 0, and stays" {
		t.Error(got)
	}
	none := gdkit.Descent{Cost: bowl, Start: []float64{1}, Rate: 1, Steps: 0}.Run()
	if got := rateVerdict(none); got != "no step taken" {
		t.Error(got)
	}
}

// 2/λmax is the limit of plain descent alone.
func TestRateLimitOfOtherMethods(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{10}, Rate: 0.1, Steps: 10, Method: &gdkit.Momentum{Beta: 0.9}}.Run()
	if got := rateLimit(bowl, run); got != "" {
		t.Errorf("momentum has the limit %q", got)
	}
	cusp := gdkit.Scalar(func(w float64) float64 { return math.Sqrt(w) }, func(w float64) float64 { return 0.5 / math.Sqrt(w) })
	if limit, ok := edgeOfStability(cusp, []float64{0}); ok {
		t.Errorf("no curvature is finite there, but the limit is %v", limit)
	}
}

func TestRateCasesShareTheirAxes(t *testing.T) {
	var runs []*gdkit.Trace
	for _, rate := range []float64{0.01, 0.09, 0.11} {
		runs = append(runs, gdkit.Descent{Cost: bowl2, Start: []float64{3, 1}, Rate: rate, Steps: 30}.Run())
	}
	text := Describe(RateCases(bowl2, runs...))
	across := text[strings.Index(text, "up: "):]
	if n := strings.Count(text, across[:strings.Index(across, ".  ")+len("up: w₂ from")]); n != 3 {
		t.Errorf("%d of 3 panels", n)
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"no traces given":          func() { RateCases(bowl) },
		"trace 2 is empty":         func() { RateCases(bowl2, runs[0], nil) },
		"has 2 parameters, want 1": func() { RateCases(bowl, gdkit.Descent{Cost: bowl, Start: []float64{1}, Rate: 1}.Run(), runs[0]) },
		"draws costs of 1 or 2": func() {
			RateCases(bowl, gdkit.Descent{Cost: gdkit.Quadratic(1, 1, 1), Start: []float64{1, 1, 1}, Rate: 1}.Run())
		},
	})
}
