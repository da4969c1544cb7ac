package gdkit_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// What lesson 11 says of neural nets, held to closed forms.

// noisyRings are the two noisy rings of lesson 11.
func noisyRings() *gdkit.Dataset {
	rnd := rand.New(rand.NewPCG(1, 0))
	x, y := denseOf(200, 2, make([]float64, 400)...), make([]float64, 200)
	for i := range y {
		y[i] = float64(i % 2)
		radius, angle := 1+y[i]+0.2*rnd.NormFloat64(), 2*math.Pi*rnd.Float64()
		x.SetRow(i, []float64{radius * math.Cos(angle), radius * math.Sin(angle)})
	}
	return &gdkit.Dataset{X: x, Y: y}
}

// The chain rule by hand for ŷ = c + v·tanh(b + wx).
func TestOneHiddenUnitByHand(t *testing.T) {
	x, y, b, w, c, v := 0.5, 1.0, 0.1, 0.8, -0.2, 1.5
	net := &gdkit.Net{Data: &gdkit.Dataset{X: denseOf(1, 1, x), Y: []float64{y}}, Hidden: []int{1}, Activation: gdkit.Tanh, Loss: gdkit.HalfSquared}
	got := make([]float64, 4)
	cost := net.Eval(got, []float64{b, w, c, v})
	a := math.Tanh(b + w*x)
	r := c + v*a - y
	near(t, "J", cost, r*r/2, 1e-14)
	for i, want := range []float64{r * v * (1 - a*a), r * v * (1 - a*a) * x, r, r * a} {
		near(t, net.ParamNames()[i], got[i], want, 1e-14)
	}
}

// No line does better on XOR than one half everywhere; the nets of two hidden units end at 0 or at
// one of two worse places.
func TestXor(t *testing.T) {
	line := &gdkit.Linear{Data: xor(), Loss: gdkit.Logistic}
	near(t, "line", gdkit.Descent{Cost: line, Start: []float64{1, 1, -1}, Rate: 1, Steps: 1000}.Run().J[1000], math.Ln2, 1e-9)
	half, third := math.Ln2/2, 0.75*(math.Log(3)-2./3*math.Ln2)
	net := &gdkit.Net{Data: xor(), Hidden: []int{2}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	learned := 0
	for seed := range uint64(50) {
		switch j := (gdkit.Descent{Cost: net, Start: net.Xavier(seed), Rate: 1, Steps: 3000, Every: 3000}).Run().J[1]; {
		case j < 0.01:
			learned++
		case math.Abs(j-half) > 2e-3 && math.Abs(j-third) > 2e-3:
			t.Errorf("seed %d ends at %v, want 0, %v or %v", seed, j, half, third)
		}
	}
	if learned != 28 {
		t.Errorf("%d of 50 starts learned XOR, the lesson says 28", learned)
	}
}

// From zeros nothing moves but the last bias, and not even that where the classes balance;
// equal units stay equal.
func TestStartsWithoutDifference(t *testing.T) {
	net := &gdkit.Net{Data: noisyRings(), Hidden: []int{8}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	zeros, same := make([]float64, net.Dim()), make([]float64, net.Dim())
	for i := range same {
		same[i] = 0.5
	}
	if w := (gdkit.Descent{Cost: net, Start: zeros, Rate: 0.5, Steps: 100}).Run().Last(); !slices.Equal(w, zeros) {
		t.Errorf("from zeros to %v", w)
	}
	w := gdkit.Descent{Cost: net, Start: same, Rate: 0.5, Steps: 500}.Run().Last()
	for unit := 1; unit < 8; unit++ {
		if !slices.Equal(w[3*unit:3*unit+3], w[:3]) {
			t.Errorf("unit %d is %v, unit 1 is %v", unit+1, w[3*unit:3*unit+3], w[:3])
		}
	}
	good := gdkit.Descent{Cost: net, Start: net.Xavier(1), Rate: 0.5, Steps: 1000}.Run().Last()
	if score := gdkit.Score(net, good, noisyRings()); score < 0.99 {
		t.Errorf("Xavier: accuracy %v", score)
	}
}

// "Gradient Descent: Unpacking the Engine of Machine Learning": gradients vanish and explode. Ten
// sigmoid layers do not learn in 1000 steps, with momentum neither; ten tanh layers do. Weights
// twice as large make each gradient of eleven ReLU layers some 2¹⁰ times larger.
func TestDeepNets(t *testing.T) {
	deep := func(a gdkit.Activation) *gdkit.Net {
		return &gdkit.Net{Data: noisyRings(), Hidden: []int{8, 8, 8, 8, 8, 8, 8, 8, 8, 8}, Activation: a, Loss: gdkit.Logistic}
	}
	for _, m := range []gdkit.Method{nil, &gdkit.Momentum{Beta: 0.9}} {
		net := deep(gdkit.SigmoidUnit)
		run := gdkit.Descent{Cost: net, Start: net.Xavier(1), Rate: 0.1, Steps: 500, Method: m}.Run()
		near(t, "sigmoid", run.J[500], math.Ln2, 1e-3)
	}
	net := deep(gdkit.Tanh)
	if run := (gdkit.Descent{Cost: net, Start: net.Xavier(1), Rate: 0.1, Steps: 500}).Run(); gdkit.Score(net, run.Last(), noisyRings()) < 0.99 {
		t.Errorf("tanh: %v", run)
	}
	net = deep(gdkit.ReLU)
	he, wild := net.He(1), net.He(1)
	for i := range wild {
		wild[i] *= 2
	}
	usual, exploded := net.LayerGradNorms(he), net.LayerGradNorms(wild)
	for l := range usual {
		if f := exploded[l] / usual[l]; f < 1000 || f > 5000 {
			t.Errorf("layer %d: %v times larger", l+1, f)
		}
	}
}

// Two units exchanged make the same net; half-way between the two is a hill, so the
// cost is not convex.
func TestTwinsOfANet(t *testing.T) {
	net := &gdkit.Net{Data: noisyRings(), Hidden: []int{4}, Activation: gdkit.Tanh, Loss: gdkit.Logistic}
	a := gdkit.Descent{Cost: net, Start: net.Xavier(3), Rate: 0.5, Steps: 1000}.Run().Last()
	b := slices.Clone(a)
	copy(b[0:3], a[3:6])
	copy(b[3:6], a[0:3])
	b[13], b[14] = a[14], a[13]
	middle := make([]float64, len(a))
	for i := range a {
		middle[i] = (a[i] + b[i]) / 2
	}
	near(t, "the twin", net.Eval(nil, b), net.Eval(nil, a), 1e-12)
	if net.Eval(nil, middle) < 5*net.Eval(nil, a) {
		t.Errorf("J = %v half-way, %v at the ends", net.Eval(nil, middle), net.Eval(nil, a))
	}
}

// Thirty readings of the digits: small batches are far ahead of whole ones, and of L-BFGS's.
func TestDigitsInSmallBatches(t *testing.T) {
	train, test := datasets.Digits().Shuffle(1).Split(0.8)
	net := &gdkit.Net{Data: train.MinMax(), Hidden: []int{32}, Activation: gdkit.ReLU, Loss: gdkit.CrossEntropy, Classes: 10}
	whole := gdkit.Descent{Cost: net, Start: net.He(1), Rate: 0.3, Steps: 10}.Run()
	small := gdkit.Descent{Cost: net, Start: net.He(1), Rate: 0.3, Steps: 10 * 45, Batch: 32, Seed: 1}.Run()
	if small.Examples != whole.Examples || small.J[10] > whole.J[10]/10 {
		t.Errorf("after %d and %d examples J = %v and %v", small.Examples, whole.Examples, small.J[10], whole.J[10])
	}
	if score := gdkit.Score(net, small.Last(), test); score < 0.94 {
		t.Errorf("accuracy %v on new digits", score)
	}
}
