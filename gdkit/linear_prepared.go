package gdkit

import "gdlab/gdkit/internal/engine"

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
