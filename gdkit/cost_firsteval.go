package gdkit

import (
	"fmt"
	"math"
	"slices"
)

// What Cost asks of Eval is easily missed: grad = []float64{…} makes a slice that the caller never
// sees, and w[0] *= 2 moves the point. Both give a walk without a word, so runs and checks look at
// what their first Eval does.

// unwritten is the NaN that stands in a gradient before the first Eval: no calculation gives it.
var unwritten = math.Float64frombits(0x7ff8_0000_6764_6b74)

func unwrite(grad []float64) {
	for i := range grad {
		grad[i] = unwritten
	}
}

// evalFirst is j.Eval(grad, w) at the beginning of a run or a check. It reports a gradient that was
// not written, and a w that was changed.
func evalFirst(j Cost, grad, w []float64) (float64, error) {
	before := slices.Clone(w)
	unwrite(grad)
	value := j.Eval(grad, w)
	return value, firstFault(j, value, grad, w, before)
}

// firstFault reports what the first Eval of j did wrong: value is what it returned, grad was
// unwritten before and w was start. A cost that failed says so by itself, and where J isn't finite
// there need not be a gradient.
func firstFault(j Cost, value float64, grad, w, start []float64) error {
	if failure(j) != nil {
		return nil
	}
	if err := wantKept(j, w, start); err != nil || value-value != 0 {
		return err
	}
	return wantWritten(j, grad)
}

// wantKept reports a w that is no longer what it was before an Eval.
func wantKept(j Cost, w, before []float64) error {
	for i, v := range before {
		if math.Float64bits(w[i]) != math.Float64bits(v) {
			return fmt.Errorf("gdkit: the cost %T changes w: w[%d] was %v before Eval and is %v after it; "+
				"want Eval to read w and to write into grad alone", j, i, v, w[i])
		}
	}
	return nil
}

// mustKeep panics where wantKept reports something.
func mustKeep(j Cost, w, before []float64) {
	if err := wantKept(j, w, before); err != nil {
		panic(err.Error())
	}
}

// wantWritten reports a component of grad that an Eval did not write, after unwrite.
func wantWritten(j Cost, grad []float64) error {
	for i, g := range grad {
		if math.Float64bits(g) == math.Float64bits(unwritten) {
			return fmt.Errorf("gdkit: the cost %T does not write grad[%d]; want grad[%d] = … into the slice that Eval is given "+
				"(grad = []float64{…} makes another one, and += adds to what stood there)", j, i, i)
		}
	}
	return nil
}
