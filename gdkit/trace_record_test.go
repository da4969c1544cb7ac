package gdkit_test

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// A run that diverged names the largest stable rate: from the Hessian, with many parameters by
// Lanczos, and for a loss without a second derivative in general terms.
func TestAdviceAfterDivergence(t *testing.T) {
	many := make([]float64, 500)
	for i := range many {
		many[i] = 1 + float64(i)/500
	}
	many[499] = 8
	for want, d := range map[string]gdkit.Descent{
		"try a Rate below 2/λmax = 0.2":  {Cost: gdkit.Quadratic(1, 10), Start: []float64{1, 1}, Rate: 0.21, Steps: 50},
		"try a Rate below 2/λmax = 0.25": {Cost: gdkit.Quadratic(many...), Start: gdkit.Quadratic(many...).Start, Rate: 0.3, Steps: 100},
		"try a smaller Rate":             {Cost: square, Start: []float64{3}, Rate: 1.1, Steps: 20},
	} {
		if tr := d.Run(); tr.Reason != gdkit.Diverged || tr.Advice != want {
			t.Errorf("%v: advice %q, want %q", tr, tr.Advice, want)
		}
	}
	absolute := gdkit.Descent{Cost: &gdkit.Linear{Data: twoHouses().Data, Loss: gdkit.Absolute}, Start: []float64{300, 100}, Rate: 1e3, Steps: 5}
	if tr := absolute.Run(); tr.Reason == gdkit.Diverged && !strings.Contains(tr.Advice, "try a") {
		t.Errorf("%v: advice %q", tr, tr.Advice)
	}
}

// A long run is thinned by the stated rule: what stays is evenly spaced, begins with the start,
// ends with the two newest points, and is the same point as in a run that keeps all.
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

// steep is w² with a Hessian that its test chooses.
type steep struct {
	gdkit.Cost
	hess func(dst *mat.SymDense)
}

func (s steep) Hess(dst *mat.SymDense, w []float64) {
	dst.ReuseAsSym(len(w))
	s.hess(dst)
}

// Whatever the cost does with its Hessian, a run that diverged ends with a trace and with advice.
func TestAdviceWithoutAnEigenvalue(t *testing.T) {
	entry := func(v float64) gdkit.Cost { return steep{square, func(dst *mat.SymDense) { dst.SetSym(0, 0, v) }} }
	absolute := &gdkit.Linear{Data: twoHouses().Data, Loss: gdkit.Absolute}
	many := make([]float64, 300)
	for i := range many {
		many[i] = 1
	}
	bowl, calls := gdkit.Quadratic(many...), 0
	// of finite slopes at the points of the run alone
	rough := gdkit.CostFunc(func(grad, w []float64) float64 {
		j := bowl.Eval(grad, w)
		if calls++; calls > 101 && grad != nil {
			grad[0] = math.Inf(1)
		}
		return j
	})
	for what, d := range map[string]gdkit.Descent{
		"infinite":     {Cost: entry(math.Inf(1)), Start: []float64{3}},
		"minus":        {Cost: entry(math.Inf(-1)), Start: []float64{3}},
		"NaN":          {Cost: entry(math.NaN()), Start: []float64{3}},
		"downwards":    {Cost: entry(-1), Start: []float64{3}},
		"panics":       {Cost: steep{square, func(*mat.SymDense) { panic("no Hessian") }}, Start: []float64{3}},
		"out of range": {Cost: steep{square, func(dst *mat.SymDense) { dst.SetSym(5, 5, 1) }}, Start: []float64{3}},
		"embedded":     {Cost: struct{ *gdkit.Linear }{absolute}, Start: []float64{300, 200}},
		"many, no end": {Cost: rough, Start: bowl.Start, Steps: 100, Rate: 2.5},
		"interface":    {Cost: struct{ gdkit.Cost }{absolute}, Start: []float64{300, 200}},
	} {
		if d.Rate == 0 {
			d.Rate = 1.1
		}
		if what == "embedded" || what == "interface" {
			d.Rate, d.Start, d.Steps = 1e3, []float64{100.001, 200}, 19 // close to the minimum
		}
		if d.Steps == 0 {
			d.Steps = 20
		}
		tr := d.Run()
		if tr.Reason != gdkit.Diverged || tr.Advice != "try a smaller Rate" || tr.Len() < 20 {
			t.Errorf("%s: %v, advice %q", what, tr, tr.Advice)
		}
	}
}
