package gdkit_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// traces of every kind: converged, diverged, uphill, with names, thinned, a start only.
func traces() map[string]*gdkit.Trace {
	houses := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 200, Stop: gdkit.GradBelow(1)}
	far := houses
	far.Rate, far.Label = 0.8, `rate, "too" large`
	up := gdkit.Descent{Cost: square, Start: []float64{1}, Rate: 0.1, Steps: 3, Ascend: true}
	start := houses
	start.Steps = 0
	return map[string]*gdkit.Trace{"converged": houses.Run(), "diverged": far.Run(), "uphill": up.Run(), "start": start.Run()}
}

func TestIndexOfAStep(t *testing.T) {
	// 0 4 8 10
	run := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 10, Every: 4}.Run()
	for step, want := range map[int]int{0: 0, 3: 0, 4: 1, 9: 2, 10: 3, 99: 3} {
		if got := run.Index(step); got != want {
			t.Errorf("step %d is point %d, want %d", step, got, want)
		}
	}
	defer func() {
		if text, _ := recover().(string); !strings.Contains(text, "step -1 does not exist") {
			t.Errorf("Index(-1): %v", text)
		}
	}()
	run.Index(-1)
}

// An error of the cost itself, a file that broke off for instance, ends the run with what there is.
func TestErrorOfTheCost(t *testing.T) {
	j := &breaking{after: 5}
	run, err := gdkit.Descent{Cost: j, Start: []float64{1}, Rate: 0.1, Steps: 100}.RunContext(t.Context())
	if err != os.ErrClosed || run == nil || run.Len() != 5 || run.Reason != gdkit.Interrupted {
		t.Errorf("%v, %v; want the five points before the error", run, err)
	}
}

type breaking struct{ calls, after int }

func (b *breaking) Eval(grad, w []float64) float64 {
	if b.calls++; b.calls > b.after {
		return math.NaN()
	}
	return square.Eval(grad, w)
}

func (b *breaking) Err() error {
	if b.calls > b.after {
		return os.ErrClosed
	}
	return nil
}
