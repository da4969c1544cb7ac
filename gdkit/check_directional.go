package gdkit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// A DirectionCheck holds a gradient against differences of the cost along random directions d of
// length 1.
type DirectionCheck struct {
	Dim    int       // n, the number of parameters
	Got    []float64 // ∇J·d, one entry for each direction
	Want   []float64 // (J(w+hd) − J(w−hd)) / 2h
	RelErr []float64 // |Got − Want| / max(|Got|, |Want|), with rounding noise set aside
	// what rounding may add to a slope, as a part of ‖∇J‖/√n, the usual size of one
	Noise     float64
	OK        bool   // all RelErr ≤ 1e-5
	Component int    // a wrong component, found by halving; −1 if none is or none was found
	Name      string // its name, where the cost has ParamNames, else its index
	Diagnosis string // the likely mistake
	Evals     int    // evaluations of the cost: 2k+1 if all is well
}

// CheckDirections compares the gradient of j at w with central differences along k random
// directions: 2k+1 evaluations whatever the number of parameters, where CheckGrad takes 4n. The
// same seed gives the same directions.
//
// A single wrong component shows in every direction that isn't at a right angle to its error, so in
// nearly all; see Misses. Where one disagrees, smaller steps are tried; if it still does, a wrong
// component is looked for by halving the parameters, 4·log₂n evaluations or a few more, and
// diagnosed by itself. The step is ∛ε·max(√n, ‖w‖₂), which moves each parameter about as far as in
// CheckGrad. A kink passes where the slope lies between those of its two sides. It panics where
// CheckGrad does, and if k < 1.
func CheckDirections(j Cost, w []float64, k int, seed uint64) DirectionCheck {
	wantPoint("CheckDirections", j, w)
	if k < 1 {
		panic(fmt.Sprintf("gdkit: CheckDirections: k is %d, want at least 1 direction (3 miss next to nothing)", k))
	}
	n := len(w)
	c := DirectionCheck{Dim: n, OK: true, Component: -1}
	grad := make([]float64, n)
	unwrite(grad)
	e := explorer{j: j, w: w, at: slices.Clone(w), grad: grad, dir: make([]float64, n),
		rnd: rand.New(rand.NewPCG(seed, 0))} // the second half of the seed is free
	e.value = j.Eval(grad, e.at)
	mustKeep(j, e.at, w)
	e.evals = 1
	for range k {
		e.draw(0, n)
		got, want, noise, relErr := e.compare(0, n)
		c.Got, c.Want, c.RelErr = append(c.Got, got), append(c.Want, want), append(c.RelErr, relErr)
		c.OK = c.OK && relErr <= gradTolerance
		c.Noise = max(c.Noise, noise)
	}
	if usual := floats.Norm(grad, 2) / math.Sqrt(float64(n)); usual > 0 {
		c.Noise /= usual
	}
	if !c.OK {
		c.find(&e)
	}
	c.Evals = e.evals
	return c
}

// find looks for a wrong component, and for the mistake in it.
func (c *DirectionCheck) find(e *explorer) {
	bad := func(from, to int) bool {
		e.draw(from, to)
		_, _, _, relErr := e.compare(from, to)
		return !(relErr <= gradTolerance)
	}
	// NaN or infinite: no need to look
	i := slices.IndexFunc(e.grad, func(g float64) bool { return g-g != 0 })
	if i < 0 {
		from, to := 0, c.Dim
		for to-from > 1 {
			switch middle := (from + to) / 2; {
			case bad(from, middle):
				to = middle
			case bad(middle, to):
				from = middle
			default:
				return // too small to be seen in either half
			}
		}
		i = from
	}
	one := CheckGrad(CostFunc(func(grad, v []float64) float64 {
		e.evals++
		e.at[i] = v[0]
		if grad != nil {
			grad[0] = e.grad[i]
		}
		return e.j.Eval(nil, e.at)
	}), e.w[i:i+1])
	e.at[i] = e.w[i]
	c.Component, c.Name = i, one.name(i)
	if names := namesOf(e.j, c.Dim); names != nil {
		c.Name = names[i]
	}
	why := ""
	if one.Diagnosis != "" {
		why = "; " + one.Diagnosis
	}
	c.Diagnosis = fmt.Sprintf("got %.6g, differences say %.6g%s", one.Got[0], one.Want[0], why)
	if r := c.ratio(); !math.IsNaN(r) {
		c.Diagnosis += fmt.Sprintf(" All directions say the same: it is the whole gradient, %.4g times what it should be.", r)
	}
}

// ratio is got/want if that is the same in all of several directions, else NaN.
func (c DirectionCheck) ratio() float64 {
	r := c.Got[0] / c.Want[0]
	for i := range c.Got {
		if !(math.Abs(c.Got[i]-r*c.Want[i]) <= 1e-4*math.Abs(c.Got[i])) || len(c.Got) < 2 {
			return math.NaN()
		}
	}
	return r
}

// Misses is the probability that an error of the gradient of length ‖e‖ = size·‖∇J‖ goes unseen by
// all the k directions:
//
//	p ≤ ((2/π)·arctan(1e-5/size) + √(2/π)·noise/size)ᵏ
//
// because e·d and ∇J·d are independent and normal (nearly, for many parameters), and their quotient
// then has Cauchy's distribution. That is for an e at a right angle to ∇J; an e along it, a wrong
// factor, is always seen. A single component, wrong by as much as itself, has a size of about 1/√n.
func (c DirectionCheck) Misses(size float64) float64 {
	if !(size > 0) {
		return 1
	}
	p := 2/math.Pi*math.Atan(gradTolerance/size) + math.Sqrt(2/math.Pi)*c.Noise/size
	return math.Pow(min(1, p), float64(len(c.Got)))
}

// String says what was seen, and what might have been missed.
func (c DirectionCheck) String() string {
	if len(c.Got) == 0 {
		return "no directions were checked"
	}
	if c.OK {
		size := 1 / math.Sqrt(float64(c.Dim))
		return fmt.Sprintf("The gradient of %d parameters agrees with the differences along %d random directions, in %d evaluations. "+
			"One component that is wrong by as much as its usual size would go unseen with a probability of %.0e.",
			c.Dim, len(c.Got), c.Evals, c.Misses(size))
	}
	wrong := 0
	for _, e := range c.RelErr {
		if !(e <= gradTolerance) {
			wrong++
		}
	}
	s := fmt.Sprintf("The gradient of %d parameters is wrong: %d of %d random directions disagree. ", c.Dim, wrong, len(c.Got))
	if c.Component < 0 {
		return s + "No single component stood out; CheckGrad looks at each."
	}
	return s + fmt.Sprintf("One wrong component is %s: %s", c.Name, c.Diagnosis)
}

// explorer evaluates a cost along directions from w.
type explorer struct {
	j           Cost
	w, at, grad []float64
	dir         []float64
	value       float64 // J(w)
	evals       int
	rnd         *rand.Rand
}

// draw makes dir a random direction of length 1 among the parameters from ≤ i < to.
func (e *explorer) draw(from, to int) {
	clear(e.dir)
	for i := from; i < to; i++ {
		e.dir[i] = e.rnd.NormFloat64()
	}
	floats.Scale(1/floats.Norm(e.dir, 2), e.dir)
}

// along is J(w + td).
func (e *explorer) along(t float64) float64 {
	e.evals++
	floats.AddScaledTo(e.at, e.w, t, e.dir)
	v := costOnly(e.j, e.at)
	copy(e.at, e.w)
	return v
}

// compare holds ∇J·d against one central difference, and against better ones if they don't agree.
func (e *explorer) compare(from, to int) (got, want, noise, relErr float64) {
	got = floats.Dot(e.grad, e.dir)
	length := max(math.Sqrt(float64(to-from)), floats.Norm(e.w[from:to], 2))
	h := powerOfTwo(math.Cbrt(eps) * length)
	up, down := e.along(h), e.along(-h)
	want = (up - down) / (2 * h)
	bend := math.Abs((up-e.value)-(e.value-down)) / (h * h)
	// The last digits of w, as in CheckGrad.
	noise = 100*eps*max(math.Abs(up), math.Abs(down))/h + 100*eps*bend*floats.Norm(e.w, math.Inf(1))
	relErr = relativeError(math.Abs(got-want), got, want, noise)
	if relErr <= gradTolerance {
		return got, want, noise, relErr
	}
	// In units of length, on whose scale the steps of differences are.
	s := differences(func(t float64) float64 { return e.along(t * length) }, 0, e.value)
	want, noise = s.value/length, (s.noise+100*eps*s.bend/length*floats.Norm(e.w, math.Inf(1)))/length
	relErr = relativeError(math.Abs(got-want), got, want, noise)
	if s.kink && !s.rough {
		k := Kink{Left: s.left / length, Right: s.right / length}
		noise = s.noise / length
		relErr = relativeError(k.outside(got), k.Left, k.Right, noise)
	}
	return got, want, noise, relErr
}
