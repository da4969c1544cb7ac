package gdplot

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// anyTrace is a trace that some descent might leave: one point or many, diverging, at rest,
// negative, huge, tiny, thinned.
func anyTrace(rnd *rand.Rand, dim int) *gdkit.Trace {
	t := &gdkit.Trace{Label: fmt.Sprintf("run %d", rnd.IntN(100)), Dim: dim, Reason: gdkit.Reason(rnd.IntN(7))}
	number := func() float64 {
		switch rnd.IntN(8) {
		case 0:
			return 0
		case 1:
			return 7
		case 2:
			return math.Exp(rnd.NormFloat64() * 200)
		case 3:
			return 1e300 * (2*rnd.Float64() - 1)
		case 4:
			return 5e-324
		}
		return rnd.NormFloat64()
	}
	points, grow, step := []int{1, 2, 3, 30, 200}[rnd.IntN(5)], math.Exp(rnd.NormFloat64()*[]float64{0, 0.1, 3}[rnd.IntN(3)]), 1+rnd.IntN(2)*rnd.IntN(50)
	w, j, wild := make([]float64, dim), number(), rnd.IntN(3) == 0
	for i := range w {
		w[i] = number()
	}
	for i := range points {
		if i > 0 {
			if wild {
				j, w[rnd.IntN(dim)] = number(), number()
			}
			j *= grow
			floats.Scale(-grow, w)
		}
		for k := range w {
			// beyond, the air round a path of one point is lost in rounding
			w[k] = min(max(w[k], -1e15), 1e15)
		}
		j = min(max(j, -1e300), 1e300)
		t.T, t.Seen = append(t.T, i*step), append(t.Seen, 3*i*step)
		t.J, t.Params = append(t.J, j), append(t.Params, w...)
		t.GradNorm, t.GradMax = append(t.GradNorm, math.Abs(number())), append(t.GradMax, math.Abs(number()))
		t.Rate, t.StepNorm = append(t.Rate, math.Abs(number())), append(t.StepNorm, math.Abs(number()))
	}
	return t
}

// Whatever the trace, every renderer draws lines that end on the paper or near it, and tells
// about them in numbers.
func TestAnyTraceDraws(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	one, two := gdkit.Quadratic(3), gdkit.Quadratic(1, 20)
	s := gdkit.Curvature(two, []float64{0, 0})
	for round := range 40 {
		a, a2, b, c := anyTrace(rnd, 1), anyTrace(rnd, 1), anyTrace(rnd, 2), anyTrace(rnd, 2)
		rate := math.Exp(rnd.NormFloat64() * 3)
		figures := map[string]func() Figure{
			"Walk":        func() Figure { return Walk(one, a) },
			"Costs":       func() Figure { return Costs(a, b, c) },
			"CostsBySeen": func() Figure { return CostsBySeen(b, c) },
			"Contour":     func() Figure { return Contour(two, b, c) },
			"RateCases 1": func() Figure { return RateCases(one, a, a2) },
			"RateCases 2": func() Figure { return RateCases(two, b, c) },
			"Axes": func() Figure {
				p := Contour(two, b)
				p.Add(Axes(s, c.W(0)))
				return p
			},
			"Eigen": func() Figure { return Eigen(s, s.Predict(nil, rate), b, []float64{0, 0}) },
			"Sweep": func() Figure {
				return Sweep(SweepCosts("α", []float64{1, 2}, "β", []float64{0, 1}, [][]*gdkit.Trace{{a, b}, {c, b}}))
			},
			"Spread": func() Figure {
				return Spread(gdkit.Place{Label: "A", Traces: []*gdkit.Trace{a, b}}, gdkit.Place{Label: "B", Traces: []*gdkit.Trace{c}})
			},
			"Layers": func() Figure { return Layers(LayerSizes{"norms", b.GradNorm}, LayerSizes{"costs", c.J}) },
			"ErrorCurve": func() Figure {
				return ErrorCurve(gdkit.ErrorCurve{H: b.GradNorm, Central: b.Rate, Forward: b.StepNorm})
			},
			"Schedules": func() Figure {
				return Schedules(b.Len(), Plan{"rates", func(t int) float64 { return b.Rate[t] }}, Plan{"costs", func(t int) float64 { return b.J[t] }})
			},
		}
		for name, figure := range figures {
			if message := drawsAndTells(figure, round%20 == 0); message != "" {
				t.Errorf("round %d, %s: %s", round, name, message)
			}
		}
		for _, tr := range []*gdkit.Trace{a, b} {
			j := []gdkit.Cost{one, two}[tr.Dim-1]
			if text := newStepTable(j, tr, nil).text(); strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
				t.Errorf("round %d, StepTable: %s", round, text)
			}
		}
		if t.Failed() && round > 5 {
			return
		}
	}
}

// drawsAndTells draws a figure, as pixels too if that is wanted, and returns what is wrong with it.
func drawsAndTells(figure func() Figure, pixels bool) (message string) {
	defer func() {
		if r := recover(); r != nil {
			message = fmt.Sprint("panic: ", r)
		}
	}()
	f := figure()
	rec := &testkit.Recorder{}
	l := &listener{CanvasSizer: rec}
	drawFigure(f, draw.New(l))
	for _, text := range []string{"NaN", "%!", "Inf"} {
		if strings.Contains(l.text(), text) {
			return fmt.Sprintf("text alternative with %s: %s", text, l.text())
		}
	}
	if len(l.text()) < 60 {
		return "text alternative: " + l.text()
	}
	for _, a := range rec.Actions {
		var path = []float64{}
		switch a := a.(type) {
		case *recorder.Stroke:
			for _, p := range a.Path {
				path = append(path, float64(p.Pos.X), float64(p.Pos.Y))
			}
		case *recorder.Fill:
			for _, p := range a.Path {
				path = append(path, float64(p.Pos.X), float64(p.Pos.Y))
			}
		}
		for _, v := range path {
			if !(v > -2000 && v < 2000) { // the paper is 400 × 300
				return fmt.Sprintf("a line to %v", v)
			}
		}
	}
	if pixels {
		paint(f, 1)
	}
	return ""
}

// Whatever a descent can produce draws, and says what it left out.
func TestEveryTraceDraws(t *testing.T) {
	run := func(j gdkit.Cost, rate float64, steps int, start ...float64) *gdkit.Trace {
		return gdkit.Descent{Cost: j, Start: start, Rate: rate, Steps: steps}.Run()
	}
	constant := gdkit.CostFunc(func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] = 0
		}
		return 7
	})
	hill := gdkit.CostFunc(func(grad, w []float64) float64 {
		for i := range grad {
			grad[i] = -2 * w[i]
		}
		s := 0.0
		for _, v := range w {
			s -= v * v
		}
		return s
	})
	root := gdkit.CostFunc(func(grad, w []float64) float64 { // NaN for w < 0
		s := 0.0
		for i, v := range w {
			if grad != nil {
				grad[i] = 1
			}
			s += math.Sqrt(v)
		}
		return s
	})
	for name, c := range map[string]struct {
		one, two gdkit.Cost
		rate     float64
		steps    int
	}{
		"one point": {bowl, bowl2, 0.01, 0},
		"overflow":  {bowl, bowl2, 50, 1000},
		"at rest":   {constant, constant, 0.1, 5},
		"unbounded": {hill, hill, 1, 5000},
		"NaN":       {root, root, 0.5, 9},
		"very long": {bowl, bowl2, 1e-4, 100000},
	} {
		t1, t2 := run(c.one, c.rate, c.steps, 1.2), run(c.two, c.rate, c.steps, 1.2, 0.7)
		for _, f := range []Figure{
			Walk(c.one, t1), Costs(t1, t2), Contour(c.two, t2), EqualAxes(Contour(c.two, t2, t2)), Row(Walk(c.one, t1, t1), Costs(t1)),
		} {
			var b bytes.Buffer
			if err := WritePNG(&b, f); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if text := Describe(f); strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || strings.Contains(text, "%!") || len(text) < 60 {
				t.Errorf("%s: text alternative %q", name, text)
			}
		}
	}
	if text := Describe(Walk(bowl, run(bowl, 50, 1000, 1))); !strings.Contains(text, "outside the picture") {
		t.Errorf("a diverging walk must say that it leaves the picture: %q", text)
	}
	if text := Describe(Contour(constant)); !strings.Contains(text, "the same, or not finite, everywhere") {
		t.Errorf("a flat cost must say so: %q", text)
	}
}
