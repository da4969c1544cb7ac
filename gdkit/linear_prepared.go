package gdkit

import "gdlab/gdkit/internal/engine"

// fastSums are the sums of the formula in Linear.mean, by the engine. Small data go there without a
// table: to make one takes as long as ten rows.
func fastSums(pool *engine.Pool, d *Dataset, loss FastLoss, slopes []float64, b float64, w []float64, rows []int) engine.Sums {
	if rows == nil && d.Weights == nil {
		x := d.X.RawMatrix()
		if s, ok := engine.Few(loss, x.Data, x.Stride, d.Y, slopes, b, w); ok {
			return s
		}
	}
	t := tableOf(d)
	if rows == nil {
		return pool.All(&t, loss, slopes, b, w)
	}
	return pool.Rows(&t, loss, slopes, b, w, rows)
}

// tableOf is the data as the engine reads them.
func tableOf(d *Dataset) engine.Table {
	x := d.X.RawMatrix()
	return engine.Table{X: x.Data, Cols: x.Cols, Stride: x.Stride, Y: d.Y, C: d.Weights}
}

// Prepare implements Prepared: memory, and for large data workers, stay at hand until end is
// called. The cost may be evaluated by several goroutines at once, of whom one has the workers. It
// follows changes of l.
func (l *Linear) Prepare(asked Cost) (cost Cost, end func()) {
	if _, fast := fastLoss(l.Loss); !fast || asked != Cost(l) {
		return asked, func() {}
	}
	t := tableOf(l.Data)
	p := &preparedLinear{l, engine.NewPool(&t)}
	return p, p.pool.Close
}

// A preparedLinear is a Linear during a run.
type preparedLinear struct {
	*Linear
	pool *engine.Pool
}

var (
	_ Sampled      = (*preparedLinear)(nil)
	_ Curved       = (*preparedLinear)(nil)
	_ plainStepper = (*preparedLinear)(nil)
)

// Eval implements Cost.
func (p *preparedLinear) Eval(grad, w []float64) float64 {
	p.want("Eval", grad, w)
	return p.mean(p.pool, grad, w, nil)
}

// EvalRows implements Sampled.
func (p *preparedLinear) EvalRows(grad, w []float64, rows []int) float64 {
	p.want("EvalRows", grad, w)
	wantRows("Linear.EvalRows", rows, len(p.Data.Y))
	return p.mean(p.pool, grad, w, rows)
}

// plainSteps implements plainStepper.
func (p *preparedLinear) plainSteps(w, grad []float64, rows []int, batch int, rate float64) {
	p.want("EvalRows", grad, w)
	wantRows("Linear.EvalRows", rows, len(p.Data.Y))
	if loss, ok := fastLoss(p.Loss); ok && batch == 1 && p.L1 == 0 && p.L2 == 0 && p.Data.Weights == nil {
		b, weights := p.split(w)
		t := tableOf(p.Data)
		b = p.pool.SGD(&t, loss, b, weights, !p.NoBias, rate, rows)
		if !p.NoBias {
			w[0] = b
		}
		return
	}
	for len(rows) > 0 {
		k := min(batch, len(rows))
		p.mean(p.pool, grad, w, rows[:k])
		for i, g := range grad {
			w[i] -= rate * g
		}
		rows = rows[k:]
	}
}
