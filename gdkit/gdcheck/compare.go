package gdcheck

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// tolerance is the relative error up to which two answers are the same. Sums in another order
// differ by about 1e-14, mistakes by more than 1e-4.
const tolerance = 1e-8

// A question calls a function of type F with arguments of its own, and returns all that
// came back as one list.
type question[F any] func(f F) []float64

// A rival is a function with a mistake, and the sentence for it.
type rival[F any] struct {
	why string
	f   F
}

// explain asks f and right the same questions. It returns "" if the answers agree, else the likely
// mistake: that of the first rival who gives the answers of f, or what can be said in general.
func explain[F any](f, right F, questions []question[F], rivals ...rival[F]) string {
	got := answers(f, questions)
	want := answers(right, questions)
	if agree(got, want) {
		return ""
	}
	if constant(got) && !constant(want) {
		return fmt.Sprintf("gives %.6g whatever it is asked", got[0][0])
	}
	for _, r := range rivals {
		if agree(got, answers(r.f, questions)) {
			return r.why
		}
	}
	return general(got, want)
}

func answers[F any](f F, questions []question[F]) [][]float64 {
	all := make([][]float64, len(questions))
	for i, q := range questions {
		all[i] = q(f)
	}
	return all
}

// agree tells whether two lists of answers are the same but for rounding.
func agree(a, b [][]float64) bool {
	for i := range a {
		if !near(a[i], b[i], tolerance) {
			return false
		}
	}
	return true
}

// near tells whether no number of a is further from that of b than tol times the largest of them.
// Infinities of one sign are equal, and so are two NaNs.
func near(a, b []float64, tol float64) bool {
	if len(a) != len(b) {
		return false
	}
	largest := 0.0
	for i := range a {
		switch {
		case finite(a[i], b[i]):
			largest = max(largest, math.Abs(a[i]), math.Abs(b[i]))
		case !same(a[i], b[i]):
			return false
		}
	}
	for i := range a {
		if !same(a[i], b[i]) && math.Abs(a[i]-b[i]) > tol*largest {
			return false
		}
	}
	return true
}

// same is equality in which a NaN is equal to itself.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// general describes answers that no known mistake gives.
func general(got, want [][]float64) string {
	var dot, square float64
	for i := range got {
		if len(got[i]) != len(want[i]) {
			return fmt.Sprintf("gives %d numbers, want %d", len(got[i]), len(want[i]))
		}
		for k, v := range got[i] {
			if math.IsNaN(v) && !math.IsNaN(want[i][k]) {
				return fmt.Sprintf("gives NaN, want %.6g: a 0/0, or ∞ − ∞, on the way?", want[i][k])
			}
			if math.IsInf(v, 0) && !math.IsInf(want[i][k], 0) {
				return fmt.Sprintf("gives %v, want %.6g: a division by zero or an overflow on the way?", v, want[i][k])
			}
		}
		if finite(got[i]...) && finite(want[i]...) {
			dot += floats.Dot(got[i], want[i])
			square += floats.Dot(want[i], want[i])
		}
	}
	if ratio := dot / square; finite(ratio) && ratio != 0 && agree(got, times(ratio, want)) {
		return factor(ratio)
	}
	for i := range got {
		for k, v := range got[i] {
			if !near([]float64{v}, []float64{want[i][k]}, tolerance) {
				return fmt.Sprintf("gives %.6g, want %.6g", v, want[i][k])
			}
		}
	}
	return "a small part of the answer is wrong"
}

// constant tells whether all numbers of all answers are the same.
func constant(all [][]float64) bool {
	if len(all) == 0 || len(all[0]) == 0 {
		return false
	}
	for _, answer := range all {
		for _, v := range answer {
			if !same(v, all[0][0]) {
				return false
			}
		}
	}
	return true
}

func times(c float64, all [][]float64) [][]float64 {
	out := make([][]float64, len(all))
	for i, v := range all {
		out[i] = floats.ScaleTo(make([]float64, len(v)), c, v)
	}
	return out
}

// factor names a factor that all answers share.
func factor(ratio float64) string {
	is := func(v float64) bool { return math.Abs(ratio-v) <= 1e-6 }
	switch {
	case is(-1):
		return "the sign is turned round"
	case is(2):
		return "twice too big"
	case is(0.5):
		return "half of what it should be"
	case is(-2):
		return "the sign is turned round, and twice too big"
	}
	return fmt.Sprintf("%.6g times what it should be", ratio)
}

// unchanged holds f to a symmetry: the two questions of each pair have the same answer. It also
// wants f to look at its data.
func unchanged[F any](f F, pairs [][2]question[F], why string) string {
	var first [][]float64
	for _, p := range pairs {
		a := p[0](f)
		first = append(first, a)
		if b := p[1](f); !near(a, b, tolerance) {
			return why
		}
	}
	return varies(first)
}

// varies wants answers that depend on the data.
func varies(all [][]float64) string {
	differ := false
	for _, v := range all[1:] {
		differ = differ || !near(all[0], v, tolerance)
	}
	if !differ || constant(all) {
		return "gives the same whatever the data are, so this proves nothing yet"
	}
	return ""
}

// short is a number in a sentence.
func short(v float64) string { return fmt.Sprintf("%.4g", v) }
