package engine

import "gonum.org/v1/gonum/floats"

const (
	shortRow   = 16       // columns from which gonum's vector products pay
	fetchBytes = 32 << 10 // of X to fetch at a time, where the rows are in random order
	fetchRows  = 64       // at most
)

// Rows returns the sums of the rows given, and overwrites gw with Σ cᵢℓ′ᵢxᵢ over them, unless gw is
// nil. A row that is named twice counts twice. It allocates nothing. p may be nil.
func (p *Pool) Rows(t *Table, loss Loss, gw []float64, b float64, w []float64, rows []int) Sums {
	clear(gw)
	if p != nil && p.take() {
		defer p.leave()
		return p.evaluation.collectRows(t, loss, gw, b, w, rows)
	}
	e := evaluations.Get().(*evaluation)
	defer evaluations.Put(e)
	return e.collectRows(t, loss, gw, b, w, rows)
}

// collectRows is collect for rows that are copied together, so that there are products of matrices.
func (e *evaluation) collectRows(t *Table, loss Loss, gw []float64, b float64, w []float64, rows []int) (s Sums) {
	if len(e.z) < tileRows {
		e.z = make([]float64, tileRows)
	}
	if len(rows) == 1 {
		return one(t, loss, gw, b, w, e.z[:1], rows[0])
	}
	tile := tileOf(len(w))
	for len(rows) > 0 {
		k := min(tile, len(rows))
		s.add(collect(loss, e.gather(t, rows[:k]), gw, b, w, e.z))
		rows = rows[k:]
	}
	return s
}

// one is collect for one row. gw holds zeros, or is nil; z is memory for a score.
func one(t *Table, loss Loss, gw []float64, b float64, w, z []float64, row int) Sums {
	x, c := t.row(row), []float64(nil)
	if t.C != nil {
		c = t.C[row : row+1]
	}
	z[0] = dot(w, x)
	s := slopes(loss, z, t.Y[row:row+1], c, b)
	for j := range gw {
		gw[j] = z[0] * x[j]
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

// gather copies rows into one table.
func (e *evaluation) gather(from *Table, rows []int) Table {
	n := from.Cols
	t := Table{X: Resize(e.gathered.X, len(rows)*n), Cols: n, Stride: n, Y: Resize(e.gathered.Y, len(rows))}
	e.gathered.X, e.gathered.Y = t.X, t.Y
	x, stride, y := from.X, from.Stride, from.Y // in registers
	for k, i := range rows {
		copy(t.X[k*n:(k+1)*n], x[i*stride:i*stride+n])
		t.Y[k] = y[i]
	}
	if from.C != nil {
		t.C = Resize(e.gathered.C, len(rows))
		e.gathered.C = t.C
		for k, i := range rows {
			t.C[k] = from.C[i]
		}
	}
	return t
}

// SGD takes a step of gradient descent for each of the rows in turn:
//
//	w ← w − α(ℓ′x),   b ← b − αℓ′
//
// rounded as Rows and w[j] −= α·gradient[j] in turn are. It leaves b alone without bias, and
// returns it. The weights of the rows don't count.
func (p *Pool) SGD(t *Table, loss Loss, b float64, w []float64, bias bool, rate float64, rows []int) float64 {
	var e *evaluation
	if p != nil && p.take() {
		defer p.leave()
		e = p.evaluation
	} else {
		e = evaluations.Get().(*evaluation)
		defer evaluations.Put(e)
	}
	e.grad = Resize(e.grad, len(w))
	s := stepper{t: *t, loss: loss, w: w, grad: e.grad, b: b, bias: bias, rate: rate}
	if square, ok := loss.(Square); ok {
		s.factor = 2 * square.SquareFactor()
	}
	group := len(rows)
	ahead := len(w) > few && 8*len(w) <= fetchBytes && 8*len(t.X) > CacheBytes
	if ahead {
		group = min(fetchBytes/8/len(w), fetchRows)
	}
	for len(rows) > 0 {
		k := min(group, len(rows))
		if ahead {
			e.sink = fetch(t, rows[:k])
		}
		switch {
		case len(w) <= few:
			s.walkFew(rows[:k])
		case len(w) < shortRow:
			s.walkShort(rows[:k])
		default:
			s.walk(rows[:k])
		}
		rows = rows[k:]
	}
	return s.b
}

// fetch touches the rows, so that they come from memory together and not each when its turn comes.
func fetch(t *Table, rows []int) (sum float64) {
	for _, i := range rows {
		x := t.row(i)
		sum += touch(x) + x[len(x)-1] + t.Y[i]
	}
	return sum
}

// A stepper takes the steps of SGD.
type stepper struct {
	t       Table
	loss    Loss
	w, grad []float64
	b       float64
	bias    bool
	rate    float64
	factor  float64 // ℓ′ is factor·(z−y), where it isn't 0
}

// slope is ℓ′ of a row with w·x = z.
func (s *stepper) slope(z, b, y float64) float64 {
	if s.factor != 0 {
		return s.factor * (z + (b - y))
	}
	return s.loss.Slope(z, b, y)
}

// walk takes a step for each of the rows.
func (s *stepper) walk(rows []int) {
	for _, i := range rows {
		x := s.t.row(i)
		dz := s.slope(floats.Dot(s.w, x), s.b, s.t.Y[i])
		floats.ScaleTo(s.grad, dz, x)
		floats.AddScaled(s.w, -s.rate, s.grad)
		if s.bias {
			s.b -= s.rate * dz
		}
	}
}

// walkShort is walk for rows that are too short for vector products to pay.
func (s *stepper) walkShort(rows []int) {
	b, w, rate, bias := s.b, s.w, s.rate, s.bias
	for _, i := range rows {
		x := s.t.row(i)
		dz := s.slope(dot(w, x), b, s.t.Y[i])
		w := w[:len(x)]
		for j, v := range x {
			w[j] -= rate * (dz * v)
		}
		if bias {
			b -= rate * dz
		}
	}
	s.b = b
}

// walkFew is walk for few columns.
func (s *stepper) walkFew(rows []int) {
	x, y, stride := s.t.X, s.t.Y, s.t.Stride
	b, w := s.b, s.w
	rate, bias := s.rate, s.bias
	switch len(w) {
	case 1:
		w0 := w[0]
		for _, i := range rows {
			x0 := x[i*stride]
			dz := s.slope(w0*x0, b, y[i])
			w0 -= rate * (dz * x0)
			if bias {
				b -= rate * dz
			}
		}
		w[0] = w0
	case 2:
		w0, w1 := w[0], w[1]
		for _, i := range rows {
			xi := (*[2]float64)(x[i*stride:])
			dz := s.slope(w0*xi[0]+w1*xi[1], b, y[i])
			w0 -= rate * (dz * xi[0])
			w1 -= rate * (dz * xi[1])
			if bias {
				b -= rate * dz
			}
		}
		w[0], w[1] = w0, w1
	case 3:
		w0, w1, w2 := w[0], w[1], w[2]
		for _, i := range rows {
			xi := (*[3]float64)(x[i*stride:])
			dz := s.slope(w0*xi[0]+w1*xi[1]+w2*xi[2], b, y[i])
			w0 -= rate * (dz * xi[0])
			w1 -= rate * (dz * xi[1])
			w2 -= rate * (dz * xi[2])
			if bias {
				b -= rate * dz
			}
		}
		w[0], w[1], w[2] = w0, w1, w2
	}
	s.b = b
}
