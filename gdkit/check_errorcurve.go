package gdkit

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// An ErrorCurve is how far differences are from the gradient, for steps h from 1e-1 to 1e-15: on
// two logarithmic axes the letter V.
//
//	forward   (J(w+h) − J(w)) / h      ≈ J′ + (h/2)J″   falls as h,  least near h = √ε = 1.5e-8
//	central   (J(w+h) − J(w−h)) / 2h   ≈ J′ + (h²/6)J‴  falls as h², least near h = ∛ε = 6e-6
//
// Left of the lowest point rounding takes over: J is known to about ε|J| only, ε = 2⁻⁵², and that
// is divided by h, so both rise as ε/h. The two estimates hold for a cost that bends on the scale
// of 1 (Press et al., Numerical Recipes, 5.7).
type ErrorCurve struct {
	H []float64 // steps, falling, four to a decade, as a part of max(1, |wᵢ|)
	// relative error ‖differences − ∇J‖₂ / ‖∇J‖₂ with each step; the error itself where ∇J = 0
	Central []float64
	Forward []float64
}

// GradErrors measures differences of j at w against its gradient, for all parameters together. That
// takes 114n + 1 evaluations. Rounding is ragged: an error may be 0 by chance, which a logarithmic
// axis can't show.
//
// The gradient is taken to be right. Where it isn't, the curve doesn't fall below its error;
// CheckGrad tells more. It panics where CheckGrad does.
func GradErrors(j Cost, w []float64) ErrorCurve {
	wantPoint("GradErrors", j, w)
	n := len(w)
	grad := make([]float64, n)
	value, err := evalFirst(j, grad, slices.Clone(w))
	if err != nil {
		panic(err.Error())
	}
	size := floats.Norm(grad, 2)
	if size == 0 {
		size = 1
	}
	const decades, each = 14, 4
	var c ErrorCurve
	at, central, forward := slices.Clone(w), make([]float64, n), make([]float64, n)
	for k := range decades*each + 1 {
		part := math.Pow(10, -1-float64(k)/each)
		for i := range n {
			h := part * max(1, math.Abs(w[i]))
			f := along(j, at, i)
			up, down := f(w[i]+h), f(w[i]-h)
			central[i], forward[i] = (up-down)/(2*h), (up-value)/h
		}
		c.H = append(c.H, part)
		c.Central = append(c.Central, floats.Distance(central, grad, 2)/size)
		c.Forward = append(c.Forward, floats.Distance(forward, grad, 2)/size)
	}
	return c
}

// BestCentral is the step with the least error of central differences, and that error. Single lucky
// hits are passed over: a step is as good as the worst of itself and its neighbours.
func (c ErrorCurve) BestCentral() (h, relErr float64) { return c.best(c.Central) }

// BestForward is BestCentral for forward differences.
func (c ErrorCurve) BestForward() (h, relErr float64) { return c.best(c.Forward) }

func (c ErrorCurve) best(errs []float64) (h, relErr float64) {
	h, relErr = math.NaN(), math.Inf(1)
	for i := range errs {
		if worst := slices.Max(errs[max(0, i-1):min(len(errs), i+2)]); worst < relErr {
			h, relErr = c.H[i], worst
		}
	}
	return h, relErr
}

// String compares the best steps with the theory, in powers of ten.
func (c ErrorCurve) String() string {
	if len(c.H) == 0 {
		return "no steps, no errors"
	}
	hc, ec := c.BestCentral()
	hf, ef := c.BestForward()
	if !(max(ec, ef) < 1e-3) { // at a kink one of the two may agree by chance
		near := max(0, slices.IndexFunc(c.H, func(h float64) bool { return h < 1e-5 }))
		return fmt.Sprintf("differences and gradient are %.1e apart whatever the step: the gradient is wrong (see CheckGrad), or the cost has a kink here",
			c.Central[near])
	}
	return fmt.Sprintf("central differences come closest with h = %s (to %s; theory ∛ε = 6e-06), forward ones with h = %s (to %s; theory √ε = 1.5e-08)",
		powerOfTen(hc), powerOfTen(ec), powerOfTen(hf), powerOfTen(ef))
}

// powerOfTen is the one next to v.
func powerOfTen(v float64) string {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("1e%+03d", int(math.Round(math.Log10(v))))
}
