package gdkit_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// On quadratics of all sizes, scales and conditions Best lies between 0.45 and 1 times 2/λmax,
// wherever the start.
func TestAutoRateOnQuadratics(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 9))
	for range 150 {
		n := 1 + rnd.IntN(30)
		scale, decades := math.Pow(10, rnd.Float64()*12-6), rnd.Float64()*6
		lambda, start := make([]float64, n), make([]float64, n)
		far := math.Pow(10, rnd.Float64()*8-4)
		for i := range n {
			lambda[i] = scale * math.Pow(10, rnd.Float64()*decades)
			start[i] = far * rnd.NormFloat64()
		}
		j := gdkit.Quadratic(lambda...)
		edge := gdkit.Curvature(j, start).MaxRate()
		s := gdkit.AutoRate(j, start)
		if !(s.Best >= 0.45*edge && s.Best < edge) {
			t.Errorf("λ = %.4g from %.4g: %v; 2/λmax = %v", lambda, start, s, edge)
		}
		if !(s.Largest >= 0.9*edge) {
			t.Errorf("λ = %.4g from %.4g: J falls up to %v, but Largest = %v", lambda, start, edge, s.Largest)
		}
	}
}

// A start that hardly touches the steepest direction hides the edge for a while; the
// margin still holds.
func TestAutoRateWithAHiddenDirection(t *testing.T) {
	for _, touch := range []float64{1e-1, 1e-3, 1e-5} {
		s := gdkit.AutoRate(gdkit.Quadratic(1, 50), []float64{1, touch})
		if !(s.Best >= 0.45*0.04 && s.Best < 0.04) {
			t.Errorf("touch %v: %v; 2/λmax = 0.04", touch, s)
		}
		if touch < 1e-2 && !(s.Largest > 0.04) {
			t.Errorf("touch %v: Largest = %v should be deceived, else this tests nothing", touch, s.Largest)
		}
	}
}

func TestAutoRateOnCosts(t *testing.T) {
	two := &gdkit.Dataset{X: denseOf(6, 2, .5, 1.5, 1, 1, 1.5, .5, 3, .5, 2, 2, 1, 2.5), Y: []float64{0, 0, 0, 1, 1, 1}}
	logistic := &gdkit.Linear{Data: two, Loss: gdkit.Logistic}
	for _, c := range []struct {
		name  string
		j     gdkit.Cost
		start []float64
	}{
		{"two houses", twoHouses(), []float64{0, 0}},
		{"logistic", logistic, []float64{0, 0, 0}},
		{"Himmelblau", gdkit.Himmelblau(), []float64{0, 0}},
		{"Himmelblau", gdkit.Himmelblau(), []float64{-4, 4}},
		{"Himmelblau", gdkit.Himmelblau(), []float64{5, -5}},
		{"Rosenbrock", gdkit.Rosenbrock(), []float64{-1.2, 1}},
		{"Rosenbrock", gdkit.Rosenbrock(), []float64{2, -3}},
		{"Rosenbrock", gdkit.Rosenbrock(), []float64{0, 0}},
		{"Beale", gdkit.Beale(), []float64{1, 1}},
		{"Rastrigin", gdkit.Rastrigin(3), []float64{2.2, 2.2, 2.2}},
		{"plateau", gdkit.Plateau(), []float64{3, 1}},
		{"two valleys", gdkit.TwoValleys(), []float64{0}},
		{"a kink after 40 steps", gdkit.Scalar(math.Abs, func(w float64) float64 { return math.Copysign(1, w) }), []float64{1}},
	} {
		s := gdkit.AutoRate(c.j, c.start)
		if s.Best <= 0 {
			t.Errorf("%s from %v: %v", c.name, c.start, s)
			continue
		}
		run := gdkit.Descent{Cost: c.j, Start: c.start, Rate: s.Best, Steps: 100}.Run()
		for i := 1; i < run.Len(); i++ {
			if run.J[i] > run.J[i-1]+1e-10*run.J[0] {
				t.Errorf("%s from %v: %v: J rose in step %d, %v → %v", c.name, c.start, s, i, run.J[i-1], run.J[i])
				break
			}
		}
		if run.J[100] > 0.9*run.J[0] {
			t.Errorf("%s from %v: %v: J %v → %v in 100 steps is hardly a descent", c.name, c.start, s, run.J[0], run.J[100])
		}
		// Not timid: 16 times as much fails within the 20 steps of the search (8 halvings at
		// most stand between).
		if last := s.Rates[len(s.Rates)-1]; last != s.Best || s.Largest < 2*s.Best || s.Largest > 16*s.Best {
			t.Errorf("%s from %v: %v; Largest %v", c.name, c.start, s, s.Largest)
		}
	}
}

// What stands in the result is what happened.
func TestAutoRateReport(t *testing.T) {
	evals := 0
	j := gdkit.CostFunc(func(grad, w []float64) float64 { evals++; return twoHouses().Eval(grad, w) })
	w := []float64{0, 0}
	s := gdkit.AutoRate(j, w)
	if s.Gradients != evals || evals > 700 {
		t.Errorf("%d evaluations, reported as %d", evals, s.Gradients)
	}
	if len(s.Rates) != len(s.J) || len(s.Rates) != len(s.Rose) || w[0] != 0 || w[1] != 0 {
		t.Errorf("%d rates, %d costs, %d answers; w = %v", len(s.Rates), len(s.J), len(s.Rose), w)
	}
	for i, rate := range s.Rates[:len(s.Rates)-1] {
		run := gdkit.Descent{Cost: j, Start: w, Rate: rate, Steps: s.Steps}.Run()
		rose := 0
		for k := 1; k < run.Len() && rose == 0; k++ {
			if run.J[k] > run.J[k-1]*(1+1e-9) {
				rose = k
			}
		}
		last := s.Steps
		if rose > 0 {
			last = rose
		}
		if s.Rose[i] != rose || s.J[i] != run.J[last] {
			t.Errorf("α = %v: J rose in step %d to %v; reported step %d, %v", rate, rose, run.J[last], s.Rose[i], s.J[i])
		}
	}
	if again := gdkit.AutoRate(j, w); !reflect.DeepEqual(again, s) {
		t.Errorf("%v, and the second time %v", s, again)
	}
}

// Where no rate can be found the search ends, and says why.
func TestAutoRateFindsNone(t *testing.T) {
	const noEdge = "there is no edge in sight"
	parabola := func(w float64) float64 { return w * w }
	slope := func(w float64) float64 { return 2 * w }
	for _, c := range []struct {
		name, want string
		j, dj      func(w float64) float64
		w          float64
	}{
		{"at the minimum", "the gradient at the start is 0", parabola, slope, 0},
		{"NaN", "J = NaN with a gradient of length 1", math.Log, func(float64) float64 { return 1 }, -1},
		{"infinite slope", "gradient of length +Inf", math.Sqrt, func(w float64) float64 { return 0.5 / math.Sqrt(w) }, 0},
		{"w is NaN", "want finite numbers", func(float64) float64 { return 1 }, func(float64) float64 { return 1 }, math.NaN()},
		{"w is infinite", "want finite numbers", func(w float64) float64 { return 1 / w }, func(float64) float64 { return 0 }, math.Inf(1)},
		{"a line", noEdge, func(w float64) float64 { return w }, func(float64) float64 { return 1 }, 3},
		{"a hill", noEdge, func(w float64) float64 { return -w * w }, func(w float64) float64 { return -2 * w }, 3},
		{"an exponential hill", noEdge, func(w float64) float64 { return -math.Exp(w) }, func(w float64) float64 { return -math.Exp(w) }, 3},
		{"a hill that ends in Inf − Inf", noEdge, func(w float64) float64 { return w - w*w }, func(w float64) float64 { return 1 - 2*w }, 1e30},
		{"wrong sign", "is the gradient right (CheckGrad)", parabola, func(w float64) float64 { return -2 * w }, 3},
	} {
		s := gdkit.AutoRate(gdkit.Scalar(c.j, c.dj), []float64{c.w})
		if s.Best != 0 || !strings.Contains(s.Reason, c.want) || !strings.HasPrefix(s.String(), "no rate found: ") {
			t.Errorf("%s: %v, want %q", c.name, s, c.want)
		}
		if s.Gradients > 3000 {
			t.Errorf("%s: %d evaluations", c.name, s.Gradients)
		}
	}
}

// Round bowls are at their bottom long before the last step; J trembles there by its rounding,
// and that is no rise.
func TestAutoRateAtTheBottom(t *testing.T) {
	for _, loss := range []gdkit.Loss{gdkit.HalfSquared, gdkit.Squared} {
		j := &gdkit.Linear{Data: datasets.SixHouses().Standardize(), Loss: loss}
		start := []float64{0, 0}
		edge := gdkit.Curvature(j, start).MaxRate()
		if s := gdkit.AutoRate(j, start); !(s.Best >= 0.45*edge && s.Best < edge) {
			t.Errorf("%v; 2/λmax = %v", s, edge)
		}
	}
}

// A start a hair beside the minimum, and one far out: the rate of a parabola is the same.
func TestAutoRateNearAndFar(t *testing.T) {
	for _, w := range []float64{1e-12, 1e-6, 1, 1e9} {
		if s := gdkit.AutoRate(square, []float64{w}); !(s.Best >= 0.45 && s.Best < 1) {
			t.Errorf("from %v: %v, want 0.45 to 1", w, s)
		}
	}
}
