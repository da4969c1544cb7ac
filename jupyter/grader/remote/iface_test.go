package remote

import (
	"errors"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"gdlab/gdkit"
)

func TestFunctionsCallBack(t *testing.T) {
	l := joined(t, time.Minute, map[string]any{
		"descend": func(dj func(float64) float64, w, rate float64, steps int) float64 {
			for range steps {
				w -= rate * dj(w)
			}
			return w
		},
		"twice":  func(f func(float64) float64) func(float64) float64 { return func(x float64) float64 { return f(f(x)) } },
		"cost":   func(j gdkit.Cost, w []float64) []float64 { g := make([]float64, len(w)); j.Eval(g, w); return g },
		"method": func(beta float64) gdkit.Method { return &gdkit.Momentum{Beta: beta} },
		"both": func(f func(int) int) int {
			var wait sync.WaitGroup
			sum := make([]int, 20)
			for i := range sum {
				wait.Go(func() { sum[i] = f(i) })
			}
			wait.Wait()
			return sum[19]
		},
	})
	descend := imported[func(func(float64) float64, float64, float64, int) float64](l, "descend")
	calls := 0
	got := descend(func(w float64) float64 { calls++; return 2 * w }, 3, 0.1, 200)
	if want := 3 * math.Pow(0.8, 200); math.Abs(got-want) > 1e-12 || calls != 200 {
		t.Error(got, calls)
	}
	if got := imported[func(func(float64) float64) func(float64) float64](l, "twice")(math.Sqrt)(16); got != 2 {
		t.Error(got)
	}
	j := gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w })
	if got := imported[func(gdkit.Cost, []float64) []float64](l, "cost")(j, []float64{3}); got[0] != 6 {
		t.Error(got)
	}
	here, there := &gdkit.Momentum{Beta: 0.9}, imported[func(float64) gdkit.Method](l, "method")(0.9)
	w, v := []float64{1, 2}, []float64{1, 2}
	if err := errors.Join(here.Init(j, 2), there.Init(j, 2)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		here.Step(w, []float64{1, 1}, 0.1)
		there.Step(v, []float64{1, 1}, 0.1)
	}
	if !slices.Equal(w, v) {
		t.Error(w, v)
	}
	if got := imported[func(func(int) int) int](l, "both")(func(i int) int { return i * i }); got != 361 {
		t.Error(got)
	}
}
