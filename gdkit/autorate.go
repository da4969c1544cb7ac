package gdkit

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// A RateSearch is what AutoRate found, and why.
type RateSearch struct {
	Start []float64 // where it was searched
	Steps int       // at most so many steps with each rate

	Rates []float64 // all that were tried, in the order of the trials
	J     []float64 // cost after the last step taken with this rate; may be Inf or NaN
	Rose  []int     // the step in which J rose, 0 if it never did

	// the largest rate at which J never rose, below the smallest at which it did; 0 if there is
	// none
	Largest   float64
	Best      float64 // the rate to use; 0 if none was found
	Reason    string  // why this rate, or why none
	Gradients int     // evaluations of the cost that the search took
}

const (
	autoSteps  = 20 // steps with each rate
	autoLong   = 5  // times as many steps in the last test of Best
	autoSweeps = 60 // doublings or halvings at most: a factor of 10¹⁸
)

// AutoRate finds a learning rate for plain descent on any cost from w on, by what learners are told
// to do: start small, watch, adjust.
//
//  1. Start small: the first rate moves w by a ten-thousandth, α = 1e-4·max(1, ‖w‖)/‖∇J‖. (If J
//     rises even so it halves α until J falls.)
//  2. Watch: from w it takes 20 steps with this α, and doubles α as long as J rises in none of
//     them. At the first α where J does, three bisections narrow the edge down to 9 percent.
//  3. Adjust: Best is half of the largest α at which J never rose. It is tested over 100 steps and
//     halved while J rises.
//
// The half is a margin. On a quadratic bowl J never rises for α < 2/λmax, but above that it may
// still fall for 20 steps if the start hardly touches the steepest direction. By 2·2/λmax this
// direction has grown by 3²⁰ = 3e9, J by its square. So Best lies between 0.45 and 1 times 2/λmax,
// unless the start has nothing in the steepest direction at all.
//
// The search is deterministic and takes some 300 to 600 evaluations; for much data search on a part
// of the rows. Rival: the learning-rate range test (Smith 2017) raises α during a single run on
// mini-batches and leaves it to the eye where the cost turns: cheaper, good for noise, and not a
// number.
//
// Where no rate can be found Best is 0 and Reason says why: no slope, no finite cost, no end to the
// fall. AutoRate panics if j is nil or w has the wrong length.
func AutoRate(j Cost, w []float64) RateSearch {
	wantPoint("AutoRate", j, w)
	if err := validate(j); err != nil {
		panic(err.Error())
	}
	s := RateSearch{Start: slices.Clone(w), Steps: autoSteps, Gradients: 1}
	grad := make([]float64, len(w))
	level, err := evalFirst(j, grad, s.Start)
	if err != nil {
		panic(err.Error())
	}
	slope, size := floats.Norm(grad, 2), floats.Norm(w, 2)
	first := 1e-4 * max(1, size) / slope
	switch {
	case (level-level)+(slope-slope)+(size-size) != 0:
		s.Reason = fmt.Sprintf("the cost at the start is J = %v with a gradient of length %v, want finite numbers; start somewhere else",
			level, slope)
		return s
	case slope == 0 || math.IsInf(first, 1):
		s.Reason = "the gradient at the start is 0: a minimum, a saddle or a plateau, where every rate stands still; start somewhere else"
		return s
	}

	// Rounding makes J tremble at the bottom; only more than that is a rise.
	noise := 1e-12 * (math.Abs(level) + size*slope)
	falls := func(rate float64) bool { return s.try(j, rate, autoSteps, noise) }
	low, high, why := s.sweep(first, level, falls)
	if why != "" {
		s.Reason = why
		return s
	}
	for range 3 {
		if middle := math.Sqrt(low * high); falls(middle) {
			low = middle
		} else {
			high = middle
		}
	}

	s.Largest = low
	s.Best = low / 2
	part := "half of"
	edge := "it did not fall"
	if step := s.Rose[slices.Index(s.Rates, high)]; step > 0 {
		edge = fmt.Sprintf("it rose in step %d", step)
	}
	tried := len(s.Rates)
	for !s.try(j, s.Best, autoLong*autoSteps, noise) {
		if s.Best /= 2; s.Best < 1e-6*low {
			s.Best = 0
			s.Reason = fmt.Sprintf("J falls for %d steps at α = %.3g, but rises later even at a millionth of it; is the gradient right (CheckGrad)?",
				s.Steps, low)
			return s
		}
		part = fmt.Sprintf("1/%.0f of", low/s.Best)
	}
	s.Reason = fmt.Sprintf("%s %.3g, the largest of %d rates tried at which J rose in none of %d steps; at %.3g %s",
		part, low, tried, s.Steps, high, edge)
	return s
}

// sweep doubles or halves the first rate until it has two neighbours: J never rose at low, and rose
// at high. Else it says why not.
func (s *RateSearch) sweep(first, level float64, falls func(rate float64) bool) (low, high float64, why string) {
	if !falls(first) {
		for high = first; len(s.Rates) <= autoSweeps; high /= 2 {
			// J must fall now, and not only tremble: a gradient of the wrong sign climbs at every
			// rate.
			if falls(high/2) && s.J[len(s.J)-1] < level {
				return high / 2, high, ""
			}
		}
		return 0, 0, fmt.Sprintf("J rose at each of %d rates down to %.3g; is the gradient right (CheckGrad), or the start on a kink?",
			len(s.Rates), high)
	}
	for low = first; len(s.Rates) <= autoSweeps; low *= 2 {
		if !falls(2 * low) {
			return low, 2 * low, ""
		}
	}
	return 0, 0, fmt.Sprintf("J rose at none of %d rates up to %.3g: there is no edge in sight, perhaps no minimum either",
		len(s.Rates), low)
}

// try descends with the rate and says whether J never rose.
func (s *RateSearch) try(j Cost, rate float64, steps int, noise float64) bool {
	rose, last := 0, math.Inf(1)
	for t, at := range (Descent{Cost: j, Start: s.Start, Rate: rate, Steps: steps}).All() {
		s.Gradients++
		if !(at.J <= last+noise) { // also when it is NaN
			rose = t
		}
		// a fall without end is a fall, though its next number may be NaN
		if last = at.J; rose > 0 || last < -1e100 {
			break
		}
	}
	s.Rates, s.J, s.Rose = append(s.Rates, rate), append(s.J, last), append(s.Rose, rose)
	return rose == 0
}

// String is the result in one sentence.
func (s RateSearch) String() string {
	if s.Best == 0 {
		return "no rate found: " + s.Reason
	}
	return fmt.Sprintf("α = %.3g: %s", s.Best, s.Reason)
}
