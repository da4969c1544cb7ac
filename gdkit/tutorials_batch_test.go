package gdkit_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// What lesson 05 says of batches, held to closed forms.

func standardSix() *gdkit.Linear {
	return &gdkit.Linear{Data: datasets.SixHouses().Standardize(), Loss: gdkit.HalfSquared}
}

// newtonPoint is the minimum of a linear model.
func newtonPoint(j *gdkit.Linear) []float64 {
	return gdkit.Descent{Cost: j, Start: make([]float64, j.Dim()), Rate: 1, Steps: 1, Method: &gdkit.Newton{}}.Run().Last()
}

// The gradient is the mean of the slopes of single examples: −y and −yx at 0.
func TestMeanOfSingleGradients(t *testing.T) {
	j := sixHouses()
	var mean, g [2]float64
	for i := range 6 {
		j.EvalRows(g[:], []float64{0, 0}, []int{i})
		floats.AddScaled(mean[:], 1./6, g[:])
	}
	near(t, "mean along b", mean[0], -(250+300+480+430+630+730)/6., 1e-14)
	near(t, "mean along w", mean[1], -(250*1+300*1.7+480*2+430*2.5+630*3+730*3.2)/6, 1e-14)
}

// Batch descent on the patients ends at least squares; single examples at the same α do not.
func TestPatientsByBatch(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.Diabetes().Standardize(), Loss: gdkit.HalfSquared}
	if m, n := j.Data.X.Dims(); m*(n+1)*8 != 38896 {
		t.Errorf("the patients take %d bytes, want 38896 (39 kB)", m*(n+1)*8)
	}
	best := newtonPoint(j)
	// scikit-learn 1.9.1, whose columns have length 1
	near(t, "weight of the body mass index", best[3], 519.84592005/math.Sqrt(442), 1e-9)
	start := make([]float64, j.Dim())
	run := gdkit.Descent{Cost: j, Start: start, Rate: 0.45, Steps: 5000}.Run()
	for i, w := range run.Last() {
		near(t, j.ParamNames()[i], w, best[i], 1e-6)
	}
	edge := gdkit.Curvature(j, start).MaxRate()
	for _, c := range []struct {
		batch    int
		rate     float64
		diverged bool
	}{{0, 0.9 * edge, false}, {0, 1.1 * edge, true}, {1, 0.9 * edge, true}, {1, 0.036, false}} {
		run := gdkit.Descent{Cost: j, Start: start, Rate: c.rate, Steps: 1000, Batch: c.batch, Seed: 1}.Run()
		if got := run.J[run.Len()-1] > run.J[0]; got != c.diverged {
			t.Errorf("batch %d, α = %.3f: %v, diverged want %v", c.batch, c.rate, run, c.diverged)
		}
	}
}

// Each day forecast before it is learned: in the fourth year the stream beats "as today" and
// the line of hindsight.
func TestStreamOfDays(t *testing.T) {
	d := datasets.Weather("max_c", "min_c")
	d.X.Scale(0.1, d.X)
	j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	lines := [][]float64{make([]float64, 3), {0, 10, 0}, newtonPoint(j)}
	g := make([]float64, 3)
	var years [4][3]float64
	for day := range 1460 {
		for k, w := range lines {
			years[day/365][k] += math.Abs(j.Predict(w, d.X.RawRowView(day))-d.Y[day]) / 365
		}
		j.EvalRows(g, lines[0], []int{day})
		floats.AddScaled(lines[0], -0.03, g)
	}
	if y := years[0]; !(y[0] > y[1]) {
		t.Errorf("year 1: errors %.3f, want the stream behind", y)
	}
	if y := years[3]; !(y[0] < y[1] && y[0] < y[2]) {
		t.Errorf("year 4: errors %.3f, want the stream ahead", y)
	}
}

// Twice the batch and twice the rate come to the same cost.
func TestLinearScalingRule(t *testing.T) {
	d := datasets.Digits().Shuffle(1)
	d.X.Scale(1./16, d.X)
	train, _ := d.Split(0.8)
	j := &gdkit.Softmax{Data: train, Classes: 10}
	for batch := 16; batch <= 128; batch *= 2 {
		steps := 5 * ((j.Len() + batch - 1) / batch)
		run := gdkit.Descent{Cost: j, Start: make([]float64, 650), Rate: float64(batch) / 64, Steps: steps, Batch: batch, Seed: 1}.Run()
		near(t, "J after five epochs", run.J[run.Len()-1], 0.2525, 0.01)
	}
}

// The spread of batch gradients is σ/√B·√((m−B)/(m−1)) (sampling without replacement).
func TestNoiseOfBatches(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.Diabetes("bmi").Standardize(), Loss: gdkit.HalfSquared}
	w, full, g := []float64{120, 20}, make([]float64, 2), make([]float64, 2)
	j.Eval(full, w)
	noise := func(batch int) float64 {
		sum := 0.0
		for k, rows := range gdkit.Batches(442, batch, 1) {
			if k == 200*442/batch {
				return math.Sqrt(sum / float64(k))
			}
			j.EvalRows(g, w, rows)
			sum += math.Pow(floats.Distance(g, full, 2), 2)
		}
		return 0
	}
	one := noise(1)
	for _, b := range []float64{2, 13, 34, 221} {
		near(t, "noise", noise(int(b)), one/math.Sqrt(b)*math.Sqrt((442-b)/441), 0.06)
	}
}

// heights are J − J* along a walk with single examples of the six houses, each drawn anew
// (dice) or dealt (cards).
func heights(rate gdkit.Schedule, steps int, cards bool, seed uint64) (h []float64) {
	j := standardSix()
	dice, w, g, lowest := rand.New(rand.NewPCG(seed, 0)), make([]float64, 2), make([]float64, 2), j.Eval(nil, newtonPoint(j))
	for k, rows := range gdkit.Batches(6, 1, seed) {
		if k == steps {
			break
		}
		if !cards {
			rows = []int{dice.IntN(6)}
		}
		h = append(h, j.Eval(nil, w)-lowest)
		j.EvalRows(g, w, rows)
		floats.AddScaled(w, -rate(k), g)
	}
	return h
}

// With dice the floor is α/4·σ² for small α in a bowl of curvature 1; cards leave far less,
// and it falls as α².
func TestNoiseFloor(t *testing.T) {
	j, g, variance := standardSix(), make([]float64, 2), 0.0
	for i := range 6 {
		j.EvalRows(g, newtonPoint(j), []int{i})
		variance += floats.Dot(g, g) / 6
	}
	floor := func(alpha float64, cards bool) float64 {
		return stat.Mean(heights(func(int) float64 { return alpha }, 200000, cards, 1)[100000:], nil)
	}
	for _, alpha := range []float64{0.03, 0.01} {
		near(t, "floor with dice", floor(alpha, false), alpha/4*variance, 0.1)
	}
	near(t, "floor with cards, α a third", floor(0.03, true)/floor(0.01, true), 9, 0.05)
	falling := heights(func(t int) float64 { return 0.1 * gdkit.InverseTime(20)(t) }, 20000, false, 1)
	if end, early := stat.Mean(falling[19000:], nil), stat.Mean(falling[900:1100], nil); end > early/5 || end > 0.5 {
		t.Errorf("falling α: mean height %.3g at the end, %.3g near step 1000; want it to sink", end, early)
	}
}

// The interpolation exception: where one line meets all examples, single examples settle at a fixed
// α, even above the edge of the whole batch.
func TestTwoHousesSettle(t *testing.T) {
	for _, rate := range []float64{0.3, 0.6} {
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: rate, Steps: 1500, Batch: 1, Seed: 1}.Run()
		near(t, "b", run.Last()[0], 100, 1e-10)
		near(t, "w", run.Last()[1], 200, 1e-10)
	}
	// 0.6 is above 0.5836 for the whole, 0.7 too much for single ones as well
	for _, batch := range []int{0, 1} {
		rate := []float64{0.6, 0.7}[batch]
		run := gdkit.Descent{Cost: twoHouses(), Start: []float64{0, 0}, Rate: rate, Steps: 1500, Batch: batch, Seed: 1}.Run()
		if !(run.J[run.Len()-1] > run.J[0]) {
			t.Errorf("batch %d at α = %v: %v, want it to diverge", batch, rate, run)
		}
	}
}

// pulled is J with 1000 examples that push the slope down and up by turns.
type pulled struct {
	gdkit.Cost
	by float64
}

func (pulled) Len() int { return 1000 }
func (p pulled) EvalRows(grad, w []float64, rows []int) float64 {
	j, pull := p.Eval(grad, w), 0.0
	for _, i := range rows {
		pull += p.by * float64(i%2*2-1) / float64(len(rows))
	}
	if grad != nil {
		grad[0] += pull
	}
	return j + pull*w[0]
}

// Noise escapes the shallow valley of (w²−1)² + 0.3w, if there is enough of it.
func TestNoiseEscapes(t *testing.T) {
	valleys := gdkit.Scalar(
		func(w float64) float64 { return (w*w-1)*(w*w-1) + 0.3*w },
		func(w float64) float64 { return 4*w*(w*w-1) + 0.3 })
	end := func(pull float64, batch int, seed uint64) float64 {
		return gdkit.Descent{Cost: pulled{valleys, pull}, Start: []float64{1.2}, Rate: 0.02, Steps: 1000, Batch: batch, Seed: seed}.Run().Last()[0]
	}
	near(t, "shallow minimum", end(0, 1, 1), 0.960, 1e-3) // roots of 4w³ − 4w + 0.3
	near(t, "deep minimum", gdkit.Descent{Cost: valleys, Start: []float64{-1}, Rate: 0.02, Steps: 1000}.Run().Last()[0], -1.035, 1e-3)
	count := func(pull float64, batch int) (out int) {
		for seed := range uint64(50) {
			if end(pull, batch, seed) < 0 {
				out++
			}
		}
		return out
	}
	got := []int{count(2, 1), count(6, 1), count(6, 8)}
	if got[0] != 0 || got[1] < 30 || got[2] != 0 {
		t.Errorf("%v of 50 walks escaped with pull 2, with pull 6, and with pull 6 in batches of 8; want 0, most, 0", got)
	}
	if slices.Max(got) == 50 {
		t.Error("all walks escaped; some should have come back")
	}
}
