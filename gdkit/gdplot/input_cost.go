package gdplot

import (
	"fmt"
	"runtime"

	"gdlab/gdkit"
)

// wantDim panics if j has another number of parameters: if it says so, or if it fails at n of them.
func wantDim(what string, j gdkit.Cost, n int) {
	if j == nil {
		panic(fmt.Sprintf("gdplot: %s: the cost is nil, want for example gdkit.Scalar(…)", what))
	}
	if s, ok := j.(gdkit.Sized); ok && s.Dim() != n {
		panic(fmt.Sprintf("gdplot: %s draws a cost of %s, this one has %d", what, parameters(n), s.Dim()))
	} else if !ok {
		wantEval(what, j, n)
	}
}

// wantEval panics with a sentence where a cost of unknown size can't be evaluated at n parameters.
func wantEval(what string, j gdkit.Cost, n int) {
	defer func() {
		if err, ok := recover().(runtime.Error); ok {
			panic(fmt.Sprintf("gdplot: %s draws a cost of %s, this one fails at so many numbers (%v); gdplot.Slice shows two of many",
				what, parameters(n), err))
		} else if err != nil {
			panic(err)
		}
	}()
	j.Eval(nil, make([]float64, n))
}

// parameters is a number of them in words.
func parameters(n int) string {
	if n == 1 {
		return "1 parameter"
	}
	return fmt.Sprintf("%d parameters", n)
}

// paramNames are the names of the first two parameters.
func paramNames(j gdkit.Cost) (x, y string) {
	names := namesOf(j, 2)
	return names[0], names[1]
}

// namesOf are the names of the first n parameters: those that the cost has for them, else w₁, w₂ …
func namesOf(j gdkit.Cost, n int) []string {
	if l, ok := j.(gdkit.NamedParams); ok {
		if names := l.ParamNames(); len(names) >= n {
			return names[:n]
		}
	}
	names := make([]string, n)
	for i := range names {
		names[i] = subscript("w", i+1)
	}
	return names
}
