package gdkit_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// wantPanic says what must stand in the sentence with which f panics.
func wantPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "gdkit: ") || !strings.Contains(got, want) {
			t.Errorf("panic %q, want gdkit: … %q", got, want)
		}
	}()
	f()
}

// Two houses: H = ((1, 1.5), (1.5, 2.5)), so λ = 1.75 ± √(45/16) and the directions are
// (1.5, λ−1) by hand.
func TestDirectionsOfTwoHouses(t *testing.T) {
	s := gdkit.Curvature(twoHouses(), []float64{0, 0})
	for i, sign := range []float64{-1, 1} {
		lambda := 1.75 + sign*math.Sqrt(45./16)
		near(t, "λ", s.Values[i], lambda, 1e-13)
		x, y := 1.5, lambda-1
		length := math.Hypot(x, y)
		near(t, "first component", s.Vectors.At(0, i), x/length, 1e-13)
		near(t, "second component", s.Vectors.At(1, i), y/length, 1e-13)
		// From the minimum (100, 200) as origin, a step of 3 along direction i has the coordinate 3
		// there and 0 across.
		got := s.Coordinates([]float64{100 + 3*x/length, 200 + 3*y/length}, []float64{100, 200})
		near(t, "along", got[i], 3, 1e-12)
		if math.Abs(got[1-i]) > 1e-12 {
			t.Errorf("across: %v, want 0", got[1-i])
		}
	}
}

// HV = VΛ and VᵀV = 1, with differences (no Hessian known) as with the exact Hessian; the largest
// component is positive.
func TestDirectionsAreEigenvectors(t *testing.T) {
	houses := &gdkit.Linear{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared, L2: 0.1}
	for _, c := range []struct {
		j   gdkit.Curved
		w   []float64
		tol float64
	}{
		{houses, []float64{1, 2}, 1e-13},
		{gdkit.Rosenbrock(), []float64{-1.2, 1}, 1e-12},
		{gdkit.Rastrigin(4), []float64{0.3, 1, -2, 0.7}, 1e-12},
	} {
		for _, j := range []gdkit.Cost{c.j, gdkit.CostFunc(c.j.Eval)} {
			n := len(c.w)
			tol := c.tol
			if _, exact := j.(gdkit.Curved); !exact {
				tol = 1e-6
			}
			s := gdkit.Curvature(j, c.w)
			h := mat.NewSymDense(n, nil)
			c.j.Hess(h, c.w)
			var left, right, gram mat.Dense
			left.Mul(h, s.Vectors)
			right.Mul(s.Vectors, mat.NewDiagDense(n, s.Values))
			gram.Mul(s.Vectors.T(), s.Vectors)
			if !mat.EqualApprox(&left, &right, tol*s.Max()) {
				t.Errorf("%T: HV = %v, VΛ = %v", j, mat.Formatted(&left), mat.Formatted(&right))
			}
			if !mat.EqualApprox(&gram, mat.NewDiagDense(n, []float64{1, 1, 1, 1}[:n]), 1e-14) {
				t.Errorf("%T: VᵀV = %v", j, mat.Formatted(&gram))
			}
			for i := range n {
				v := mat.Col(nil, i, s.Vectors)
				largest := 0.0
				for _, x := range v {
					if math.Abs(x) > math.Abs(largest) {
						largest = x
					}
				}
				if largest <= 0 {
					t.Errorf("%T: the largest component of direction %d is %v, want > 0", j, i, largest)
				}
			}
		}
	}
}

// A loss without a second derivative has no Hessian to ask for; differences serve.
func TestCurvatureWithoutAHessian(t *testing.T) {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.Absolute, L2: 0.5}
	// far from the kinks only the penalty curves, and b has none
	s := gdkit.Curvature(j, []float64{0, 0})
	if math.Abs(s.Min()) > 1e-8 || math.Abs(s.Max()-0.5) > 1e-8 {
		t.Errorf("λ = %v, want 0 and 0.5", s.Values)
	}
}

func TestSpectrumSurvivesGob(t *testing.T) {
	for _, s := range []gdkit.Spectrum{gdkit.Curvature(twoHouses(), []float64{0, 0}), {Values: []float64{1, 2}}} {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(s); err != nil {
			t.Fatal(err)
		}
		var back gdkit.Spectrum
		if err := gob.NewDecoder(&b).Decode(&back); err != nil || !reflect.DeepEqual(s, back) {
			t.Errorf("came back as %v (%v), was %v", back, err, s)
		}
	}
}

func TestCoordinatesMisuse(t *testing.T) {
	s := gdkit.Curvature(twoHouses(), []float64{0, 0})
	wantPanic(t, "3 numbers and the origin 2, want 2", func() { s.Coordinates([]float64{1, 2, 3}, []float64{1, 2}) })
	wantPanic(t, "the origin 0, want 2", func() { s.Coordinates([]float64{1, 2}, nil) })
	wantPanic(t, "Vectors is nil", func() { gdkit.Spectrum{Values: []float64{1}}.Coordinates([]float64{1}, []float64{0}) })
}

func TestSpectrum(t *testing.T) {
	saddle := gdkit.CostFunc(func(grad, w []float64) float64 {
		if grad != nil {
			grad[0], grad[1] = 2*w[0], -6*w[1]
		}
		return w[0]*w[0] - 3*w[1]*w[1]
	})
	s := gdkit.Curvature(saddle, []float64{0.3, -2})
	near(t, "λmin", s.Min(), -6, 1e-8)
	near(t, "λmax", s.Max(), 2, 1e-8)
	if !math.IsNaN(s.Condition()) {
		t.Errorf("κ of a saddle is %v, want NaN", s.Condition())
	}
	if text := s.String(); !strings.Contains(text, "not a bowl") {
		t.Errorf("a saddle must not be given a stable rate: %q", text)
	}
	hill := gdkit.Scalar(func(w float64) float64 { return -w * w }, func(w float64) float64 { return -2 * w })
	if r := gdkit.Curvature(hill, []float64{1}).MaxRate(); !math.IsInf(r, 1) {
		t.Errorf("largest stable rate on a hill is %v, want +Inf", r)
	}
}
