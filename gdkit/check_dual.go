package gdkit

import (
	"fmt"
	"math"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/gonum/num/dual"
)

// DualSlope is the derivative of f at w by forward-mode differentiation: f is computed once, with
// the dual number w + 1ϵ, where ϵ² = 0. As f(w + ϵ) = f(w) + f′(w)ϵ, the slope comes out beside the
// value, with rounding but without truncation (Clifford 1873; Wengert 1964). f is written with the
// functions of gonum's num/dual:
//
//	f := func(w dual.Number) dual.Number { return dual.Mul(w, dual.Sin(w)) }
//	gdkit.DualSlope(f, 2) // sin 2 + 2·cos 2
//
// Two of them need care: dual.PowReal(w, p) takes |w| < 1e-15 for 1e-15, and dual.Abs has the slope
// 1 at its kink 0.
func DualSlope(f func(dual.Number) dual.Number, w float64) float64 {
	return evalDual("DualSlope", f, w).Emag
}

func evalDual(what string, f func(dual.Number) dual.Number, w float64) dual.Number {
	if f == nil {
		panic(fmt.Sprintf("gdkit: %s: the function is nil, want for example func(w dual.Number) dual.Number { return dual.Mul(w, w) }", what))
	}
	return f(dual.Number{Real: w, Emag: 1})
}

// A ScalarCheck holds three opinions on the slope of a cost of one parameter. Its String is a table
// with a verdict.
type ScalarCheck struct {
	W           float64 // where
	J, DualJ    float64 // the cost there, as itself and in dual numbers
	Given       float64 // the slope that the cost returns
	Differences float64 // (J(w+h) − J(w−h)) / 2h, with h as in CheckGrad
	Dual        float64 // see DualSlope
	Kinks       []Kink  // one where the cost has a kink at w, else none
	// all three agree to 1e-5; at a kink, all lie between the slopes of its two sides
	OK      bool
	Verdict string // who is wrong
}

// CheckScalar asks three ways for the slope of a cost of one parameter at w: the cost itself,
// central differences and dual numbers. f is the same cost, written for dual numbers. Where two
// agree the third is wrong, and the Verdict says what that means. It panics where CheckGrad does,
// and if f is nil.
func CheckScalar(j Cost, f func(dual.Number) dual.Number, w float64) ScalarCheck {
	at := []float64{w}
	wantPoint("CheckScalar", j, at)
	d := evalDual("CheckScalar", f, w)
	grad := []float64{math.NaN()}
	value := j.Eval(grad, at)
	mustKeep(j, at, []float64{w})
	s := differences(along(j, at, 0), w, value)
	noise := s.noise + 100*eps*s.bend*math.Abs(w)
	c := ScalarCheck{W: w, J: value, DualJ: d.Real, Given: grad[0], Differences: s.value, Dual: d.Emag}
	near := func(a, b float64) bool { return relativeError(math.Abs(a-b), a, b, noise) <= gradTolerance }
	fits := func(a float64) bool { return near(a, c.Differences) }
	if s.kink && !s.rough {
		k := Kink{Left: s.left, Right: s.right}
		c.Kinks = []Kink{k}
		fits = func(a float64) bool { return relativeError(k.outside(a), k.Left, k.Right, s.noise) <= gradTolerance }
	}
	given, dualFits, both := fits(c.Given), fits(c.Dual), near(c.Given, c.Dual)
	c.OK = given && dualFits && (both || len(c.Kinks) > 0)
	sameJ := relativeError(math.Abs(c.J-c.DualJ), c.J, c.DualJ, 0) <= gradTolerance || math.Abs(c.J-c.DualJ) <= noise
	switch {
	case !sameJ:
		c.OK = false
		c.Verdict = fmt.Sprintf("These are two functions: J(w) = %.6g, but in dual numbers %.6g. Their slopes can't be compared.", c.J, c.DualJ)
	case c.OK && len(c.Kinks) > 0:
		c.Verdict = fmt.Sprintf("Kink here: any number between the slopes of the two sides, %v, is a subgradient.", c.Kinks[0])
	case c.OK:
		c.Verdict = "All three agree."
	case dualFits: // with the differences
		c.Verdict = "The given derivative is wrong: differences and dual numbers agree" + because(knownFactor(c.Given/c.Dual, 0)) + "."
	case given:
		c.Verdict = "The dual function is wrong: the other two agree. Does it lose the ϵ, say in a constant made of w.Real, or is it a neighbour of J?"
	case both:
		c.Verdict = "The differences are wrong: the other two agree. Is the cost noisy, or does it bend within 1e-10 of w?"
	default:
		c.Verdict = "All three differ: no two can be trusted. Start with the formula of J."
	}
	return c
}

// because adds a diagnosis, if there is one, to a sentence.
func because(diagnosis string) string {
	if diagnosis == "" {
		return ""
	}
	return "; " + strings.TrimSuffix(diagnosis, "?")
}

// String is the three opinions and the verdict.
func (c ScalarCheck) String() string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "opinion\tslope\tfrom dual\t\n")
	differences := fmt.Sprintf("%.8g", c.Differences)
	if len(c.Kinks) > 0 {
		differences = c.Kinks[0].String()
	}
	away := func(v float64) string { return relative(relativeError(math.Abs(v-c.Dual), v, c.Dual, 0)) }
	fmt.Fprintf(t, "given\t%.8g\t%s\t\n", c.Given, away(c.Given))
	fmt.Fprintf(t, "differences\t%s\t%s\t\n", differences, away(c.Differences))
	fmt.Fprintf(t, "dual numbers\t%.8g\t—\t\n", c.Dual)
	t.Flush()
	return b.String() + c.Verdict
}
