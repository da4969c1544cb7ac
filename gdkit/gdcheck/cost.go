package gdcheck

import (
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// A CostFunc is J(w, b) of a linear model, the mean of a loss over m examples: x has m rows of n
// features, y has m targets, w has n weights.
type CostFunc func(x [][]float64, y, w []float64, b float64) float64

// Cost checks the mean loss of a linear model against gdkit.Linear: gdkit.HalfSquared is (1/2m) Σ
// (w·x + b − y)², gdkit.Squared twice that, gdkit.Logistic the cross-entropy for labels 0 and 1.
func (r *Report) Cost(loss gdkit.Loss, cost CostFunc) {
	r.add("the mean loss, on random data", 2, func() string { return wrongCost(loss, cost, r.samples(loss)) })
	r.add("the mean loss where all parameters are 0", 1, func() string {
		samples := r.samples(loss)[:3]
		for i := range samples {
			clear(samples[i].w)
			samples[i].b = 0
			if loss == gdkit.Logistic { // log 2, whatever the data are: so let b say something
				samples[i].b = float64(i)
			}
		}
		return wrongCost(loss, cost, samples)
	})
	r.add("the loss of one example", 1, func() string {
		return wrongCost(loss, cost, []sample{r.sample(loss, 1, 1), r.sample(loss, 1, 3), r.sample(loss, 1, 2)})
	})
}

func costQuestions(samples []sample) []question[CostFunc] {
	var ask []question[CostFunc]
	for _, t := range samples {
		ask = append(ask, func(f CostFunc) []float64 { c := t.clone(); return []float64{f(c.x, c.y, c.w, c.b)} })
	}
	return ask
}

func wrongCost(loss gdkit.Loss, cost CostFunc, samples []sample) string {
	right := linearCost(loss)
	total := func(at func(z, y float64) float64) CostFunc {
		return func(x [][]float64, y, w []float64, b float64) float64 {
			sum := 0.0
			for i := range x {
				sum += at(floats.Dot(x[i], w)+b, y[i])
			}
			return sum / float64(len(x))
		}
	}
	mean := func(x [][]float64, y, w []float64, b float64) float64 { return right(x, y, w, b) }
	rivals := []rival[CostFunc]{
		{"summed, not averaged: divide by m", func(x [][]float64, y, w []float64, b float64) float64 {
			return mean(x, y, w, b) * float64(len(x))
		}},
		{"summed, not averaged, and without the ½: divide by 2m", func(x [][]float64, y, w []float64, b float64) float64 {
			return mean(x, y, w, b) * 2 * float64(len(x))
		}},
		{"divided by m twice", func(x [][]float64, y, w []float64, b float64) float64 { return mean(x, y, w, b) / float64(len(x)) }},
		{"divided by the number of features, and not of examples", func(x [][]float64, y, w []float64, b float64) float64 {
			return mean(x, y, w, b) * float64(len(x)) / float64(len(w))
		}},
		{"b is forgotten", func(x [][]float64, y, w []float64, _ float64) float64 { return mean(x, y, w, 0) }},
		{"the last example is left out", func(x [][]float64, y, w []float64, b float64) float64 {
			last := len(x) - 1
			if last == 0 {
				return 0
			}
			return mean(x[:last], y[:last], w, b) * float64(last) / float64(last+1)
		}},
		{"sign: turned round", func(x [][]float64, y, w []float64, b float64) float64 { return -mean(x, y, w, b) }},
	}
	if c, ok := loss.(gdkit.SquareLoss); ok {
		rivals = append(squareRivals(float64(c), right, total), rivals...)
	} else {
		rivals = append(logisticRivals(total), rivals...)
	}
	return explain(cost, right, costQuestions(samples), rivals...)
}

func squareRivals(c float64, mean CostFunc, total func(func(z, y float64) float64) CostFunc) []rival[CostFunc] {
	half, whole := "the ½ is missing: this is 1/m, and 1/2m is wanted", "half of it: 1/2m, where 1/m is wanted"
	if c == 1 {
		half = "twice too big"
	}
	return []rival[CostFunc]{
		{half, total(func(z, y float64) float64 { return 2 * c * (z - y) * (z - y) })},
		{whole, total(func(z, y float64) float64 { return c / 2 * (z - y) * (z - y) })},
		{"the errors are not squared, so that they cancel", total(func(z, y float64) float64 { return c * (z - y) })},
		{"the errors are not squared: this is their absolute value", total(func(z, y float64) float64 { return c * math.Abs(z-y) })},
		{"the mean error is squared: square each one before adding", func(x [][]float64, y, w []float64, b float64) float64 {
			sum := 0.0
			for i := range x {
				sum += floats.Dot(x[i], w) + b - y[i]
			}
			return c * sum * sum / float64(len(x)*len(x))
		}},
		{"the sum of the errors is squared: square each one before adding", func(x [][]float64, y, w []float64, b float64) float64 {
			sum := 0.0
			for i := range x {
				sum += floats.Dot(x[i], w) + b - y[i]
			}
			return c * sum * sum / float64(len(x))
		}},
		{"a root is taken of it: the cost is the mean itself", func(x [][]float64, y, w []float64, b float64) float64 {
			return math.Sqrt(mean(x, y, w, b))
		}},
	}
}

func logisticRivals(total func(func(z, y float64) float64) CostFunc) []rival[CostFunc] {
	at := func(z, y float64) float64 { l, _ := gdkit.Logistic.At(z, y); return l }
	return []rival[CostFunc]{
		{"the labels are turned round: −log p is the loss of y = 1", total(func(z, y float64) float64 { return at(z, 1-y) })},
		{"only examples with y = 1 count: those with y = 0 cost −log(1 − p)", total(func(z, y float64) float64 { return y * at(z, 1) })},
		{"the squared error of the probability: the cross-entropy is wanted", total(func(z, y float64) float64 {
			return math.Pow(gdkit.Sigmoid(z)-y, 2)
		})},
		{"the squared error of the score: the cross-entropy is wanted", total(func(z, y float64) float64 { return (z - y) * (z - y) })},
		{"log₂ or log₁₀: the natural logarithm, math.Log, is wanted", total(func(z, y float64) float64 { return at(z, y) / math.Ln2 })},
		{"log₂ or log₁₀: the natural logarithm, math.Log, is wanted", total(func(z, y float64) float64 { return at(z, y) / math.Ln10 })},
		{"halved: the cross-entropy has no ½", total(func(z, y float64) float64 { return at(z, y) / 2 })},
	}
}

// linearCost is the right answer.
func linearCost(loss gdkit.Loss) CostFunc {
	return func(x [][]float64, y, w []float64, b float64) float64 {
		t := sample{x: x, y: y, w: w, b: b}
		return t.linear(loss).Eval(nil, t.params())
	}
}

// CostInvariants checks what follows from being a mean over the examples.
func (r *Report) CostInvariants(loss gdkit.Loss, cost CostFunc) {
	ask := func(t sample) question[CostFunc] { return costQuestions([]sample{t})[0] }
	pairs := func(other func(t sample) sample) [][2]question[CostFunc] {
		var all [][2]question[CostFunc]
		for range 4 {
			t := r.sample(loss, 4+r.rnd.IntN(4), 2)
			all = append(all, [2]question[CostFunc]{ask(t), ask(other(t))})
		}
		return all
	}
	r.add("the order of the rows does not matter", 1, func() string {
		other := func(t sample) sample { return t.rows(r.rnd.Perm(len(t.x))...) }
		return unchanged(cost, pairs(other), "other rows first, another cost: is the same done for each row?")
	})
	r.add("all rows twice give the same: a mean", 1, func() string {
		return unchanged(cost, pairs(twice), "summed, not averaged: with all rows twice the cost is another")
	})
	r.add("the order of the features does not matter", 1, func() string {
		other := func(t sample) sample { return t.columns([]int{1, 0}) }
		return unchanged(cost, pairs(other), "features and weights swapped, another cost: do all of them count?")
	})
	var kept []func() string
	samples := r.samples(loss)
	for _, t := range samples {
		kept = append(kept, func() string { c := t.clone(); cost(c.x, c.y, c.w, c.b); return keeps(c.changed(t)) })
	}
	r.keepsInputs(kept, func() [][]float64 { return answers(cost, costQuestions(samples)) })
	r.add("no rows: no panic", 1, func() string {
		cost([][]float64{}, []float64{}, []float64{1, 2}, 3)
		return varies(answers(cost, costQuestions(samples)))
	})
}

func twice(t sample) sample {
	out := t.clone()
	out.x = append(out.x, cloneRows(t.x)...)
	out.y = append(out.y, slices.Clone(t.y)...)
	return out
}
