package gdcheck

import (
	"fmt"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// sample is what a linear model is asked about: m examples of n features, their targets,
// and the parameters.
type sample struct {
	x    [][]float64
	y, w []float64
	b    float64
}

// sample makes random data: targets that a line explains but for some noise, labels 0 and 1 where
// the loss tells classes apart.
func (r *Report) sample(loss gdkit.Loss, m, n int) sample {
	t := sample{x: make([][]float64, m), y: make([]float64, m), w: r.normal(n), b: r.rnd.NormFloat64()}
	truth, centre := r.normal(n), r.normal(n)
	for i := range t.x {
		t.x[i] = r.normal(n)
		for j := range t.x[i] {
			t.x[i][j] += centre[j]
			t.y[i] += truth[j] * t.x[i][j]
		}
		t.y[i] += 2 + r.rnd.NormFloat64()
		if loss == gdkit.Logistic {
			t.y[i] = float64((i + r.rnd.IntN(2)) % 2)
		}
	}
	return t
}

// samples are random data of several shapes.
func (r *Report) samples(loss gdkit.Loss) []sample {
	var all []sample
	for _, s := range [][2]int{{3, 1}, {5, 2}, {4, 3}, {1, 2}, {7 + r.rnd.IntN(10), 1 + r.rnd.IntN(4)}} {
		all = append(all, r.sample(loss, s[0], s[1]))
	}
	return all
}

// normal returns n random numbers with mean 0 and standard deviation 1.
func (r *Report) normal(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = r.rnd.NormFloat64()
	}
	return v
}

// between is a random number between lo and hi.
func (r *Report) between(lo, hi float64) float64 { return lo + (hi-lo)*r.rnd.Float64() }

func (t sample) clone() sample {
	return sample{x: cloneRows(t.x), y: slices.Clone(t.y), w: slices.Clone(t.w), b: t.b}
}

func cloneRows(x [][]float64) [][]float64 {
	out := make([][]float64, len(x))
	for i, row := range x {
		out[i] = slices.Clone(row)
	}
	return out
}

// rows is t with the given examples only, in the given order.
func (t sample) rows(at ...int) sample {
	out := sample{w: t.w, b: t.b}
	for _, i := range at {
		out.x = append(out.x, t.x[i])
		out.y = append(out.y, t.y[i])
	}
	return out.clone()
}

// columns is t with its features and weights in another order.
func (t sample) columns(order []int) sample {
	out := t.clone()
	for k, j := range order {
		out.w[k] = t.w[j]
		for i := range t.x {
			out.x[i][k] = t.x[i][j]
		}
	}
	return out
}

// changed names the argument that a function has written to, "" if none.
func (t sample) changed(before sample) string {
	switch {
	case !slices.EqualFunc(t.x, before.x, slices.Equal):
		return "x"
	case !slices.Equal(t.y, before.y):
		return "y"
	case !slices.Equal(t.w, before.w):
		return "w"
	}
	return ""
}

// keeps is the sentence about a function that changes its arguments: a caller's list is not a copy.
func keeps(changed string) string {
	if changed == "" {
		return ""
	}
	return fmt.Sprintf("%s is not what it was after the call: a list is handed over as it is and not copied, so make one of your own",
		changed)
}

// linear is the cost of t by gdkit, and params its parameters (b, w₁ … wₙ).
func (t sample) linear(loss gdkit.Loss) *gdkit.Linear {
	x := mat.NewDense(len(t.x), len(t.w), nil)
	for i, row := range t.x {
		x.SetRow(i, row)
	}
	return &gdkit.Linear{Data: &gdkit.Dataset{X: x, Y: t.y}, Loss: loss}
}

func (t sample) params() []float64 { return append([]float64{t.b}, t.w...) }

// keepsInputs adds the property that a function changes none of its arguments.
func (r *Report) keepsInputs(calls []func() string, all func() [][]float64) {
	r.add("changes none of its arguments", 1, func() string {
		for _, call := range calls {
			if why := call(); why != "" {
				return why
			}
		}
		return varies(all())
	})
}
