package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Mode is what a method does to x, the distance to the minimum along one eigen-direction of a
// quadratic cost:
//
//	x(1) = First·x(0),   x(t+1) = A·x(t) − B·x(t−1)
//
//	           First          A               B
//	plain      1 − αλ         1 − αλ          0
//	Momentum   1 − αλ         1 + β − αλ      β
//	Nesterov   1 − α(1+β)λ    (1+β)(1−αλ)     β(1−αλ)
//
// In the long run x shrinks by Factor a step: the largest modulus of the roots z of z² − Az + B =
// 0, which is |1 − αλ| for plain descent.
type Mode struct {
	Lambda      float64 // λ, curvature
	First, A, B float64
	Factor      float64 // < 1: x shrinks; 1: it stays or bounces for ever; > 1: it grows
	// λ is 0 to rounding: nothing to reach along this direction, and it isn't counted
	Flat bool
}

// A Prediction is what a Spectrum says of a method and a rate before they run.
type Prediction struct {
	Label string // the method and α
	Modes []Mode // one for each eigen-direction, λ ascending
}

// Predict says how m will converge with the rate α: m is nil for Plain{}, or a LinearMethod. Other
// methods aren't linear in the gradient, so that a spectrum can't predict them; they panic, as does
// a rate that isn't positive. So does a method whose Step does something else than its Mode says,
// for example one that embeds *Momentum and has a Step of its own: a copy of m takes four steps to
// see that.
func (s Spectrum) Predict(m Method, rate float64) Prediction {
	m = orPlain(m)
	if err := positive("Spectrum.Predict: the rate", rate, "for example BestRate()"); err != nil {
		panic(err.Error())
	}
	linear, ok := offers[LinearMethod](m)
	if !ok {
		panic(fmt.Sprintf("gdkit: Spectrum.Predict: got the method %T, want Plain, *Momentum, *Nesterov "+
			"or another LinearMethod, which has a method Mode", m))
	}
	if err := stepsAs(linear, m, rate); err != nil {
		panic(err.Error())
	}
	p := Prediction{Label: Descent{Method: m, Rate: rate}.label(), Modes: make([]Mode, len(s.Values))}
	for i, lambda := range s.Values {
		mode := Mode{Lambda: lambda, Flat: math.Abs(lambda) <= s.noise()}
		mode.First, mode.A, mode.B = linear.Mode(rate, lambda)
		mode.Factor = largestRoot(mode.A, mode.B)
		p.Modes[i] = mode
	}
	return p
}

// MaxRateOf is MaxRate for the method m: the rate up to which a walk with m on a quadratic bowl
// does not grow, 2(1+β)/λmax for Momentum and 2(1+β)/(λmax(1+2β)) for Nesterov. It is NaN where
// Predict would refuse m.
func (s Spectrum) MaxRateOf(m Method) float64 {
	m = orPlain(m)
	linear, ok := offers[LinearMethod](m)
	rate := s.MaxRate()
	if math.IsInf(rate, 1) {
		return rate
	}
	if !ok || stepsAs(linear, m, rate) != nil {
		return math.NaN()
	}
	stable := func(rate float64) bool {
		for _, lambda := range s.Values {
			_, a, b := linear.Mode(rate, lambda)
			if !(largestRoot(a, b) <= 1+4*eps) && math.Abs(lambda) > s.noise() {
				return false
			}
		}
		return true
	}
	low, high := 0.0, rate
	for ; stable(high); high *= 2 {
		if low = high; low > 1e6*rate {
			return math.Inf(1)
		}
	}
	for range 60 { // halves the distance
		if middle := (low + high) / 2; stable(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// stepsAs reports a method m that can't start or whose steps are not those that linear's Mode
// tells.
func stepsAs(linear LinearMethod, m Method, rate float64) error {
	lambda := min(0.3/rate, 1e300) // ½λw², on which no usual method diverges at this rate
	trial := apart(m)
	if err := trial.Init(Quadratic(lambda), 1); err != nil {
		return err
	}
	var mode Mode
	mode.First, mode.A, mode.B = linear.Mode(rate, lambda)
	p := Prediction{Modes: []Mode{mode}}
	w, grad, now, last := []float64{1}, []float64{0}, []float64{1}, []float64{0}
	for t := range 4 {
		grad[0] = lambda * w[0]
		trial.Step(w, grad, rate)
		p.step(t, now, last)
		if !(math.Abs(w[0]-now[0]) <= 1e-9) {
			return fmt.Errorf("gdkit: Spectrum.Predict: step %d of the method %T leads from w = 1 on ½·%.4gw² to %.6g, and its Mode says %.6g; "+
				"want a Mode that describes its own Step", t+1, m, lambda, w[0], now[0])
		}
	}
	return nil
}

// largestRoot is the largest modulus of the roots of z² − az + b. Near a double root it is good to
// half of the digits, as a and b are.
func largestRoot(a, b float64) float64 {
	disc := a*a - 4*b
	if disc < 0 {
		return math.Sqrt(b) // a pair of complex roots, whose product is b
	}
	return (math.Abs(a) + math.Sqrt(disc)) / 2
}

// Slowest is the factor of the direction that shrinks least, and so of the whole walk in the end. 1
// or more: it doesn't converge. Where all directions are flat it is 1.
func (p Prediction) Slowest() float64 {
	slowest := math.Inf(-1)
	for _, m := range p.Modes {
		if !m.Flat {
			slowest = max(slowest, m.Factor)
		}
	}
	if math.IsInf(slowest, -1) {
		return 1
	}
	return slowest
}

// Steps predicts after how many steps the distance to the minimum is ε times that of the start, 0 <
// ε < 1, from Slowest alone:
//
//	t = ⌈ln ε / ln ρ⌉,   ρ = Slowest()
//
// +Inf if it never is. For plain descent no start takes longer, and one that lies along the slowest
// direction takes exactly t steps. For momentum this neglects the beginning, in which the velocity
// is still growing: at the best α and β, where two roots meet, x is about (1 + ct)ρᵗ, and t is too
// small by a good part. StepsFrom neglects nothing.
func (p Prediction) Steps(eps float64) float64 {
	wantShrink("Steps", eps)
	switch rho := p.Slowest(); {
	case rho >= 1:
		return math.Inf(1)
	case rho == 0:
		return 1
	default:
		t := math.Log(eps) / math.Log(rho)
		return math.Ceil(t - 1e-12*t) // a whole number is not rounded up
	}
}

// StepsFrom is the number of steps after which the distance is first ε times that of the start or
// less, for the start whose Coordinates are x. It is exact for a quadratic cost, up to rounding,
// and takes n operations a step: it walks along the modes. Where Steps predicts more than 1e8 it
// returns that.
func (p Prediction) StepsFrom(x []float64, eps float64) float64 {
	p.wantCoordinates("StepsFrom", x)
	if long := p.Steps(eps); long > 1e8 {
		return long
	}
	now, last := p.start(x)
	goal := eps * floats.Norm(now, 2)
	t := 0
	for ; floats.Norm(now, 2) > goal; t++ {
		p.step(t, now, last)
	}
	return float64(t)
}

// Walk returns the predicted coordinates from x on, one row for each t = 0 … steps, one column for
// each direction. For plain descent |xᵢ(t)| = |1−αλᵢ|ᵗ·|xᵢ(0)|. It is exact for a quadratic cost.
func (p Prediction) Walk(x []float64, steps int) *mat.Dense {
	p.wantCoordinates("Walk", x)
	if steps < 0 {
		panic(fmt.Sprintf("gdkit: Prediction.Walk: got %d steps, want 0 or more", steps))
	}
	rows := mat.NewDense(steps+1, len(x), nil)
	rows.SetRow(0, x)
	now, last := append([]float64(nil), x...), make([]float64, len(x))
	for t := range steps {
		p.step(t, now, last)
		rows.SetRow(t+1, now)
	}
	return rows
}

// start is x without the flat directions, and room for the point before it.
func (p Prediction) start(x []float64) (now, last []float64) {
	now, last = make([]float64, len(x)), make([]float64, len(x))
	for i, m := range p.Modes {
		if !m.Flat {
			now[i] = x[i]
		}
	}
	return now, last
}

// step moves now from t to t+1. last is the point before now, which t = 0 doesn't have.
func (p Prediction) step(t int, now, last []float64) {
	for i, m := range p.Modes {
		next := m.First * now[i]
		if t > 0 {
			next = m.A*now[i] - m.B*last[i]
		}
		last[i], now[i] = now[i], next
	}
}

// String is the prediction in one sentence.
func (p Prediction) String() string {
	rho := p.Slowest()
	switch {
	case len(p.Modes) == 0:
		return p.Label + ": no parameters, nothing to predict"
	case math.Abs(rho-1) <= 4*eps:
		return p.Label + ": on the edge of stability, some direction neither shrinks nor grows"
	case rho > 1:
		return fmt.Sprintf("%s: the distance grows by the factor %.4g a step in the end, it diverges", p.Label, rho)
	}
	return fmt.Sprintf("%s: the distance shrinks by the factor %.4g a step in the end, %g steps to a tenth of it",
		p.Label, rho, p.Steps(0.1))
}

// BestRate is the α with which plain descent converges fastest on a quadratic bowl:
//
//	α* = 2/(λmin + λmax),   ρ = (κ−1)/(κ+1)
//
// The steepest direction then overshoots by as much as the flattest falls short. Directions with λ
// = 0 aren't counted. It is NaN where there is no bowl.
func (s Spectrum) BestRate() float64 {
	low, high := s.bowl()
	return 2 / (low + high)
}

// BestMomentum is the α and β with which Momentum converges fastest on a quadratic bowl
// (Polyak 1964; Goh, Why Momentum Really Works, Distill 2017):
//
//	α* = (2/(√λmin + √λmax))²,   β* = ((√λmax − √λmin)/(√λmax + √λmin))²,
//	ρ = √β* = (√κ−1)/(√κ+1)
//
// It is as if the valley had the condition √κ. Directions with λ = 0 aren't counted. NaNs where
// there is no bowl.
func (s Spectrum) BestMomentum() (rate, beta float64) {
	low, high := s.bowl()
	low, high = math.Sqrt(low), math.Sqrt(high)
	rate, beta = 2/(low+high), (high-low)/(high+low)
	return rate * rate, beta * beta
}

// bowl is the smallest and the largest λ that isn't 0 to rounding, or two NaNs where one is
// negative or there is none.
func (s Spectrum) bowl() (low, high float64) {
	for _, lambda := range s.Values {
		switch {
		case lambda < -s.noise():
			return math.NaN(), math.NaN()
		case lambda > s.noise():
			return lambda, s.Max()
		}
	}
	return math.NaN(), math.NaN()
}

func wantShrink(method string, eps float64) {
	if !(eps > 0 && eps < 1) {
		panic(fmt.Sprintf("gdkit: Prediction.%s: ε is %v, want 0 < ε < 1, the part of the distance that may be left", method, eps))
	}
}

func (p Prediction) wantCoordinates(method string, x []float64) {
	if len(x) != len(p.Modes) {
		panic(fmt.Sprintf("gdkit: Prediction.%s: got %d coordinates, want %d, one for each direction (Spectrum.Coordinates)",
			method, len(x), len(p.Modes)))
	}
	for i, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic(fmt.Sprintf("gdkit: Prediction.%s: coordinate %d is %v, want a finite number", method, i, v))
		}
	}
}
