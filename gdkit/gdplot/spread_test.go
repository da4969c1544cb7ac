package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// At the end the picture says what the table of the race says, diverged runs included.
func TestSpreadEndsAsTheRace(t *testing.T) {
	j := fiveRows()
	racer := func(label string, rates ...float64) gdkit.Racer {
		return gdkit.Racer{Label: label, Rates: rates, Plan: func(rate float64, seed uint64) gdkit.Runner {
			return gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: rate, Batch: 1, Seed: seed}
		}}
	}
	result := gdkit.Race{Racers: []gdkit.Racer{racer("small", 0.01), racer("large", 0.3), racer("bursts", 2)}, Budget: 100, Tuning: 1, Seeds: 11}.Run()
	for i, place := range result.Places {
		b := newBand(i, place)
		n := len(b.x) - 1
		if b.q1[n] != place.Q1 || b.median[n] != place.Median || b.q3[n] != place.Q3 || b.failed != place.Failed {
			t.Errorf("%s: %v, %v, %v, %d failed; the table has %v, %v, %v, %d", place.Label, b.q1[n], b.median[n], b.q3[n], b.failed, place.Q1, place.Median, place.Q3, place.Failed)
		}
	}
	if last := result.Places[2]; last.Failed == 0 {
		t.Fatal("no run diverged, so the test sees nothing of it")
	}
	if text := Describe(Spread(result.Places...)); !strings.Contains(text, "bursts, 11 runs") || !strings.Contains(text, "diverged.") {
		t.Errorf("%q", text)
	}
}

// Median and quartiles of three made-up runs with points at different places.
func TestBand(t *testing.T) {
	run := func(seen []int, j []float64, why gdkit.Reason) *gdkit.Trace {
		return &gdkit.Trace{Dim: 1, T: seen, Seen: seen, J: j, Params: make([]float64, len(j)), Reason: why}
	}
	b := newBand(0, gdkit.Place{Traces: []*gdkit.Trace{
		run([]int{0, 10, 20}, []float64{9, 5, 1}, gdkit.MaxSteps),
		run([]int{0, 5}, []float64{9, 2}, gdkit.Converged), // keeps 2
		run([]int{0, 8}, []float64{9, 50}, gdkit.Diverged), // +Inf from its end on
	}})
	want := map[float64][3]float64{0: {9, 9, 9}, 5: {2, 9, 9}, 8: {2, 9, math.Inf(1)}, 10: {2, 5, math.Inf(1)}, 20: {1, 2, math.Inf(1)}}
	if len(b.x) != len(want) {
		t.Fatalf("places %v", b.x)
	}
	for k, x := range b.x {
		if got := [3]float64{b.q1[k], b.median[k], b.q3[k]}; got != want[x] {
			t.Errorf("at %v: %v, want %v", x, got, want[x])
		}
	}
}

func TestSpreadMisuse(t *testing.T) {
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"no places given":               func() { Spread() },
		"place 1 (SGD) has no traces":   func() { Spread(gdkit.Place{Label: "SGD"}) },
		"Spread: SGD: trace 1 is empty": func() { Spread(gdkit.Place{Label: "SGD", Traces: []*gdkit.Trace{nil}}) },
	})
}

func BenchmarkSpread(b *testing.B) {
	j := fiveRows()
	var places []gdkit.Place
	for range 3 {
		p := gdkit.Place{Label: "SGD"}
		for seed := range uint64(20) {
			p.Traces = append(p.Traces, gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: 0.1, Steps: 1000, Batch: 1, Seed: seed, Every: 2}.Run())
		}
		places = append(places, p)
	}
	b.ReportAllocs()
	for b.Loop() {
		paint(Spread(places...), 2)
	}
}
