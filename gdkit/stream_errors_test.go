package gdkit_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

var errBroken = errors.New("the disk is gone")

// broken is a source that fails from a row on, in one way or another.
type broken struct {
	gdkit.RowSource
	from int
	fail func(x, y []float64) error
}

func (b broken) ReadRows(first int, x, y []float64) error {
	if err := b.RowSource.ReadRows(first, x, y); err != nil || first+len(y) <= b.from {
		return err
	}
	_, n := b.Dims()
	at := max(0, b.from-first)
	return b.fail(x[at*n:], y[at:])
}

func TestStreamedErrors(t *testing.T) {
	before := runtime.NumGoroutine()
	d := randomRows(300, 1000) // blocks begin at the rows 0, 130 or 131, …
	w := make([]float64, 1001)
	w[0] = 1
	for _, from := range []int{0, 1, 135, 299} {
		row := fmt.Sprintf("row %d: ", from)
		for _, c := range []struct {
			loss gdkit.Loss
			fail func(x, y []float64) error
			want string
		}{
			{gdkit.Squared, func(_, _ []float64) error { return errBroken }, errBroken.Error()},
			{gdkit.Squared, func(x, _ []float64) error { x[1] = math.NaN(); return nil }, row + "x2 is NaN, want a finite number"},
			{gdkit.Squared, func(_, y []float64) error { y[0] = math.Inf(-1); return nil }, row + "y is -Inf, want a finite number"},
			{gdkit.Logistic, func(_, y []float64) error { y[0] = 2; return nil }, row + "the target y is 2, but Logistic wants labels 0 and 1"},
			{gdkit.Hinge, func(_, y []float64) error { y[0] = -1; return nil }, row + "the target y is -1, but Hinge wants labels 0 and 1"},
		} {
			for what, eval := range map[string]func(s *gdkit.Streamed, grad []float64) float64{
				"Eval":     func(s *gdkit.Streamed, grad []float64) float64 { return s.Eval(grad, w) },
				"EvalRows": func(s *gdkit.Streamed, grad []float64) float64 { return s.EvalRows(grad, w, []int{from, from}) },
			} {
				s := &gdkit.Streamed{Rows: broken{d, from, c.fail}, Loss: c.loss}
				if err := s.Validate(); err != nil {
					t.Fatal(err)
				}
				for range 2 { // an error stays
					grad := make([]float64, 1001)
					if j := eval(s, grad); !math.IsNaN(j) || !math.IsNaN(grad[0]) || !math.IsNaN(grad[1000]) {
						t.Errorf("%s: %s: J is %v, gradient %v …, want NaN", c.want, what, j, grad[0])
					}
					if err := s.Err(); err == nil || !strings.Contains(err.Error(), c.want) || s.Validate() != err {
						t.Errorf("%s: error %v, want %q", what, err, c.want)
					}
				}
				if c.want == errBroken.Error() && !errors.Is(s.Err(), errBroken) {
					t.Errorf("%v does not unwrap", s.Err())
				}
			}
		}
	}
	same := &gdkit.Streamed{Rows: broken{d, 0, func(_, y []float64) error {
		for i := range y {
			y[i] = 1
		}
		return nil
	}}, Loss: gdkit.Logistic}
	if same.Eval(nil, w); same.Err() == nil || !strings.Contains(same.Err().Error(), "all labels (y) are 1") {
		t.Errorf("one class only: %v", same.Err())
	}
	gone := &gdkit.Streamed{Rows: broken{d, 0, func(_, _ []float64) error { runtime.Goexit(); return nil }}, Loss: gdkit.Squared}
	if gone.Eval(nil, w); gone.Err() == nil || !strings.Contains(gone.Err().Error(), "ended after 0 of 300 rows") {
		t.Errorf("a reader that exits: %v", gone.Err())
	}
	// A walk too far is not an error: J is infinite, and stays what it is.
	w[1] = 3e153 // its square is finite, but not the sum
	far := &gdkit.Streamed{Rows: d, Loss: gdkit.Squared}
	if j := far.Eval(make([]float64, 1001), w); !math.IsInf(j, 1) || far.Err() != nil {
		t.Errorf("far out J is %v, want +Inf; error %v", j, far.Err())
	}
	testkit.Settled(t, before)
}

// A descent ends with the error and the points before it, on all rows and on batches.
func TestDescentOnASourceThatFails(t *testing.T) {
	d := randomRows(300, 1000)
	// 0: a point for each pass; 100: each epoch, of two passes, with that of its cost
	for batch, points := range map[int]int{0: 4, 100: 2} {
		passes := 0
		src := broken{d, 299, func(_, _ []float64) error {
			if passes++; passes > 4 {
				return errBroken
			}
			return nil
		}}
		j := &gdkit.Streamed{Rows: src, Loss: gdkit.Squared}
		run, err := gdkit.Descent{Cost: j, Start: make([]float64, 1001), Rate: 1e-4, Steps: 30, Batch: batch}.RunContext(t.Context())
		if !errors.Is(err, errBroken) || run == nil || run.Len() != points || run.Reason != gdkit.Interrupted {
			t.Errorf("batch %d: %v with %v, want the error and %d points", batch, err, run, points)
		}
	}
}

// badLoss panics at its hundredth example.
type badLoss struct{ calls *int }

func (b badLoss) At(z, y float64) (float64, float64) {
	if *b.calls++; *b.calls == 100 {
		panic("my own mistake")
	}
	return z, 1
}

func TestPanicInALossLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	s := &gdkit.Streamed{Rows: randomRows(300, 1000), Loss: badLoss{new(int)}}
	for i := range 2 {
		func() {
			defer func() {
				if r := recover(); (r == "my own mistake") != (i == 0) {
					t.Errorf("evaluation %d: panic %v", i, r)
				}
			}()
			if j := s.Eval(nil, make([]float64, 1001)); j != 0 {
				t.Errorf("J is %v after a panic before, want 0", j)
			}
		}()
	}
	testkit.Settled(t, before)
}

func TestStreamedMisuse(t *testing.T) {
	d := randomRows(10, 2)
	for want, s := range map[string]*gdkit.Streamed{
		"nil *Streamed":        nil,
		"Streamed.Rows is nil": {Loss: gdkit.Squared},
		"Streamed.Loss is nil": {Rows: d},
		"Streamed.L2 is -1":    {Rows: d, Loss: gdkit.Squared, L2: -1},
		"Streamed.L1 is NaN":   {Rows: d, Loss: gdkit.Squared, L1: math.NaN()},
		"Huber.Delta is 0":     {Rows: d, Loss: gdkit.Huber{}},
		"did that return":      {Rows: (*gdkit.CSVRows)(nil), Loss: gdkit.Squared},
	} {
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	s := &gdkit.Streamed{Rows: d, Loss: gdkit.Squared}
	w := []float64{1, 2, 3}
	for want, f := range map[string]func(){
		"got 2 parameters, want 3: b, w(x1), w(x2)":       func() { s.Eval(nil, w[:2]) },
		"the gradient has room for 2 numbers, want 3":     func() { s.Eval(make([]float64, 2), w) },
		"no rows asked for":                               func() { s.EvalRows(nil, w, nil) },
		"row 10 does not exist, random has rows 0 to 9":   func() { s.EvalRows(nil, w, []int{0, 10}) },
		"Streamed.Rows is nil":                            func() { (&gdkit.Streamed{Loss: gdkit.Squared}).Eval(nil, w) },
		"Streamed.Loss is nil":                            func() { (&gdkit.Streamed{Rows: d}).Eval(nil, w) },
		"has 0 rows of 0 features, want at least one of ": func() { (&gdkit.Streamed{Rows: &gdkit.Dataset{}, Loss: gdkit.Squared}).Eval(nil, w) },
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.Contains(r, want) {
					t.Errorf("panic %v, want %q", r, want)
				}
			}()
			f()
		}()
	}
	s = &gdkit.Streamed{Rows: &gdkit.ScaledRows{Rows: d, Scale: []float64{1}}, Loss: gdkit.Squared}
	if s.Eval(nil, w); s.Err() == nil || !strings.Contains(s.Err().Error(), "0 values in Center and 1 in Scale, want 2") {
		t.Errorf("no Center: %v", s.Err())
	}
}
