package gdlive

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gdlab/gdkit"
)

// A Knob is one slider of Explore: something in the plan of a descent that takes several values.
// Rates, Betas, Batches, Starts and Methods make the usual ones. One of your own:
//
//	gdlive.Knob{Name: "half-life k", Values: []float64{5, 10, 20},
//		Set: func(d *gdkit.Descent, k float64) { d.Decay = gdkit.Halve(int(k)) }}
type Knob struct {
	// stands before the slider; its last word stands before the value: "learning
	// rate α" gives "α = 0.3"
	Name string
	// one for each place of the slider; nil means 0, 1, 2, …, one for each label
	Values []float64
	Labels []string                          // what the places are called; nil means the values
	Set    func(d *gdkit.Descent, v float64) // puts a value into the plan
	now    func(d gdkit.Descent, i int) bool // whether the plan has value i already
	role   role
}

// A role is what the page does with a knob beside showing a slider.
type role int

const (
	other  role = iota
	rates       // its values are learning rates, ascending
	starts      // its values are points that can be dragged
)

// Rates is a slider for α, in ascending order.
func Rates(alpha ...float64) Knob {
	v := slices.Clone(alpha)
	slices.Sort(v)
	v = slices.Compact(v)
	return Knob{
		Name: "learning rate α", Values: v, role: rates,
		Set: func(d *gdkit.Descent, a float64) { d.Rate = a },
		now: func(d gdkit.Descent, i int) bool { return d.Rate == v[i] },
	}
}

// Betas is a slider for β, the memory of Momentum; of Nesterov, where that is the plan's Method.
func Betas(beta ...float64) Knob {
	return Knob{
		Name: "momentum β", Values: beta,
		Set: func(d *gdkit.Descent, b float64) {
			if _, ok := d.Method.(*gdkit.Nesterov); ok {
				d.Method = &gdkit.Nesterov{Beta: b}
			} else {
				d.Method = &gdkit.Momentum{Beta: b}
			}
		},
		now: func(d gdkit.Descent, i int) bool { b, ok := betaOf(d.Method); return ok && b == beta[i] },
	}
}

// Batches is a slider for the number of examples a step; 0 means all.
func Batches(size ...int) Knob {
	k := Knob{
		Name: "batch",
		Set:  func(d *gdkit.Descent, b float64) { d.Batch = int(b) },
		now:  func(d gdkit.Descent, i int) bool { return d.Batch == size[i] },
	}
	for _, b := range size {
		label := strconv.Itoa(b)
		if b == 0 {
			label = "all"
		}
		k.Values, k.Labels = append(k.Values, float64(b)), append(k.Labels, label)
	}
	return k
}

// Starts is a slider for the point where the run begins; in the picture the start can be dragged
// from one of these points to the next.
func Starts(w ...[]float64) Knob {
	k := Knob{
		Name: "start", role: starts,
		Set: func(d *gdkit.Descent, i float64) { d.Start = w[int(i)] },
		now: func(d gdkit.Descent, i int) bool { return slices.Equal(d.Start, w[i]) },
	}
	for _, p := range w {
		k.Labels = append(k.Labels, point(p))
	}
	return k
}

// Methods is a slider for the method, called by its type. Nil is plain descent.
func Methods(m ...gdkit.Method) Knob {
	k := Knob{
		Name: "method",
		Set:  func(d *gdkit.Descent, i float64) { d.Method = m[int(i)] },
		now:  func(d gdkit.Descent, i int) bool { return reflect.DeepEqual(d.Method, m[i]) },
	}
	for _, v := range m {
		name := "Plain"
		if v != nil {
			name = strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", v), "*"), "gdkit.")
		}
		if b, ok := betaOf(v); ok && v != nil {
			name += ", β = " + rounded(b, 3)
		}
		k.Labels = append(k.Labels, name)
	}
	return k
}

// betaOf is the β of a method that has one and no other memory; 0 for plain descent.
func betaOf(m gdkit.Method) (beta float64, ok bool) {
	switch m := m.(type) {
	case *gdkit.Momentum:
		return m.Beta, true
	case *gdkit.Nesterov:
		return m.Beta, true
	}
	return 0, false
}

// ready is the knob with values and labels, or a sentence about what is missing.
func (k Knob) ready(what string, number int) Knob {
	if k.Name == "" {
		panic(fmt.Sprintf("gdlive: %s: Knob.Name of knob %d is empty, want what stands before the slider, for example \"half-life k\"", what, number))
	}
	if k.Set == nil {
		panic(fmt.Sprintf("gdlive: %s: Knob.Set of %q is nil, want a function that puts a value into the plan", what, k.Name))
	}
	if k.Values == nil {
		for i := range k.Labels {
			k.Values = append(k.Values, float64(i))
		}
	}
	if len(k.Values) == 0 {
		panic(fmt.Sprintf("gdlive: %s: the knob %q has no values, want at least one, for example gdlive.Rates(0.01, 0.1, 1)", what, k.Name))
	}
	for i, v := range k.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic(fmt.Sprintf("gdlive: %s: value %d of the knob %q is %v, want a finite number", what, i+1, k.Name, v))
		}
	}
	if k.Labels == nil {
		k.Labels = labels(k.Values)
	}
	if len(k.Labels) != len(k.Values) {
		panic(fmt.Sprintf("gdlive: %s: the knob %q has %d labels, want one for each of its %d values", what, k.Name, len(k.Labels), len(k.Values)))
	}
	return k
}

// place is where the slider stands at first: at the plan's own value, if it has
// it, else at the first.
func (k Knob) place(d gdkit.Descent) int {
	if k.now != nil {
		for i := range k.Values {
			if k.now(d, i) {
				return i
			}
		}
	}
	return 0
}

// labels are the values with three digits, or as many more as it takes to tell them apart.
func labels(values []float64) []string {
	out := make([]string, len(values))
	for digits := 3; ; digits++ {
		seen := map[string]float64{}
		clear := true
		for i, v := range values {
			out[i] = rounded(v, digits)
			if other, ok := seen[out[i]]; ok && other != v {
				clear = false
			}
			seen[out[i]] = v
		}
		if clear || digits == 17 {
			return out
		}
	}
}

// rounded is v with at most so many digits, as the numbers of a figure are
// written: −0.5, 1200, 2.5e6.
func rounded(v float64, digits int) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	format := byte('f')
	if a := math.Abs(v); v != 0 && (a < 1e-3 || a >= 1e6) {
		format = 'e'
	}
	s := strconv.FormatFloat(v, format, -1, 64)
	s = strings.NewReplacer("e+0", "e", "e-0", "e-", "e+", "e").Replace(s)
	return strings.ReplaceAll(s, "-", "−")
}

func point(w []float64) string {
	s := make([]string, len(w))
	for i, v := range w {
		s[i] = rounded(v, 4)
	}
	if len(w) == 1 {
		return s[0]
	}
	return "(" + strings.Join(s, ", ") + ")"
}
