package gdkit

import (
	"fmt"

	"gdlab/gdkit/rows"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A streamSum is one evaluation. The mathematics of a block is Linear's, with
// the block as its data.
type streamSum struct {
	reader  rows.Reader
	src     RowSource
	linear  Linear
	data    Dataset
	x       mat.Dense
	w       []float64  // where the cost is evaluated
	classes ClassLoss  // the loss if it wants the labels 0 and 1, else nil
	targets TargetLoss // the loss if it doesn't know every target, else nil
	rows    int        // seen so far
	ones    int        // labels of 1 among them
	grad    []float64  // of one block; nil if only the cost is wanted
	memory  []float64  // for grad

	sum     float64 // Σ over the blocks of rows·J and rows·∇J.
	gradSum []float64
}

func newStreamSum() *streamSum {
	p := new(streamSum)
	p.data.X = &p.x
	return p
}

// start makes p ready for a sum at w, with a gradient of n numbers, or 0 for none.
func (p *streamSum) start(s *Streamed, n int, w []float64) {
	p.src, p.w = s.Rows, w
	l := &p.linear
	l.Data, l.Loss, l.L2, l.L1, l.NoBias = &p.data, s.Loss, s.L2, s.L1, s.NoBias
	p.classes, _ = offers[ClassLoss](s.Loss)
	p.targets, _ = offers[TargetLoss](s.Loss)
	p.rows, p.ones = 0, 0
	p.sum, p.gradSum, p.memory = 0, zeros(p.gradSum, n), zeros(p.memory, n)
	p.grad = p.memory
	if n == 0 {
		p.grad = nil
	}
}

// add adds a block to the sum: Linear's mean over it, times its rows. The penalties, which are the
// same in each block, come out right.
func (p *streamSum) add(b *rows.Block) error {
	if p.classes != nil || p.targets != nil {
		if err := p.checkTargets(b); err != nil {
			return err
		}
	}
	m, n := len(b.Y), len(b.X)/len(b.Y)
	p.x.SetRawMatrix(blas64.General{Rows: m, Cols: n, Stride: n, Data: b.X})
	p.data.Y = b.Y
	mean := p.linear.Eval(p.grad, p.w)
	p.sum += float64(m) * mean
	floats.AddScaled(p.gradSum, float64(m), p.grad)
	p.rows += m
	doubt := mean - mean // 0, or NaN if something isn't finite
	for _, g := range p.grad {
		doubt += g - g
	}
	if doubt != 0 {
		return b.CheckFinite(p.src)
	}
	return nil
}

// mean divides the sums by the number of rows.
func (p *streamSum) mean(grad []float64) float64 {
	m := float64(p.rows)
	for j, g := range p.gradSum {
		grad[j] = g / m
	}
	return p.sum / m
}

// checkTargets reports a target that the loss doesn't know.
func (p *streamSum) checkTargets(b *rows.Block) error {
	for i, y := range b.Y {
		if p.targets != nil {
			if err := p.targets.CheckTarget(y); err != nil {
				d := describe(p.src)
				return fmt.Errorf("gdkit: %s: row %d: the target %s is %v, but %s: %w",
					d.title(), b.Row(i), d.target(), y, lossName(p.targets), err)
			}
		}
		if p.classes == nil {
			continue
		}
		switch y {
		case 0:
		case 1:
			p.ones++
		default:
			d := describe(p.src)
			return fmt.Errorf("gdkit: %s: row %d: the target %s is %v, but %s wants labels 0 and 1",
				d.title(), b.Row(i), d.target(), y, lossName(p.classes))
		}
	}
	return nil
}

// checkClasses reports labels that are all the same.
func (p *streamSum) checkClasses() error {
	if p.classes == nil || 0 < p.ones && p.ones < p.rows {
		return nil
	}
	d := describe(p.src)
	d.Y = []float64{float64(p.ones / p.rows)}
	return twoClasses(lossName(p.classes), d)
}
