package gdkit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Surface is a test cost whose minima are known: something to race on, and something to look at.
// The functions below make them, each with its formula and its source.
type Surface struct {
	Name   string
	Start  []float64   // where the literature starts
	Minima [][]float64 // all global minima; none for a saddle

	j    func(grad, w []float64) float64    // grad may be nil
	hess func(h *mat.SymDense, w []float64) // upper triangle
}

var (
	_ Sized  = (*Surface)(nil)
	_ Curved = (*Surface)(nil)
)

// Dim is the number of parameters.
func (s *Surface) Dim() int { return len(s.Start) }

// Eval implements Cost.
func (s *Surface) Eval(grad, w []float64) float64 {
	if len(w) != len(s.Start) || grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: %s: got %d parameters and room for %d slopes, want %d", s.Name, len(w), len(grad), len(s.Start)))
	}
	return s.j(grad, w)
}

// Hess implements Curved.
func (s *Surface) Hess(dst *mat.SymDense, w []float64) {
	clearSym(dst, len(w))
	s.hess(dst, w)
}

// Quadratic is the bowl J = ½ Σ λᵢwᵢ² with the given curvatures: Quadratic(1, 50) is a valley with
// κ = 50. Along axis i a step of plain descent multiplies wᵢ by 1 − αλᵢ. It starts at (1, …, 1).
func Quadratic(lambda ...float64) *Surface {
	if len(lambda) == 0 {
		panic("gdkit: Quadratic: no curvatures given, want at least one, for example Quadratic(1, 50)")
	}
	start := make([]float64, len(lambda))
	for i := range start {
		start[i] = 1
	}
	s := &Surface{Name: fmt.Sprintf("quadratic %v", lambda), Start: start}
	flattest := lambda[0]
	for _, l := range lambda {
		flattest = min(flattest, l)
	}
	if flattest > 0 {
		s.Minima = [][]float64{make([]float64, len(lambda))}
	}
	s.j = func(grad, w []float64) float64 {
		j := 0.0
		for i, v := range w {
			if grad != nil {
				grad[i] = lambda[i] * v
			}
			j += lambda[i] * v * v / 2
		}
		return j
	}
	s.hess = func(h *mat.SymDense, w []float64) {
		for i, l := range lambda {
			h.SetSym(i, i, l)
		}
	}
	return s
}

// plane makes a surface of two parameters out of J and its derivatives.
func plane(name string, start []float64, minima [][]float64,
	j func(x, y float64) float64, slope func(x, y float64) (jx, jy float64), curve func(x, y float64) (jxx, jxy, jyy float64)) *Surface {
	return &Surface{Name: name, Start: start, Minima: minima,
		j: func(grad, w []float64) float64 {
			if grad != nil {
				grad[0], grad[1] = slope(w[0], w[1])
			}
			return j(w[0], w[1])
		},
		hess: func(h *mat.SymDense, w []float64) {
			xx, xy, yy := curve(w[0], w[1])
			h.SetSym(0, 0, xx)
			h.SetSym(0, 1, xy)
			h.SetSym(1, 1, yy)
		}}
}

// Rosenbrock is the banana valley J = (1−x)² + 100(y−x²)², from (−1.2, 1) (Rosenbrock 1960).
// Minimum 0 at (1, 1), where κ = 2508.
func Rosenbrock() *Surface {
	return plane("Rosenbrock", []float64{-1.2, 1}, [][]float64{{1, 1}},
		func(x, y float64) float64 { return (1-x)*(1-x) + 100*(y-x*x)*(y-x*x) },
		func(x, y float64) (float64, float64) { return 2*(x-1) - 400*x*(y-x*x), 200 * (y - x*x) },
		func(x, y float64) (float64, float64, float64) { return 2 - 400*y + 1200*x*x, -400 * x, 200 })
}

// Himmelblau is J = (x²+y−11)² + (x+y²−7)², from (0, 0) (Himmelblau 1972): four minima, all 0, four
// saddles and a hilltop.
func Himmelblau() *Surface {
	return plane("Himmelblau", []float64{0, 0},
		[][]float64{{3, 2}, {-2.805118086952745, 3.131312518250573}, {-3.779310253377747, -3.283185991286170}, {3.584428340330492, -1.848126526964404}},
		func(x, y float64) float64 { a, b := x*x+y-11, x+y*y-7; return a*a + b*b },
		func(x, y float64) (float64, float64) { a, b := x*x+y-11, x+y*y-7; return 4*x*a + 2*b, 2*a + 4*y*b },
		func(x, y float64) (float64, float64, float64) {
			return 4*(x*x+y-11) + 8*x*x + 2, 4*x + 4*y, 4*(x+y*y-7) + 8*y*y + 2
		})
}

// Beale is J = Σ (cᵢ − x(1−yⁱ))² with c = (1.5, 2.25, 2.625), from (1, 1) (Beale 1958): steep
// walls, flat floor. Minimum 0 at (3, ½).
func Beale() *Surface {
	c := [3]float64{1.5, 2.25, 2.625}
	// Residuals r = c − x(1−yⁱ) with their derivatives: rx = yⁱ−1, ry = i·x·yⁱ⁻¹, rxy = i·yⁱ⁻¹,
	// ryy = i(i−1)·x·yⁱ⁻².
	parts := func(x, y float64, f func(r, rx, ry, rxy, ryy float64)) {
		for k, ck := range c {
			i := float64(k + 1)
			p := math.Pow(y, i-1)
			ryy := 0.0
			if k > 0 {
				ryy = i * (i - 1) * x * math.Pow(y, i-2)
			}
			f(ck-x*(1-p*y), p*y-1, i*x*p, i*p, ryy)
		}
	}
	return plane("Beale", []float64{1, 1}, [][]float64{{3, 0.5}},
		func(x, y float64) (j float64) {
			parts(x, y, func(r, _, _, _, _ float64) { j += r * r })
			return j
		},
		func(x, y float64) (jx, jy float64) {
			parts(x, y, func(r, rx, ry, _, _ float64) { jx += 2 * r * rx; jy += 2 * r * ry })
			return jx, jy
		},
		func(x, y float64) (xx, xy, yy float64) {
			parts(x, y, func(r, rx, ry, rxy, ryy float64) {
				xx += 2 * rx * rx
				xy += 2 * (rx*ry + r*rxy)
				yy += 2 * (ry*ry + r*ryy)
			})
			return xx, xy, yy
		})
}

// Booth is the quadratic J = (x+2y−7)² + (2x+y−5)², from (0, 0), with λ = 2 and 18.
// Minimum 0 at (1, 3).
func Booth() *Surface {
	return plane("Booth", []float64{0, 0}, [][]float64{{1, 3}},
		func(x, y float64) float64 { a, b := x+2*y-7, 2*x+y-5; return a*a + b*b },
		func(x, y float64) (float64, float64) { a, b := x+2*y-7, 2*x+y-5; return 2*a + 4*b, 4*a + 2*b },
		func(x, y float64) (float64, float64, float64) { return 10, 8, 10 })
}

// Rastrigin is J = Σ (wᵢ² + 10(1 − cos 2πwᵢ)) in n dimensions, from (2.2, …) (Rastrigin
// 1974): a bowl full of dents. Minimum 0 at the origin; a local one near every point of
// whole numbers close by.
func Rastrigin(n int) *Surface {
	if n < 1 {
		panic(fmt.Sprintf("gdkit: Rastrigin: got %d dimensions, want at least 1", n))
	}
	start := make([]float64, n)
	for i := range start {
		start[i] = 2.2
	}
	return &Surface{Name: "Rastrigin", Start: start, Minima: [][]float64{make([]float64, n)},
		j: func(grad, w []float64) float64 {
			j := 0.0
			for i, v := range w {
				sin, cos := math.Sincos(2 * math.Pi * v)
				if grad != nil {
					grad[i] = 2*v + 20*math.Pi*sin
				}
				j += v*v + 10*(1-cos)
			}
			return j
		},
		hess: func(h *mat.SymDense, w []float64) {
			for i, v := range w {
				h.SetSym(i, i, 2+40*math.Pi*math.Pi*math.Cos(2*math.Pi*v))
			}
		}}
}

// Saddle is J = x² − y², from (1, 1e-6): down in y, up in x, and no minimum. From (1, 0) descent
// never leaves the ridge.
func Saddle() *Surface {
	return plane("saddle", []float64{1, 1e-6}, nil,
		func(x, y float64) float64 { return x*x - y*y },
		func(x, y float64) (float64, float64) { return 2 * x, -2 * y },
		func(x, y float64) (float64, float64, float64) { return 2, 0, -2 })
}

// MonkeySaddle is J = x³ − 3xy², from (0.5, 0.1): three ways down from a point where even the
// curvature is 0, and no minimum.
func MonkeySaddle() *Surface {
	return plane("monkey saddle", []float64{0.5, 0.1}, nil,
		func(x, y float64) float64 { return x*x*x - 3*x*y*y },
		func(x, y float64) (float64, float64) { return 3*x*x - 3*y*y, -6 * x * y },
		func(x, y float64) (float64, float64, float64) { return 6 * x, -6 * y, -6 * x })
}

// Plateau is J = 1 − exp(−½(x²+y²)), from (3, 1): a hole in a plain. Far out the slope is nearly 0.
// Minimum 0 at the origin.
func Plateau() *Surface {
	e := func(x, y float64) float64 { return math.Exp(-(x*x + y*y) / 2) }
	return plane("plateau", []float64{3, 1}, [][]float64{{0, 0}},
		func(x, y float64) float64 { return -math.Expm1(-(x*x + y*y) / 2) },
		func(x, y float64) (float64, float64) { return x * e(x, y), y * e(x, y) },
		func(x, y float64) (float64, float64, float64) {
			return (1 - x*x) * e(x, y), -x * y * e(x, y), (1 - y*y) * e(x, y)
		})
}

// TwoValleys is J = (w−1)²(w−5)² in one parameter, from 0: minima 0 at 1 and 5 with curvature
// 32, a hilltop at 3.
func TwoValleys() *Surface {
	return &Surface{Name: "two valleys", Start: []float64{0}, Minima: [][]float64{{1}, {5}},
		j: func(grad, w []float64) float64 {
			v := w[0]
			if grad != nil {
				grad[0] = 4 * (v - 1) * (v - 3) * (v - 5)
			}
			return (v - 1) * (v - 1) * (v - 5) * (v - 5)
		},
		hess: func(h *mat.SymDense, w []float64) {
			v := w[0]
			h.SetSym(0, 0, 4*((v-3)*(v-5)+(v-1)*(v-5)+(v-1)*(v-3)))
		}}
}
