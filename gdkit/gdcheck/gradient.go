package gdcheck

import (
	"fmt"
	"strings"

	"gdlab/gdkit"
)

// A GradientFunc is the gradient of a CostFunc: n slopes for the weights, and the one of b.
type GradientFunc func(x [][]float64, y, w []float64, b float64) (dw []float64, db float64)

// Gradient checks the gradient of the cost of a linear model. gdkit.CheckGrad judges and explains.
func (r *Report) Gradient(loss gdkit.Loss, gradient GradientFunc) {
	r.shape(gradient, r.samples(loss))
	r.add("the slopes of the weights", 2, func() string { return wrongGradient(loss, gradient, r.samples(loss), true) })
	r.add("the slope of b", 1, func() string { return wrongGradient(loss, gradient, r.samples(loss), false) })
}

// shape adds the property that there is one slope for each weight.
func (r *Report) shape(gradient GradientFunc, samples []sample) {
	r.add("one slope for each weight", 1, func() string {
		var all [][]float64
		for _, t := range samples {
			c := t.clone()
			dw, db := gradient(c.x, c.y, c.w, c.b)
			if len(dw) != len(t.w) {
				return slopes(len(dw), len(t.w))
			}
			all = append(all, append(dw, db))
		}
		return varies(all)
	})
}

// slopes is the sentence about a wrong number of them.
func slopes(got, want int) string {
	return fmt.Sprintf("gives %d slopes, want %d, one for each weight", got, want)
}

// judged is the cost of a sample with the gradient of a student.
type judged struct {
	*gdkit.Linear
	got []float64
}

func (j judged) Eval(grad, w []float64) float64 {
	copy(grad, j.got)
	return j.Linear.Eval(nil, w)
}

// wrongGradient looks at the slopes of the weights, or at that of b.
func wrongGradient(loss gdkit.Loss, gradient GradientFunc, samples []sample, weights bool) string {
	part := func(v []float64) []float64 {
		if weights {
			return v[1:]
		}
		return v[:1]
	}
	var ask []question[GradientFunc]
	worst := ""
	for _, t := range samples {
		q := gradientQuestion(t)
		ask = append(ask, func(f GradientFunc) []float64 { return part(q(f)) })
		got := q(gradient)
		j := judged{t.linear(loss), got}
		c := gdkit.CheckGrad(j, t.params())
		// The other part is judged by itself, so it is made right here.
		if weights {
			got[0] = c.Want[0]
		} else {
			copy(got[1:], c.Want[1:])
		}
		if c = gdkit.CheckGrad(j, t.params()); c.OK {
			continue
		}
		if worst == "" || len(t.x) > 2 {
			worst = c.Diagnosis
			if worst == "" {
				worst = fmt.Sprintf("gives %.6g, differences say %.6g", c.Got[c.Worst], c.Want[c.Worst])
			}
		}
	}
	if worst == "" {
		return ""
	}
	right := linearGradient(loss)
	got := answers(gradient, ask)
	for _, r := range gradientRivals(loss, right) {
		if agree(got, answers(r.f, ask)) {
			return r.why
		}
	}
	return climbs(worst)
}

// climbs puts the shortest mistake first.
func climbs(diagnosis string) string {
	return strings.Replace(diagnosis, "the sign is turned round: this climbs", "sign: this climbs", 1)
}

// gradientQuestion asks for (db, dw…), in the order of gdkit.Linear.
func gradientQuestion(t sample) question[GradientFunc] {
	return func(f GradientFunc) []float64 {
		c := t.clone()
		dw, db := f(c.x, c.y, c.w, c.b)
		if len(dw) != len(t.w) {
			panic(wrong(slopes(len(dw), len(t.w))))
		}
		return append([]float64{db}, dw...)
	}
}

// linearGradient is the right answer.
func linearGradient(loss gdkit.Loss) GradientFunc {
	return func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
		t := sample{x: x, y: y, w: w, b: b}
		grad := make([]float64, len(w)+1)
		t.linear(loss).Eval(grad, t.params())
		return grad[1:], grad[0]
	}
}
