package gdcheck_test

import (
	"math"
	"math/rand/v2"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdcheck"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Right answers in three styles: plain loops as a beginner writes them, gonum's slices,
// matrices or closed forms.

func curve(w float64) float64 { return w*w*w/3 - w*w + 2 }
func slope(w float64) float64 { return w*w - 2*w }

var derivatives = []gdcheck.Curve{
	slope,
	func(w float64) float64 { return w * (w - 2) },
	func(w float64) float64 { return math.Pow(w, 2) - 2*w },
}

var differences = []gdcheck.SecantFunc{
	func(w, h float64) float64 { return (curve(w+h) - curve(w-h)) / (2 * h) },
	func(w, h float64) float64 { rise := curve(w+h) - curve(w-h); return rise / h / 2 },
	func(w, h float64) float64 { return 0.5 * ((curve(w+h)-curve(w))/h + (curve(w)-curve(w-h))/h) },
}

var tangents = []gdcheck.TangentFunc{
	func(at, w float64) float64 { return curve(at) + slope(at)*(w-at) },
	func(at, w float64) float64 { intercept := curve(at) - slope(at)*at; return slope(at)*w + intercept },
	func(at, w float64) float64 { return math.FMA(slope(at), w-at, curve(at)) },
}

var walks = []gdcheck.WalkFunc{
	func(w, rate float64) float64 { return w - rate*slope(w) },
	func(w, rate float64) float64 { w -= rate * slope(w); return w },
	func(w, rate float64) float64 { return w + rate*(-slope(w)) },
}

var predictions = []gdcheck.PredictFunc{
	func(x, w []float64, b float64) float64 {
		for j := range x {
			b += w[j] * x[j]
		}
		return b
	},
	func(x, w []float64, b float64) float64 { return floats.Dot(w, x) + b },
	func(x, w []float64, b float64) float64 {
		return b + mat.Dot(mat.NewVecDense(len(x), x), mat.NewVecDense(len(w), w))
	},
}

var costs = []gdcheck.CostFunc{
	func(x [][]float64, y, w []float64, b float64) float64 {
		sum := 0.0
		for i := range x {
			e := b - y[i]
			for j := range w {
				e += w[j] * x[i][j]
			}
			sum += e * e
		}
		return sum / (2 * float64(len(x)))
	},
	func(x [][]float64, y, w []float64, b float64) float64 {
		e := make([]float64, len(x))
		for i, row := range x {
			e[i] = floats.Dot(row, w) + b - y[i]
		}
		return stat.Mean(floats.MulTo(make([]float64, len(e)), e, e), nil) / 2
	},
	func(x [][]float64, y, w []float64, b float64) float64 {
		j := 0.0
		for i := len(x) - 1; i >= 0; i-- {
			j += math.Pow(y[i]-predictions[0](x[i], w, b), 2) / 2 / float64(len(x))
		}
		return j
	},
}

var gradients = []gdcheck.GradientFunc{
	func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
		dw, db := make([]float64, len(w)), 0.0
		for i := range x {
			e := floats.Dot(w, x[i]) + b - y[i]
			for j := range w {
				dw[j] += e * x[i][j] / float64(len(x))
			}
			db += e / float64(len(x))
		}
		return dw, db
	},
	func(x [][]float64, y, w []float64, b float64) (dw []float64, db float64) {
		dw = make([]float64, len(w))
		for j := range w { // features outside
			for i := range x {
				dw[j] += (predictions[0](x[i], w, b) - y[i]) * x[i][j]
			}
			dw[j] /= float64(len(x))
		}
		for i := range x {
			db += predictions[0](x[i], w, b) - y[i]
		}
		return dw, db / float64(len(x))
	},
	func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
		if len(x) == 0 {
			return make([]float64, len(w)), 0
		}
		a := mat.NewDense(len(x), len(w), nil)
		for i := range x {
			a.SetRow(i, x[i])
		}
		var e, dw mat.VecDense
		e.MulVec(a, mat.NewVecDense(len(w), append([]float64(nil), w...)))
		for i := range y {
			e.SetVec(i, e.AtVec(i)+b-y[i])
		}
		dw.MulVec(a.T(), &e)
		dw.ScaleVec(1/float64(len(x)), &dw)
		return dw.RawVector().Data, mat.Sum(&e) / float64(len(x))
	},
}

// numerically is a numeric gradient with steps of h, relative to the size of a parameter or not.
func numerically(cost gdcheck.CostFunc, h func(v float64) float64) gdcheck.GradientFunc {
	return func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
		dw, at := make([]float64, len(w)), append([]float64(nil), w...)
		for j, v := range w {
			step := h(v)
			at[j] = v + step
			up := cost(x, y, at, b)
			at[j] = v - step
			dw[j] = (up - cost(x, y, at, b)) / (2 * step)
			at[j] = v
		}
		step := h(b)
		return dw, (cost(x, y, w, b+step) - cost(x, y, w, b-step)) / (2 * step)
	}
}

var numerics = []gdcheck.GradientFunc{
	numerically(costs[0], func(float64) float64 { return 1e-4 }),
	numerically(costs[1], func(float64) float64 { return 1e-6 }),
	numerically(costs[2], func(v float64) float64 { return 6e-6 * max(1, math.Abs(v)) }),
}

func columnOf(x []float64) [][]float64 {
	out := make([][]float64, len(x))
	for i, v := range x {
		out[i] = []float64{v}
	}
	return out
}

var steps = []gdcheck.StepFunc{
	func(x, y []float64, w, b, rate float64) (float64, float64) {
		dw, db := 0.0, 0.0
		for i := range x {
			e := w*x[i] + b - y[i]
			dw += e * x[i]
			db += e
		}
		m := float64(len(x))
		return w - rate*dw/m, b - rate*db/m
	},
	func(x, y []float64, w, b, rate float64) (float64, float64) {
		dw, db := gradients[2](columnOf(x), y, []float64{w}, b)
		w, b = w-rate*dw[0], b-rate*db
		return w, b
	},
	func(x, y []float64, w, b, rate float64) (newW, newB float64) {
		newW, newB = w, b
		for i := range x {
			newW -= rate / float64(len(x)) * (w*x[i] + b - y[i]) * x[i]
			newB -= rate / float64(len(x)) * (w*x[i] + b - y[i])
		}
		return
	},
}

func descendWith(step gdcheck.StepFunc, cost gdcheck.CostFunc) gdcheck.DescendFunc {
	return func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
		history := []float64{cost(columnOf(x), y, []float64{w}, b)}
		for range steps {
			w, b = step(x, y, w, b, rate)
			history = append(history, cost(columnOf(x), y, []float64{w}, b))
		}
		return w, b, history
	}
}

var descents = []gdcheck.DescendFunc{
	descendWith(steps[0], costs[0]),
	descendWith(steps[1], costs[2]),
	func(x, y []float64, w, b, rate float64, steps int) (float64, float64, []float64) {
		j := &gdkit.Linear{Data: &gdkit.Dataset{X: mat.NewDense(len(x), 1, append([]float64(nil), x...)), Y: y}, Loss: gdkit.HalfSquared}
		run := gdkit.Descent{Cost: j, Start: []float64{b, w}, Rate: rate, Steps: steps}.Run()
		return run.Last()[1], run.Last()[0], run.J
	},
}

func untilWith(step gdcheck.StepFunc) gdcheck.UntilFunc {
	return func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
		for t := 0; ; t++ {
			dw, db := gradients[0](columnOf(x), y, []float64{w}, b)
			if math.Abs(dw[0]) < eps && math.Abs(db) < eps || t == most {
				return w, b, t
			}
			w, b = step(x, y, w, b, rate)
		}
	}
}

var untils = []gdcheck.UntilFunc{untilWith(steps[0]), untilWith(steps[2]),
	func(x, y []float64, w, b, rate, eps float64, most int) (float64, float64, int) {
		t := 0
		for t < most {
			dw, db := 0.0, 0.0
			for i := range x {
				e := (w*x[i] + b - y[i]) / float64(len(x))
				dw, db = dw+e*x[i], db+e
			}
			if max(math.Abs(dw), math.Abs(db)) < eps {
				break
			}
			w, b, t = w-rate*dw, b-rate*db, t+1
		}
		return w, b, t
	},
}

var maxRates = []gdcheck.MaxRateFunc{
	func(x []float64) float64 {
		mean, square := 0.0, 0.0
		for _, v := range x {
			mean += v / float64(len(x))
			square += v * v / float64(len(x))
		}
		trace, det := 1+square, square-mean*mean
		return 2 / (trace/2 + math.Sqrt(trace*trace/4-det))
	},
	func(x []float64) float64 {
		m := float64(len(x))
		h := mat.NewSymDense(2, []float64{1, floats.Sum(x) / m, floats.Sum(x) / m, floats.Dot(x, x) / m})
		var e mat.EigenSym
		e.Factorize(h, false)
		return 2 / e.Values(nil)[1]
	},
	func(x []float64) float64 { // power iteration
		u, v := 1.0, 1.0
		length := 0.0
		for range 2000 {
			a, b := 0.0, 0.0
			for _, t := range x {
				z := u + v*t
				a, b = a+z/float64(len(x)), b+z*t/float64(len(x))
			}
			length = math.Hypot(a, b)
			u, v = a/length, b/length
		}
		return 2 / length
	},
}

var moves = []gdcheck.MoveFunc{
	func(w, grad []float64, rate float64) {
		for i := range w {
			w[i] -= rate * grad[i]
		}
	},
	func(w, grad []float64, rate float64) { floats.AddScaled(w, -rate, grad) },
	func(w, grad []float64, rate float64) { gdkit.Plain{}.Step(w, grad, rate) },
}

var meanSDs = []gdcheck.MeanSDFunc{
	func(v []float64) (mean, sd float64) {
		for _, x := range v {
			mean += x / float64(len(v))
		}
		for _, x := range v {
			sd += (x - mean) * (x - mean)
		}
		return mean, math.Sqrt(sd / float64(len(v)))
	},
	func(v []float64) (float64, float64) { return stat.PopMeanStdDev(v, nil) },
	func(v []float64) (mean, sd float64) { // Welford 1962
		s := 0.0
		for i, x := range v {
			old := mean
			mean += (x - mean) / float64(i+1)
			s += (x - old) * (x - mean)
		}
		return mean, math.Sqrt(s / float64(len(v)))
	},
}

func standardiseWith(meanSD gdcheck.MeanSDFunc) gdcheck.StandardiseFunc {
	return func(x [][]float64) (z [][]float64, mean, sd []float64) {
		z = make([][]float64, len(x))
		for i := range z {
			z[i] = make([]float64, len(x[0]))
		}
		for j := range x[0] {
			column := make([]float64, len(x))
			for i := range x {
				column[i] = x[i][j]
			}
			mu, sigma := meanSD(column)
			if sigma == 0 {
				sigma = 1
			}
			for i := range x {
				z[i][j] = (x[i][j] - mu) / sigma
			}
			mean, sd = append(mean, mu), append(sd, sigma)
		}
		return z, mean, sd
	}
}

var standards = []gdcheck.StandardiseFunc{standardiseWith(meanSDs[0]), standardiseWith(meanSDs[2]),
	func(x [][]float64) (z [][]float64, mean, sd []float64) {
		d := &gdkit.Dataset{X: mat.NewDense(len(x), len(x[0]), nil), Y: make([]float64, len(x))}
		for i := range x {
			d.X.SetRow(i, x[i])
		}
		d = d.Standardize()
		for i := range x {
			z = append(z, mat.Row(nil, i, d.X))
		}
		return z, d.Center, d.Scale
	},
}

var scaleLikes = []gdcheck.ScaleLikeFunc{
	func(x [][]float64, mean, sd []float64) [][]float64 {
		z := [][]float64{}
		for _, row := range x {
			out := make([]float64, len(row))
			for j, v := range row {
				out[j] = (v - mean[j]) / sd[j]
			}
			z = append(z, out)
		}
		return z
	},
	func(x [][]float64, mean, sd []float64) [][]float64 {
		z := make([][]float64, len(x))
		for i := range x {
			z[i] = floats.SubTo(make([]float64, len(mean)), x[i], mean)
			floats.Div(z[i], sd)
		}
		return z
	},
	func(x [][]float64, mean, sd []float64) [][]float64 {
		z := make([][]float64, len(x))
		for i := range x {
			for j := range x[i] {
				z[i] = append(z[i], x[i][j]/sd[j]-mean[j]/sd[j])
			}
		}
		return z
	},
}

var unscales = []gdcheck.UnscaleFunc{
	func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
		out := make([]float64, len(w))
		for j := range w {
			out[j] = w[j] / sd[j]
			b -= w[j] * mean[j] / sd[j]
		}
		return out, b
	},
	func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
		out := floats.DivTo(make([]float64, len(w)), w, sd)
		return out, b - floats.Dot(out, mean)
	},
	func(w []float64, b float64, mean, sd []float64) ([]float64, float64) {
		d := &gdkit.Dataset{X: mat.NewDense(1, len(w), nil), Center: mean, Scale: sd}
		all := d.Unscale(append([]float64{b}, w...))
		return all[1:], all[0]
	},
}

var deals = []gdcheck.BatchesFunc{
	func(m, size int, seed uint64) [][]int {
		order := rand.New(rand.NewPCG(seed, 1)).Perm(m)
		var out [][]int
		for first := 0; first < m; first += size {
			out = append(out, order[first:min(first+size, m)])
		}
		return out
	},
	func(m, size int, seed uint64) (out [][]int) {
		rows := make([]int, m)
		for i := range rows {
			rows[i] = i
		}
		rand.New(rand.NewPCG(seed, seed)).Shuffle(m, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		for len(rows) > size {
			out, rows = append(out, rows[:size]), rows[size:]
		}
		return append(out, rows)
	},
	func(m, size int, seed uint64) (out [][]int) {
		for t, batch := range gdkit.Batches(m, size, seed) {
			if t*size >= m {
				break
			}
			out = append(out, append([]int(nil), batch...))
		}
		return out
	},
}

var batchGradients = []gdcheck.BatchGradientFunc{
	func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
		dw, db := make([]float64, len(w)), 0.0
		for _, i := range rows {
			e := floats.Dot(w, x[i]) + b - y[i]
			floats.AddScaled(dw, e/float64(len(rows)), x[i])
			db += e / float64(len(rows))
		}
		return dw, db
	},
	func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
		var xs [][]float64
		var ys []float64
		for _, i := range rows {
			xs, ys = append(xs, x[i]), append(ys, y[i])
		}
		return gradients[1](xs, ys, w, b)
	},
	func(x [][]float64, y, w []float64, b float64, rows []int) ([]float64, float64) {
		d := &gdkit.Dataset{X: mat.NewDense(len(x), len(w), nil), Y: y}
		for i := range x {
			d.X.SetRow(i, x[i])
		}
		g := make([]float64, len(w)+1)
		(&gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}).EvalRows(g, append([]float64{b}, w...), rows)
		return g[1:], g[0]
	},
}

var momenta = []gdcheck.MomentumFunc{
	func(w, v, grad []float64, rate, beta float64) {
		for i := range w {
			v[i] = beta*v[i] + grad[i]
			w[i] -= rate * v[i]
		}
	},
	func(w, v, grad []float64, rate, beta float64) {
		floats.Scale(beta, v)
		floats.Add(v, grad)
		floats.AddScaled(w, -rate, v)
	},
	func(w, v, grad []float64, rate, beta float64) {
		for i, g := range grad {
			new := beta*v[i] + g
			w[i], v[i] = w[i]-rate*new, new
		}
	},
}

var rmsprops = []gdcheck.RMSpropFunc{
	func(w, s, grad []float64, rate, rho, eps float64) {
		for i, g := range grad {
			s[i] = rho*s[i] + (1-rho)*g*g
			w[i] -= rate * g / (math.Sqrt(s[i]) + eps)
		}
	},
	func(w, s, grad []float64, rate, rho, eps float64) {
		for i := range w {
			s[i] += (1 - rho) * (math.Pow(grad[i], 2) - s[i])
			w[i] = w[i] - (rate/(math.Sqrt(s[i])+eps))*grad[i]
		}
	},
	func(w, s, grad []float64, rate, rho, eps float64) {
		for i := range s {
			s[i] = rho*s[i] + (1-rho)*grad[i]*grad[i]
		}
		for i := range w {
			w[i] += -rate * grad[i] / (eps + math.Sqrt(s[i]))
		}
	},
}

var adams = []gdcheck.AdamFunc{
	func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) {
		for i, g := range grad {
			m[i] = beta1*m[i] + (1-beta1)*g
			v[i] = beta2*v[i] + (1-beta2)*g*g
			mHat := m[i] / (1 - math.Pow(beta1, float64(t)))
			vHat := v[i] / (1 - math.Pow(beta2, float64(t)))
			w[i] -= rate * mHat / (math.Sqrt(vHat) + eps)
		}
	},
	func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) {
		c1, c2 := 1.0, 1.0
		for range t {
			c1, c2 = c1*beta1, c2*beta2
		}
		for i := range w {
			m[i] += (1 - beta1) * (grad[i] - m[i])
			v[i] += (1 - beta2) * (grad[i]*grad[i] - v[i])
			w[i] -= rate / (1 - c1) * m[i] / (math.Sqrt(v[i]/(1-c2)) + eps)
		}
	},
	func(w, m, v, grad []float64, t int, rate, beta1, beta2, eps float64) {
		// Section 2's other order, with the ε̂ that makes it equal.
		root := math.Sqrt(1 - math.Pow(beta2, float64(t)))
		rate *= root / (1 - math.Pow(beta1, float64(t)))
		for i, g := range grad {
			m[i] = beta1*m[i] + (1-beta1)*g
			v[i] = beta2*v[i] + (1-beta2)*g*g
			w[i] -= rate * m[i] / (math.Sqrt(v[i]) + eps*root)
		}
	},
}

var sigmoids = []gdcheck.Curve{
	func(z float64) float64 { return 1 / (1 + math.Exp(-z)) },
	func(z float64) float64 { return (1 + math.Tanh(z/2)) / 2 },
	func(z float64) float64 {
		if z < 0 {
			return math.Exp(z) / (1 + math.Exp(z))
		}
		return 1 / (1 + math.Exp(-z))
	},
}

var logLosses = []gdcheck.LogLossFunc{
	func(z, y float64) float64 { return math.Max(z, 0) - y*z + math.Log(1+math.Exp(-math.Abs(z))) },
	func(z, y float64) float64 {
		if y == 1 {
			z = -z
		}
		if z > 0 {
			return z + math.Log1p(math.Exp(-z))
		}
		return math.Log1p(math.Exp(z))
	},
	func(z, y float64) float64 { l, _ := gdkit.Logistic.At(z, y); return l },
}

var logisticCosts = []gdcheck.CostFunc{
	func(x [][]float64, y, w []float64, b float64) float64 {
		sum := 0.0
		for i := range x {
			sum += logLosses[0](floats.Dot(x[i], w)+b, y[i])
		}
		return sum / float64(len(x))
	},
	func(x [][]float64, y, w []float64, b float64) float64 { // plain, for small scores
		sum := 0.0
		for i := range x {
			p := sigmoids[0](floats.Dot(x[i], w) + b)
			sum -= y[i]*math.Log(p) + (1-y[i])*math.Log(1-p)
		}
		return sum / float64(len(x))
	},
	func(x [][]float64, y, w []float64, b float64) (j float64) {
		for i := range x {
			p := sigmoids[2](predictions[0](x[i], w, b))
			if y[i] == 1 {
				j -= math.Log(p) / float64(len(y))
			} else {
				j -= math.Log1p(-p) / float64(len(y))
			}
		}
		return j
	},
}

func logisticGradient(sigmoid gdcheck.Curve) gdcheck.GradientFunc {
	return func(x [][]float64, y, w []float64, b float64) ([]float64, float64) {
		dw, db := make([]float64, len(w)), 0.0
		for i := range x {
			e := sigmoid(floats.Dot(w, x[i])+b) - y[i]
			floats.AddScaled(dw, e, x[i])
			db += e
		}
		floats.Scale(1/float64(len(x)), dw)
		return dw, db / float64(len(x))
	}
}

var logisticGradients = []gdcheck.GradientFunc{
	logisticGradient(sigmoids[0]), logisticGradient(sigmoids[1]),
	func(x [][]float64, y, w []float64, b float64) (dw []float64, db float64) {
		dw = make([]float64, len(w))
		for i, row := range x {
			e := sigmoids[2](predictions[0](row, w, b))
			if y[i] == 1 {
				e--
			}
			for j, v := range row {
				dw[j] += e * v / float64(len(x))
			}
			db += e / float64(len(x))
		}
		return dw, db
	},
}

var labelFuncs = []gdcheck.LabelsFunc{
	func(x [][]float64, w []float64, b float64) []float64 {
		out := make([]float64, len(x))
		for i := range x {
			if sigmoids[0](floats.Dot(x[i], w)+b) >= 0.5 {
				out[i] = 1
			}
		}
		return out
	},
	func(x [][]float64, w []float64, b float64) (out []float64) {
		for _, row := range x {
			if floats.Dot(row, w) > -b {
				out = append(out, 1)
			} else {
				out = append(out, 0)
			}
		}
		return out
	},
	func(x [][]float64, w []float64, b float64) (out []float64) {
		for _, row := range x {
			out = append(out, math.Round(sigmoids[1](predictions[2](row, w, b))))
		}
		return out
	},
}

var accuracies = []gdcheck.AccuracyFunc{
	func(want, got []float64) float64 {
		right := 0
		for i := range want {
			if want[i] == got[i] {
				right++
			}
		}
		return float64(right) / float64(len(want))
	},
	gdkit.Accuracy,
	func(want, got []float64) float64 { return 1 - floats.Distance(want, got, 1)/float64(len(want)) },
}

func fitLine(x [][]float64, y []float64) ([]float64, float64) {
	return fit(x, y, 0, gradients[0], 500, 0.3)
}

func fitLogistic(x [][]float64, y []float64) ([]float64, float64) {
	return fit(x, y, 1, logisticGradients[0], 300, 0.5)
}

// fit scales, descends and goes back, in one of the styles.
func fit(x [][]float64, y []float64, style int, gradient gdcheck.GradientFunc, steps int, rate float64) ([]float64, float64) {
	z, mean, sd := standards[style](x)
	w, b := make([]float64, len(mean)), 0.0
	for range steps {
		dw, db := gradient(z, y, w, b)
		moves[style](w, dw, rate)
		b -= rate * db
	}
	return unscales[style](w, b, mean, sd)
}

var (
	houses, newHouses  = datasets.Ames("area_sqft", "bedrooms", "year_built").Shuffle(1).Rows(firstRows...).Split(0.8)
	tumours, newTumors = datasets.Cancer("mean_radius", "mean_texture", "mean_concavity").Shuffle(1).Split(0.8)
)

var firstRows = func() []int {
	rows := make([]int, 300)
	for i := range rows {
		rows[i] = i
	}
	return rows
}()
