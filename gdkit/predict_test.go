package gdkit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

func withMomentum(beta float64) gdkit.Method { return &gdkit.Momentum{Beta: beta} }
func withNesterov(beta float64) gdkit.Method { return &gdkit.Nesterov{Beta: beta} }

// The numbers of Goh, Why Momentum Really Works (Distill 2017): λ = 0.01, 0.1, 1.
func TestDistill(t *testing.T) {
	s := gdkit.Spectrum{Values: []float64{0.01, 0.1, 1}}
	near(t, "α*", s.BestRate(), 1.98019802, 5e-9)
	near(t, "plain rate", s.Predict(nil, s.BestRate()).Slowest(), 0.98019802, 5e-9)
	near(t, "(κ−1)/(κ+1)", s.Predict(gdkit.Plain{}, s.BestRate()).Slowest(), 99./101, 1e-14)
	rate, beta := s.BestMomentum()
	near(t, "α* of momentum", rate, 3.30578512, 5e-9)
	near(t, "β*", beta, 0.66942149, 5e-9)
	// At the double root half of the digits are left.
	near(t, "momentum rate", s.Predict(withMomentum(beta), rate).Slowest(), 0.81818182, 2e-8)
}

// Factors are the spectral radii of the matrices that the methods' own formulas make of (x, v),
// as gonum finds them.
func TestFactorsAreSpectralRadii(t *testing.T) {
	s := gdkit.Spectrum{Values: []float64{-2, 0.01, 0.3, 1, 2.7, 40}}
	for _, rate := range []float64{0.001, 0.02, 0.3, 1.7} {
		for _, beta := range []float64{0, 0.3, 0.9, 0.999} {
			plain, heavy, ahead := s.Predict(nil, rate), s.Predict(withMomentum(beta), rate), s.Predict(withNesterov(beta), rate)
			for i, l := range s.Values {
				near(t, "plain", plain.Modes[i].Factor, math.Abs(1-rate*l), 1e-14)
				// v ← βv + λx;  x ← x − αv    and    x ← x − α(λx + βv)
				at := fmt.Sprintf("α = %v, β = %v, λ = %v", rate, beta, l)
				near(t, "momentum "+at, heavy.Modes[i].Factor, spectralRadius(t, 1-rate*l, -rate*beta, l, beta), 1e-7)
				near(t, "Nesterov "+at, ahead.Modes[i].Factor,
					spectralRadius(t, 1-rate*(1+beta)*l, -rate*beta*beta, l, beta), 1e-7)
			}
		}
	}
}

// spectralRadius is the largest modulus of the eigenvalues of a 2×2 matrix.
func spectralRadius(t *testing.T, m ...float64) float64 {
	t.Helper()
	var eig mat.Eigen
	if !eig.Factorize(mat.NewDense(2, 2, m), mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	largest := 0.0
	for _, z := range eig.Values(nil) {
		largest = max(largest, math.Hypot(real(z), imag(z)))
	}
	return largest
}

// knownBowls are quadratics with their minimum, spectrum and a start.
type knownBowl struct {
	j          gdkit.Cost
	start, min []float64
}

func knownBowls() []knownBowl {
	valley := gdkit.Quadratic(1, 50)
	wide := gdkit.Quadratic(0.2, 0.5, 3, 3, 9)
	return []knownBowl{
		{twoHouses(), []float64{0, 0}, []float64{100, 200}},
		{valley, valley.Start, valley.Minima[0]},
		{wide, []float64{3, -1, 0.2, 4, -5}, wide.Minima[0]},
		{gdkit.Booth(), []float64{0, 0}, []float64{1, 3}},
	}
}

// What Walk, Steps and StepsFrom say, held to what descents then do.
func TestPredictedIsMeasured(t *testing.T) {
	for _, b := range knownBowls() {
		s := gdkit.Curvature(b.j, b.start)
		bestRate, bestBeta := s.BestMomentum()
		x := s.Coordinates(b.start, b.min)
		for _, c := range []struct {
			m    gdkit.Method
			rate float64
		}{
			{nil, s.BestRate()},
			{nil, 0.2 * s.MaxRate()},
			{withMomentum(bestBeta), bestRate},
			{withMomentum(0.5), s.MaxRate()},
			{withMomentum(0), s.BestRate()},
			{withNesterov(0.5), 0.5 * s.MaxRate()},
			{withNesterov(0.9), 0.2 * s.MaxRate()},
		} {
			p := s.Predict(c.m, c.rate)
			run := gdkit.Descent{Cost: b.j, Start: b.start, Method: c.m, Rate: c.rate, Steps: 3000}.Run()
			walk := p.Walk(x, 100)
			size := floats.Norm(x, 2)
			for i := range 101 {
				measured := s.Coordinates(run.W(i), b.min)
				if d := floats.Distance(walk.RawRowView(i), measured, 2); d > 1e-12*size {
					t.Fatalf("%v on %T: step %d at %v, predicted %v", p, b.j, i, measured, walk.RawRowView(i))
				}
			}
			for _, eps := range []float64{0.5, 1e-3, 1e-6} {
				measured := measuredSteps(t, run, b.min, eps)
				if got := p.StepsFrom(x, eps); got != measured {
					t.Errorf("%v: %v steps to %v, measured %v", p, got, eps, measured)
				}
				if c.m == nil && p.Steps(eps) < measured {
					t.Errorf("%v: no start takes longer than %v steps to %v, this one took %v", p, p.Steps(eps), eps, measured)
				}
			}
		}
	}
}

// measuredSteps is the first point of the run that is not farther from the minimum
// than ε times the start.
func measuredSteps(t *testing.T, run *gdkit.Trace, minimum []float64, eps float64) float64 {
	t.Helper()
	goal := eps * floats.Distance(run.W(0), minimum, 2)
	for i := range run.Len() {
		if floats.Distance(run.W(i), minimum, 2) <= goal {
			return float64(i)
		}
	}
	t.Fatalf("%v: never within %v", run, goal)
	return 0
}

// From a start along the slowest direction plain descent takes exactly Steps steps.
func TestStepsAreExactAlongTheSlowestDirection(t *testing.T) {
	j := gdkit.Quadratic(1, 50)
	for _, rate := range []float64{0.001, 0.01, 0.035} {
		p := gdkit.Curvature(j, j.Start).Predict(nil, rate)
		run := gdkit.Descent{Cost: j, Start: []float64{1, 0}, Rate: rate, Steps: 20000}.Run()
		for _, eps := range []float64{0.3, 1e-4, 1e-8} {
			if got, want := p.Steps(eps), measuredSteps(t, run, j.Minima[0], eps); got != want {
				t.Errorf("α = %v: %v steps to %v, measured %v", rate, got, eps, want)
			}
		}
	}
	half := gdkit.Spectrum{Values: []float64{2}}.Predict(nil, 0.25)
	for what, got := range map[string]float64{"Steps": half.Steps(1. / 1024), "StepsFrom": half.StepsFrom([]float64{3}, 1./1024)} {
		if got != 10 { // ½¹⁰
			t.Errorf("%s: %v, want 10", what, got)
		}
	}
	// whole numbers survive the logarithms
	for _, rho := range []float64{0.3, 0.7, 0.8, 0.9, 0.99} {
		p := gdkit.Spectrum{Values: []float64{1}}.Predict(nil, 1-rho)
		for k := 1.; k < 60; k++ {
			if got := p.Steps(math.Pow(rho, k)); got != k {
				t.Errorf("ρ = %v: %v steps to ρ^%v", rho, got, k)
			}
		}
	}
	// lands on the minimum
	if got := (gdkit.Spectrum{Values: []float64{2}}).Predict(nil, 0.5).Steps(1e-9); got != 1 {
		t.Errorf("%v steps, want 1", got)
	}
}

// The edge of stability from both sides and upon it: 2/λmax for plain descent, 2(1+β)/λmax for
// momentum, 2(1+β)/(λmax(1+2β)) for Nesterov's.
func TestEdgesOfStability(t *testing.T) {
	for _, b := range knownBowls() {
		s := gdkit.Curvature(b.j, b.start)
		for _, c := range []struct {
			m    gdkit.Method
			edge float64
		}{
			{nil, 2 / s.Max()},
			{withMomentum(0.5), 2 * 1.5 / s.Max()},
			{withMomentum(0.9), 2 * 1.9 / s.Max()},
			{withNesterov(0.5), 2 * 1.5 / (s.Max() * 2)},
			{withNesterov(0.9), 2 * 1.9 / (s.Max() * 2.8)},
		} {
			below, above := s.Predict(c.m, 0.99*c.edge), s.Predict(c.m, 1.01*c.edge)
			if !(below.Slowest() < 1) || !(above.Slowest() > 1) {
				t.Errorf("%v and %v: the edge should lie between", below, above)
			}
			if !math.IsInf(above.Steps(0.1), 1) || !strings.Contains(above.String(), "diverges") {
				t.Errorf("%v in %v steps, want never", above, above.Steps(0.1))
			}
			plan := gdkit.Descent{Cost: b.j, Start: b.start, Method: c.m, Rate: 0.99 * c.edge, Steps: 3000}
			if run := plan.Run(); run.GradNorm[3000] > 1e-6*run.GradNorm[0] {
				t.Errorf("below the edge: %v", run)
			}
			plan.Rate = 1.01 * c.edge
			if run := plan.Run(); run.Reason != gdkit.Diverged {
				t.Errorf("above the edge: %v", run)
			}
			plan.Rate = c.edge
			if text := s.Predict(c.m, c.edge).String(); !strings.Contains(text, "on the edge") {
				t.Error(text)
			}
			// On the edge the steepest direction bounces from side to side for ever.
			run := plan.Run()
			far, farther := s.Coordinates(run.W(2000), b.min), s.Coordinates(run.W(2001), b.min)
			top := len(far) - 1
			near(t, "bounce", farther[top], -far[top], 1e-6)
			if math.Abs(far[top]) < 0.01*math.Abs(s.Coordinates(b.start, b.min)[top]) {
				t.Errorf("on the edge the steepest direction shrank to %v", far[top])
			}
		}
	}
}

// No rate beats BestRate, no pair beats BestMomentum.
func TestBestIsBest(t *testing.T) {
	for _, values := range [][]float64{{0.0729490, 3.4270510}, {1, 50}, {1, 1.1}, {1e-3, 0.5, 4, 1000}} {
		s := gdkit.Spectrum{Values: values}
		best := s.Predict(nil, s.BestRate()).Slowest()
		rate, beta := s.BestMomentum()
		root := math.Sqrt(s.Condition())
		heavy := (root - 1) / (root + 1)
		near(t, "ρ of momentum", s.Predict(withMomentum(beta), rate).Slowest(), heavy, 1e-6)
		for _, a := range []float64{0.5, 0.9, 0.99, 1.01, 1.1, 1.5} {
			if rho := s.Predict(nil, a*s.BestRate()).Slowest(); rho <= best {
				t.Errorf("λ = %v: %v times the best rate gives %v, the best %v", values, a, rho, best)
			}
			for _, b := range []float64{0.5, 0.9, 0.99, 1, 1.01, 1.1} {
				if a == 1 && b == 1 || b*beta >= 1 {
					continue
				}
				if rho := s.Predict(withMomentum(b*beta), a*rate).Slowest(); rho < heavy-1e-9 {
					t.Errorf("λ = %v: α·%v, β·%v gives %v, the best %v", values, a, b, rho, heavy)
				}
			}
		}
	}
}

// What isn't a bowl has no best rate; what is flat along some direction has one for the others.
func TestFlatAndSaddle(t *testing.T) {
	flat := gdkit.Spectrum{Values: []float64{1e-17, 1, 9}}
	near(t, "best rate beside a flat direction", flat.BestRate(), 0.2, 1e-14)
	p := flat.Predict(nil, 0.2)
	near(t, "slowest", p.Slowest(), 0.8, 1e-14)
	if got := p.StepsFrom([]float64{100, 1, 0}, 0.5); got != 4 { // 0.8⁴ < ½ < 0.8³
		t.Errorf("%v steps, want 4", got)
	}
	for _, values := range [][]float64{{-1, 2}, {-3, -1}, {0, 0}, nil} {
		s := gdkit.Spectrum{Values: values}
		rate, beta := s.BestMomentum()
		if !math.IsNaN(s.BestRate()) || !math.IsNaN(rate) || !math.IsNaN(beta) {
			t.Errorf("λ = %v: best rates %v, %v, %v; want NaN", values, s.BestRate(), rate, beta)
		}
		p := s.Predict(nil, 0.1)
		if steps := p.Steps(0.1); !math.IsInf(steps, 1) {
			t.Errorf("λ = %v: %v steps, want +Inf", values, steps)
		}
		_ = p.String()
	}
	// Down a saddle the distance grows by 1 − αλ.
	near(t, "saddle", gdkit.Spectrum{Values: []float64{-2, 2}}.Predict(nil, 0.1).Slowest(), 1.2, 1e-15)
}

// A convex cost that is no quadratic: with L and μ in place of λ every step shrinks the distance by
// max(|1−αμ|, |1−αL|) at least.
func TestPromiseForConvexCosts(t *testing.T) {
	// J = Σ cᵢ·log cosh wᵢ + (μ/2)‖w‖²: curvature between μ and μ + max cᵢ, minimum at 0.
	c, mu := []float64{1, 5, 20}, 0.1
	j := gdkit.CostFunc(func(grad, w []float64) float64 {
		sum := 0.0
		for i, v := range w {
			sum += c[i]*math.Log(math.Cosh(v)) + mu*v*v/2
			if grad != nil {
				grad[i] = c[i]*math.Tanh(v) + mu*v
			}
		}
		return sum
	})
	rnd := rand.New(rand.NewPCG(4, 5))
	bounds := gdkit.Spectrum{Values: []float64{mu, mu + slices.Max(c)}}
	for _, rate := range []float64{0.3 * bounds.BestRate(), bounds.BestRate(), 0.999 * bounds.MaxRate()} {
		promise := bounds.Predict(nil, rate).Slowest()
		for range 20 {
			start := []float64{rnd.NormFloat64() * 4, rnd.NormFloat64() * 4, rnd.NormFloat64() * 4}
			run := gdkit.Descent{Cost: j, Start: start, Rate: rate, Steps: 200}.Run()
			for i := 1; i < run.Len(); i++ {
				if now, before := floats.Norm(run.W(i), 2), floats.Norm(run.W(i-1), 2); now > before*promise*(1+1e-12) {
					t.Fatalf("α = %v, step %d: the distance went from %v to %v, promised factor %v", rate, i, before, now, promise)
				}
			}
		}
	}
}

// Without μ there is no factor, but J(t) − J* ≤ ‖w(0)−w*‖²/(2αt) for α ≤ 1/L. J = log(1+e⁻²ʷ) + w
// has J″ ≤ 1 and its minimum ln 2 at 0.
func TestPromiseWithoutStrongConvexity(t *testing.T) {
	j := gdkit.Scalar(func(w float64) float64 { return math.Log(2 * math.Cosh(w)) }, math.Tanh)
	for _, rate := range []float64{0.1, 1} {
		run := gdkit.Descent{Cost: j, Start: []float64{30}, Rate: rate, Steps: 500}.Run()
		for i := 1; i < run.Len(); i++ {
			if gap := run.J[i] - math.Ln2; gap > 900/(2*rate*float64(i))+1e-12 {
				t.Fatalf("α = %v: J is %v above its minimum after %d steps, promised %v", rate, gap, i, 900/(2*rate*float64(i)))
			}
		}
	}
}

func TestPredictMisuse(t *testing.T) {
	s := gdkit.Spectrum{Values: []float64{1, 2}}
	p := s.Predict(nil, 0.1)
	for want, f := range map[string]func(){
		"the rate is 0, want":                    func() { s.Predict(nil, 0) },
		"the rate is NaN, want":                  func() { s.Predict(nil, math.NaN()) },
		"*gdkit.Adam, want Plain, *Momentum":     func() { s.Predict(gdkit.NewAdam(), 0.1) },
		"Beta is 1, want":                        func() { s.Predict(withMomentum(1), 0.1) },
		"Steps: ε is 0, want 0 < ε < 1":          func() { p.Steps(0) },
		"Steps: ε is 1, want":                    func() { p.StepsFrom([]float64{1, 2}, 1) },
		"StepsFrom: got 1 coordinates, want 2":   func() { p.StepsFrom([]float64{1}, 0.1) },
		"StepsFrom: coordinate 1 is NaN, want":   func() { p.StepsFrom([]float64{1, math.NaN()}, 0.1) },
		"Walk: got 3 coordinates, want 2":        func() { p.Walk([]float64{1, 2, 3}, 5) },
		"Walk: got -1 steps, want 0 or more":     func() { p.Walk([]float64{1, 2}, -1) },
		"Extremes: k is 0, want at least 1 step": func() { gdkit.Extremes(square, []float64{1}, 0) },
		"Extremes: the gradient close to":        func() { gdkit.Extremes(notANumber, []float64{1}, 3) },
		"Extremes: the cost is nil":              func() { gdkit.Extremes(nil, []float64{1}, 3) },
		"AutoRate: the cost is nil":              func() { gdkit.AutoRate(nil, []float64{1}) },
		"AutoRate: the point has 2 numbers, but": func() { gdkit.AutoRate(square, []float64{1, 2}) },
		"AutoRate: the point is empty, want":     func() { gdkit.AutoRate(square, nil) },
		"Linear.L2 is -1, want a number":         func() { bad := twoHouses(); bad.L2 = -1; gdkit.AutoRate(bad, []float64{0, 0}) },
		"Coordinates: the point has 0 numbers":   func() { gdkit.Curvature(square, []float64{1}).Coordinates(nil, []float64{1}) },
		"Curvature: the eigenvalues of the Hess": func() { gdkit.Curvature(notANumber, []float64{1}) },
	} {
		wantPanic(t, want, f)
	}
}

// notANumber is a cost whose gradient is never a number.
var notANumber = gdkit.CostFunc(func(grad, w []float64) float64 {
	for i := range grad {
		grad[i] = math.NaN()
	}
	return 1
})
