package gdkit

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/gonum/diff/fd"
)

// gradTolerance is the relative error up to which a gradient counts as right. Central differences
// of a smooth cost reach about 1e-9; a mistake in a formula is seldom below 1e-3.
const gradTolerance = 1e-5

// A GradCheck holds a gradient against differences of the cost, one entry for each parameter.
type GradCheck struct {
	W      []float64 // where
	Got    []float64 // the gradient that the cost returned
	Want   []float64 // (J(w+h) − J(w−h)) / 2h
	RelErr []float64 // |Got − Want| / max(|Got|, |Want|), with rounding noise set aside
	Worst  int       // index of the largest RelErr
	OK     bool      // all RelErr ≤ 1e-5
}

// CheckGrad compares the gradient of j at w with central differences (gonum's diff/fd).
// Each component has a step of its own, hᵢ = ∛ε·max(1, |wᵢ|) with ε = 2⁻⁵², where rounding and
// truncation errors are about equal. Print the result for a table with a verdict.
//
// The gradient is asked for into memory that holds NaN: a component that is not written, or only added to, shows.
// It panics if the cost is nil, if w has the wrong length, or if the cost can't be evaluated without a gradient.
func CheckGrad(j Cost, w []float64) GradCheck {
	wantPoint("CheckGrad", j, w)
	n := len(w)
	c := GradCheck{
		W:      append([]float64(nil), w...),
		Got:    make([]float64, n),
		Want:   make([]float64, n),
		RelErr: make([]float64, n),
		OK:     true,
	}
	for i := range c.Got {
		c.Got[i] = math.NaN()
	}
	level := math.Abs(j.Eval(c.Got, c.W))
	at := append([]float64(nil), w...)
	for i := range n {
		const eps = 0x1p-52
		h := math.Cbrt(eps) * math.Max(1, math.Abs(w[i]))
		c.Want[i] = fd.Derivative(func(v float64) float64 {
			at[i] = v
			return costOnly(j, at)
		}, w[i], &fd.Settings{Formula: fd.Central, Step: h})
		at[i] = w[i]

		// Differences can't see below the rounding noise of J, which is itself a sum of many terms.
		noise := 100 * eps * level / h
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
	return c
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
	fmt.Fprintln(t, "parameter\tgradient\tdifferences\trelative error\t")
	for i := range c.W {
		fmt.Fprintf(t, "%d\t%.8g\t%.8g\t%s\t\n", i, c.Got[i], c.Want[i], relative(c.RelErr[i]))
	}
	t.Flush()
	if c.OK {
		fmt.Fprintf(&b, "The gradient agrees with the differences (largest relative error %s).", relative(c.RelErr[c.Worst]))
		return b.String()
	}
	fmt.Fprintf(&b, "The gradient is wrong in component %d: got %.6g, differences say %.6g%s",
		c.Worst, c.Got[c.Worst], c.Want[c.Worst], diagnose(c.Got[c.Worst], c.Want[c.Worst]))
	return b.String()
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
