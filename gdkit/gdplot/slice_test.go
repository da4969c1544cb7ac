package gdplot

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/mat"
)

var threeFeatures = &gdkit.Linear{Loss: gdkit.HalfSquared, Data: &gdkit.Dataset{
	Features: []string{"rooms", "age_y", "area_m2"},
	X:        mat.NewDense(4, 3, []float64{1, 5, 2, 2, 3, 1, 4, 1, 7, 3, 2, 2}),
	Y:        []float64{3, 1, 4, 1},
}}

// The slice is the cost itself where the other parameters stand still: value,
// gradient, Hessian, names.
func TestSlice(t *testing.T) {
	at := []float64{1, -2, 0.5, 3}
	s := Slice(threeFeatures, at, 3, 1)
	at[0] = 99 // the point was copied
	full := []float64{1, 0.7, 0.5, -0.4}
	if got, want := s.Eval(nil, []float64{-0.4, 0.7}), threeFeatures.Eval(nil, full); got != want {
		t.Errorf("J = %v, want %v", got, want)
	}
	for _, check := range []gdkit.GradCheck{gdkit.CheckGrad(s, []float64{-0.4, 0.7}), gdkit.CheckHess(s.(gdkit.Curved), []float64{-0.4, 0.7})} {
		if !check.OK {
			t.Error(check)
		}
	}
	x, y := paramNames(s)
	if x != "w(area_m2)" || y != "w(rooms)" || s.(gdkit.Sized).Dim() != 2 || s.(gdkit.Counted).Len() != 4 {
		t.Errorf("%q and %q, %d examples", x, y, s.(gdkit.Counted).Len())
	}
	plain := gdkit.CostFunc(func(grad, w []float64) float64 { return w[0] + w[10] })
	s = Slice(plain, make([]float64, 11), 0, 10)
	if _, curved := gdkit.AsCurved(s); curved {
		t.Error("the slice of a cost without a Hessian has one")
	}
	if _, counted := s.(gdkit.Counted); counted {
		t.Error("the slice of a cost without examples has some")
	}
	if x, y := paramNames(s); x != "w₁" || y != "w₁₁" {
		t.Errorf("names %q and %q, want w₁ and w₁₁", x, y)
	}
	for _, f := range []Figure{Contour(s), Surface(s)} {
		if text := Describe(f); !strings.Contains(text, "w₁₁") {
			t.Errorf("%q", text)
		}
	}
}

// A slice offers what its cost can do and no more: the Hessian only where the loss has a second
// derivative, examples only where there are data.
func TestSliceClaimsWhatItsCostHas(t *testing.T) {
	three := func(loss gdkit.Loss) gdkit.Cost {
		return &gdkit.Linear{Data: threeFeatures.Data, Loss: loss}
	}
	for name, c := range map[string]struct {
		j               gdkit.Cost
		counted, curved bool
	}{
		"Linear, HalfSquared":   {three(gdkit.HalfSquared), true, true},
		"Linear, Absolute":      {three(gdkit.Absolute), true, false},
		"Net":                   {&gdkit.Net{Data: threeFeatures.Data, Loss: gdkit.Squared}, true, false},
		"Quadratic":             {gdkit.Quadratic(1, 2, 3, 4), false, true},
		"CostFunc":              {gdkit.CostFunc(func(_, w []float64) float64 { return w[3] }), false, false},
		"a slice of a slice":    {Slice(three(gdkit.Absolute), make([]float64, 4), 0, 3), true, false},
		"a slice of a surface":  {Slice(gdkit.Quadratic(1, 2, 3, 4), make([]float64, 4), 0, 3), false, true},
		"an embedded surface":   {struct{ *gdkit.Surface }{gdkit.Quadratic(1, 2, 3, 4)}, false, true},
		"a Cost of another Len": {many{func(_, w []float64) float64 { return w[0] }}, true, false},
	} {
		n := 4
		if s, ok := c.j.(gdkit.Sized); ok {
			n = s.Dim()
		}
		s := Slice(c.j, make([]float64, n), 0, 1)
		if _, counted := s.(gdkit.Counted); counted != c.counted {
			t.Errorf("%s: its slice claims to have examples: %v, want %v", name, counted, c.counted)
		}
		if _, curved := gdkit.AsCurved(s); curved != c.curved {
			t.Errorf("%s: its slice claims to have a Hessian: %v, want %v", name, curved, c.curved)
		}
		if _, curved := s.(gdkit.Curved); curved != c.curved {
			t.Errorf("%s: its slice has a method Hess: %v, want %v", name, curved, c.curved)
		}
	}
	// A budget of a cost without examples counts whole evaluations, and so ends.
	plane := gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1], grad[2] = 1, 1, 1
		}
		return w[0] + w[1] + w[2]
	})
	j := Slice(plane, make([]float64, 3), 0, 1)
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: 0.1, Steps: 100, Stop: gdkit.Budget(5)}.Run()
	if want := (gdkit.Descent{Cost: gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = 1, 1
		}
		return w[0] + w[1]
	}), Start: []float64{1, 1}, Rate: 0.1, Steps: 100, Stop: gdkit.Budget(5)}).Run(); run.Steps() != want.Steps() || run.Steps() >= 100 {
		t.Errorf("with a budget the slice takes %d steps, want %d as any cost without examples", run.Steps(), want.Steps())
	}
}

// stiff is a Linear with a penalty of a reader's own; its Hess is that of the Linear without it.
type stiff struct{ *gdkit.Linear }

func (s stiff) Eval(grad, w []float64) float64 {
	if j := s.Linear.Eval(grad, w); grad == nil {
		return j + 50*w[1]*w[1]
	} else {
		grad[1] += 100 * w[1]
		return j + 50*w[1]*w[1]
	}
}

// A cost that embeds another and has its own Eval is drawn by its own, by itself and as a slice.
func TestEmbeddingCostIsDrawnByItsOwnEval(t *testing.T) {
	own := stiff{&gdkit.Linear{Data: twoHouses, Loss: gdkit.HalfSquared}}
	for name, j := range map[string]gdkit.Cost{"itself": own, "its slice": Slice(own, []float64{0, 0}, 0, 1)} {
		g := sample(j, -1, 1, -2, 2)
		for _, at := range [][2]int{{0, 0}, {10, 100}, {160, 120}} {
			if got, want := g.Z(at[0], at[1]), own.Eval(nil, []float64{g.X(at[0]), g.Y(at[1])}); math.Abs(got-want) > 1e-9*want {
				t.Errorf("%s at %v: drawn %v, its Eval is %v", name, at, got, want)
			}
		}
		for _, f := range []Figure{Contour(j), Surface(j), Field(j)} {
			if text := Describe(f); wordFault(text) != "" {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

// Evaluating a slice allocates nothing, and several goroutines may do it at once.
func TestSliceAllocatesNothing(t *testing.T) {
	s := Slice(threeFeatures, []float64{1, -2, 0.5, 3}, 0, 2)
	grad, w := make([]float64, 2), []float64{3, 4}
	if n := testing.AllocsPerRun(200, func() { s.Eval(grad, w) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			for i := range 200 {
				v := float64(k*1000 + i)
				if got, want := s.Eval(nil, []float64{v, 0.5}), threeFeatures.Eval(nil, []float64{v, -2, 0.5, 3}); got != want {
					t.Errorf("J = %v, want %v", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestProject(t *testing.T) {
	run := gdkit.Descent{Cost: threeFeatures, Start: []float64{1, 2, 3, 4}, Rate: 0.01, Steps: 5}.Run()
	p := Project(run, 3, 0)
	for i := range run.Len() {
		if w := run.W(i); !slices.Equal(p.W(i), []float64{w[3], w[0]}) || p.J[i] != run.J[i] {
			t.Errorf("point %d: %v with J = %v, from %v with J = %v", i, p.W(i), p.J[i], w, run.J[i])
		}
	}
	if p.Label != run.Label || p.Reason != run.Reason || run.Dim != 4 || math.IsNaN(p.J[0]) {
		t.Error("the rest of the trace stays as it is")
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"Project: trace 1 is empty":                                     func() { Project(nil, 0, 1) },
		"Project: there is no parameter 4, want two from 0 to 3":        func() { Project(run, 0, 4) },
		"Slice: parameter 2 is named twice":                             func() { Slice(threeFeatures, make([]float64, 4), 2, 2) },
		"Slice: there is no parameter -1, want two from 0 to 3":         func() { Slice(threeFeatures, make([]float64, 4), -1, 2) },
		"Slice: the point has 3 numbers, but the cost has 4 parameters": func() { Slice(threeFeatures, make([]float64, 3), 0, 1) },
		"Slice: the cost is nil":                                        func() { Slice(nil, nil, 0, 1) },
	})
}
