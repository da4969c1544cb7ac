package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// CrossEntropy is the cross-entropy of the softmax probabilities of K scores z for a label y
// of 0 … K−1, in nats:
//
//	ℓ = log(Σₖ e^zₖ) − z_y,   ∂ℓ/∂zₖ = pₖ − [k = y],   pₖ = e^zₖ / Σⱼ e^zⱼ
//
// in a form that neither overflows nor loses digits. It is the loss of Softmax, and of a Net with
// Classes. Of a single score, against a second one that stays 0, it is Logistic.
const CrossEntropy crossEntropy = 0

type crossEntropy int8

var (
	_ CurvedLoss        = CrossEntropy
	_ ClassLoss         = CrossEntropy
	_ ProbabilityLoss   = CrossEntropy
	_ ProbabilitiesLoss = CrossEntropy
	_ FastLoss          = CrossEntropy
)

// At is Logistic's.
func (crossEntropy) At(z, y float64) (loss, dz float64) { return Logistic.At(z, y) }

// Second is Logistic's.
func (crossEntropy) Second(z, y float64) float64 { return Logistic.Second(z, y) }

// Class is Logistic's.
func (crossEntropy) Class(z float64) float64 { return Logistic.Class(z) }

// Probability is Logistic's.
func (crossEntropy) Probability(z float64) (of1, of0 float64) { return Logistic.Probability(z) }

// Slopes is Logistic's.
func (crossEntropy) Slopes(z, y []float64, b float64) (loss, slope float64) {
	return Logistic.Slopes(z, y, b)
}

// Slope is Logistic's.
func (crossEntropy) Slope(z, b, y float64) float64 { return Logistic.Slope(z, b, y) }

// Over implements ScoresLoss: ℓ for the class, and its slopes pₖ − [k = class].
func (crossEntropy) Over(dz, z []float64, class int) float64 {
	top := floats.MaxIdx(z)
	lead := z[top] - z[class]
	rest := softmax(dz, z)
	dz[class] = 0
	dz[class] = -floats.Sum(dz) // p − 1 without the loss of digits
	return lead + math.Log1p(rest)
}

// Probabilities implements ProbabilitiesLoss: p is the softmax of z.
func (crossEntropy) Probabilities(p, z []float64) { softmax(p, z) }

// softmax overwrites p, which may be z itself, with e^zₖ / Σⱼ e^zⱼ, and returns the sum of the
// terms e^(zⱼ−max z) without the largest, which is 1 and would swallow their digits.
func softmax(p, z []float64) (rest float64) {
	top := floats.MaxIdx(z)
	highest := z[top]
	for k, v := range z {
		p[k] = math.Exp(v - highest)
	}
	p[top] = 0
	rest = floats.Sum(p)
	p[top] = 1
	floats.Scale(1/(1+rest), p)
	return rest
}

// manyClasses reports what isn't a label of 0 … classes−1, and a class without an example.
func manyClasses(model string, classes int, d *Dataset) error {
	if classes < 2 {
		return fmt.Errorf("gdkit: %s.Classes is %d, want the number of classes, 2 or more", model, classes)
	}
	count := make([]int, classes)
	for i, y := range d.Y {
		if !isClass(y, classes) {
			return fmt.Errorf("gdkit: %s: Y[%d] (%s) is %v, but %s wants a label of 0, 1, … %d: Classes is %d",
				d.title(), i, d.target(), y, model, classes-1, classes)
		}
		count[int(y)]++
	}
	for k, c := range count {
		if c == 0 {
			return fmt.Errorf("gdkit: %s has no example of class %d (%s), want at least one of each: %s.Classes is %d",
				d.title(), k, d.target(), model, classes)
		}
	}
	return nil
}

func isClass(y float64, classes int) bool {
	return y >= 0 && y < float64(classes) && y == math.Trunc(y)
}

// wantClass is the label as an index, or a panic with a sentence.
func wantClass(model string, y float64, classes int) int {
	if !isClass(y, classes) {
		panic(fmt.Sprintf("gdkit: %s: the data hold the label %v, want one of 0, 1, … %d: Classes is %d", model, y, classes-1, classes))
	}
	return int(y)
}
