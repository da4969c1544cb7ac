package gdkit

import (
	"fmt"
	"math"
	"runtime"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// gradTolerance is the relative error up to which a gradient counts as right. Central differences
// of a smooth cost reach about 1e-9; a mistake in a formula is seldom below 1e-3.
const gradTolerance = 1e-5

// A GradCheck holds a gradient against differences of the cost, one entry for each parameter,
// or a Hessian against differences of the gradient, one entry for each pair of them, row by row.
// Its String is a table with a verdict: of more than 10 entries the worst 8.
type GradCheck struct {
	W         []float64 // where
	Names     []string  // of the parameters, where the cost has ParamNames, else nil
	Got       []float64 // what the cost returned
	Want      []float64 // (J(w+h) − J(w−h)) / 2h, or the same of a slope
	RelErr    []float64 // |Got − Want| / max(|Got|, |Want|), beyond rounding noise; 0 in a kink
	Hess      bool      // the entries are those of a Hessian
	Worst     int       // index of the largest RelErr
	Kinks     []Kink    // where J has a kink at w
	OK        bool      // all RelErr ≤ 1e-5
	Diagnosis string    // what the numbers hint at: the likely mistake, or a kink; "" if nothing
}

// CheckGrad compares the gradient of j at w with central differences (gonum's diff/fd). Each
// component has a step of its own: hᵢ = ∛ε·max(1, |wᵢ|) with ε = 2⁻⁵², where rounding and
// truncation errors are about equal for a cost that bends on the scale of 1, and smaller where the
// cost bends faster. Print the result for a table with a verdict. That takes 4n evaluations of j or
// a few more; see CheckDirections for many parameters, and GradErrors for what h does.
//
// The gradient is asked for into memory that holds NaN: a component that is not written, or only
// added to, shows. At a kink the slopes of the two sides are compared instead, and each number
// between them passes. That holds for each parameter by itself: whether the numbers together are a
// subgradient isn't checked.
//
// The diagnosis knows the mistakes that everybody makes once: a factor that all or some components
// share (2, ½, −1, the number of examples), components that were forgotten, swapped or written from
// another's index, a penalty in the cost or in the gradient only.
//
// It panics if the cost is nil, if w has the wrong length, if the cost can't be evaluated without a
// gradient, or if it changes w.
func CheckGrad(j Cost, w []float64) GradCheck {
	wantPoint("CheckGrad", j, w)
	n := len(w)
	c := newGradCheck(j, w, n)
	unwrite(c.Got)
	value := j.Eval(c.Got, c.W)
	mustKeep(j, c.W, w)
	noise, rough := make([]float64, n), make([]bool, n)
	at := slices.Clone(w)
	for i := range n {
		s := differences(along(j, at, i), w[i], value)
		c.Want[i], rough[i] = s.value, s.rough
		// Moving w by its last digit changes the slope by bend·ε·|w|: a gradient can't be better
		// than that.
		noise[i] = s.noise + 100*eps*s.bend*floats.Norm(w, math.Inf(1))
		if s.kink && !s.rough {
			c.Kinks = append(c.Kinks, Kink{i, s.left, s.right})
			noise[i] = s.noise
		}
		c.judge(i, noise[i])
	}
	c.Diagnosis = c.diagnose(j, noise, rough)
	return c
}

// along is J as a function of parameter i alone. It leaves at as it was.
func along(j Cost, at []float64, i int) func(float64) float64 {
	before := slices.Clone(at)
	return func(v float64) float64 {
		defer func(old float64) { at[i] = old }(at[i])
		at[i], before[i] = v, v
		value := costOnly(j, at)
		mustKeep(j, at, before)
		return value
	}
}

// CheckHess compares the Hessian of j at w with central differences of its gradient, entry by
// entry. Check the gradient first: it is what the Hessian is held to. That takes 4n gradients or a
// few more.
func CheckHess(j Curved, w []float64) GradCheck {
	wantPoint("CheckHess", j, w)
	n := len(w)
	c := newGradCheck(j, w, n*n)
	c.Hess = true
	h := mat.NewSymDense(n, nil)
	j.Hess(h, w)
	at, up, down := slices.Clone(w), make([]float64, n), make([]float64, n)
	whole, half := make([]float64, n), make([]float64, n)
	least, noise, rough := make([]float64, n), make([]float64, n*n), make([]bool, n*n)
	// slope fills dst with the differences of all slopes, and returns their noise: that of all,
	// since each is a sum that may cancel.
	slope := func(dst []float64, k int, step float64) float64 {
		at[k] = w[k] + step
		j.Eval(up, at)
		at[k] = w[k] - step
		j.Eval(down, at)
		at[k] = w[k]
		mustKeep(j, at, w)
		for i := range dst {
			dst[i] = (up[i] - down[i]) / (2 * step)
		}
		return 100 * eps * max(floats.Norm(up, math.Inf(1)), floats.Norm(down, math.Inf(1))) / step
	}
	for k := range n {
		step := powerOfTwo(differenceStep(w[k]))
		// as in differences: smaller steps where half of one does not give the same
		for try := range 5 {
			rounding := slope(whole, k, step)
			slope(half, k, step/2)
			good := true
			for i := range n {
				doubt := math.Abs(whole[i]-half[i]) + rounding
				if try == 0 || doubt < least[i] {
					least[i], noise[i*n+k], c.Want[i*n+k] = doubt, rounding, whole[i]
				}
				rough[i*n+k] = math.Abs(half[i]) > 1.5*math.Abs(whole[i])+rounding
				good = good && math.Abs(whole[i]-half[i]) <= max(rounding, 1e-7*math.Abs(whole[i]))
			}
			if good {
				break
			}
			step /= 16
		}
		for i := range n {
			c.Got[i*n+k] = h.At(i, k)
		}
	}
	for i := range c.Got {
		c.judge(i, noise[i])
	}
	c.Diagnosis = c.diagnose(j, noise, rough)
	return c
}

func newGradCheck(j Cost, w []float64, entries int) GradCheck {
	return GradCheck{
		W:      slices.Clone(w),
		Names:  namesOf(j, len(w)),
		Got:    make([]float64, entries),
		Want:   make([]float64, entries),
		RelErr: make([]float64, entries),
		OK:     true,
	}
}

// judge fills in the relative error of entry i, whose differences carry the given noise, and what
// follows from it.
func (c *GradCheck) judge(i int, noise float64) {
	c.RelErr[i] = relativeError(math.Abs(c.Got[i]-c.Want[i]), c.Got[i], c.Want[i], noise)
	if k, ok := c.kink(i); ok {
		c.RelErr[i] = relativeError(k.outside(c.Got[i]), k.Left, k.Right, noise)
	}
	if !(c.RelErr[i] <= gradTolerance) { // also when it is NaN
		c.OK = false
	}
	// The first of those that are equal but for rounding, so that all machines name the same.
	if worst := c.RelErr[c.Worst]; !math.IsNaN(worst) && !(c.RelErr[i] <= worst*(1+1e-6)) {
		c.Worst = i
	}
}

// relativeError is away as a part of |a| or |b|, whichever is larger; noise as large as away makes
// it 1e-5 at most.
func relativeError(away, a, b, noise float64) float64 {
	if away == 0 {
		return 0
	}
	const least = 0x1p-1022 // below that numbers lose their digits
	return away / max(math.Abs(a), math.Abs(b), max(noise, least)/gradTolerance)
}

// kink is the kink along parameter i, if there is one.
func (c GradCheck) kink(i int) (Kink, bool) {
	k, ok := slices.BinarySearchFunc(c.Kinks, i, func(k Kink, i int) int { return k.Index - i })
	if !ok {
		return Kink{}, false
	}
	return c.Kinks[k], true
}

// wrong are the components that don't agree; of a Hessian those on and above the diagonal, and
// those below whose mirror image agrees.
func (c GradCheck) wrong() []int {
	var out []int
	n := len(c.W)
	bad := func(i int) bool { return !(c.RelErr[i] <= gradTolerance) }
	for i := range c.RelErr {
		if bad(i) && (!c.Hess || i/n <= i%n || !bad(i%n*n+i/n)) {
			out = append(out, i)
		}
	}
	return out
}

// costOnly evaluates j without a gradient. Not to expect that is what people forget first.
func costOnly(j Cost, w []float64) float64 {
	defer func() {
		if err, ok := recover().(runtime.Error); ok {
			panic(fmt.Sprintf("gdkit: the cost fails when grad is nil (%v); write the gradient only if grad != nil", err))
		} else if err != nil {
			panic(err)
		}
	}()
	return j.Eval(nil, w)
}
