package rows

import "errors"

// Generated is a Source that makes up its examples. Row writes the features of example i to x and
// returns the target. It may be called by several goroutines at once, and i alone decides:
// rand.New(rand.NewPCG(seed, uint64(i))) is random and the same each time.
type Generated struct {
	Examples int // m
	Features int // n
	Row      func(i int, x []float64) (y float64)
}

var _ Source = Generated{}

// Dims implements Source.
func (g Generated) Dims() (m, n int) { return g.Examples, g.Features }

// ReadRows implements Source.
func (g Generated) ReadRows(first int, x, y []float64) error {
	if g.Row == nil {
		return errors.New("gdkit: Generated.Row is nil, want a func(i int, x []float64) (y float64)")
	}
	if err := CheckRead("the generated data", g, first, x, y); err != nil {
		return err
	}
	for i := range y {
		y[i] = g.Row(first+i, x[i*g.Features:(i+1)*g.Features:(i+1)*g.Features])
	}
	return nil
}
