package gdplot

import (
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/mat"
)

// λ = 0.01, 0.1, 1 as in Goh's article: at its best rate plain descent shrinks both ends by
// 0.98019802 a step, momentum all three by 0.81818182.
func TestEigenPointsAndLines(t *testing.T) {
	j := gdkit.Quadratic(0.01, 0.1, 1)
	zero := []float64{0, 0, 0}
	s := gdkit.Curvature(j, zero)
	rate := s.BestRate()
	run := gdkit.Descent{Cost: j, Start: []float64{2, 1, -3}, Rate: rate, Steps: 50}.Run()
	p := s.Predict(nil, rate)
	fig := Eigen(s, p, run, zero)
	text := Describe(fig)
	for _, want := range []string{"λ = 0.01: ×0.98 a step", "λ = 0.1: ×0.802 a step", "λ = 1: ×0.98 a step"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q misses %q", text, want)
		}
	}
	at := 3 * math.Pow(0.98019802, 50) // along λ = 1
	if want := "measured |x| from 3 to " + short(at) + " in 50 steps, predicted " + short(at); !strings.Contains(text, want) {
		t.Errorf("%q misses %q", text, want)
	}
	rate, beta := s.BestMomentum()
	m := &gdkit.Momentum{Beta: beta}
	fast := gdkit.Descent{Cost: j, Start: []float64{1, 1, 1}, Rate: rate, Steps: 20, Method: m}.Run()
	if text := Describe(Eigen(s, s.Predict(m, rate), fast, zero)); strings.Count(text, "×0.818 a step") != 3 {
		t.Errorf("momentum: %q", text)
	}
}

// Two equal columns make a direction flat; many directions are thinned; a diverging run and one
// that never moves draw.
func TestAnyEigenDraws(t *testing.T) {
	flat := &gdkit.Linear{Data: &gdkit.Dataset{X: mat.NewDense(2, 2, []float64{1, 1, 2, 2}), Y: []float64{1, 2}}, Loss: gdkit.Squared, NoBias: true}
	s := gdkit.Curvature(flat, []float64{0, 0})
	run := gdkit.Descent{Cost: flat, Start: []float64{3, 0}, Rate: 0.1, Steps: 20}.Run()
	if text := Describe(Eigen(s, s.Predict(nil, 0.1), run, []float64{0.5, 0.5})); !strings.Contains(text, "λ = 0: stays") {
		t.Errorf("flat: %q", text)
	}
	lambda, one := make([]float64, 40), make([]float64, 40)
	for i := range lambda {
		lambda[i], one[i] = float64(i+1), 1
	}
	many := gdkit.Quadratic(lambda...)
	s = gdkit.Curvature(many, one)
	for _, steps := range []int{0, 3, 2000} {
		run := gdkit.Descent{Cost: many, Start: one, Rate: 0.06, Steps: steps}.Run()
		text := Describe(Eigen(s, s.Predict(nil, 0.06), run, make([]float64, 40)))
		if n := strings.Count(text, "Direction with"); n != 6 || !strings.Contains(text, "λ = 1:") || !strings.Contains(text, "λ = 40:") {
			t.Errorf("%d steps: %d directions: %q", steps, n, text)
		}
		Describe(Eigen(s, s.Predict(nil, 0.06), run, run.Last())) // ends at exactly 0
	}
}

func TestEigenMisuse(t *testing.T) {
	j := gdkit.Quadratic(1, 2)
	s := gdkit.Curvature(j, []float64{0, 0})
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: 0.1, Steps: 3}.Run()
	three := gdkit.Curvature(gdkit.Quadratic(1, 2, 3), []float64{0, 0, 0})
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"prediction has 3 directions and the spectrum 2": func() { Eigen(s, three.Predict(nil, 0.1), run, []float64{0, 0}) },
		"has 2 parameters, want 3":                       func() { Eigen(three, three.Predict(nil, 0.1), run, []float64{0, 0, 0}) },
		"the minimum has 1 numbers, want 2":              func() { Eigen(s, s.Predict(nil, 0.1), run, []float64{0}) },
		"the minimum is [NaN 0], want finite numbers":    func() { Eigen(s, s.Predict(nil, 0.1), run, []float64{math.NaN(), 0}) },
		"has 3 directions, want two":                     func() { Axes(three, []float64{0, 0}) },
		"the point is [1], want two finite numbers":      func() { Axes(s, []float64{1}) },
	})
}
