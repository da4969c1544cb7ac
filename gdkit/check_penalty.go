package gdkit

import (
	"fmt"
	"math"
	"slices"
)

// penalty: a difference that is λw or λ·sign(w), in the cost or in the gradient only.
func (d differ) penalty() string {
	if len(d.wrong) < 2 {
		return ""
	}
	if l := d.multipleOf(func(w float64) float64 { return w }); l != 0 {
		return penaltyText(l, "w", "(λ/2)‖w‖²")
	}
	if l := d.multipleOf(sign); l != 0 {
		return penaltyText(l, "·sign(w)", "λ·Σ|w|")
	}
	return ""
}

func penaltyText(l float64, slope, term string) string {
	if l < 0 {
		return fmt.Sprintf("got − differences = −λ%s with λ = %.4g: the penalty %s is in the cost, its slope not in the gradient?", slope, -l, term)
	}
	return fmt.Sprintf("got − differences = λ%s with λ = %.4g: the slope of the penalty %s is in the gradient, the penalty not in the cost?", slope, l, term)
}

// multipleOf is the λ ≠ 0 for which got − want = λf(w) in all wrong components, else 0.
func (d differ) multipleOf(f func(float64) float64) float64 {
	dot, square := 0.0, 0.0
	for _, i := range d.wrong {
		v := f(d.c.W[i])
		dot += (d.c.Got[i] - d.c.Want[i]) * v
		square += v * v
	}
	l := dot / square
	for _, i := range d.wrong {
		v := f(d.c.W[i])
		// The differences of a large slope are no better than 1e-9 of it.
		if !(math.Abs(d.c.Got[i]-d.c.Want[i]-l*v) <= 1e-3*math.Abs(l*v)+0.1*d.noise[i]+1e-9*math.Abs(d.c.Want[i])) {
			return 0
		}
	}
	return l
}

// ownPenalty: the difference of one component grows with its own parameter, whatever the others do.
// The usual case is a penalty on b.
func (d differ) ownPenalty() string {
	if len(d.wrong) > 1 {
		return ""
	}
	i := d.wrong[0]
	own, others := slices.Clone(d.c.W), slices.Clone(d.c.W)
	for k, w := range d.c.W {
		if k == i {
			own[k] = 2 * w
		} else {
			others[k] = 1.5*w + 0.25
		}
	}
	got, want := d.c.Got[i], d.c.Want[i]
	got1, want1, noise1 := slopeAlone(d.j, own, i)
	got2, want2, noise2 := slopeAlone(d.j, others, i)
	diff := got - want
	sameRatio := math.Abs(got1*want-got*want1) <= 1e-4*math.Abs(got*want1)
	if sameRatio || !(math.Abs(got1-want1-2*diff) <= 1e-3*math.Abs(diff)+noise1) || !(math.Abs(got2-want2-diff) <= 1e-3*math.Abs(diff)+noise2) {
		return ""
	}
	l, name := diff/d.c.W[i], d.c.name(i)
	switch {
	case l > 0:
		return fmt.Sprintf("got − differences = λ·(parameter %s) with λ = %.4g: "+
			"the slope of a penalty on it is in the gradient, but the cost leaves it out (as b usually is)?", name, l)
	case l < 0:
		return fmt.Sprintf("got − differences = −λ·(parameter %s) with λ = %.4g: "+
			"a penalty on it is in the cost (b is usually left out), its slope not in the gradient?", name, -l)
	}
	return ""
}

// slopeAlone is component i of the gradient at w, what differences say, and their noise.
func slopeAlone(j Cost, w []float64, i int) (got, want, noise float64) {
	grad := make([]float64, len(w))
	value := j.Eval(grad, w)
	s := differences(along(j, w, i), w[i], value)
	return grad[i], s.value, s.noise
}
