package gdkit_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// The walks of PyTorch and optax that testdata/oracle/make_oracle.py wrote down: 21 points each, on
// four costs. testdata/oracle/README.md says which library's formula is ours, and which is a rival.
func TestWalksOfOtherLibraries(t *testing.T) {
	costs := map[string]gdkit.Cost{
		"bowl":       gdkit.Quadratic(2, 4),
		"valley":     gdkit.Quadratic(0.2, 4),
		"rosenbrock": gdkit.Rosenbrock(),
		"houses":     &gdkit.Linear{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared},
	}
	same, rivals := 0, 0
	for _, file := range []string{"torch.json", "optax.json", "schedules.json"} {
		var oracle struct {
			Problems map[string]struct {
				J    float64
				Grad []float64
			}
			Runs []struct {
				Method, Problem, Call, Schedule string
				Fields                          json.RawMessage
				Rate                            float64
				Same                            bool
				Points                          [][]float64
			}
		}
		read(t, file, &oracle)
		for _, r := range oracle.Runs {
			method := methodCalled(t, r.Method)
			if err := json.Unmarshal(r.Fields, method); err != nil {
				t.Fatal(err)
			}
			d := gdkit.Descent{Cost: costs[r.Problem], Start: r.Points[0], Rate: r.Rate, Steps: len(r.Points) - 1,
				Method: method, Decay: scheduleCalled(t, r.Schedule)}
			far := 0.0
			for step, s := range d.All() {
				for i, want := range r.Points[step] {
					far = max(far, math.Abs(s.W[i]-want)/max(1, math.Abs(want)))
				}
			}
			switch {
			case r.Same && !(far <= 1e-12):
				t.Errorf("%s: %s on %s, %s: %.1e away, want 1e-12", file, r.Method, r.Problem, r.Call, far)
			case !r.Same && !(far > 1e-5):
				t.Errorf("%s: %s on %s is a rival of %s, but only %.1e away", file, r.Method, r.Problem, r.Call, far)
			case r.Same:
				same++
			default:
				rivals++
			}
		}
	}
	t.Logf("%d walks are the same, %d are rival conventions", same, rivals)
	if same < 100 || rivals < 10 {
		t.Errorf("only %d equal and %d rival walks were read", same, rivals)
	}
}

func TestSchedulesOfOtherLibraries(t *testing.T) {
	var oracle struct {
		Factors []struct {
			Schedule, Call string
			Same           bool
			Factors        []float64
		}
	}
	read(t, "schedules.json", &oracle)
	for _, r := range oracle.Factors {
		schedule, far := scheduleCalled(t, r.Schedule), 0.0
		for step, want := range r.Factors {
			far = max(far, math.Abs(schedule(step)-want))
		}
		if r.Same != (far <= 1e-12) {
			t.Errorf("%s and %s: same = %v, but %.1e apart", r.Schedule, r.Call, r.Same, far)
		}
	}
	if len(oracle.Factors) < 15 {
		t.Errorf("only %d schedules were read", len(oracle.Factors))
	}
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile("testdata/oracle/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// methodCalled is an empty method; the oracle's fields fill it.
func methodCalled(t *testing.T, name string) gdkit.Method {
	t.Helper()
	m, ok := map[string]gdkit.Method{
		"Plain": &gdkit.Plain{}, "Momentum": &gdkit.Momentum{}, "Nesterov": &gdkit.Nesterov{}, "AdaGrad": &gdkit.AdaGrad{},
		"RMSprop": &gdkit.RMSprop{}, "AdaDelta": &gdkit.AdaDelta{}, "Adam": &gdkit.Adam{}, "AdamW": &gdkit.AdamW{},
		"AMSGrad": &gdkit.AMSGrad{}, "NAdam": &gdkit.NAdam{}, "Lion": &gdkit.Lion{}, "SignDescent": &gdkit.SignDescent{},
	}[name]
	if !ok {
		t.Fatalf("the oracle has a method %q that gdkit lacks", name)
	}
	return m
}

func scheduleCalled(t *testing.T, name string) gdkit.Schedule {
	t.Helper()
	s, ok := map[string]gdkit.Schedule{
		"": nil, "Exponential(0.93)": gdkit.Exponential(0.93), "StepDecay(10, 0.5)": gdkit.StepDecay(10, 0.5),
		"InverseTime(7)": gdkit.InverseTime(7), "Cosine(20)": gdkit.Cosine(20), "Cosine(50)": gdkit.Cosine(50),
		"OneCycle(50)": gdkit.OneCycle(50), "Warmup(10, nil)": gdkit.Warmup(10, nil),
		"Warmup(10, Cosine(40))": gdkit.Warmup(10, gdkit.Cosine(40)),
	}[name]
	if !ok {
		t.Fatalf("the oracle has a schedule %q that this test does not know", name)
	}
	return s
}

// J, gradient and Hessian as JAX's automatic differentiation gives them.
func TestSurfacesOfOtherLibraries(t *testing.T) {
	var oracle struct {
		Surfaces map[string]struct {
			At []struct {
				W, Gradient []float64
				J           float64
				Hessian     [][]float64
			}
		}
	}
	read(t, "optima.json", &oracle)
	seen := 0
	for name, s := range map[string]*gdkit.Surface{
		"beale": gdkit.Beale(), "booth": gdkit.Booth(), "himmelblau": gdkit.Himmelblau(), "rosenbrock": gdkit.Rosenbrock(),
		"rastrigin": gdkit.Rastrigin(2), "saddle": gdkit.Saddle(), "monkey saddle": gdkit.MonkeySaddle(),
		"quartic": gdkit.TwoValleys(), "bowl": gdkit.Quadratic(2, 4),
	} {
		if len(oracle.Surfaces[name].At) == 0 {
			t.Errorf("the oracle has no surface %q", name)
		}
		for _, p := range oracle.Surfaces[name].At {
			if len(p.W) != s.Dim() {
				t.Errorf("%s: the oracle has %d parameters", name, len(p.W))
				continue
			}
			grad := make([]float64, len(p.W))
			var h mat.SymDense
			within := func(what string, got, want float64) {
				if !(math.Abs(got-want) <= 1e-12*max(1, math.Abs(want))) {
					t.Errorf("%s at %v: %s = %.15g, want %.15g", name, p.W, what, got, want)
				}
			}
			within("J", s.Eval(grad, p.W), p.J)
			s.Hess(&h, p.W)
			for i := range grad {
				within("gradient", grad[i], p.Gradient[i])
				for k := range grad {
					within("Hessian", h.At(i, k), p.Hessian[i][k])
				}
			}
			seen++
		}
	}
	t.Logf("%d points", seen)
	if seen < 20 {
		t.Errorf("only %d points were compared", seen)
	}
}
