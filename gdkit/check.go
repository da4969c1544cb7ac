package gdkit

import (
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// gradTolerance is the relative error up to which a gradient counts as right. Central differences
// of a smooth cost reach about 1e-9; a mistake in a formula is seldom below 1e-3.
const gradTolerance = 1e-5

// eps is the distance from 1 to the next float64.
const eps = 0x1p-52

// differenceStep is ∛ε·max(1, |v|), where the rounding and the truncation error of a central difference at v are about
// equal for a function that bends on the scale of 1.
func differenceStep(v float64) float64 { return math.Cbrt(eps) * math.Max(1, math.Abs(v)) }

// A GradCheck holds a gradient against differences of the cost, one entry for each parameter,
// or a Hessian against differences of the gradient, one entry for each pair of them, row by row.
type GradCheck struct {
	W      []float64 // where
	Got    []float64 // what the cost returned
	Want   []float64 // (J(w+h) − J(w−h)) / 2h, or the same of a slope
	RelErr []float64 // |Got − Want| / max(|Got|, |Want|), with rounding noise set aside
	Worst  int       // index of the largest RelErr
	OK     bool      // all RelErr ≤ 1e-5
}

// CheckGrad compares the gradient of j at w with central differences (gonum's diff/fd).
// Each component has a step of its own: hᵢ = ∛ε·max(1, |wᵢ|) with ε = 2⁻⁵², where rounding and truncation errors are about equal for
// a cost that bends on the scale of 1, and smaller where the cost bends faster. Print the result for a table with a verdict.
//
// The gradient is asked for into memory that holds NaN: a component that is not written, or only added to, shows.
// It panics if the cost is nil, if w has the wrong length, or if the cost can't be evaluated without a gradient.
func CheckGrad(j Cost, w []float64) GradCheck {
	wantPoint("CheckGrad", j, w)
	n := len(w)
	c := newGradCheck(w, n)
	for i := range c.Got {
		c.Got[i] = math.NaN()
	}
	level := math.Abs(j.Eval(c.Got, c.W))
	at := append([]float64(nil), w...)
	for i := range n {
		var noise float64
		c.Want[i], noise = slopeByDifferences(func(v float64) float64 {
			at[i] = v
			return costOnly(j, at)
		}, w[i], level)
		at[i] = w[i]
		c.judge(i, noise)
	}
	return c
}

// slopeByDifferences is the derivative of f at v with the step that suits f there, and the rounding noise in it. level is |f(v)|.
// A step is good when half of it gives nearly the same slope: then truncation, which falls with h², no longer matters.
func slopeByDifferences(f func(float64) float64, v, level float64) (slope, noise float64) {
	least := math.Inf(1)
	h := differenceStep(v)
	for range 5 { // h, h/16, … h/65536
		whole := fd.Derivative(f, v, &fd.Settings{Formula: fd.Central, Step: h})
		half := fd.Derivative(f, v, &fd.Settings{Formula: fd.Central, Step: h / 2})
		// Differences can't see below the rounding noise of J, which is itself a sum of many terms.
		rounding := 100 * eps * level / h
		doubt := math.Abs(whole-half) + rounding
		if doubt < least || math.IsInf(least, 1) {
			slope, noise = whole, rounding
		}
		if doubt < least {
			least = doubt
		}
		if math.Abs(whole-half) <= max(rounding, 1e-7*math.Abs(whole)) {
			break
		}
		h /= 16
	}
	return slope, noise
}

// CheckHess compares the Hessian of j at w with central differences of its gradient, entry by entry.
// Check the gradient first: it is what the Hessian is held to.
func CheckHess(j Curved, w []float64) GradCheck {
	wantPoint("CheckHess", j, w)
	n := len(w)
	c := newGradCheck(w, n*n)
	h := mat.NewSymDense(n, nil)
	j.Hess(h, w)
	at, up, down := append([]float64(nil), w...), make([]float64, n), make([]float64, n)
	for k := range n {
		step := differenceStep(w[k])
		at[k] = w[k] + step
		j.Eval(up, at)
		at[k] = w[k] - step
		j.Eval(down, at)
		at[k] = w[k]
		// The noise of all slopes, since each is a sum that may cancel.
		noise := 100 * eps * max(floats.Norm(up, math.Inf(1)), floats.Norm(down, math.Inf(1))) / step
		for i := range n {
			c.Got[i*n+k] = h.At(i, k)
			c.Want[i*n+k] = (up[i] - down[i]) / (2 * step)
			c.judge(i*n+k, noise)
		}
	}
	return c
}

func newGradCheck(w []float64, entries int) GradCheck {
	return GradCheck{
		W:      append([]float64(nil), w...),
		Got:    make([]float64, entries),
		Want:   make([]float64, entries),
		RelErr: make([]float64, entries),
		OK:     true,
	}
}

// judge fills in the relative error of entry i, whose differences carry the given noise, and what follows from it.
func (c *GradCheck) judge(i int, noise float64) {
	size := max(math.Abs(c.Got[i]), math.Abs(c.Want[i]), noise/gradTolerance)
	if c.RelErr[i] = math.Abs(c.Got[i]-c.Want[i]) / size; size == 0 {
		c.RelErr[i] = 0
	}
	if !(c.RelErr[i] <= gradTolerance) { // also when it is NaN
		c.OK = false
	}
	if worst := c.RelErr[c.Worst]; !math.IsNaN(worst) && !(c.RelErr[i] <= worst) {
		c.Worst = i
	}
}

// costOnly evaluates j without a gradient. Not to expect that is what people forget first.
func costOnly(j Cost, w []float64) float64 {
	defer func() {
		if err, ok := recover().(runtime.Error); ok {
			panic(fmt.Sprintf("gdkit: CheckGrad: the cost fails when grad is nil (%v); write the gradient only if grad != nil", err))
		} else if err != nil {
			panic(err)
		}
	}()
	return j.Eval(nil, w)
}

// String is a table and a verdict. A wrong component is named, with the likely mistake.
func (c GradCheck) String() string {
	if len(c.W) == 0 {
		return "no parameters to check"
	}
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	what, entry := "gradient", "parameter"
	if len(c.Got) > len(c.W) {
		what, entry = "Hessian", "entry"
	}
	fmt.Fprintf(t, "%s\t%s\tdifferences\trelative error\t\n", entry, what)
	for i := range c.Got {
		fmt.Fprintf(t, "%s\t%.8g\t%.8g\t%s\t\n", c.name(i), c.Got[i], c.Want[i], relative(c.RelErr[i]))
	}
	t.Flush()
	if c.OK {
		fmt.Fprintf(&b, "The %s agrees with the differences (largest relative error %s).", what, relative(c.RelErr[c.Worst]))
		return b.String()
	}
	got, want := c.Got[c.Worst], c.Want[c.Worst]
	why := fmt.Sprintf(", ratio %.4g.", got/want)
	if what == "gradient" {
		why = diagnose(got, want)
	}
	fmt.Fprintf(&b, "The %s is wrong in component %s: got %.6g, differences say %.6g%s", what, c.name(c.Worst), got, want, why)
	return b.String()
}

// name is the index of a parameter, or row,column of an entry of the Hessian.
func (c GradCheck) name(i int) string {
	if n := len(c.W); len(c.Got) > n {
		return fmt.Sprintf("%d,%d", i/n, i%n)
	}
	return strconv.Itoa(i)
}

// relative hides what is rounding noise, and another noise on another processor.
func relative(err float64) string {
	if err < 1e-8 {
		return "< 1e-8"
	}
	return fmt.Sprintf("%.1e", err)
}

// diagnose names the mistakes that everybody makes once.
func diagnose(got, want float64) string {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-4*math.Abs(b) }
	switch {
	case math.IsNaN(got):
		return "; is it written at all, and with = rather than +=? Or is there a 0/0 in it?"
	case math.IsInf(got, 0):
		return "; a division by zero or a logarithm of it?"
	case math.IsNaN(want) || math.IsInf(want, 0):
		return "; the cost is not finite close by, so differences say nothing here: check at another point"
	case want == 0:
		return "; this parameter does not change the cost"
	case got == 0:
		return "; was this component forgotten?"
	case near(got, -want):
		return "; the sign is turned round: this climbs"
	case near(got, 2*want):
		return "; twice too big: 1/m differentiated instead of 1/2m?"
	case near(got, want/2):
		return "; half of it: the 2 of the square forgotten?"
	}
	return fmt.Sprintf(", ratio %.4g.", got/want)
}
