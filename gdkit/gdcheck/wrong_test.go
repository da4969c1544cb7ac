package gdcheck_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdcheck"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// wrongs are what learners write, each with words of the sentence that it must get. Loops are
// written out here, so that they share nothing with the checks.
var wrongs = []struct {
	name  string
	want  string
	check func(r *gdcheck.Report)
}{
	{"derivative: sign", "sign: this climbs", func(r *gdcheck.Report) {
		r.Derivative(curve, func(w float64) float64 { return 2*w - w*w }, -2, 4)
	}},
	{"derivative: twice", "twice too big", func(r *gdcheck.Report) {
		r.Derivative(curve, func(w float64) float64 { return 2 * slope(w) }, -2, 4)
	}},
	{"derivative: J itself", "this is J itself", func(r *gdcheck.Report) { r.Derivative(curve, curve, -2, 4) }},
	{"derivative: one of its own", "chain rule", func(r *gdcheck.Report) {
		r.Derivative(func(w float64) float64 { return math.Sin(3 * w) }, func(w float64) float64 { return math.Cos(3 * w) }, -2, 2,
			gdcheck.Mistake{Curve: func(w float64) float64 { return math.Cos(3 * w) }, Why: "chain rule: the inner slope is missing"})
	}},
	{"derivative: integer division", "NaN", func(r *gdcheck.Report) {
		r.Derivative(curve, func(w float64) float64 { return math.NaN() }, -2, 4)
	}},
	{"difference: one-sided", "one-sided", func(r *gdcheck.Report) {
		r.Difference(curve, func(w, h float64) float64 { return (curve(w+h) - curve(w)) / h })
	}},
	{"difference: brackets", "it takes brackets", func(r *gdcheck.Report) {
		r.Difference(curve, func(w, h float64) float64 { return (curve(w+h) - curve(w-h)) / 2 * h })
	}},
	{"tangent: slope at w", "slope is that at w", func(r *gdcheck.Report) {
		r.Tangent(curve, slope, func(at, w float64) float64 { return curve(at) + slope(w)*(w-at) })
	}},
	{"tangent: no height", "height of the curve is missing", func(r *gdcheck.Report) {
		r.Tangent(curve, slope, func(at, w float64) float64 { return slope(at) * (w - at) })
	}},
	{"walk: climbs", "sign: this climbs", func(r *gdcheck.Report) {
		r.Walk(slope, func(w, rate float64) float64 { return w + rate*slope(w) })
	}},
	{"predict: no b", "b is forgotten", func(r *gdcheck.Report) {
		r.Predict(func(x, w []float64, _ float64) float64 { return floats.Dot(x, w) })
	}},
	{"predict: b in the loop", "b is added for each feature", func(r *gdcheck.Report) {
		r.Predict(func(x, w []float64, b float64) (p float64) {
			for j := range x {
				p += w[j]*x[j] + b
			}
			return p
		})
	}},
	{"cost: summed", "summed, not averaged", cost(func(e []float64) float64 { return floats.Dot(e, e) / 2 })},
	{"cost: 1/m", "the ½ is missing", cost(func(e []float64) float64 { return floats.Dot(e, e) / float64(len(e)) })},
	{"cost: not squared", "so that they cancel", cost(func(e []float64) float64 { return floats.Sum(e) / float64(2*len(e)) })},
	{"cost: squared sum", "the mean error is squared", cost(func(e []float64) float64 { return math.Pow(stat.Mean(e, nil), 2) / 2 })},
	{"cost: whole numbers", "whatever it is asked", cost(func(e []float64) float64 { return float64(1/(2*len(e))) * floats.Dot(e, e) })},
	{"cost: root", "a root is taken", cost(func(e []float64) float64 { return math.Sqrt(floats.Dot(e, e) / float64(2*len(e))) })},
	{"cost: index", "index out of range", func(r *gdcheck.Report) {
		r.Cost(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) float64 { return x[len(x)][0] })
	}},
	{"cost: changes y", "y is not what it was", func(r *gdcheck.Report) {
		r.CostInvariants(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) float64 {
			for i := range y {
				y[i] -= floats.Dot(x[i], w) + b
			}
			return floats.Dot(y, y) / float64(2*len(y))
		})
	}},
	{"cost: empty data", "shorter than you think, or empty", func(r *gdcheck.Report) {
		r.CostInvariants(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) float64 {
			return costs[0](x, y, w[:len(x[0])], b)
		})
	}},
	{"logistic cost: only ones", "only examples with y = 1 count", func(r *gdcheck.Report) {
		r.Cost(gdkit.Logistic, func(x [][]float64, y, w []float64, b float64) (j float64) {
			for i := range x {
				j -= y[i] * math.Log(sigmoids[0](floats.Dot(x[i], w)+b)) / float64(len(x))
			}
			return j
		})
	}},
	{"gradient: climbs", "sign: this climbs", gradient(func(e, m float64) float64 { return -e / m })},
	{"gradient: 1/m differentiated", "twice too big: you differentiated 1/m, not 1/2m",
		gradient(func(e, m float64) float64 { return 2 * e / m })},
	{"gradient: summed", "summed, not averaged", gradient(func(e, m float64) float64 { return e })},
	{"gradient: summed and turned round", "the sign is turned round", gradient(func(e, m float64) float64 { return -e })},
	{"gradient: factor x forgotten", "the factor x is forgotten", func(r *gdcheck.Report) {
		r.Gradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := gradients[0](x, y, w, b)
			for j := range dw {
				dw[j] = db
			}
			return dw, db
		})
	}},
	{"gradient: only db summed", "summed, not averaged", func(r *gdcheck.Report) {
		r.Gradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := gradients[0](x, y, w, b)
			return dw, db * float64(len(x))
		})
	}},
	{"gradient: too short", "gives 0 slopes, want 1", func(r *gdcheck.Report) {
		r.Gradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) { return nil, 1 })
	}},
	{"gradient: = for +=", "only the last example counts", func(r *gdcheck.Report) {
		r.Gradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db, m := make([]float64, len(w)), 0.0, float64(len(x))
			for i := range x {
				e := floats.Dot(x[i], w) + b - y[i]
				for j := range w {
					dw[j] = e * x[i][j] / m
				}
				db = e / m
			}
			return dw, db
		})
	}},
	{"logistic gradient: no sigmoid", "the sigmoid is forgotten", func(r *gdcheck.Report) { r.Gradient(gdkit.Logistic, gradients[0]) }},
	{"numeric: one-sided", "is it one-sided", func(r *gdcheck.Report) {
		r.NumericGradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			const h = 1e-4
			dw, here := make([]float64, len(w)), costs[0](x, y, w, b)
			for j := range w {
				at := append([]float64(nil), w...)
				at[j] += h
				dw[j] = (costs[0](x, y, at, b) - here) / h
			}
			return dw, (costs[0](x, y, w, b+h) - here) / h
		})
	}},
	{"numeric: not put back", "put each weight back", func(r *gdcheck.Report) {
		r.NumericGradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := gradients[0](x, y, w, b)
			w[0] += 1e-6
			return dw, db
		})
	}},
	{"step: new w for b", "b updated with the new w", func(r *gdcheck.Report) {
		r.Step(func(x, y []float64, w, b, rate float64) (float64, float64) {
			mean := func(f func(e, x float64) float64) (sum float64) {
				for i := range x {
					sum += f(w*x[i]+b-y[i], x[i]) / float64(len(x))
				}
				return sum
			}
			w -= rate * mean(func(e, x float64) float64 { return e * x })
			b -= rate * mean(func(e, _ float64) float64 { return e })
			return w, b
		})
	}},
	{"step: no rate", "the rate is not used", func(r *gdcheck.Report) {
		r.Step(func(x, y []float64, w, b, _ float64) (float64, float64) { return steps[0](x, y, w, b, 1) })
	}},
	{"step: b stays", "b does not move", func(r *gdcheck.Report) {
		r.Step(func(x, y []float64, w, b, rate float64) (float64, float64) {
			w, _ = steps[0](x, y, w, b, rate)
			return w, b
		})
	}},
	{"step: halves a large rate", "is the rate that of the call", func(r *gdcheck.Report) {
		r.StepInvariants(func(x, y []float64, w, b, rate float64) (float64, float64) {
			return steps[0](x, y, w, b, min(rate, 0.9*maxRates[0](x)))
		})
	}},
	{"descend: no last cost", "the last cost is missing", descend(func(costs []float64) []float64 { return costs[:len(costs)-1] })},
	{"descend: no first cost", "the first cost is missing", descend(func(costs []float64) []float64 { return costs[1:] })},
	{"descend: cost without ½", "twice too big", descend(func(costs []float64) []float64 {
		floats.Scale(2, costs)
		return costs
	})},
	{"descend: one too few", "one step too few", func(r *gdcheck.Report) {
		r.Descend(func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
			return descents[0](x, y, w, b, rate, max(0, steps-1))
		})
	}},
	{"descend: shadowed", "it ends where it starts", func(r *gdcheck.Report) {
		r.Descend(func(x, y []float64, w, b, rate float64, n int) (float64, float64, []float64) {
			costs := make([]float64, n+1)
			for range n {
				w, b := steps[0](x, y, w, b, rate)
				_, _ = w, b
			}
			return w, b, costs
		})
	}},
	{"until: no absolute value", "without the absolute value", until(func(dw, db, eps float64) bool { return dw < eps && db < eps })},
	{"until: either", "both have to be", until(func(dw, db, eps float64) bool { return math.Abs(dw) < eps || math.Abs(db) < eps })},
	{"until: length", "length of the gradient", until(func(dw, db, eps float64) bool { return math.Sqrt(dw*dw+db*db) < eps })},
	{"max rate: half", "the edge is 2/λmax", func(r *gdcheck.Report) {
		r.MaxRate(func(x []float64) float64 { return maxRates[1](x) / 2 })
	}},
	{"max rate: without b", "b is forgotten", func(r *gdcheck.Report) {
		r.MaxRate(func(x []float64) float64 { return 2 * float64(len(x)) / floats.Dot(x, x) })
	}},
	{"move: a copy", "w is as before", move(func(w, grad []float64, rate float64) {
		for i, v := range w {
			v -= rate * grad[i]
			_ = v
		}
	})},
	{"move: allocates", "asks for memory (1 times)", move(func(w, grad []float64, rate float64) {
		step := make([]float64, len(w))
		sink = step
		floats.ScaleTo(step, rate, grad)
		floats.Sub(w, step)
	})},
	{"move: scales the gradient", "grad is not what it was", move(func(w, grad []float64, rate float64) {
		floats.Scale(rate, grad)
		floats.Sub(w, grad)
	})},
	{"sd: m−1", "divided by m − 1", func(r *gdcheck.Report) {
		r.MeanSD(func(v []float64) (float64, float64) { return stat.MeanStdDev(v, nil) })
	}},
	{"sd: variance", "this is the variance", func(r *gdcheck.Report) {
		r.MeanSD(func(v []float64) (float64, float64) { return stat.PopMeanVariance(v, nil) })
	}},
	{"scaling: m−1", "divided by m − 1", func(r *gdcheck.Report) {
		r.Standardise(standardiseWith(func(v []float64) (float64, float64) { return stat.MeanStdDev(v, nil) }))
	}},
	{"scaling: constant column", "becomes NaN", func(r *gdcheck.Report) {
		r.Standardise(func(x [][]float64) (z [][]float64, mean, sd []float64) {
			z, mean, sd = standards[0](x)
			for j := range sd {
				mu, sigma := meanSDs[0](columnAt(x, j))
				for i := range z {
					z[i][j] = (x[i][j] - mu) / sigma
				}
			}
			return z, mean, sd
		})
	}},
	{"scaling: by squares", "take the mean off before squaring", func(r *gdcheck.Report) {
		r.Standardise(standardiseWith(func(v []float64) (float64, float64) {
			mean, square := float32(0), float32(0)
			for _, x := range v {
				mean, square = mean+float32(x), square+float32(x)*float32(x)
			}
			m := float32(len(v))
			return float64(mean / m), math.Sqrt(math.Abs(float64(square/m - mean/m*mean/m)))
		}))
	}},
	{"scaling: in place", "x is not what it was", func(r *gdcheck.Report) {
		r.Standardise(func(x [][]float64) (z [][]float64, mean, sd []float64) {
			z, mean, sd = standards[0](x)
			for i := range x {
				copy(x[i], z[i])
			}
			return x, mean, sd
		})
	}},
	{"test data with its own numbers", "scaled with its own mean", func(r *gdcheck.Report) {
		r.ScaleLike(func(x [][]float64, _, _ []float64) [][]float64 { z, _, _ := standards[0](x); return z })
	}},
	{"unscale: b stays", "b is as before", func(r *gdcheck.Report) {
		r.Unscale(func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
			w, _ = unscales[0](w, b, mean, sd)
			return w, b
		})
	}},
	{"unscale: times sd", "divide by it", func(r *gdcheck.Report) {
		r.Unscale(func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
			return floats.MulTo(make([]float64, len(w)), w, sd), b
		})
	}},
	{"batches: no rest", "the last batch", func(r *gdcheck.Report) {
		r.Batches(func(m, size int, seed uint64) [][]int { return deals[0](m, size, seed)[:m/size] })
	}},
	{"batches: with replacement", "with replacement", func(r *gdcheck.Report) {
		r.Batches(func(m, size int, seed uint64) [][]int {
			rnd, all := rand.New(rand.NewPCG(seed, 0)), deals[0](m, size, seed)
			for _, batch := range all {
				for k := range batch {
					batch[k] = rnd.IntN(m)
				}
			}
			return all
		})
	}},
	{"batches: not shuffled", "in their old order", func(r *gdcheck.Report) {
		r.Batches(func(m, size int, _ uint64) (out [][]int) {
			for i := range m {
				if i%size == 0 {
					out = append(out, nil)
				}
				out[len(out)-1] = append(out[len(out)-1], i)
			}
			return out
		})
	}},
	{"batches: seed unused", "the seed is not used", func(r *gdcheck.Report) {
		r.Batches(func(m, size int, _ uint64) [][]int { return deals[0](m, size, 7) })
	}},
	{"batches: no seed", "two calls with one seed differ", func(r *gdcheck.Report) {
		r.Batches(func(m, size int, _ uint64) [][]int { return deals[0](m, size, rand.Uint64()) })
	}},
	{"batch gradient: by m", "divided by all rows", func(r *gdcheck.Report) {
		r.BatchGradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
			dw, db := batchGradients[0](x, y, w, b, rows)
			c := float64(len(rows)) / float64(len(x))
			floats.Scale(c, dw)
			return dw, c * db
		})
	}},
	{"batch gradient: k for rows[k]", "these are the first rows", func(r *gdcheck.Report) {
		r.BatchGradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
			return gradients[0](x[:len(rows)], y[:len(rows)], w, b)
		})
	}},
	{"momentum: average", "velocity with (1−β)g: another convention", momentum(func(w, v, g *float64, rate, beta float64) {
		*v = beta**v + (1-beta)**g
		*w -= rate * *v
	})},
	{"momentum: swapped", "β and 1−β swapped", momentum(func(w, v, g *float64, rate, beta float64) {
		*v = (1-beta)**v + beta**g
		*w -= rate * *v
	})},
	{"momentum: late", "v updated after w", momentum(func(w, v, g *float64, rate, beta float64) {
		*w -= rate * *v
		*v = beta**v + *g
	})},
	{"momentum: Sutskever", "v ← βv − αg", momentum(func(w, v, g *float64, rate, beta float64) {
		*v = beta**v - rate**g
		*w += *v
	})},
	{"momentum: Nesterov", "Nesterov", momentum(func(w, v, g *float64, rate, beta float64) {
		*v = beta**v + *g
		*w -= rate * (*g + beta**v)
	})},
	{"rmsprop: ε in the root", "ε added inside the root", rmsprop(func(w, s, g *float64, rate, rho, eps float64) {
		*s = rho**s + (1-rho)**g**g
		*w -= rate * *g / math.Sqrt(*s+eps)
	})},
	{"rmsprop: ε outside", "ε added outside the division", rmsprop(func(w, s, g *float64, rate, rho, eps float64) {
		*s = rho**s + (1-rho)**g**g
		*w -= rate * (*g/math.Sqrt(*s) + eps)
	})},
	{"rmsprop: no root", "no root", rmsprop(func(w, s, g *float64, rate, rho, eps float64) {
		*s = rho**s + (1-rho)**g**g
		*w -= rate * *g / (*s + eps)
	})},
	{"adam: no correction", "no bias correction", adam(func(w, m, v, g *float64, _ float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g**g
		*w -= rate * *m / (math.Sqrt(*v) + eps)
	})},
	{"adam: t−1", "corrected with t−1", adam(func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g**g
		*w -= rate * (*m / (1 - math.Pow(beta1, t-1))) / (math.Sqrt(*v/(1-math.Pow(beta2, t-1))) + eps)
	})},
	{"adam: hats kept", "written back into m and v", adam(func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g**g
		*m, *v = *m/(1-math.Pow(beta1, t)), *v/(1-math.Pow(beta2, t))
		*w -= rate * *m / (math.Sqrt(*v) + eps)
	})},
	{"adam: ε in the root", "ε added inside the root", adam(func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g**g
		*w -= rate * (*m / (1 - math.Pow(beta1, t))) / math.Sqrt(*v/(1-math.Pow(beta2, t))+eps)
	})},
	{"adam: epsilon hat", "epsilon hat", adam(func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g**g
		*w -= rate * math.Sqrt(1-math.Pow(beta2, t)) / (1 - math.Pow(beta1, t)) * *m / (math.Sqrt(*v) + eps)
	})},
	{"adam: g not squared", "g is not squared", adam(func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64) {
		*m, *v = beta1**m+(1-beta1)**g, beta2**v+(1-beta2)**g
		*w -= rate * (*m / (1 - math.Pow(beta1, t))) / (math.Sqrt(*v/(1-math.Pow(beta2, t))) + eps)
	})},
	{"adam walk: t from 0", "t counts from 0", func(r *gdcheck.Report) {
		r.AdamWalk(adamWalk(func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) {
			adams[0](w, m, v, grad, t-1, rate, beta1, beta2, eps)
		}))
	}},
	{"adam walk: memory in the loop", "empty again in each step", func(r *gdcheck.Report) {
		r.AdamWalk(adamWalk(func(w, _, _, grad []float64, t int, rate, beta1, beta2, eps float64) {
			adams[0](w, make([]float64, len(w)), make([]float64, len(w)), grad, t, rate, beta1, beta2, eps)
		}))
	}},
	{"adam walk: t stays 1", "t stays 1", func(r *gdcheck.Report) {
		r.AdamWalk(adamWalk(func(w, m, v, grad []float64, _ int, rate, beta1, beta2, eps float64) {
			adams[0](w, m, v, grad, 1, rate, beta1, beta2, eps)
		}))
	}},
	{"adam walk: no bias correction", "the steps: no bias correction", func(r *gdcheck.Report) {
		r.AdamWalk(adamWalk(func(w, m, v, grad []float64, _ int, rate, beta1, beta2, eps float64) {
			adams[0](w, m, v, grad, 1_000_000, rate, beta1, beta2, eps)
		}))
	}},
	{"adam walk: start is moved", "start is not what it was", func(r *gdcheck.Report) {
		r.AdamWalk(func(grad func(w []float64) []float64, start []float64, rate float64, steps int) []float64 {
			copy(start, adamWalk(adams[0])(grad, start, rate, steps))
			return start
		})
	}},
	{"scale like: one row with its own numbers", "has no spread of its own", func(r *gdcheck.Report) {
		r.ScaleLikeInvariants(func(x [][]float64, _, _ []float64) [][]float64 { z, _, _ := standards[0](x); return z })
	}},
	{"batches: a rotation", "can each row get to each place", func(r *gdcheck.Report) {
		r.BatchesInvariants(func(m, size int, seed uint64) [][]int {
			all := deals[0](m-1, size, seed)
			return append(all, []int{m - 1})
		})
	}},
	{"rmsprop without squares", "divided by a root of squares", func(r *gdcheck.Report) {
		r.RMSpropInvariants(func(w, s, grad []float64, rate, rho, eps float64) {
			for i, g := range grad {
				s[i] = rho*s[i] + (1-rho)*g*g
				w[i] -= rate * g / (s[i] + eps)
			}
		})
	}},
	{"sigmoid: sign", "the sign in the exponent", func(r *gdcheck.Report) {
		r.Sigmoid(func(z float64) float64 { return 1 / (1 + math.Exp(z)) })
	}},
	{"sigmoid: overflows", "∞/∞", func(r *gdcheck.Report) {
		r.Sigmoid(func(z float64) float64 { return math.Exp(z) / (1 + math.Exp(z)) })
	}},
	{"log loss: overflows", "e^1000 overflows", func(r *gdcheck.Report) {
		r.LogLoss(func(z, y float64) float64 { return math.Log(1+math.Exp(z)) - y*z })
	}},
	{"labels: probabilities", "these are probabilities", func(r *gdcheck.Report) {
		r.Labels(func(x [][]float64, w []float64, b float64) (out []float64) {
			for _, row := range x {
				out = append(out, sigmoids[0](floats.Dot(row, w)+b))
			}
			return out
		})
	}},
	{"accuracy: whole numbers", "divided as whole numbers", func(r *gdcheck.Report) {
		r.Accuracy(func(want, got []float64) float64 {
			right := 0
			for i := range want {
				if want[i] == got[i] {
					right++
				}
			}
			return float64(right / len(want))
		})
	}},
	{"fit: not unscaled", "good in scaled units", func(r *gdcheck.Report) {
		r.Fit(gdkit.HalfSquared, func(x [][]float64, y []float64) ([]float64, float64) {
			w, b := fitLine(x, y)
			for j := range w {
				mu, sigma := meanSDs[0](columnAt(x, j))
				b += w[j] * mu
				w[j] *= sigma
			}
			return w, b
		}, houses, newHouses, 0.5)
	}},
	{"fit: not good enough", "want at least 0.99", func(r *gdcheck.Report) { r.Fit(gdkit.HalfSquared, fitLine, houses, newHouses, 0.99) }},
	{"fit: diverges", "the descent diverged", func(r *gdcheck.Report) {
		r.Fit(gdkit.HalfSquared, func(x [][]float64, y []float64) ([]float64, float64) {
			w, b := make([]float64, len(x[0])), 0.0
			for range 100 {
				dw, db := gradients[0](x, y, w, b)
				floats.AddScaled(w, -0.3, dw)
				b -= 0.3 * db
			}
			return w, b
		}, houses, newHouses, 0.5)
	}},
	{"fit: too few steps", "are there enough steps", func(r *gdcheck.Report) {
		r.Fit(gdkit.HalfSquared, func(x [][]float64, y []float64) ([]float64, float64) {
			dw, _ := gradients[0](x, y, make([]float64, len(x[0])), 0)
			floats.Scale(-1e-9, dw)
			return dw, 0
		}, houses, newHouses, 0.5)
	}},
}

var sink []float64 // keeps memory from staying on the stack

func columnAt(x [][]float64, j int) (v []float64) {
	for i := range x {
		v = append(v, x[i][j])
	}
	return v
}

func cost(of func(errors []float64) float64) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Cost(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) float64 {
			var e []float64
			for i := range x {
				e = append(e, floats.Dot(x[i], w)+b-y[i])
			}
			return of(e)
		})
	}
}

func gradient(part func(e, m float64) float64) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Gradient(gdkit.HalfSquared, func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
			dw, db := make([]float64, len(w)), 0.0
			for i := range x {
				e := part(floats.Dot(x[i], w)+b-y[i], float64(len(x)))
				floats.AddScaled(dw, e, x[i])
				db += e
			}
			return dw, db
		})
	}
}

func descend(history func(costs []float64) []float64) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Descend(func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
			w, b, costs := descents[0](x, y, w, b, rate, steps)
			return w, b, history(costs)
		})
	}
}

func until(stop func(dw, db, eps float64) bool) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Until(func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
			for t := range most {
				dw, db := gradients[1](columnOf(x), y, []float64{w}, b)
				if stop(dw[0], db, eps) {
					return w, b, t
				}
				w, b = w-rate*dw[0], b-rate*db
			}
			return w, b, most
		})
	}
}

func move(f gdcheck.MoveFunc) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) { r.Move(f, allocationsOf(f)) }
}

func momentum(one func(w, v, g *float64, rate, beta float64)) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Momentum(func(w, v, grad []float64, rate, beta float64) {
			for i := range w {
				one(&w[i], &v[i], &grad[i], rate, beta)
			}
		})
	}
}

func rmsprop(one func(w, s, g *float64, rate, rho, eps float64)) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.RMSprop(func(w, s, grad []float64, rate, rho, eps float64) {
			for i := range w {
				one(&w[i], &s[i], &grad[i], rate, rho, eps)
			}
		})
	}
}

func adam(one func(w, m, v, g *float64, t float64, rate, beta1, beta2, eps float64)) func(r *gdcheck.Report) {
	return func(r *gdcheck.Report) {
		r.Adam(func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) {
			for i := range w {
				one(&w[i], &m[i], &v[i], &grad[i], float64(t), rate, beta1, beta2, eps)
			}
		})
	}
}

// Each mistake loses points, and is named, with 20 seeds.
func TestMistakesAreNamed(t *testing.T) {
	for _, c := range wrongs {
		for seed := range uint64(20) {
			r := gdcheck.New(c.name, seed)
			c.check(r)
			if r.OK() {
				t.Errorf("seed %d: %s: all points", seed, c.name)
			}
			if !strings.Contains(r.String(), c.want) {
				t.Errorf("seed %d: want %q in\n%v", seed, c.want, r)
				break
			}
		}
	}
}
