package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

func TestSchedules(t *testing.T) {
	text := Describe(Schedules(100, Plan{"halve", gdkit.Halve(20)}, Plan{"cosine", gdkit.Cosine(100)}, Plan{"slow", gdkit.InverseTime(1000)}))
	for _, want := range []string{
		"halve: factor 1 at step 0, 0.25 at step 50, 0.0625 at step 99. It is down to half of its top at step 20.",
		"cosine: factor 1 at step 0, 0.5 at step 50,", "slow: factor 1 at step 0, 0.952 at step 50, 0.91 at step 99.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q misses %q", text, want)
		}
	}
	if strings.Contains(text, "0.91 at step 99. It is down") {
		t.Error("a factor of 0.91 isn't half")
	}
}

// Only where a factor jumps the line is upright.
func TestJumps(t *testing.T) {
	halve, cosine := newPlanLine(0, Plan{"", gdkit.Halve(20)}, 100), newPlanLine(0, Plan{"", gdkit.Warmup(10, gdkit.Cosine(90))}, 100)
	for k := range 99 {
		if want := (k+1)%20 == 0; halve.jumps(k) != want {
			t.Errorf("Halve(20) jumps after step %d: %v", k, !want)
		}
		if cosine.jumps(k) {
			t.Errorf("Warmup and Cosine jump after step %d", k)
		}
	}
}

func TestAnyScheduleDraws(t *testing.T) {
	for name, f := range map[string]gdkit.Schedule{
		"grows":    gdkit.Exponential(1.1),
		"bursts":   gdkit.Exponential(1e300),
		"NaN":      func(t int) float64 { return math.Sqrt(float64(5 - t)) },
		"never":    func(int) float64 { return math.NaN() },
		"negative": func(t int) float64 { return -float64(t) },
		"zero":     func(int) float64 { return 0 },
	} {
		for _, steps := range []int{1, 30, 1_000_000} {
			if text := Describe(Schedules(steps, Plan{name, f})); strings.Contains(text, "NaN ") || strings.Contains(text, "%!") {
				t.Errorf("%q", text)
			}
		}
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"the number of steps is 0":             func() { Schedules(0, Plan{"a", gdkit.Halve(1)}) },
		"no plans given":                       func() { Schedules(10) },
		"plan 1 (a) has no schedule, want for": func() { Schedules(10, Plan{"a", nil}) },
	})
}
