package gdplot

import (
	"fmt"
	"math"

	"gdlab/gdkit"
)

// wantTraces panics if a trace is missing, empty or of another dimension.
func wantTraces(what string, tr []*gdkit.Trace, dim int) {
	for i, t := range tr {
		switch {
		case t == nil || t.Len() == 0:
			panic(fmt.Sprintf("gdplot: %s: trace %d is empty, want the result of a Descent's Run", what, i+1))
		case len(t.T) != t.Len() || len(t.Seen) != t.Len() || len(t.Params) != t.Len()*t.Dim:
			panic(fmt.Sprintf("gdplot: %s: trace %d (%s) has lists of different lengths, want one as a Descent's Run returns it", what, i+1, t.Label))
		case dim > 0 && t.Dim != dim:
			panic(fmt.Sprintf("gdplot: %s: trace %d (%s) has %d parameters, want %d", what, i+1, t.Label, t.Dim, dim))
		}
	}
}

// box is a range in both directions.
type box struct{ xmin, xmax, ymin, ymax float64 }

func emptyBox() box {
	return box{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
}

func (b *box) add(x, y float64) {
	if finite(x) && finite(y) {
		b.xmin, b.xmax = min(b.xmin, x), max(b.xmax, x)
		b.ymin, b.ymax = min(b.ymin, y), max(b.ymax, y)
	}
}

// window is the part of parameter space worth showing: the starts and every point that is
// not much higher than the highest start. A diverging run leaves it, and that can be seen.
func window(tr []*gdkit.Trace) box {
	limit := math.Inf(-1)
	for _, t := range tr {
		limit = max(limit, t.J[0])
	}
	limit += 0.5*math.Abs(limit) + 1e-300
	b := emptyBox()
	for _, t := range tr {
		y := func(i int) float64 { // the second parameter, where there is one
			if t.Dim > 1 {
				return t.W(i)[1]
			}
			return t.J[i]
		}
		b.add(t.W(0)[0], y(0))
		for i, j := range t.J {
			if j <= limit {
				b.add(t.W(i)[0], y(i))
			}
		}
	}
	if b.xmin > b.xmax {
		return box{-1, 1, -1, 1}
	}
	return b
}

// stepOf is w(t+1) − w(t) after point i, if the trace has the point after it.
func stepOf(tr *gdkit.Trace, i int) ([]float64, bool) {
	if i+1 >= tr.Len() || tr.T[i+1] != tr.T[i]+1 {
		return nil, false
	}
	d := make([]float64, tr.Dim)
	for k, v := range tr.W(i + 1) {
		d[k] = v - tr.W(i)[k]
	}
	return d, true
}

// whole is the step that stands for the end of every run.
const whole = -1

// until is how many points of t are there at the given step.
func until(t *gdkit.Trace, step int) int {
	if step == whole {
		return t.Len()
	}
	if step < t.T[0] {
		return 1
	}
	return t.Index(step) + 1
}

// reason is why the run ended, if point i is its end.
func reason(t *gdkit.Trace, i int) gdkit.Reason {
	if i == t.Len()-1 {
		return t.Reason
	}
	return gdkit.Running
}
