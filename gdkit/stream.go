package gdkit

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"

	"gdlab/gdkit/rows"
)

// Streamed is the cost of a linear model on more data than fit in memory. It is the J of Linear,
// with the same parameters in the same order, over rows that are read again for each Eval:
//
//	rows, err := gdkit.OpenRows("big.rows")
//	…
//	defer rows.Close()
//	j := &gdkit.Streamed{Rows: rows, Loss: gdkit.HalfSquared}
//	run := gdkit.Descent{Cost: j, Start: make([]float64, j.Dim()), Rate: 0.1, Steps: 20}.Run()
//
// An Eval reads blocks of about 1 MB, the next one while it works on the present one, and holds two
// of them, however long the source is. The sums of the blocks are added in the order of the rows,
// so that the result does not depend on timing nor on the number of cores. It differs from that of
// Linear by rounding only. EvalRows reads its rows one by one, or together where they follow each
// other: cheap from a RowFile, slow from a large CSVRows.
//
// When reading fails, Eval and EvalRows return NaN, with a gradient of NaNs, and Err says what went
// wrong. Several goroutines may evaluate at once; each has blocks of its own.
type Streamed struct {
	Rows   RowSource
	Loss   Loss
	L2     float64 // λ ≥ 0, as in Linear
	L1     float64 // λ ≥ 0, as in Linear
	NoBias bool    // no intercept b

	mu   sync.Mutex
	idle []*streamSum // memory for the next Eval
	err  error        // the first that was met
}

var (
	_ Sized   = (*Streamed)(nil)
	_ Sampled = (*Streamed)(nil)
)

// Dim is n+1, or n with NoBias.
func (s *Streamed) Dim() int {
	s.wantRows()
	_, n := s.Rows.Dims()
	if s.NoBias {
		return n
	}
	return n + 1
}

// Len is m, the number of examples that one Eval reads.
func (s *Streamed) Len() int {
	s.wantRows()
	m, _ := s.Rows.Dims()
	return m
}

// ParamNames are the names of the parameters in order, as those of Linear.
func (s *Streamed) ParamNames() []string {
	s.wantRows()
	_, n := s.Rows.Dims()
	return linearNames(s.NoBias, n, describe(s.Rows).feature)
}

// Validate reports what keeps the cost from having a meaning, as far as it shows without reading:
// no source, no loss, a negative penalty, an error met before. NaNs among the rows, and targets
// that the loss does not know, are found by the first Eval; see Err.
func (s *Streamed) Validate() error {
	if s == nil {
		return errors.New("gdkit: the cost is a nil *Streamed, want &gdkit.Streamed{Rows: …, Loss: …}")
	}
	if err := rows.CheckSource("Streamed.Rows", s.Rows); err != nil {
		return err
	}
	if s.Loss == nil {
		return errors.New(noStreamedLoss)
	}
	if err := checkPenalties("Streamed", s.L2, s.L1); err != nil {
		return err
	}
	if v, ok := offers[Valid](s.Loss); ok {
		if err := v.Validate(); err != nil {
			return err
		}
	}
	if err := checkSlopes(s.Loss, []float64{0, 1}); err != nil {
		return err
	}
	return s.Err()
}

// Err is the first error that Eval or EvalRows met, else nil. It stays: after an error every Eval
// is NaN, and reads nothing. Make a new Streamed to try again.
func (s *Streamed) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Eval implements Cost. It reads all rows once.
func (s *Streamed) Eval(grad, w []float64) float64 {
	s.wantParams("Eval", grad, w)
	p := s.borrow(grad, w)
	if p == nil {
		return spoil(grad)
	}
	defer s.giveBack(p)
	err := p.reader.Walk(s.Rows, p.add)
	if err == nil {
		err = p.checkClasses()
	}
	if err != nil {
		return s.fail(err, grad)
	}
	return p.mean(grad)
}

// EvalRows implements Sampled.
func (s *Streamed) EvalRows(grad, w []float64, rows []int) float64 {
	s.wantParams("EvalRows", grad, w)
	m, _ := s.Rows.Dims()
	if len(rows) == 0 {
		panic("gdkit: Streamed.EvalRows: no rows asked for, want at least one")
	}
	for _, i := range rows {
		if i < 0 || i >= m {
			panic(fmt.Sprintf("gdkit: Streamed.EvalRows: row %d does not exist, %s has rows 0 to %d", i, describe(s.Rows).title(), m-1))
		}
	}
	p := s.borrow(grad, w)
	if p == nil {
		return spoil(grad)
	}
	defer s.giveBack(p)
	if err := p.reader.WalkRows(s.Rows, rows, p.add); err != nil {
		return s.fail(err, grad)
	}
	return p.mean(grad)
}

// borrow returns memory for one evaluation, or nil after an error.
func (s *Streamed) borrow(grad, w []float64) *streamSum {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil
	}
	var p *streamSum
	if last := len(s.idle) - 1; last >= 0 {
		p, s.idle = s.idle[last], s.idle[:last]
	} else {
		p = newStreamSum()
	}
	p.start(s, len(grad), w)
	return p
}

func (s *Streamed) giveBack(p *streamSum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, p)
}

// fail notes the error, if it is the first.
func (s *Streamed) fail(err error, grad []float64) float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	return spoil(grad)
}

// spoil is the result of an evaluation that failed.
func spoil(grad []float64) float64 {
	for j := range grad {
		grad[j] = math.NaN()
	}
	return math.NaN()
}

const noStreamedLoss = "gdkit: Streamed.Loss is nil, want a loss such as gdkit.HalfSquared"

func (s *Streamed) wantRows() {
	if s == nil || s.Rows == nil {
		panic("gdkit: Streamed.Rows is nil, want a source of rows such as gdkit.OpenRows or gdkit.OpenCSV returns")
	}
}

// wantParams panics with a sentence where going on would panic with an index.
func (s *Streamed) wantParams(method string, grad, w []float64) {
	s.wantRows()
	if err := rows.CheckSource("Streamed.Rows", s.Rows); err != nil {
		panic(err.Error())
	}
	if s.Loss == nil {
		panic(noStreamedLoss)
	}
	if n := s.Dim(); len(w) != n {
		panic(fmt.Sprintf("gdkit: Streamed.%s: got %d parameters, want %d: %s", method, len(w), n, strings.Join(s.ParamNames(), ", ")))
	}
	if grad != nil && len(grad) != len(w) {
		panic(fmt.Sprintf("gdkit: Streamed.%s: the gradient has room for %d numbers, want %d, one for each parameter (or nil)", method, len(grad), len(w)))
	}
}
