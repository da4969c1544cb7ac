package gdkit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// What lesson 10 says of hills, saddles and plateaus, held to closed forms.

// "Episode 6", w = 5 and α = 0.1: near 5 a step multiplies the distance by 1 − 32α, near the
// hilltop at 3 by 1 + 16α.
func TestFactorsNearTheFlatPlaces(t *testing.T) {
	j := gdkit.TwoValleys()
	for _, at := range []struct{ w, curvature float64 }{{1, 32}, {3, -16}, {5, 32}} {
		near(t, "curvature", gdkit.Curvature(j, []float64{at.w}).Max(), at.curvature, 1e-12)
		for _, alpha := range []float64{0.01, 0.06, 0.065, 0.1} {
			run := gdkit.Descent{Cost: j, Start: []float64{at.w + 1e-6}, Rate: alpha, Steps: 1}.Run()
			near(t, "factor", (run.Last()[0]-at.w)/1e-6, 1-alpha*at.curvature, 1e-4)
		}
	}
}

// "Gradient Descent: how does it work": the learning rate decides, too. From −0.6 a large rate
// leaps into the other valley.
func TestRateDecidesTheMinimum(t *testing.T) {
	for _, c := range []struct{ rate, end float64 }{{0.01, 1}, {0.02, 1}, {0.04, 5}, {0.05, 5}} {
		run := gdkit.Descent{Cost: gdkit.TwoValleys(), Start: []float64{-0.5}, Rate: c.rate, Steps: 500}.Run()
		near(t, "end", run.Last()[0], c.end, 1e-6)
	}
}

// Himmelblau's four valleys hold on to a walker below 2/λmax, and not above. The edges are
// those that the lesson prints, and those of the Hessian by hand: [[12x²+4y−42, 4x+4y],
// [4x+4y, 12y²+4x−26]].
func TestWhichValleysHold(t *testing.T) {
	j := gdkit.Himmelblau()
	for k, printed := range []float64{0.02431, 0.02483, 0.01495, 0.01897} {
		x, y := j.Minima[k][0], j.Minima[k][1]
		a, b, d := 12*x*x+4*y-42, 4*x+4*y, 12*y*y+4*x-26
		edge := 2 / ((a+d)/2 + math.Hypot((a-d)/2, b))
		near(t, "2/λmax", gdkit.Curvature(j, j.Minima[k]).MaxRate(), edge, 1e-12)
		near(t, "2/λmax as printed", edge, printed, 5e-4)
		for _, part := range []float64{0.97, 1.03} {
			run := gdkit.Descent{Cost: j, Start: []float64{x + 1e-5, y + 1e-5}, Rate: part * edge, Steps: 2000}.Run()
			if holds := floats.Distance(run.Last(), j.Minima[k], 2) < 1e-3; holds != (part < 1) {
				t.Errorf("valley %d at %v of its edge: holds %v", k+1, part, holds)
			}
		}
	}
}

// On x² − y² each step multiplies y by 1.2: a start that is a factor nearer to the ridge
// delays by its logarithm.
func TestSaddleDelaysByTheLogarithm(t *testing.T) {
	for _, y := range []float64{1e-6, 1e-9, 1e-12} {
		run := gdkit.Descent{Cost: gdkit.Saddle(), Start: []float64{1, y}, Rate: 0.1, Steps: 200}.Run()
		want := int(math.Ceil(math.Log(1/y) / math.Log(1.2))) // 76, 114, 152
		if run.W(want)[1] <= 1 || run.W(want - 1)[1] > 1 {
			t.Errorf("from %v |y| is %v at step %d and %v before", y, run.W(want)[1], want, run.W(want - 1)[1])
		}
	}
}

// The monkey saddle has no curvature in its middle, so on its ridge x falls like 1/(3αt).
func TestMonkeySaddleIsSlow(t *testing.T) {
	near(t, "1 + curvature", 1+gdkit.Curvature(gdkit.MonkeySaddle(), []float64{0, 0}).Max(), 1, 1e-12)
	run := gdkit.Descent{Cost: gdkit.MonkeySaddle(), Start: []float64{0.5, 0}, Rate: 0.1, Steps: 10000}.Run()
	near(t, "x(10000)·0.3·10000", run.Last()[0]*0.3*10000, 1, 0.01)
}

// A small slope is no proof of a minimum: from (6, 0) the plateau's is 6e^(−18).
func TestPlateauLooksConverged(t *testing.T) {
	run := gdkit.Descent{Cost: gdkit.Plateau(), Start: []float64{6, 0}, Rate: 0.5, Steps: 10, Stop: gdkit.GradNormBelow(1e-7)}.Run()
	near(t, "slope", run.GradNorm[0], 6*math.Exp(-18), 1e-12)
	if run.Reason != gdkit.Converged || run.Steps() != 0 {
		t.Errorf("%v after %d steps, want converged at the start", run.Reason, run.Steps())
	}
}

// The lowest dent of Rastrigin's surface has a 64th of the ground from −4 to 4.
func TestRandomRestarts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	best, tries := 0., 1000.
	for range int(tries) {
		run := gdkit.Descent{Cost: gdkit.Rastrigin(2), Start: []float64{8*rnd.Float64() - 4, 8*rnd.Float64() - 4}, Rate: 0.002, Steps: 300, Every: 300}.Run()
		if run.J[run.Len()-1] < 1e-6 {
			best++
		}
	}
	if expected := tries / 64; math.Abs(best-expected) > 3*math.Sqrt(expected) {
		t.Errorf("%v of %v starts found the lowest dent, want about %v", best, tries, expected)
	}
}

// tilted is lesson 10's cost of twenty examples: a shallow valley near 1, a deep one near −1, and
// each example tilts the ground.
type tilted struct{}

func (tilted) Len() int { return 20 }

func (tilted) EvalRows(grad, w []float64, rows []int) float64 {
	tilt := 0.6
	for _, i := range rows {
		tilt += 6 * (float64(i)/9.5 - 1) / float64(len(rows))
	}
	if grad != nil {
		grad[0] = 4*w[0]*(w[0]*w[0]-1) + tilt
	}
	return math.Pow(w[0]*w[0]-1, 2) + tilt*w[0]
}

func (t tilted) Eval(grad, w []float64) float64 { return t.EvalRows(grad, w, nil) }

// Noise escapes a shallow minimum if it is strong enough ("Gradient Descent: Unpacking the Engine
// of Machine Learning").
func TestNoiseEscapesAShallowValley(t *testing.T) {
	if c := gdkit.CheckGrad(tilted{}, []float64{0.3}); !c.OK {
		t.Fatal(c)
	}
	for _, c := range []struct{ batch, least, most int }{{20, 0, 0}, {5, 0, 0}, {2, 0, 10}, {1, 140, 190}} {
		deep := 0
		for seed := range uint64(200) {
			run := gdkit.Descent{Cost: tilted{}, Start: []float64{0.9}, Rate: 0.05, Steps: 1000 / c.batch, Batch: c.batch, Seed: seed}.Run()
			if run.Last()[0] < 0 {
				deep++
			}
		}
		if deep < c.least || deep > c.most {
			t.Errorf("batches of %d: %d of 200 escaped, want %d to %d", c.batch, deep, c.least, c.most)
		}
	}
}

// "Understanding Gradient Descent": linear and logistic regression are convex, a neural network is
// not; the midpoint of a chord shows it.
func TestWhichCostsAreConvex(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(8, 2, 0, 0, 0, 1, 1, 0, 1, 1, 2, .5, .5, 2, -1, .3, .2, -1), Y: []float64{0, 1, 1, 0, 1, 0, 0, 1}}
	for name, c := range map[string]struct {
		j      gdkit.Sized
		convex bool
	}{
		"linear":   {&gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}, true},
		"logistic": {&gdkit.Linear{Data: d, Loss: gdkit.Logistic}, true},
		"hinge":    {&gdkit.Linear{Data: d, Loss: gdkit.Hinge}, true},
		"net":      {&gdkit.Net{Data: d, Hidden: []int{2}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}, false},
	} {
		n := c.j.Dim()
		u, v, middle, above := make([]float64, n), make([]float64, n), make([]float64, n), 0
		rnd := rand.New(rand.NewPCG(1, 0))
		for range 2000 {
			for k := range u {
				u[k], v[k] = 3*rnd.NormFloat64(), 3*rnd.NormFloat64()
			}
			floats.AddTo(middle, u, v)
			floats.Scale(0.5, middle)
			if c.j.Eval(nil, middle) > (c.j.Eval(nil, u)+c.j.Eval(nil, v))/2+1e-9 {
				above++
			}
		}
		if convex := above == 0; convex != c.convex {
			t.Errorf("%s: %d of 2000 midpoints lie above the chord", name, above)
		}
	}
}

// Convex is not enough: α < 2/L is needed, and |w| has no such L.
func TestConvexIsNotEnough(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	edge := gdkit.Curvature(j, []float64{0, 0}).MaxRate()
	for _, part := range []float64{0.99, 1.01} {
		run := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: part * edge, Steps: 3000}.Run()
		if diverged := run.Reason == gdkit.Diverged; diverged != (part > 1) {
			t.Errorf("at %v of the edge: %v", part, run)
		}
	}
	vee := gdkit.Scalar(math.Abs, func(w float64) float64 { return math.Copysign(1, w) })
	run := gdkit.Descent{Cost: vee, Start: []float64{1.1}, Rate: 0.4, Steps: 1000}.Run()
	near(t, "the hop never ends: |w| + |next w|", math.Abs(run.W(999)[0])+math.Abs(run.Last()[0]), 0.4, 1e-9)
}
