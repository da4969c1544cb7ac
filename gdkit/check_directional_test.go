package gdkit_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"gdlab/gdkit"
)

// manySines is Σ sin(wᵢ)·(1 + i mod 3) with a count of its evaluations, and one
// slope multiplied by f.
func manySines(wrong int, f float64, evals *int) gdkit.Cost {
	return gdkit.CostFunc(func(g, w []float64) float64 {
		*evals++
		j := 0.0
		for i, v := range w {
			c := float64(1 + i%3)
			if j += c * math.Sin(v); g != nil {
				g[i] = c * math.Cos(v)
			}
		}
		if g != nil && wrong >= 0 {
			g[wrong] *= f
		}
		return j
	})
}

func manyParams(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = math.Mod(float64(i)*0.618, 3) - 1
	}
	return w
}

// 2k+1 evaluations, whatever the number of parameters.
func TestDirectionsAreCheap(t *testing.T) {
	for _, n := range []int{1, 2, 100, 10_000} {
		for _, k := range []int{1, 3, 10} {
			evals := 0
			c := gdkit.CheckDirections(manySines(-1, 0, &evals), manyParams(n), k, 7)
			if !c.OK || c.Component != -1 || len(c.Got) != k {
				t.Errorf("n = %d, k = %d: %v", n, k, c)
			}
			if p := c.Misses(1 / math.Sqrt(float64(n))); k == 3 && n > 1 && p > 1e-9 {
				t.Errorf("n = %d: one wrong component goes unseen with probability %g", n, p)
			}
			if evals != 2*k+1 || c.Evals != evals {
				t.Errorf("n = %d, k = %d: %d evaluations, Evals says %d, want %d", n, k, evals, c.Evals, 2*k+1)
			}
		}
	}
}

// The step grows with √n: each parameter moves as far as in CheckGrad, so that a
// large J drowns little.
func TestDirectionsStepFarEnough(t *testing.T) {
	sum := gdkit.CostFunc(func(g, w []float64) float64 {
		j := float64(len(w))
		for i, v := range w {
			if j += v; g != nil {
				g[i] = 1
			}
		}
		return j
	})
	if c := gdkit.CheckDirections(sum, make([]float64, 10_000), 3, 1); !c.OK || c.Noise > 1e-6 {
		t.Errorf("noise %g: %v", c.Noise, c)
	}
}

func TestDirectionsFindTheWrongComponent(t *testing.T) {
	const n = 10_000
	for _, c := range []struct {
		i    int
		f    float64
		want string
	}{{0, 2, "twice too big"}, {4321, -1, "the sign is turned round"}, {9999, 0, "forgotten"}, {77, 0.5, "half of it"}, {5, math.NaN(), "0/0"}} {
		evals := 0
		check := gdkit.CheckDirections(manySines(c.i, c.f, &evals), manyParams(n), 3, 1)
		if check.OK || check.Component != c.i || !strings.Contains(check.String(), c.want) {
			t.Errorf("want component %d (%s), got %d: %v", c.i, c.want, check.Component, check)
		}
		if check.Evals != evals || evals > 400 {
			t.Errorf("%d evaluations, Evals says %d", evals, check.Evals)
		}
	}
	j := changedGrad{&gdkit.Linear{Data: randomTable(60, 20, false), Loss: gdkit.HalfSquared}, func(g, _ []float64) { g[13] *= -1 }}
	if c := gdkit.CheckDirections(j, manyParams(21), 2, 1); c.Name != "w(x13)" || !strings.Contains(c.String(), "One wrong component is w(x13): got") {
		t.Errorf("got %v", c)
	}
	j.change = allTimes(2)
	if c := gdkit.CheckDirections(j, manyParams(21), 2, 1); c.OK || !strings.Contains(c.String(), "the whole gradient, 2 times what it should be") {
		t.Errorf("got %v", c)
	}
	if a, b := gdkit.CheckDirections(j, manyParams(21), 4, 9), gdkit.CheckDirections(j, manyParams(21), 4, 9); !reflect.DeepEqual(a, b) {
		t.Error("the same seed gives two results")
	}
	if a, b := gdkit.CheckDirections(j, manyParams(21), 1, 9), gdkit.CheckDirections(j, manyParams(21), 1, 10); a.Got[0] == b.Got[0] {
		t.Error("two seeds give the same direction")
	}
}

// How often an error is missed, counted: it is made as small as the tolerance, at a right
// angle to the gradient.
func TestMissesIsAProbability(t *testing.T) {
	const n, seeds = 200, 2000
	w := make([]float64, n)
	for _, size := range []float64{1e-5, 3e-5, 1e-4} {
		// J = Σ wᵢ: linear, so that rounding stays far below. The error is ± size in turn.
		j := gdkit.CostFunc(func(g, w []float64) float64 {
			sum := 0.0
			for i, v := range w {
				sign := float64(1 - i%2*2)
				if sum += v; g != nil {
					g[i] = 1 + sign*size
				}
			}
			return sum
		})
		missed := 0
		var c gdkit.DirectionCheck
		for seed := range uint64(seeds) {
			if c = gdkit.CheckDirections(j, w, 1, seed); c.OK {
				missed++
			}
		}
		p, got := c.Misses(size), float64(missed)/seeds
		if want := 2 / math.Pi * math.Atan(1e-5/size); math.Abs(p-want) > 0.02 {
			t.Errorf("an error of %g: probability %.4f, Cauchy's is %.4f", size, p, want)
		}
		if sd := math.Sqrt(p * (1 - p) / seeds); math.Abs(got-p) > 4*sd+0.01 {
			t.Errorf("an error of %g: missed %.4f of the time, want %.4f", size, got, p)
		}
		three := gdkit.CheckDirections(j, w, 3, 5)
		near(t, "three directions", three.Misses(size), math.Pow(p, 3), 0.2)
	}
}

func TestDirectionsAtAKink(t *testing.T) {
	lasso := &gdkit.Linear{Data: randomTable(30, 12, false), Loss: gdkit.HalfSquared, L1: 0.2}
	if c := gdkit.CheckDirections(lasso, make([]float64, 13), 5, 3); !c.OK {
		t.Errorf("at 0: %v", c)
	}
	hinge := &gdkit.Linear{Data: &gdkit.Dataset{X: denseOf(2, 1, 2, -1), Y: []float64{1, 0}}, Loss: gdkit.Hinge, NoBias: true}
	if c := gdkit.CheckDirections(hinge, []float64{0.5}, 2, 3); !c.OK {
		t.Errorf("a hinge, whose subgradient is the slope of one side: %v", c)
	}
	barrier := gdkit.CostFunc(func(g, w []float64) float64 {
		if g != nil {
			g[0], g[1] = -1/w[0], -1/w[1]
		}
		return -math.Log(w[0]) - math.Log(w[1])
	})
	if c := gdkit.CheckDirections(barrier, []float64{1e-4, 1e-5}, 5, 3); !c.OK {
		t.Errorf("a steep place: %v", c)
	}
}
