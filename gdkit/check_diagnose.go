package gdkit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// diagnose names the mistakes that everybody makes once, by comparing the components with each
// other. noise is what rounding may add to the differences, rough where they found no slope.
func (c *GradCheck) diagnose(j Cost, noise []float64, rough []bool) string {
	if c.OK {
		return c.nothingWrong(noise)
	}
	got, want := c.Got[c.Worst], c.Want[c.Worst]
	switch k, ok := c.kink(c.Worst); {
	case math.IsNaN(got):
		return "is it written at all, and with = rather than +=? Or is there a 0/0 in it?"
	case math.IsInf(got, 0):
		return "a division by zero or a logarithm of it?"
	case math.IsNaN(want) || math.IsInf(want, 0):
		return "the cost is not finite close by, so differences say nothing here: check at another point"
	case rough[c.Worst] && c.Hess:
		return "the gradient jumps here, as at a kink, so differences say nothing: check at another point"
	case rough[c.Worst]:
		return "the cost jumps here, or is noisy, so differences say nothing: check at another point"
	case ok:
		return fmt.Sprintf("kink here: any number between the slopes of the two sides, %v, is a subgradient, but this one is not between them", k)
	}
	d := differ{c: c, j: j, noise: noise, wrong: c.wrong()}
	if c, ok := j.(Counted); ok {
		d.m = c.Len()
	}
	suspects := []func() string{d.factor, d.forgotten, d.order, d.penalty, d.copied, d.ownPenalty, d.idle, d.nearly, d.anyFactor}
	if c.Hess {
		suspects = []func() string{d.anyFactor}
	}
	for _, f := range suspects {
		if text := f(); text != "" {
			return text
		}
	}
	return ""
}

// nothingWrong is what there is to say about a right gradient.
func (c *GradCheck) nothingWrong(noise []float64) string {
	if len(c.Kinks) == 1 {
		k := c.Kinks[0]
		return fmt.Sprintf("kink here, in component %s: any number between the slopes of the two sides, %v, is a subgradient, as %.6g is",
			c.name(k.Index), k, c.Got[k.Index])
	}
	if len(c.Kinks) > 1 {
		at := make([]int, len(c.Kinks))
		for i, k := range c.Kinks {
			at[i] = k.Index
		}
		return fmt.Sprintf("kinks here, in components %s: any number between the slopes of the two sides is a subgradient", c.list(at))
	}
	for i, g := range c.Got {
		if math.Abs(g) > noise[i] || c.Hess {
			return ""
		}
	}
	return "all slopes are 0 here, where most mistakes don't show: check at another point too"
}

// differ looks at the wrong components for what they have in common.
type differ struct {
	c     *GradCheck
	j     Cost
	m     int // number of examples, 0 if unknown
	noise []float64
	wrong []int
}

// alike tells whether a and b, of component i, are the same number but for truncation and rounding.
func (d differ) alike(a, b float64, i int) bool {
	return math.Abs(a-b) <= 1e-4*math.Abs(b)+0.1*d.noise[i]
}

// ratio is got/want if that is the same for all the wrong components, else NaN.
func (d differ) ratio() float64 {
	dot, square := 0.0, 0.0
	for _, i := range d.wrong {
		dot += d.c.Got[i] * d.c.Want[i]
		square += d.c.Want[i] * d.c.Want[i]
	}
	r := dot / square
	for _, i := range d.wrong {
		if !d.alike(d.c.Got[i], r*d.c.Want[i], i) {
			return math.NaN()
		}
	}
	return r
}

func (d differ) factor() string { return knownFactor(d.ratio(), d.m) }

// knownFactor explains a gradient that is r times the right one, where the cost is a mean over m
// examples (0: unknown).
func knownFactor(r float64, m int) string {
	sign := ""
	if r < 0 {
		sign, r = "the sign is turned round, and ", -r
	}
	is := func(v float64) bool { return v > 0 && math.Abs(r-v) <= 1e-4*v }
	n := float64(m)
	sum, mean := ", or summed over the m = 2 examples and not averaged?", ", or divided by m = 2 once too often?"
	if m != 2 {
		sum, mean = "?", "?"
	}
	switch {
	case is(1) && sign != "":
		return "the sign is turned round: this climbs"
	case is(2):
		return sign + "twice too big: 1/m differentiated instead of 1/2m" + sum
	case is(0.5):
		return sign + "half of it: the 2 of the square forgotten" + mean
	case is(n) && m > 1:
		return sign + fmt.Sprintf("m = %d times too big: summed over the examples and not averaged?", m)
	case is(2*n) && m > 1:
		return sign + fmt.Sprintf("2m = %d times too big: summed over the examples and not averaged, and 1/m differentiated instead of 1/2m?", 2*m)
	case is(n/2) && m > 1:
		return sign + fmt.Sprintf("m/2 = %g times too big: summed over the examples and not averaged, and the 2 of the square forgotten?", n/2)
	case is(1/n) && m > 1:
		return sign + fmt.Sprintf("1/m of it, m = %d: divided by m once too often?", m)
	case m == 0 && r > 2.5 && is(math.Round(r)):
		return sign + fmt.Sprintf("%.0f times too big: summed over %.0f examples and not averaged?", r, r)
	case m == 0 && r < 0.4 && is(1/math.Round(1/r)):
		return sign + fmt.Sprintf("1/%.0f of it: divided by the number of examples once too often?", 1/r)
	}
	return ""
}

func (d differ) forgotten() string {
	for _, i := range d.wrong {
		if d.c.Got[i] != 0 {
			return ""
		}
	}
	if len(d.wrong) == 1 {
		return "was this component forgotten?"
	}
	return "all of these are 0: were they forgotten?"
}

// order: the right numbers in the wrong places.
func (d differ) order() string {
	if len(d.wrong) < 2 {
		return ""
	}
	by := func(v []float64) []int {
		s := slices.Clone(d.wrong)
		slices.SortFunc(s, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
		return s
	}
	got, want := by(d.c.Got), by(d.c.Want)
	for k := range got {
		if !d.alike(d.c.Got[got[k]], d.c.Want[want[k]], want[k]) {
			return ""
		}
	}
	if len(d.wrong) == 2 {
		return fmt.Sprintf("components %s and %s are swapped", d.c.name(d.wrong[0]), d.c.name(d.wrong[1]))
	}
	return "the right numbers in another order: which parameter comes first?"
}

// copied: components that hold the slope of another parameter.
func (d differ) copied() string {
	for k, want := range d.c.Want {
		same := want != 0
		for _, i := range d.wrong {
			same = same && i != k && d.alike(d.c.Got[i], want, k)
		}
		if same {
			return fmt.Sprintf("the same number as component %s: a wrong index, or was the factor x forgotten?", d.c.name(k))
		}
	}
	return ""
}

func (d differ) idle() string {
	for _, i := range d.wrong {
		if math.Abs(d.c.Want[i]) > d.noise[i] {
			return ""
		}
	}
	if len(d.wrong) > 1 {
		return "these parameters do not change the cost"
	}
	return "this parameter does not change the cost"
}

func (d differ) nearly() string {
	if d.c.RelErr[d.c.Worst] > 1e-3 {
		return ""
	}
	return "nearly right: an ε in the cost or in the gradient only, or numbers in float32?"
}

func (d differ) anyFactor() string {
	if r := d.ratio(); len(d.wrong) > 1 && !math.IsNaN(r) {
		return fmt.Sprintf("each is %.4g times what it should be", r)
	}
	return ""
}

// list names up to 5 components.
func (c GradCheck) list(at []int) string {
	var names []string
	for k, i := range at {
		if k == 5 {
			names = append(names, "…")
			break
		}
		names = append(names, c.name(i))
	}
	return strings.Join(names, ", ")
}
