package gdkit_test

import (
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// centres is the mean of ½(w − cᵢ)² over the rows, one parameter: the batch gradient at w is
// w − mean(c). It counts what it reads.
type centres struct {
	c    []float64
	read *int
}

func (s centres) Len() int { return len(s.c) }

func (s centres) Eval(grad, w []float64) float64 {
	all := make([]int, len(s.c))
	for i := range all {
		all[i] = i
	}
	return s.EvalRows(grad, w, all)
}

func (s centres) EvalRows(grad, w []float64, rows []int) float64 {
	if s.read != nil {
		*s.read += len(rows)
	}
	j, g := 0.0, 0.0
	for _, i := range rows {
		d := w[0] - s.c[i]
		j += d * d / 2
		g += d
	}
	if grad != nil {
		grad[0] = g / float64(len(rows))
	}
	return j / float64(len(rows))
}

func TestBatchesDealEveryRowOnceAnEpoch(t *testing.T) {
	for _, c := range []struct{ m, size int }{{1, 1}, {7, 1}, {7, 3}, {7, 7}, {64, 16}, {100, 32}} {
		per := (c.m + c.size - 1) / c.size
		var orders []string
		var epoch []int
		for step, rows := range gdkit.Batches(c.m, c.size, 5) {
			want := c.size
			if step%per == per-1 {
				want = c.m - (per-1)*c.size
			}
			if len(rows) != want {
				t.Fatalf("m=%d, size %d: step %d has %d rows, want %d", c.m, c.size, step, len(rows), want)
			}
			epoch = append(epoch, rows...)
			if step%per < per-1 {
				continue
			}
			order := slices.Clone(epoch)
			slices.Sort(epoch)
			for i, v := range epoch {
				if i != v {
					t.Fatalf("m=%d, size %d: an epoch without row %d: %v", c.m, c.size, i, order)
				}
			}
			epoch = epoch[:0]
			orders = append(orders, strings.Trim(strings.Join(strings.Fields(reflect.ValueOf(order).String()), " "), "[]"))
			if len(orders) == 3 {
				break
			}
		}
	}
}

// Of the 24 orders of four rows each comes up as often as any other: χ² with 23 degrees of freedom
// is below 49.7 in 99.9 % of cases.
func TestEveryOrderIsAsLikely(t *testing.T) {
	count := map[[4]int]int{}
	const n = 24000
	for step, rows := range gdkit.Batches(4, 4, 1) {
		count[[4]int(rows)]++
		if step == n-1 {
			break
		}
	}
	chi := 0.0
	for _, k := range count {
		d := float64(k) - n/24
		chi += d * d / (n / 24)
	}
	if len(count) != 24 || chi > 49.7 {
		t.Errorf("%d orders, χ² = %.1f, want 24 orders and less than 49.7", len(count), chi)
	}
}

// A batch run is what it says: w ← w − α(w − mean of the batch), with the batches of Batches.
func TestBatchRunIsTheFormula(t *testing.T) {
	c := []float64{1, 4, -2, 8, 3, 0, 5}
	for _, size := range []int{1, 3, 7} {
		d := gdkit.Descent{Cost: centres{c: c}, Start: []float64{10}, Rate: 0.3, Steps: 20, Batch: size, Seed: 9, Every: 1}
		run := d.Run()
		w := 10.0
		for step, rows := range gdkit.Batches(len(c), size, 9) {
			if got := run.W(step)[0]; math.Abs(got-w) > 1e-14*math.Max(1, math.Abs(w)) {
				t.Fatalf("batch %d, step %d: w = %v, want %v", size, step, got, w)
			}
			if step == d.Steps {
				break
			}
			mean := 0.0
			for _, i := range rows {
				mean += c[i] / float64(len(rows))
			}
			w -= 0.3 * (w - mean)
		}
		if again := d.Run(); !reflect.DeepEqual(run, again) {
			t.Errorf("batch %d: the second run differs", size)
		}
		for _, procs := range []int{1, 2, 3, 7} {
			old := runtime.GOMAXPROCS(procs)
			if again := d.Run(); !reflect.DeepEqual(run, again) {
				t.Errorf("batch %d: another run on %d processors", size, procs)
			}
			runtime.GOMAXPROCS(old)
		}
	}
}

// The cost of all examples is recorded once an epoch, and costs what Descent's comment says: one
// reading of the data more an epoch.
func TestCostOfAnEpochIsWhatItSays(t *testing.T) {
	read := 0
	j := centres{c: []float64{1, 4, -2, 8, 3, 0, 5, 7, 7, 1}, read: &read}
	run := gdkit.Descent{Cost: j, Start: []float64{0}, Rate: 0.1, Steps: 12, Batch: 3, Seed: 1}.Run()
	// 10 examples in batches of 3, 3, 3, 1: an epoch has 4 steps, the run has 3 epochs,
	// recorded at 0, 4, 8, 12.
	if !slices.Equal(run.T, []int{0, 4, 8, 12}) || !slices.Equal(run.Seen, []int{0, 10, 20, 30}) || run.Examples != 30 {
		t.Errorf("points at steps %v with %v examples seen, want 0 4 8 12 with 0 10 20 30", run.T, run.Seen)
	}
	// The last point is followed by no step. Batch evaluations: 30 examples; the four points: 40.
	if read != 70 {
		t.Errorf("%d examples read, want 30 for the steps and 40 for the four points", read)
	}
	for i := range run.Len() {
		if want := j.Eval(nil, run.W(i)); run.J[i] != want {
			t.Errorf("point %d: J = %v, want %v, the cost of all examples", i, run.J[i], want)
		}
	}
}

func TestEvery(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Rosenbrock(), Start: []float64{-1.2, 1}, Rate: 0.001, Steps: 10}
	all := d.Run()
	d.Every = 4
	run := d.Run()
	if !slices.Equal(run.T, []int{0, 4, 8, 10}) {
		t.Fatalf("points at steps %v, want 0 4 8 10", run.T)
	}
	for i, step := range run.T {
		if !slices.Equal(run.W(i), all.W(step)) || run.J[i] != all.J[step] || run.Seen[i] != all.Seen[step] {
			t.Errorf("step %d differs from the run that keeps all", step)
		}
	}
	if run.Steps() != 10 || !strings.Contains(run.String(), "10 steps") {
		t.Errorf("%v has %d steps, want 10", run, run.Steps())
	}
}

func TestBatchMisuse(t *testing.T) {
	j := centres{c: []float64{1, 2, 3}}
	for _, c := range []struct {
		d    gdkit.Descent
		want string
	}{
		{gdkit.Descent{Cost: gdkit.Booth(), Start: []float64{0, 0}, Rate: 1, Batch: 2}, "Descent.Batch is 2, but a cost of type *gdkit.Surface has no examples"},
		{gdkit.Descent{Cost: j, Start: []float64{0}, Rate: 1, Batch: 4}, "Descent.Batch is 4, want 1 to 3"},
		{gdkit.Descent{Cost: j, Start: []float64{0}, Rate: 1, Batch: -1}, "Descent.Batch is -1, want 1 to 3"},
		{gdkit.Descent{Cost: j, Start: []float64{0}, Rate: 1, Every: -2}, "Descent.Every is -2"},
	} {
		if _, err := c.d.RunContext(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want …%s…", err, c.want)
		}
	}
}

// On −J uphill is on J downhill, for every method and with batches too.
func TestAscendIsDescentUpsideDown(t *testing.T) {
	upside := func(j gdkit.Cost) gdkit.Cost {
		return gdkit.CostFunc(func(grad, w []float64) float64 {
			v := j.Eval(grad, w)
			for i := range grad {
				grad[i] = -grad[i]
			}
			return -v
		})
	}
	for _, method := range []gdkit.Method{nil, &gdkit.Momentum{Beta: 0.9}, gdkit.NewAdam(), &gdkit.Sequential{}} {
		down := gdkit.Descent{Cost: gdkit.Himmelblau(), Start: []float64{1, 1}, Rate: 0.005, Steps: 50, Method: method}
		up := down
		up.Cost, up.Ascend = upside(down.Cost), true
		a, b := down.Run(), up.Run()
		if !slices.Equal(a.Params, b.Params) || b.J[50] != -a.J[50] || b.Reason != gdkit.MaxSteps {
			t.Errorf("%T: %v and %v are not the same walk", method, a, b)
		}
	}
	hill := gdkit.Scalar(func(w float64) float64 { return 3 - w*w }, func(w float64) float64 { return -2 * w })
	d := gdkit.Descent{Cost: hill, Start: []float64{2}, Rate: 0.1, Steps: 300, Ascend: true, Stop: gdkit.GradBelow(1e-6)}
	if run := d.Run(); run.Reason != gdkit.Converged || math.Abs(run.J[run.Len()-1]-3) > 1e-10 {
		t.Errorf("to the top: %v", run)
	}
	d.Stop = gdkit.Patience{Steps: 5, Eps: 1e-9}
	if run := d.Run(); run.Reason != gdkit.Converged || run.Len() < 30 {
		t.Errorf("patience going up: %v after %d steps", run, run.Steps())
	}
	d.Rate, d.Stop = 1.1, nil
	if run := d.Run(); run.Reason != gdkit.Diverged {
		t.Errorf("too fast for the hill: %v, want diverged", run)
	}
	valley := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 0.1, Steps: 5000, Ascend: true}
	if run := valley.Run(); run.Reason != gdkit.Unbounded || !strings.Contains(run.Advice, "no maximum") {
		t.Errorf("up an endless wall: %v, want unbounded", run)
	}
}

// What a method reads beyond the gradient that it is given counts as seen.
func TestMethodsOwnReadingCounts(t *testing.T) {
	j := gdkit.CostFunc(func(grad, w []float64) float64 { return gdkit.Booth().Eval(grad, w) })
	run := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 10, Method: &gdkit.Sequential{}}.Run()
	if run.Examples != 20 { // one gradient from the loop and one from the method, for each step
		t.Errorf("%d examples seen, want 20", run.Examples)
	}
}
