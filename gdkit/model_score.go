package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
)

// R2 is the share of the variance of the truth that the predictions explain
// (scikit-learn's r2_score):
//
//	R² = 1 − Σ (want − got)² / Σ (want − mean)²
//
// 1 is perfect, 0 is no better than the mean, and below 0 is worse. For a constant truth, which has
// no variance, it is 1 if all predictions are right, else 0; for a single example it is NaN.
func R2(want, got []float64) float64 {
	wantPairs("R2", want, got)
	if len(want) == 1 {
		return math.NaN()
	}
	mean := stat.Mean(want, nil)
	var rest, all float64
	for i, y := range want {
		rest += (y - got[i]) * (y - got[i])
		all += (y - mean) * (y - mean)
	}
	switch {
	case all != 0:
		return 1 - rest/all
	case rest != 0:
		return 0
	}
	return 1
}

// Accuracy is the share of labels that are right (scikit-learn's accuracy_score): got holds
// classes, as Labels returns them.
func Accuracy(want, got []float64) float64 {
	wantPairs("Accuracy", want, got)
	right := 0
	for i, y := range want {
		if got[i] == y {
			right++
		}
	}
	return float64(right) / float64(len(want))
}

// LogLoss is the mean of −log p, in nats, where p is the probability that was given to the true
// label: got for the label 1, 1 − got for the label 0 (scikit-learn's log_loss). For Linear and Net
// with Logistic, PredictAll returns such probabilities; for several classes it is the cost itself,
// without its penalty.
//
// Probabilities are kept 2⁻⁵² away from 0 and 1, as in scikit-learn, so that one prediction which
// is surely wrong costs 36.04. Rival: it costs ∞. It panics if a label is neither 0 nor 1, or a
// probability is not between them.
func LogLoss(want, got []float64) float64 {
	wantPairs("LogLoss", want, got)
	sum := 0.0
	for i, y := range want {
		p := got[i]
		if !(p >= 0 && p <= 1) {
			panic(fmt.Sprintf("gdkit: LogLoss: prediction %d is %v, want a probability between 0 and 1", i, p))
		}
		if y != 0 && y != 1 {
			panic(fmt.Sprintf("gdkit: LogLoss: label %d is %v, want 0 or 1", i, y))
		}
		p = min(max(p, eps), 1-eps)
		if y == 1 {
			sum -= math.Log(p)
		} else {
			sum -= math.Log1p(-p)
		}
	}
	return sum / float64(len(want))
}

func wantPairs(what string, want, got []float64) {
	if len(want) == 0 || len(want) != len(got) {
		panic(fmt.Sprintf("gdkit: %s: %d true values and %d predictions, want the same number, and at least one", what, len(want), len(got)))
	}
}
