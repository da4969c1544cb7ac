package gdkit

import "gonum.org/v1/gonum/floats"

const (
	shortRow   = 16       // features from which gonum's vector products pay
	fetchBytes = 32 << 10 // of X to fetch at a time, where the rows are in random order
	fetchRows  = 64       // at most
)

// evalRows is EvalRows for arguments that were looked at.
func (l *Linear) evalRows(grad, params []float64, rows []int) float64 {
	c := l.hire()
	defer l.dismiss(c)
	return c.evalRows(l, grad, params, rows)
}

func (c *crew) evalRows(l *Linear, grad, params []float64, rows []int) float64 {
	b, w := l.split(params)
	var gw []float64
	if grad != nil {
		gw = grad[len(grad)-len(w):]
		clear(gw)
	}
	if len(rows) == 1 {
		return l.finish(grad, params, l.one(gw, b, w, rows[0]))
	}
	if len(c.z) < tileRows {
		c.z = make([]float64, tileRows)
	}
	var s sums
	tile := tileOf(len(w))
	for len(rows) > 0 {
		k := min(tile, len(rows))
		s.add(collect(l.Loss, c.gather(l, rows[:k]), gw, b, w, c.z))
		rows = rows[k:]
	}
	return l.finish(grad, params, s)
}

// one is collect for one row. gw holds zeros, or is nil.
func (l *Linear) one(gw []float64, b float64, w []float64, row int) sums {
	t := l.table(row, row+1)
	z := [1]float64{dot(w, t.x)}
	s := slopesOf(l.Loss, z[:], t.y, t.c, b)
	for j := range gw {
		gw[j] = z[0] * t.x[j]
	}
	return s
}

// dot is w·x, simple where there are few numbers.
func dot(w, x []float64) float64 {
	if len(w) >= shortRow {
		return floats.Dot(w, x)
	}
	sum := 0.0
	x = x[:len(w)]
	for j, v := range w {
		sum += v * x[j]
	}
	return sum
}

// gather copies rows into one table, for products of matrices.
func (c *crew) gather(l *Linear, rows []int) table {
	x := l.Data.X.RawMatrix()
	n := x.Cols
	t := table{x: sized(c.picked.x, len(rows)*n), stride: n, y: sized(c.picked.y, len(rows))}
	c.picked.x, c.picked.y = t.x, t.y
	for k, i := range rows {
		copy(t.x[k*n:(k+1)*n], x.Data[i*x.Stride:i*x.Stride+n])
		t.y[k] = l.Data.Y[i]
	}
	if l.Data.Weights != nil {
		t.c = sized(c.picked.c, len(rows))
		c.picked.c = t.c
		for k, i := range rows {
			t.c[k] = l.Data.Weights[i]
		}
	}
	return t
}

// sprint takes the steps of plain descent over the batches one behind the other in rows, the last of which may be shorter:
//
//	w ← w − α∇(mean over the batch)
//
// with the same bits as EvalRows and Plain.Step in turn, but for what overflows on the way to infinity. It says that it did.
func (l *Linear) sprint(params []float64, rows []int, batch int, rate float64) bool {
	l.wantParams("EvalRows", params)
	l.wantRows("EvalRows", rows)
	c := l.hire()
	defer l.dismiss(c)
	if batch == 1 && l.L1 == 0 && l.L2 == 0 && l.Data.Weights == nil {
		if square, ok := l.Loss.(SquareLoss); ok && square != 0 {
			c.sprintOnes(l, params, rows, rate, 2*float64(square))
			return true
		}
		if _, ok := l.Loss.(logistic); ok {
			c.sprintOnes(l, params, rows, rate, 0)
			return true
		}
	}
	c.grad = sized(c.grad, len(params))
	for len(rows) > 0 {
		k := min(batch, len(rows))
		c.evalRows(l, c.grad, params, rows[:k])
		Plain{}.Step(params, c.grad, rate)
		rows = rows[k:]
	}
	return true
}

// sprintOnes is sprint for batches of one. factor is that of the square loss, or 0 for the logistic one.
func (c *crew) sprintOnes(l *Linear, params []float64, rows []int, rate, factor float64) {
	b, w := l.split(params)
	c.grad = sized(c.grad, len(w))
	s := stepper{w: w, grad: c.grad, b: b, bias: !l.NoBias, rate: rate, factor: factor}
	group := len(rows)
	ahead := len(w) > few && 8*len(w) <= fetchBytes && 8*len(l.Data.X.RawMatrix().Data) > cacheBytes
	if ahead {
		group = min(fetchBytes/8/len(w), fetchRows)
	}
	for len(rows) > 0 {
		k := min(group, len(rows))
		if ahead {
			c.sink = fetch(l.Data, rows[:k])
		}
		switch {
		case len(w) <= few:
			s.walkFew(l.Data, rows[:k])
		case len(w) < shortRow:
			s.walkShort(l.Data, rows[:k])
		default:
			s.walk(l.Data, rows[:k])
		}
		rows = rows[k:]
	}
	if s.bias {
		params[0] = s.b
	}
}

// fetch touches the rows, so that they come from memory together and not each when its turn comes.
func fetch(d *Dataset, rows []int) (sum float64) {
	x := d.X.RawMatrix()
	for _, i := range rows {
		xi := x.Data[i*x.Stride : i*x.Stride+x.Cols]
		sum += touch(xi) + xi[len(xi)-1] + d.Y[i]
	}
	return sum
}

// A stepper takes steps with the gradient of one example each, rounded as EvalRows and Plain.Step round:
//
//	w ← w − α(ℓ′x),   b ← b − αℓ′
type stepper struct {
	w, grad []float64
	b       float64
	bias    bool
	rate    float64
	factor  float64 // ℓ′ is factor·(z−y); 0 stands for the logistic loss
}

// slope is ℓ′ of an example with w·x = z.
func (s *stepper) slope(z, b, y float64) float64 {
	if s.factor != 0 {
		return s.factor * (z + (b - y))
	}
	return Logistic.slope(z+b, y)
}

// walk takes a step for each of the rows.
func (s *stepper) walk(d *Dataset, rows []int) {
	x := d.X.RawMatrix()
	for _, i := range rows {
		xi := x.Data[i*x.Stride : i*x.Stride+x.Cols]
		dz := s.slope(floats.Dot(s.w, xi), s.b, d.Y[i])
		floats.ScaleTo(s.grad, dz, xi)
		floats.AddScaled(s.w, -s.rate, s.grad)
		if s.bias {
			s.b -= s.rate * dz
		}
	}
}

// walkShort is walk for rows that are too short for vector products to pay.
func (s *stepper) walkShort(d *Dataset, rows []int) {
	x := d.X.RawMatrix()
	b, w, rate, bias := s.b, s.w, s.rate, s.bias
	for _, i := range rows {
		xi := x.Data[i*x.Stride : i*x.Stride+x.Cols]
		dz := s.slope(dot(w, xi), b, d.Y[i])
		w := w[:len(xi)]
		for j, v := range xi {
			w[j] -= rate * (dz * v)
		}
		if bias {
			b -= rate * dz
		}
	}
	s.b = b
}
