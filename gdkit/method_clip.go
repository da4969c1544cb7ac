package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Clip shortens a gradient that is longer than Norm before Method sees it (Pascanu, Mikolov and
// Bengio 2013):
//
//	g ← g · min(1, Norm/‖g‖₂)
//
// The direction stays. Rival: clipping each component, which turns it. A copy of a Clip has the
// same Method; where that is a pointer give each copy one of its own.
type Clip struct {
	Norm   float64 // > 0
	Method Method  // nil means Plain{}

	inner methodInUse // Method or Plain
	grad  []float64
	used  float64 // α of the last step
}

var (
	_ Observer = (*Clip)(nil)
	_ Rated    = (*Clip)(nil)
)

// Init implements Method.
func (c *Clip) Init(j Cost, n int) error {
	c.grad = make([]float64, n)
	c.used = math.NaN()
	if asksFurther(orPlain(c.Method)) {
		return fmt.Errorf("gdkit: Clip can't hold Sequential, which computes further gradients by itself; want another method")
	}
	if err := positive("Clip.Norm", c.Norm, "the longest gradient that is let through"); err != nil {
		return err
	}
	return c.inner.start(c.Method, j, n)
}

// Step implements Method.
func (c *Clip) Step(w, grad []float64, rate float64) {
	copy(c.grad, grad)
	if norm := floats.Norm(grad, 2); norm > c.Norm {
		floats.Scale(c.Norm/norm, c.grad)
	}
	c.inner.Step(w, c.grad, rate)
	c.used = c.inner.rateUsed(rate)
}

// Observe implements Observer, for the method inside.
func (c *Clip) Observe(j float64) { c.inner.observe(j) }

// LastRate implements Rated.
func (c *Clip) LastRate() float64 { return c.used }
