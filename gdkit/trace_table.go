package gdkit

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// Table is the tutorials' table of a run: for some steps the parameters, the cost, the length of
// the gradient and how far the step went that leaves the point. Name the steps, or it chooses a
// dozen: the first ones, where most happens, then fewer and fewer, and the last. Of many parameters
// it shows the first four.
func (t *Trace) Table(steps ...int) string {
	if t.Len() == 0 {
		return t.String()
	}
	points := t.chosen()
	if len(steps) > 0 {
		points = points[:0]
		for _, s := range steps {
			points = append(points, t.Index(s))
		}
	}
	const most = 4
	shown := min(t.Dim, most)
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(out, "step\t")
	for j := range shown {
		fmt.Fprintf(out, "%s\t", t.name(j))
	}
	if t.Dim > shown {
		fmt.Fprintf(out, "… %d more\t", t.Dim-shown)
	}
	fmt.Fprint(out, "J\t‖∇J‖\tstep length\t\n")
	for _, i := range points {
		fmt.Fprintf(out, "%d\t", t.T[i])
		for _, v := range t.W(i)[:shown] {
			fmt.Fprintf(out, "%.6g\t", v)
		}
		if t.Dim > shown {
			fmt.Fprint(out, "\t")
		}
		length := "" // the step that leaves the point, if the next point is the one after it
		if i+1 < t.Len() && t.T[i+1] == t.T[i]+1 {
			length = fmt.Sprintf("%.4g", t.StepNorm[i+1])
		}
		fmt.Fprintf(out, "%.6g\t%.4g\t%s\t\n", t.J[i], t.GradNorm[i], length)
	}
	out.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// chosen are the points that a table shows if nobody says which: steps 0, 1, 2, 5, 10, 20, 50, …
// and the last.
func (t *Trace) chosen() []int {
	points := []int{0}
	for decade := 1; decade <= t.Steps(); decade *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if step := digit * decade; step < t.Steps() {
				points = append(points, t.Index(step))
			}
		}
	}
	return slices.Compact(append(points, t.Len()-1))
}
