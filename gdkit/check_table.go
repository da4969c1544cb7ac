package gdkit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Of more than manyRows entries a table shows the worstRows worst ones.
const manyRows, worstRows = 10, 8

// String is a table and a verdict. Wrong components are named, with the likely mistake.
func (c GradCheck) String() string {
	if len(c.W) == 0 {
		return "no parameters to check"
	}
	what, entry := "gradient", "parameter"
	if c.Hess {
		what, entry = "Hessian", "entry"
	}
	worst := make([]int, len(c.Got))
	for i := range worst {
		worst[i] = i
	}
	shown, rest := worst, []int(nil)
	if len(worst) > manyRows {
		// Stable, and blind to rounding noise, so that all machines show the same rows.
		slices.SortStableFunc(worst, func(a, b int) int { return cmp.Compare(c.rank(b), c.rank(a)) })
		shown, rest = worst[:worstRows], worst[worstRows:]
	}
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%s\t%s\tdifferences\trelative error\t\n", entry, what)
	for _, i := range shown {
		differences := fmt.Sprintf("%.8g", c.Want[i])
		if k, ok := c.kink(i); ok {
			differences = k.String()
		}
		fmt.Fprintf(t, "%s\t%.8g\t%s\t%s\t\n", c.name(i), c.Got[i], differences, relative(c.RelErr[i]))
	}
	t.Flush()
	if len(rest) > 0 {
		agree := 0
		for _, i := range rest {
			if c.RelErr[i] <= gradTolerance {
				agree++
			}
		}
		if wrong := len(rest) - agree; wrong > 0 {
			fmt.Fprintf(&b, "… of the other %d, %d agree and %d are wrong too.\n", len(rest), agree, wrong)
		} else {
			fmt.Fprintf(&b, "… and %d others that agree.\n", agree)
		}
	}
	b.WriteString(c.verdict(what))
	return b.String()
}

// rank orders the rows of a table: NaN is the worst, and what counts as rounding
// noise is all the same.
func (c GradCheck) rank(i int) float64 {
	if math.IsNaN(c.RelErr[i]) {
		return math.Inf(1)
	}
	return max(c.RelErr[i], noiseFloor)
}

func (c GradCheck) verdict(what string) string {
	if c.OK {
		s := fmt.Sprintf("The %s agrees with the differences (largest relative error %s).", what, relative(c.RelErr[c.Worst]))
		if c.Diagnosis != "" {
			s += " " + strings.ToUpper(c.Diagnosis[:1]) + c.Diagnosis[1:] + "."
		}
		return s
	}
	wrong := c.wrong()
	part, parts, total := "component", "components", len(c.Got)
	if n := len(c.W); c.Hess {
		part, parts, total = "entry", "entries", n*(n+1)/2 // those on and above the diagonal
	}
	where := ""
	switch {
	case len(wrong) == 1:
		where = fmt.Sprintf("%s %s", part, c.name(c.Worst))
	case len(wrong) == total:
		where = fmt.Sprintf("all %d %s, most in %s", total, parts, c.name(c.Worst))
	default:
		where = fmt.Sprintf("%d of %d %s (%s), most in %s", len(wrong), total, parts, c.list(wrong), c.name(c.Worst))
	}
	got, want := c.Got[c.Worst], c.Want[c.Worst]
	why := fmt.Sprintf(", ratio %.4g.", got/want)
	if c.Diagnosis != "" {
		why = "; " + c.Diagnosis
	}
	return fmt.Sprintf("The %s is wrong in %s: got %.6g, differences say %.6g%s", what, where, got, want, why)
}

// name is the name or index of a parameter, or row,column of an entry of the Hessian.
func (c GradCheck) name(i int) string {
	one := func(i int) string {
		if i < len(c.Names) {
			return c.Names[i]
		}
		return strconv.Itoa(i)
	}
	if n := len(c.W); c.Hess {
		return one(i/n) + "," + one(i%n)
	}
	return one(i)
}

// noiseFloor is the relative error below which there is only rounding noise,
// another on each processor.
const noiseFloor = 1e-8

// relative hides what is rounding noise.
func relative(err float64) string {
	if err < noiseFloor {
		return "< 1e-8"
	}
	return fmt.Sprintf("%.1e", err)
}
