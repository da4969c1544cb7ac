package gdkit_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// methods is the table: a new method is one new row. rate is one with which it comes down the bowl
// of TestEveryMethod.
func methods() []struct {
	method gdkit.Method
	rate   float64
} {
	return []struct {
		method gdkit.Method
		rate   float64
	}{
		{gdkit.Plain{}, 0.1},
		{&gdkit.Momentum{Beta: 0.9}, 0.02},
		{&gdkit.Nesterov{Beta: 0.9}, 0.02},
		{gdkit.NewAdaGrad(), 1},
		{gdkit.NewRMSprop(), 0.01},
		{&gdkit.RMSprop{Rho: 0.9, Eps: 1e-8, Centered: true}, 0.01},
		{gdkit.NewAdaDelta(), 1},
		{gdkit.NewAdam(), 0.1},
		{gdkit.NewAdamW(), 0.1},
		{gdkit.NewAMSGrad(), 0.1},
		{gdkit.NewNAdam(), 0.1},
		{gdkit.NewLion(), 0.01},
		{gdkit.SignDescent{}, 0.01},
		{&gdkit.Sequential{}, 0.1},
		{gdkit.Proximal{L1: 1e-6}, 0.1},
		{gdkit.Projected{Low: -3, High: 3}, 0.1},
		{&gdkit.Newton{}, 1},
		{gdkit.NewBacktracking(), 1},
		{&gdkit.ExactLine{}, 0.8},
		{gdkit.NewOnPlateau(nil), 0.1},
		{&gdkit.Clip{Norm: 1, Method: &gdkit.Momentum{Beta: 0.5}}, 0.05},
	}
}

func TestEveryMethod(t *testing.T) {
	for _, c := range methods() {
		bowl := gdkit.Quadratic(1, 10)
		d := gdkit.Descent{Cost: bowl, Start: []float64{-2, 1}, Rate: c.rate, Steps: 3000, Method: c.method}
		run := d.Run()
		if run.Reason != gdkit.MaxSteps || run.J[3000] > 1e-3*run.J[0] {
			t.Errorf("%v: did not come down", run)
		}
		if again := d.Run(); !reflect.DeepEqual(run, again) {
			t.Errorf("%s: a second run differs", run.Label)
		}
		w, grad := []float64{1, 2}, []float64{0.3, -0.4}
		if err := c.method.Init(bowl, 2); err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { c.method.Step(w, grad, 1e-3) }); n != 0 {
			t.Errorf("%s: a step allocates %v times", run.Label, n)
		}
		if grad[0] != 0.3 || grad[1] != -0.4 {
			t.Errorf("%s changed the gradient", run.Label)
		}
	}
}

// The equivalences that the doc comments state.
func TestConventions(t *testing.T) {
	bowl := gdkit.Rosenbrock()
	end := func(m gdkit.Method, rate float64) []float64 {
		return gdkit.Descent{Cost: bowl, Start: bowl.Start, Rate: rate, Steps: 50, Method: m}.Run().Last()
	}
	same := func(what string, a, b []float64) {
		t.Helper()
		for i := range a {
			near(t, what, a[i], b[i], 1e-10)
		}
	}
	same("momentum with β = 0 is plain", end(&gdkit.Momentum{}, 1e-3), end(gdkit.Plain{}, 1e-3))
	same("Nesterov with β = 0 is plain", end(&gdkit.Nesterov{}, 1e-3), end(gdkit.Plain{}, 1e-3))
	same("AdamW without decay is Adam", end(&gdkit.AdamW{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}, 0.01), end(gdkit.NewAdam(), 0.01))
	same("momentum that averages, with α/(1−β)", end(averaging{beta: 0.9, v: make([]float64, 2)}, 1e-4/(1-0.9)), end(&gdkit.Momentum{Beta: 0.9}, 1e-4))

	// Nesterov as he wrote it: the gradient is taken at y = w − αβv, and our w are his y.
	const alpha, beta = 1e-4, 0.9
	w, v, y, grad := []float64{-1.2, 1}, make([]float64, 2), make([]float64, 2), make([]float64, 2)
	for range 50 {
		for i := range w {
			y[i] = w[i] - alpha*beta*v[i]
		}
		bowl.Eval(grad, y)
		for i := range w {
			v[i] = beta*v[i] + grad[i]
			w[i] -= alpha * v[i]
		}
	}
	for i := range w {
		y[i] = w[i] - alpha*beta*v[i]
	}
	same("Nesterov's original", y, end(&gdkit.Nesterov{Beta: beta}, alpha))

	// The first step of Adam has the length α in each parameter.
	first := gdkit.Descent{Cost: bowl, Start: bowl.Start, Rate: 0.01, Steps: 1, Method: gdkit.NewAdam()}.Run()
	for i := range first.Dim {
		near(t, "Adam's first step", math.Abs(first.W(1)[i]-first.W(0)[i]), 0.01, 1e-6)
	}
}

// averaging is momentum as Andrew Ng's course writes it.
type averaging struct {
	beta float64
	v    []float64
}

func (a averaging) Init(gdkit.Cost, int) error { clear(a.v); return nil }
func (a averaging) Step(w, grad []float64, rate float64) {
	for i, g := range grad {
		a.v[i] = a.beta*a.v[i] + (1-a.beta)*g
		w[i] -= rate * a.v[i]
	}
}

func TestMethodsRefuseNonsense(t *testing.T) {
	for want, m := range map[string]gdkit.Method{
		"Momentum.Beta is 1, want 0 ≤ Momentum.Beta < 1":   &gdkit.Momentum{Beta: 1},
		"Nesterov.Beta is -0.1":                            &gdkit.Nesterov{Beta: -0.1},
		"AdaGrad.Eps is 0, want a finite number > 0":       &gdkit.AdaGrad{},
		"RMSprop.Rho is NaN":                               &gdkit.RMSprop{Rho: math.NaN(), Eps: 1},
		"AdaDelta.Eps is 0":                                &gdkit.AdaDelta{Rho: 0.9},
		"Adam.Eps is 0, want a finite number > 0 (NewAdam": &gdkit.Adam{},
		"Adam.Beta2 is 1":                                  &gdkit.Adam{Beta2: 1, Eps: 1},
		"AdamW.Decay is -1":                                &gdkit.AdamW{Eps: 1, Decay: -1},
		"AMSGrad.Eps is 0":                                 &gdkit.AMSGrad{},
		"NAdam.Beta1 is 2":                                 &gdkit.NAdam{Beta1: 2, Eps: 1},
		"Clip.Norm is 0":                                   &gdkit.Clip{},
		"Projected has Low 1 and High 0":                   gdkit.Projected{Low: 1},
		"Proximal.Free is 2, want 0 to 1":                  gdkit.Proximal{Free: 2},
		"Lion.Beta1 is 7":                                  &gdkit.Lion{Beta1: 7},
	} {
		_, err := gdkit.Descent{Cost: square, Start: []float64{1}, Rate: 0.1, Steps: 1, Method: m}.RunContext(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: error %v, want %q", m, err, want)
		}
	}
}
