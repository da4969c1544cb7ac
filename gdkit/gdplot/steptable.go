package gdplot

import (
	"fmt"
	"html"
	"math"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/notebook"
)

// StepTable shows a run as the table of where, slope and step: for some steps t the parameters w,
// the slopes ∂J/∂w there (of all examples), the rate α of the step that leaves the point, that step
// w(t+1) − w(t) as the run took it, and the cost.
// For plain descent the step is −α·slope, and the heading says so where the shown steps bear it
// out; for other methods it doesn't.
//
// Name the steps, or it takes 0 to 5, then 10, 20, 50, 100, … and the last. With three
// parameters or more it has one column for each of the first four, and instead of slopes and
// steps their lengths.
//
// In a notebook it is a table of the page, which a screen reader reads cell by cell; outside it
// prints the table as text. It panics if j and the run don't belong together.
func StepTable(j gdkit.Cost, tr *gdkit.Trace, steps ...int) {
	t := newStepTable(j, tr, steps)
	if !notebook.Is() {
		fmt.Println(t.text())
		return
	}
	notebook.Send(notebook.Display{HTML: t.html(), Text: t.text()})
	if err := notebook.Sync("the table"); err != nil {
		fmt.Fprintln(os.Stderr, "gdplot:", err)
	}
}

// A stepTable is a table in words: the first cell of a row names the row.
type stepTable struct {
	caption string
	head    []string
	rows    [][]string
}

func newStepTable(j gdkit.Cost, tr *gdkit.Trace, steps []int) stepTable {
	wantTraces("StepTable", []*gdkit.Trace{tr}, 0)
	wantDim("StepTable", j, tr.Dim)
	names := tableNames(j, tr)
	points := stepPoints(tr, steps)
	rule := stepRule(j, tr, points)

	t := stepTable{caption: tr.Label + ": where it is, the slope there, the step that follows.", head: []string{"step t"}}
	switch rule {
	case "":
		t.caption += " The steps are not −α·slope alone: the method or the batch has its say."
		rule = "w(t+1) − w(t)"
	case unknown:
		rule = "w(t+1) − w(t)"
	}
	few := tr.Dim <= 2
	t.head = append(t.head, names...)
	if few {
		for _, n := range names {
			t.head = append(t.head, "slope ∂J/∂"+n)
		}
	} else {
		t.head = append(t.head, "slope ‖∇J‖")
	}
	t.head = append(t.head, "rate α")
	switch {
	case tr.Dim == 1:
		t.head = append(t.head, "step "+rule)
	case few:
		for _, n := range names {
			t.head = append(t.head, "step of "+n)
		}
		t.caption += " Steps are " + rule + "."
	default:
		t.head = append(t.head, "step length")
		if tr.Dim > len(names) {
			t.caption += fmt.Sprintf(" The first %d of %d parameters.", len(names), tr.Dim)
		}
	}
	t.head = append(t.head, "cost J")

	grad := make([]float64, tr.Dim)
	gap := false
	for _, i := range points {
		w := tr.W(i)
		j.Eval(grad, w)
		row := []string{fmt.Sprint(tr.T[i])}
		for k := range names {
			row = append(row, digits(w[k], 5))
		}
		if few {
			for _, g := range grad {
				row = append(row, number(g))
			}
		} else {
			row = append(row, number(tr.GradNorm[i]))
		}
		row = append(row, number(tr.Rate[i]))
		next, known := stepOf(tr, i)
		gap = gap || !known && i < tr.Len()-1
		switch {
		case !known && few:
			for range names {
				row = append(row, "–")
			}
		case !known:
			row = append(row, "–")
		case few:
			for _, s := range next {
				row = append(row, number(s))
			}
		default:
			row = append(row, number(tr.StepNorm[i+1]))
		}
		t.rows = append(t.rows, append(row, digits(tr.J[i], 5)))
	}
	if gap {
		t.caption += " A dash: the trace has not kept the point after this one."
	}
	return t
}

// tableNames are the names of the first four parameters.
func tableNames(j gdkit.Cost, tr *gdkit.Trace) []string {
	n := min(tr.Dim, 4)
	if len(tr.Names) >= n && n > 0 {
		return tr.Names[:n]
	}
	if names := namesOf(j, n); n != 1 || names[0] != subscript("w", 1) {
		return names
	}
	return []string{"w"}
}

// stepPoints are the points of the named steps, or of those that tell most.
func stepPoints(tr *gdkit.Trace, steps []int) []int {
	if len(steps) == 0 {
		steps = []int{0, 1, 2, 3, 4, 5}
		for decade := 10; decade <= tr.Steps(); decade *= 10 {
			steps = append(steps, decade, 2*decade, 5*decade)
		}
		steps = slices.DeleteFunc(steps, func(s int) bool { return s >= tr.Steps() })
		steps = append(steps, tr.Steps())
	}
	var points []int
	for _, s := range steps {
		if s < 0 || s > tr.Steps() {
			panic(fmt.Sprintf("gdplot: StepTable: step %d does not exist, want 0 to %d (none: it chooses itself)", s, tr.Steps()))
		}
		points = append(points, tr.Index(s))
	}
	return slices.Compact(points)
}

const unknown = "?"

// stepRule is the rule that all steps of these points follow: −α·slope, +α·slope uphill, "" for
// another, unknown where no step is left.
func stepRule(j gdkit.Cost, tr *gdkit.Trace, points []int) string {
	rule, sign := "−α·slope", -1.0
	if tr.Ascend {
		rule, sign = "+α·slope", 1
	}
	grad := make([]float64, tr.Dim)
	seen := false
	for _, i := range points {
		step, ok := stepOf(tr, i)
		if !ok {
			continue
		}
		seen = true
		w := tr.W(i)
		j.Eval(grad, w)
		for k, s := range step {
			want := sign * tr.Rate[i] * grad[k]
			// w + step is rounded to the last place of w, and w(t+1) − w(t) shows that.
			if slack := 1e-9*math.Abs(want) + 1e-15*math.Abs(w[k]) + 1e-15*math.Abs(w[k]+s); !(math.Abs(s-want) <= slack) {
				return ""
			}
		}
	}
	if !seen {
		return unknown
	}
	return rule
}

func (t stepTable) text() string {
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range append([][]string{t.head}, t.rows...) {
		fmt.Fprintln(out, strings.Join(row, "\t")+"\t")
	}
	out.Flush()
	return t.caption + "\n" + strings.TrimSuffix(b.String(), "\n")
}

// html is the table without a colour of its own, so that it follows a light or dark page.
func (t stepTable) html() string {
	var b strings.Builder
	b.WriteString(`<table style="text-align:right;font-variant-numeric:tabular-nums">`)
	fmt.Fprintf(&b, `<caption style="text-align:left;caption-side:top">%s</caption><thead><tr>`, html.EscapeString(t.caption))
	for _, h := range t.head {
		fmt.Fprintf(&b, `<th scope="col">%s</th>`, html.EscapeString(h))
	}
	b.WriteString("</tr></thead><tbody>")
	for _, row := range t.rows {
		fmt.Fprintf(&b, `<tr><th scope="row">%s</th>`, row[0])
		for _, cell := range row[1:] {
			fmt.Fprintf(&b, "<td>%s</td>", html.EscapeString(cell))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
}
