package gdkit_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// This file is what a loss of a reader's own looks like, with all that gdkit may ask of one, and
// the proof that every consumer asks. Nothing outside of it knows these losses.

// exponential is the loss of AdaBoost (Freund and Schapire 1997), with labels y of 0 and 1 read as
// s = 2y−1 and a scale a > 0 of the score:
//
//	ℓ = e^(−asz)
//
// Its score stands for the probability σ(2az) (Friedman, Hastie and Tibshirani 2000).
type exponential struct{ Scale float64 }

func (l exponential) At(z, y float64) (loss, dz float64) {
	s := l.Scale * (2*y - 1)
	e := math.Exp(-s * z)
	return e, -s * e
}

func (l exponential) Second(z, y float64) float64 {
	e, _ := l.At(z, y)
	return l.Scale * l.Scale * e
}

func (l exponential) Class(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}

func (l exponential) Probability(z float64) (of1, of0 float64) {
	return gdkit.Sigmoid(2 * l.Scale * z), gdkit.Sigmoid(-2 * l.Scale * z)
}

func (l exponential) Slopes(z, y []float64, b float64) (loss, slope float64) {
	for i, v := range z {
		value, dz := l.At(v+b, y[i])
		z[i] = dz
		loss += value
		slope += dz
	}
	return loss, slope
}

func (l exponential) Slope(z, b, y float64) float64 { _, dz := l.At(z+b, y); return dz }

func (l exponential) Validate() error {
	if !(l.Scale > 0) {
		return fmt.Errorf("exponential.Scale is %v, want a number > 0", l.Scale)
	}
	return nil
}

// poisson is the loss of counts y = 0, 1, 2 … whose mean is e^z: ℓ = e^z − yz. It has nothing but
// what it must, and says which targets it knows.
type poisson struct{}

func (poisson) At(z, y float64) (loss, dz float64) { e := math.Exp(z); return e - y*z, e - y }

func (poisson) CheckTarget(y float64) error {
	if y < 0 || y != math.Trunc(y) {
		return errors.New("want a count, 0, 1, 2 …")
	}
	return nil
}

var (
	_ gdkit.CurvedLoss      = exponential{}
	_ gdkit.ClassLoss       = exponential{}
	_ gdkit.ProbabilityLoss = exponential{}
	_ gdkit.FastLoss        = exponential{}
	_ gdkit.Valid           = exponential{}
	_ gdkit.TargetLoss      = poisson{}
)

// coins are m examples of one feature that says nothing, of which a quarter has the label 1.
func coins(m int) *gdkit.Dataset {
	d := &gdkit.Dataset{Name: "coins", X: mat.NewDense(m, 1, nil), Y: make([]float64, m)}
	for i := range m {
		d.X.Set(i, 0, float64(i/4%2)-0.5)
		if i%4 == 0 {
			d.Y[i] = 1
		}
	}
	return d
}

// For labels of which the part p is 1 the best score is ½·log(p/(1−p)), here −½·log 3.
func TestOwnLossInEveryConsumer(t *testing.T) {
	d := coins(80)
	j := &gdkit.Linear{Data: d, Loss: exponential{1}}
	want := []float64{-math.Log(3) / 2, 0}
	start := []float64{1, 0.5}
	at := func(what string, w []float64) {
		t.Helper()
		if !(math.Abs(w[0]-want[0]) < 1e-6 && math.Abs(w[1]) < 1e-6) {
			t.Errorf("%s ends at %v, want %v", what, w, want)
		}
	}
	stop := gdkit.GradBelow(1e-9)
	for what, run := range map[string]gdkit.Runner{
		"Descent":  gdkit.Descent{Cost: j, Start: start, Rate: 0.5, Steps: 3000, Stop: stop},
		"Newton":   gdkit.Descent{Cost: j, Start: start, Rate: 1, Steps: 30, Method: &gdkit.Newton{}, Stop: stop},
		"Opponent": gdkit.Opponent{Cost: j, Start: start, Method: &optimize.Newton{}, Steps: 30, Stop: stop},
	} {
		tr, err := run.RunContext(t.Context())
		if err != nil {
			t.Fatal(what, err)
		}
		at(what, tr.Last())
	}
	if c := gdkit.CheckGrad(j, start); !c.OK {
		t.Error(c)
	}
	if c := gdkit.CheckHess(j, start); !c.OK {
		t.Error(c)
	}
	// At the minimum H = diag(√3/2, √3/8): ℓ″ = ℓ, whose mean is 2√(p(1−p)), and x² = ¼.
	s := gdkit.Curvature(j, want)
	if !(math.Abs(s.Max()-math.Sqrt(3)/2) < 1e-12 && math.Abs(s.Min()-math.Sqrt(3)/8) < 1e-12) {
		t.Errorf("curvature %v, want √3/2 and √3/8", s)
	}
	if r := gdkit.AutoRate(j, start); r.Best <= 0 {
		t.Error(r)
	}

	// Predictions and what they are worth.
	for what, model := range map[string]gdkit.Model{"Linear": j, "Net": &gdkit.Net{Data: d, Loss: exponential{1}}} {
		if labels := gdkit.Labels(model, want, d); slices.Max(labels) != 0 || len(labels) != 80 {
			t.Errorf("%s: labels %v, want 0 everywhere", what, labels)
		}
		if score := gdkit.Score(model, want, d); score != 0.75 {
			t.Errorf("%s: score %v, want the accuracy 0.75", what, score)
		}
		for _, p := range gdkit.PredictAll(model, want, d) {
			if !(math.Abs(p-0.25) < 1e-12) {
				t.Fatalf("%s predicts the probability %v, want 0.25", what, p)
			}
		}
	}
	net := &gdkit.Net{Data: d, Loss: exponential{1}}
	if p := net.Probabilities(want, []float64{0.5}); !(math.Abs(p[0]-0.75) < 1e-12 && math.Abs(p[1]-0.25) < 1e-12) {
		t.Errorf("probabilities %v, want 0.75 and 0.25", p)
	}

	// Data that don't fit in memory.
	stream := &gdkit.Streamed{Rows: gdkit.Generated{Examples: 80, Features: 1, Row: func(i int, x []float64) float64 {
		copy(x, d.X.RawRowView(i))
		return d.Y[i]
	}}, Loss: exponential{1}}
	if a, b := stream.Eval(nil, start), j.Eval(nil, start); !(math.Abs(a-b) < 1e-14*b) {
		t.Errorf("Streamed: J = %v (%v), Linear %v", a, stream.Err(), b)
	}

	// Stochastic steps, by loops of the loss and step by step.
	sgd := gdkit.Descent{Cost: j, Start: start, Rate: 0.01, Steps: 400, Batch: 1}
	byStep := sgd
	byStep.Decay = func(int) float64 { return 1 } // keeps the loops out
	if a, b := sgd.Run().Last(), byStep.Run().Last(); !slices.Equal(a, b) {
		t.Errorf("batches of one end at %v, step by step at %v", a, b)
	}

	// Mistakes are told before the first step.
	lone := coins(3)
	lone.Y = []float64{1, 1, 1}
	three := coins(3)
	three.Y = []float64{0, 1, 2}
	for want, cost := range map[string]gdkit.Cost{
		"exponential.Scale is 0, want a number > 0": &gdkit.Linear{Data: d, Loss: exponential{}},
		"all labels (y) are 1, but Exponential":     &gdkit.Linear{Data: lone, Loss: exponential{1}},
		"Y[2] (y) is 2, but Exponential wants":      &gdkit.Net{Data: three, Loss: exponential{1}},
	} {
		_, err := (gdkit.Descent{Cost: cost, Start: start, Rate: 1}).RunContext(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// With a constant alone the best score is the logarithm of the mean: log 2.
func TestOwnLossWithTargets(t *testing.T) {
	d := coins(4)
	d.Y = []float64{0, 1, 3, 4}
	j := &gdkit.Linear{Data: d, Loss: poisson{}}
	d.X.Zero()
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.3, Steps: 500}.Run()
	if w := run.Last(); !(math.Abs(w[0]-math.Ln2) < 1e-12) {
		t.Errorf("the walk ends at %v, want log 2", w)
	}
	d.Y[2] = 2.5
	stream := &gdkit.Streamed{Rows: gdkit.Generated{Examples: 4, Features: 1, Row: func(i int, x []float64) float64 { x[0] = 0; return d.Y[i] }}, Loss: poisson{}}
	stream.Eval(nil, []float64{0, 0})
	for _, err := range []error{j.Validate(), stream.Err()} {
		if want := "is 2.5, but Poisson: want a count, 0, 1, 2 …"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// halfway is an exponential loss whose loops forget a factor, tailless one whose Slope does.
type (
	halfway  struct{ l exponential }
	tailless struct{ l exponential }
)

func (h halfway) At(z, y float64) (loss, dz float64)  { return h.l.At(z, y) }
func (h halfway) Slope(z, b, y float64) float64       { return h.l.Slope(z, b, y) }
func (h tailless) At(z, y float64) (loss, dz float64) { return h.l.At(z, y) }
func (h tailless) Slope(z, b, y float64) float64      { return h.l.Slope(z, 0, y) }
func (h halfway) Slopes(z, y []float64, b float64) (loss, slope float64) {
	loss, slope = h.l.Slopes(z, y, b)
	return loss / 2, slope
}
func (h tailless) Slopes(z, y []float64, b float64) (loss, slope float64) { return h.l.Slopes(z, y, b) }

// However large or small the targets are, the losses of this package don't contradict themselves.
func TestNoLossContradictsItself(t *testing.T) {
	for _, scale := range []float64{1e-300, 1e-9, 1, 1e6, 1e15, 1e150} {
		d := coins(8)
		for i := range d.Y {
			d.Y[i] = (float64(i) - 3.3) * scale
		}
		for _, loss := range []gdkit.Loss{gdkit.Squared, gdkit.SquareLoss(1e-200), gdkit.Absolute, gdkit.Huber{Delta: 1.3}, gdkit.Huber{Delta: scale}} {
			if err := (&gdkit.Linear{Data: d, Loss: loss}).Validate(); err != nil {
				t.Errorf("targets of the size %v: %v", scale, err)
			}
		}
	}
}

// Loops that add up something else than At are refused before the first step.
func TestLoopsThatContradictAt(t *testing.T) {
	d := coins(8)
	for _, loss := range []gdkit.Loss{halfway{exponential{1}}, tailless{exponential{1}}} {
		for _, j := range []gdkit.Valid{&gdkit.Linear{Data: d, Loss: loss}, &gdkit.Streamed{Rows: d, Loss: loss}} {
			if err := j.Validate(); err == nil || !strings.Contains(err.Error(), "are different functions: at the score") {
				t.Errorf("%T with %T: %v, want a sentence", j, loss, err)
			}
		}
	}
}

// several is an exponential loss that sees how many goroutines ask it at once.
type several struct {
	exponential
	now, most atomic.Int64
}

func (s *several) Slopes(z, y []float64, b float64) (loss, slope float64) {
	s.most.Store(max(s.most.Load(), s.now.Add(1)))
	defer s.now.Add(-1)
	time.Sleep(time.Millisecond)
	return s.exponential.Slopes(z, y, b)
}

// crowd has several in a field, since a loss that embeds another is asked by its At alone.
type crowd struct{ s *several }

func (c crowd) At(z, y float64) (loss, dz float64) { return c.s.At(z, y) }
func (c crowd) Slope(z, b, y float64) float64      { return c.s.Slope(z, b, y) }
func (c crowd) Slopes(z, y []float64, b float64) (loss, slope float64) {
	return c.s.Slopes(z, y, b)
}

// A loss with loops works on all cores, with the same bits on any number of them.
func TestOwnLossOnSeveralCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	d := coins(100_000)
	j := &gdkit.Linear{Data: d, Loss: exponential{0.7}}
	w := []float64{0.3, -0.2}
	runtime.GOMAXPROCS(1)
	want := make([]float64, 2)
	level := j.Eval(want, w)
	for _, cores := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(cores)
		got := make([]float64, 2)
		if again := j.Eval(got, w); again != level || !slices.Equal(got, want) {
			t.Errorf("on %d cores J = %v %v, on one %v %v", cores, again, got, level, want)
		}
	}
	if runtime.NumCPU() == 1 {
		return
	}
	seen := &several{exponential: exponential{0.7}}
	(&gdkit.Linear{Data: d, Loss: crowd{seen}}).Eval(nil, w)
	if seen.most.Load() < 2 {
		t.Errorf("%d goroutine asked the loss at a time, want several", seen.most.Load())
	}
	var both sync.WaitGroup // and by several callers
	for range 2 {
		both.Go(func() { j.Eval(nil, w) })
	}
	both.Wait()
}
