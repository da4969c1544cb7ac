package gdkit

import (
	"fmt"
	"math"
	"strings"
)

// A Loss is the price ℓ(z, y) of predicting z where the truth is y.
// At returns ℓ and its derivative ∂ℓ/∂z, or a subgradient where ℓ has a kink.
//
// At is all that a cost needs. What else is known of a loss it offers by the methods of the
// interfaces below, and gdkit asks for each of them where it makes a difference. A loss of your own
// may offer as many as it likes:
//
//	CurvedLoss         the second derivative: Hessians, Newton, the largest stable rate
//	ClassLoss          the truth is a class, 0 or 1: Labels, Accuracy as the Score
//	ProbabilityLoss    the probability that a score stands for: PredictAll, Probabilities
//	TargetLoss         which targets it knows: a sentence before the first step
//	ScoresLoss         the price of several scores at once: Net with Classes
//	ProbabilitiesLoss  the probabilities that these stand for
//	FastLoss           loops over many scores: several cores
//	Valid              settings that make no sense: a sentence before the first step
//
// A loss that embeds another one keeps what that one offers, with an exception: where its own At
// says something else than a promoted Second, Slopes or Over, that method isn't used.
type Loss interface {
	At(z, y float64) (loss, dz float64)
}

// CurvedLoss is a Loss that knows its second derivative ∂²ℓ/∂z².
type CurvedLoss interface {
	Loss
	Second(z, y float64) float64
}

// ClassLoss is a Loss whose truth is one of the classes 0 and 1. Class is the one that the score z
// stands for. Data with other targets, or with one class only, are refused.
type ClassLoss interface {
	Loss
	Class(z float64) float64
}

// ProbabilityLoss is a Loss whose score stands for a probability. Probability returns that of the
// class 1, and that of the class 0, which is 1 less the first with digits of its own.
type ProbabilityLoss interface {
	Loss
	Probability(z float64) (of1, of0 float64)
}

// TargetLoss is a Loss that doesn't know every number as the truth. CheckTarget returns nil or what
// is wanted instead, for example errors.New("want a count, 0 or more").
type TargetLoss interface {
	Loss
	CheckTarget(y float64) error
}

// ScoresLoss is a Loss of several scores, one for each class. Over returns ℓ(z, class) and
// overwrites dz, which may be z itself, with the slopes ∂ℓ/∂zₖ.
type ScoresLoss interface {
	Loss
	Over(dz, z []float64, class int) float64
}

// ProbabilitiesLoss is a ScoresLoss whose scores stand for probabilities. Probabilities overwrites
// p, which may be z itself, with them.
type ProbabilitiesLoss interface {
	ScoresLoss
	Probabilities(p, z []float64)
}

// FastLoss is a Loss with loops of its own, by which large data are read, on all cores: it must
// bear several calls at a time.
//
// Slopes puts ∂ℓ/∂z at the score zᵢ+b in the place of each zᵢ, and returns Σℓ and Σ∂ℓ/∂z: the sums
// that At gives, up to rounding. Slope is ∂ℓ/∂z at z+b alone, with the bits of Slopes.
type FastLoss interface {
	Loss
	Slopes(z, y []float64, b float64) (loss, slope float64)
	Slope(z, b, y float64) float64
}

// fastLoss is the loss as one with loops. One that embeds another is asked by its own At: promoted
// loops may be those of another function.
func fastLoss(loss Loss) (FastLoss, bool) {
	fast, ok := loss.(FastLoss)
	if ok && embeds(loss) {
		return nil, false
	}
	return fast, ok
}

// curvedLoss is the loss as one with a second derivative. A promoted one must be the derivative of
// the slope that the loss itself has.
func curvedLoss(loss Loss) (CurvedLoss, bool) {
	curved, ok := offers[CurvedLoss](loss)
	if !ok || !embeds(loss) {
		return curved, ok
	}
	for _, gap := range gapsToCompare {
		for _, y := range []float64{0, 1} {
			z, h := y+gap, 1e-4*math.Abs(gap)
			_, above := loss.At(z+h, y)
			_, below := loss.At(z-h, y)
			second := curved.Second(z, y)
			if math.Abs((above-below)/(2*h)-second) > 1e-4*(1+math.Abs(second)) {
				return nil, false
			}
		}
	}
	return curved, true
}

// scoresLoss is the loss as one of several scores. It is an error where a loss has an At of its own
// beside a promoted Over.
func scoresLoss(loss Loss) (ScoresLoss, bool, error) {
	scores, ok := offers[ScoresLoss](loss)
	if !ok || !embeds(loss) {
		return scores, ok, nil
	}
	for _, gap := range gapsToCompare {
		z := 1 + gap
		value, dz := loss.At(z, 1)
		want, wantDz := scores.At(z, 1)
		over := make([]float64, 2)
		sum := scores.Over(over, []float64{0, z}, 1)
		if value != want || dz != wantDz || math.Abs(sum-value) > 1e-9*(1+math.Abs(sum)) {
			return nil, true, fmt.Errorf("gdkit: the loss %T has an At of its own, but its Over, for several scores, "+
				"is that of the loss which it embeds; give it an Over of its own", loss)
		}
	}
	return scores, true, nil
}

// gapsToCompare are errors z−y of many sizes, at which no loss is likely to have a kink.
var gapsToCompare = []float64{-17.32, -5.477, -1.7321, -0.5477, -0.1732, -0.0548, -0.0017, 0.0011, 0.0332, 0.1049,
	0.3317, 1.0488, 3.3166, 10.488, 33.166}

// checkLoss reports settings of the loss that make no sense, and targets that it doesn't know.
func checkLoss(loss Loss, d *Dataset) error {
	if v, ok := offers[Valid](loss); ok {
		if err := v.Validate(); err != nil {
			return err
		}
	}
	if t, ok := offers[TargetLoss](loss); ok {
		for i, y := range d.Y {
			if err := t.CheckTarget(y); err != nil {
				return fmt.Errorf("gdkit: %s: Y[%d] (%s) is %v, but %s: %w", d.title(), i, d.target(), y, lossName(t), err)
			}
		}
	}
	if c, ok := offers[ClassLoss](loss); ok {
		if err := twoClasses(lossName(c), d); err != nil {
			return err
		}
	}
	return checkSlopes(loss, d.Y)
}

// checkSlopes reports loops of a FastLoss that add up something else than its At: large data would
// be read by one, and predictions judged by the other. It tries a few scores with targets of y.
func checkSlopes(loss Loss, y []float64) error {
	fast, ok := fastLoss(loss)
	if !ok {
		return nil
	}
	for i, gap := range gapsToCompare {
		truth := y[i*(len(y)-1)/(len(gapsToCompare)-1)]
		unit := max(1, math.Abs(truth)) // so that a large target does not swallow the gap
		score, b := truth+gap*unit, 0.25*unit
		want, slope := loss.At(score+b, truth)
		at := []float64{score}
		sum, slopes := fast.Slopes(at, []float64{truth}, b)
		differ := func(got, want float64) bool { return math.Abs(got-want) > 1e-6*(1e-300+math.Abs(want)) }
		if differ(sum, want) || differ(slopes, slope) || differ(at[0], slope) || differ(fast.Slope(score, b, truth), slope) {
			return fmt.Errorf("gdkit: At, Slopes and Slope of the loss %T are different functions: at the score %.4g and "+
				"the target %.4g At gives %.6g with the slope %.6g, Slopes %.6g with %.6g and %.6g in the place of the score, "+
				"Slope %.6g; want the same of all", loss, score+b, truth, want, slope, sum, slopes, at[0],
				fast.Slope(score, b, truth))
		}
	}
	return nil
}

// lossName is the name of the loss in sentences: "Logistic".
func lossName(loss Loss) string {
	name := fmt.Sprintf("%T", loss)
	name = name[strings.LastIndex(name, ".")+1:]
	return strings.ToUpper(name[:1]) + name[1:]
}

// twoClasses reports a label that is neither 0 nor 1, and data with one class only.
func twoClasses(loss string, d *Dataset) error {
	ones := 0
	for i, y := range d.Y {
		switch y {
		case 0:
		case 1:
			ones++
		default:
			return fmt.Errorf("gdkit: %s: Y[%d] (%s) is %v, but %s wants labels 0 and 1",
				d.title(), i, d.target(), y, loss)
		}
	}
	if ones == 0 || ones == len(d.Y) {
		return fmt.Errorf("gdkit: %s: all labels (%s) are %v, but %s wants examples of both classes, 0 and 1",
			d.title(), d.target(), d.Y[0], loss)
	}
	return nil
}

// slopesByAt is Slopes for a loss whose At is all that there is to it.
func slopesByAt[L Loss](loss L, z, y []float64, b float64) (sum, slope float64) {
	y = y[:len(z)]
	for i, v := range z {
		value, dz := loss.At(v+b, y[i])
		z[i] = dz
		sum += value
		slope += dz
	}
	return sum, slope
}

// slopeByAt is Slope for such a loss.
func slopeByAt[L Loss](loss L, z, b, y float64) float64 {
	_, dz := loss.At(z+b, y)
	return dz
}

// positiveScore is the class of a score whose border is 0.
func positiveScore(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}

// classLoss says whether the truth of the loss is a class.
func classLoss(loss Loss) bool {
	_, ok := offers[ClassLoss](loss)
	return ok
}

// predicted is the prediction that the score z stands for.
func predicted(loss Loss, z float64) float64 {
	if p, ok := offers[ProbabilityLoss](loss); ok {
		of1, _ := p.Probability(z)
		return of1
	}
	return z
}

// label is the class, 0 or 1, that the score z stands for. A loss that knows no classes draws the
// score itself towards 0 and 1, so that ½ is the border.
func label(loss Loss, z float64) float64 {
	if c, ok := offers[ClassLoss](loss); ok {
		return c.Class(z)
	}
	return positiveScore(z - 0.5)
}
