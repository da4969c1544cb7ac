package gdkit_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

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

func TestTraceGoesOutAndComesBack(t *testing.T) {
	for name, run := range traces() {
		var table, words, cache bytes.Buffer
		if err := run.WriteCSV(&table); err != nil {
			t.Fatal(err)
		}
		back, err := gdkit.ReadTraceCSV(&table)
		if err != nil || !reflect.DeepEqual(run, back) {
			t.Errorf("%s: CSV gave %v (%v), want %v", name, back, err, run)
		}
		var again gdkit.Trace
		if err := json.NewEncoder(&words).Encode(run); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(words.String(), `"Reason":"`+run.Reason.String()+`"`) {
			t.Errorf("%s: JSON does not say the reason in words: %.80s", name, &words)
		}
		if err := json.NewDecoder(&words).Decode(&again); err != nil || !reflect.DeepEqual(*run, again) {
			t.Errorf("%s: JSON gave %v (%v), want %v", name, &again, err, run)
		}
		again = gdkit.Trace{}
		if err := gob.NewEncoder(&cache).Encode(run); err != nil {
			t.Fatal(err)
		}
		if err := gob.NewDecoder(&cache).Decode(&again); err != nil || !reflect.DeepEqual(*run, again) {
			t.Errorf("%s: gob gave %v (%v), want %v", name, &again, err, run)
		}
	}
}

func TestBadTraceFiles(t *testing.T) {
	const head = "# {\"Label\":\"a\",\"Reason\":\"converged\"}\n"
	const columns = "step,seen,J,grad_norm,grad_max,rate,step_norm,w\n"
	for text, want := range map[string]string{
		"":                                     "line 1 is \"\"",
		"a,b\n1,2\n":                           `line 1 is "a,b"`,
		"# {\"Reason\":\"tired\"}\n":           "line 1 is",
		head + "x,y\n":                         `line 2 is ["x" "y"], want the columns step,seen,J`,
		head + columns + "0,0,1,2,3,4,5\n":     "line 3 has 7 values, want 8",
		head + columns + "0,0,1,2,3,4,5,six\n": `line 3 has "six" in column 8`,
	} {
		if tr, err := gdkit.ReadTraceCSV(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v; want an error with %s", text, tr, err, want)
		}
	}
}

// A long run is thinned by the stated rule: what stays is evenly spaced, begins with the start, ends with the two newest points, and is the same
// point as in a run that keeps all.
func TestLongRunsAreThinned(t *testing.T) {
	const steps = 300_000
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 3), Start: []float64{5, 5}, Rate: 1e-5, Steps: steps}
	run := d.Run()
	if run.Len() > 1<<17 || run.Len() < 1<<16 {
		t.Errorf("%d points of %d steps, want 65536 to 131072", run.Len(), steps)
	}
	n := run.Len()
	stride := run.T[1]
	for i, step := range run.T[:n-2] {
		if step != i*stride {
			t.Fatalf("point %d is step %d, want %d", i, step, i*stride)
		}
	}
	if run.T[0] != 0 || run.T[n-1] != steps || run.T[n-2] != steps-1 {
		t.Errorf("steps %d … %d %d, want 0 … %d %d", run.T[0], run.T[n-2], run.T[n-1], steps-1, steps)
	}
	for _, i := range []int{0, 1, n / 2, n - 2, n - 1} {
		want := 5 * math.Pow(1-1e-5, float64(run.T[i]))
		if got := run.W(i)[0]; math.Abs(got-want) > 1e-9 {
			t.Errorf("step %d: w₁ = %v, want %v", run.T[i], got, want)
		}
		if run.Seen[i] != run.T[i] {
			t.Errorf("step %d: %d seen", run.T[i], run.Seen[i])
		}
		if i > 0 {
			a, b := run.W(i-1), run.W(i)
			if want := math.Hypot(b[0]-a[0], b[1]-a[1]); math.Abs(run.StepNorm[i]-want) > 1e-15 {
				t.Errorf("step %d: the way from the point before is %v, want %v", run.T[i], run.StepNorm[i], want)
			}
		}
	}
	// A rule that compares with the step before sees single steps, however long the run.
	d.Stop = gdkit.ParamChangeBelow(5e-6) // |Δw₁| = 5e-5·(1−1e-5)ᵗ and |Δw₂| = 1.5e-4·(1−3e-5)ᵗ
	want := 0
	for t := 0.0; 5e-5*math.Pow(1-1e-5, t) >= 5e-6 || 1.5e-4*math.Pow(1-3e-5, t) >= 5e-6; t++ {
		want = int(t) + 2
	}
	if got := d.Run(); got.Reason != gdkit.Converged || got.Steps() != want {
		t.Errorf("%v, want %d steps", got, want)
	}
}

func TestManyParametersAreThinnedEarlier(t *testing.T) {
	n := 1 << 15
	j := gdkit.CostFunc(func(grad, w []float64) float64 {
		copy(grad, w)
		return w[0] * w[0] * float64(len(w)) / 2
	})
	start := make([]float64, n)
	for i := range start {
		start[i] = 1
	}
	run := gdkit.Descent{Cost: j, Start: start, Rate: 0.01, Steps: 500}.Run()
	if len(run.Params) > 1<<22 || run.Len() < 64 || run.Steps() != 500 {
		t.Errorf("%d points of %d parameters", run.Len(), n)
	}
}

func TestTable(t *testing.T) {
	run := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 30}.Run() // w halves
	table := run.Table()
	lines := strings.Split(table, "\n")
	if got, want := strings.Fields(lines[0]), []string{"step", "w", "J", "‖∇J‖", "step", "length"}; !slices.Equal(got, want) {
		t.Errorf("columns %v, want %v", got, want)
	}
	if got, want := strings.Fields(lines[2]), []string{"1", "4", "16", "8", "2"}; !slices.Equal(got, want) {
		t.Errorf("step 1: %v, want %v", got, want)
	}
	if len(lines) != 8 { // 0 1 2 5 10 20 and 30
		t.Errorf("%d lines:\n%s", len(lines), table)
	}
	if got := strings.Fields(strings.Split(run.Table(3), "\n")[1]); !slices.Equal(got, []string{"3", "1", "1", "2", "0.5"}) {
		t.Errorf("step 3: %v", got)
	}
	wide := gdkit.Descent{Cost: gdkit.Quadratic(1, 2, 3, 4, 5, 6), Start: make([]float64, 6), Rate: 0.1, Steps: 2}.Run().Table()
	if !strings.Contains(wide, "… 2 more") {
		t.Errorf("six parameters:\n%s", wide)
	}
	if names := traces()["converged"].Table(); !strings.Contains(names, "w(size)") && !strings.Contains(names, "w(") {
		t.Errorf("no names:\n%s", names)
	}
}

func TestIndexOfAStep(t *testing.T) {
	run := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 10, Every: 4}.Run() // 0 4 8 10
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

func TestTimeBudget(t *testing.T) {
	d := gdkit.Descent{Cost: square, Start: []float64{1}, Rate: 1e-12, Steps: 1 << 40, Stop: gdkit.Any(gdkit.GradBelow(1e-9), gdkit.TimeBudget(time.Millisecond))}
	for range 2 { // the clock starts anew
		if run := d.Run(); run.Reason != gdkit.MaxSteps || run.Rule != "1ms are over" || run.Steps() < 2 {
			t.Errorf("%v after %d steps", run, run.Steps())
		}
	}
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
