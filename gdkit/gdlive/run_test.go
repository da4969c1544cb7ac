package gdlive

import (
	"os"
	"reflect"
	"syscall"
	"testing"
	"time"

	"gdlab/gdkit"
)

func TestInterruptKeepsTheTrace(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 1e-12, Steps: 1 << 40}
	asked := false
	tr := run(d, func(tr *gdkit.Trace) {
		if tr.Len() == 100 && !asked {
			asked = true
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Error(err)
			}
		}
	})
	if tr.Reason != gdkit.Interrupted || tr.Len() < 100 {
		t.Errorf("%v with %d points", tr, tr.Len())
	}
}

// Whoever watches changes nothing: the trace is that of Run, the rules that stop it included.
func TestWatchedRunsAreTheSame(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 5), Start: []float64{1, 1}, Rate: 0.1, Steps: 100, Stop: gdkit.GradBelow(1e-3)}
	want := d.Run()
	if got := Progress(d); !reflect.DeepEqual(got, want) {
		t.Errorf("Progress: %v, want %v", got, want)
	}
	if got := Watch(d); !reflect.DeepEqual(got, want) {
		t.Errorf("Watch: %v, want %v", got, want)
	}
	d.Rate, d.Steps, d.Stop = 1e-12, 1<<40, gdkit.TimeBudget(5*time.Millisecond)
	if got := Progress(d); got.Rule != "5ms are over" {
		t.Errorf("a time budget inside: %v", got)
	}
}
