package gdkit

import (
	"fmt"

	"gonum.org/v1/gonum/floats"
)

// Clip shortens a gradient that is longer than Norm before Method sees it (Pascanu, Mikolov and Bengio 2013):
//
//	g ← g · min(1, Norm/‖g‖₂)
//
// The direction stays. Rival: clipping each component, which turns it.
type Clip struct {
	Norm   float64 // > 0
	Method Method  // nil means Plain{}

	inner Method // Method or Plain
	grad  []float64
	used  float64 // α of the last step
}

var (
	_ Observer = (*Clip)(nil)
	_ Rated    = (*Clip)(nil)
)

// Init implements Method.
func (c *Clip) Init(j Cost, n int) error {
	c.grad = zeros(c.grad, n)
	c.inner = orPlain(c.Method)
	if _, nested := c.inner.(*Sequential); nested {
		return fmt.Errorf("gdkit: Clip can't hold Sequential, which computes further gradients by itself; want another method")
	}
	if err := positive("Clip.Norm", c.Norm, "the longest gradient that is let through"); err != nil {
		return err
	}
	return c.inner.Init(j, n)
}

// Step implements Method.
func (c *Clip) Step(w, grad []float64, rate float64) {
	copy(c.grad, grad)
	if norm := floats.Norm(grad, 2); norm > c.Norm {
		floats.Scale(c.Norm/norm, c.grad)
	}
	c.inner.Step(w, c.grad, rate)
	c.used = rateUsed(c.inner, rate)
}

// Observe implements Observer, for the method inside.
func (c *Clip) Observe(j float64) { observe(c.inner, j) }

// LastRate implements Rated.
func (c *Clip) LastRate() float64 { return c.used }
