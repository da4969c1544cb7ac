package gdkit

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// someData is m examples with n features out of a normal distribution, and targets or labels
// that depend on them.
func someData(m, n int, labels bool) *Dataset {
	r := rand.New(rand.NewPCG(uint64(m), uint64(n)))
	x, y := make([]float64, m*n), make([]float64, m)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	for i := range y {
		y[i] = 0.1 * r.NormFloat64()
		for j, v := range x[i*n : (i+1)*n] {
			y[i] += v / float64(n+j)
		}
		if labels && y[i] > 0 {
			y[i] = 1
		} else if labels {
			y[i] = 0
		}
	}
	return &Dataset{X: mat.NewDense(m, n, x), Y: y}
}

func someWeights(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 0.3 / float64(n+i)
	}
	return w
}

// BenchmarkEval is J and ∇J of all examples, as a descent asks for them again and again.
func BenchmarkEval(b *testing.B) {
	for _, loss := range []Loss{HalfSquared, Logistic} {
		_, labels := loss.(ClassLoss)
		for _, shape := range [][2]int{{100, 3}, {10_000, 3}, {10_000, 8}, {10_000, 16},
			{1_000_000, 2}, {1_000_000, 16}, {200_000, 100}, {20_000, 1000}} {
			m, n := shape[0], shape[1]
			b.Run(fmt.Sprintf("%T/%dx%d", loss, m, n), func(b *testing.B) {
				l := &Linear{Data: someData(m, n, labels), Loss: loss, NoBias: true}
				cost, end := l.Prepare(l)
				defer end()
				w, grad := someWeights(n), make([]float64, n)
				b.ReportAllocs()
				for b.Loop() {
					cost.Eval(grad, w)
				}
			})
		}
	}
}

// BenchmarkEpoch is one epoch of stochastic gradient descent over single examples in random order.
func BenchmarkEpoch(b *testing.B) {
	const m = 100_000
	for _, loss := range []Loss{HalfSquared, Logistic} {
		_, labels := loss.(ClassLoss)
		for _, n := range []int{2, 10, 100} {
			b.Run(fmt.Sprintf("%T/%dx%d", loss, m, n), func(b *testing.B) {
				l := &Linear{Data: someData(m, n, labels), Loss: loss}
				cost, end := l.Prepare(l)
				defer end()
				w, grad, rows := make([]float64, n+1), make([]float64, n+1), make([]int, m)
				for epoch := uint64(0); b.Loop(); epoch++ {
					permute(rows, 1, epoch)
					cost.(plainStepper).plainSteps(w, grad, rows, 1, 1e-3)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/m, "ns/sample")
			})
		}
	}
}

func BenchmarkPermute(b *testing.B) {
	rows := make([]int, 100_000)
	for epoch := uint64(0); b.Loop(); epoch++ {
		permute(rows, 1, epoch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(rows)), "ns/sample")
}

// BenchmarkAdam is a step of Adam over a batch of 32.
func BenchmarkAdam(b *testing.B) {
	const m, n, batch = 100_000, 10, 32
	l := &Linear{Data: someData(m, n, false), Loss: HalfSquared}
	cost, end := l.Prepare(l)
	defer end()
	w, grad, rows := make([]float64, n+1), make([]float64, n+1), make([]int, m)
	permute(rows, 1, 0)
	adam := NewAdam()
	adam.Init(l, n+1)
	t := 0
	for b.Loop() {
		cost.(Sampled).EvalRows(grad, w, rows[t:t+batch])
		adam.Step(w, grad, 1e-3)
		t = (t + batch) % (m - batch)
	}
}
