package gdkit

import (
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/floats"
)

// A large Eval is shared out: the examples are cut into chunks, whoever is free takes the next one, and the sums of the chunks are added in
// their order. Where the cuts are depends on the size of the data alone, so the result has the same bits on any number of cores.

const (
	maxChunks   = 64
	chunkValues = 4 << 10 // of X and y, at least: a microsecond of work
	chunkRows   = 32      // at least, so that adding the sums costs little beside making them
	shareValues = 1 << 18 // of X and y, from which an Eval calls helpers: 100 µs of work
)

// cut says how many rows a chunk has, and how many chunks there are.
func cut(m, n int) (rows, chunks int) {
	rows = max(chunkRows, chunkValues/(n+2), (m+maxChunks-1)/maxChunks)
	rows = (rows + 3) &^ 3 // the products take four rows at a time
	return rows, (m + rows - 1) / rows
}

// A crew is one Eval in progress: what it reads, which chunks are taken, what they add up to. Its memory is used again and again.
type crew struct {
	cost         *Linear
	b            float64
	w            []float64 // without b
	slopes       bool      // whether the gradient is wanted
	rows, chunks int

	sums   []float64 // for each chunk Σcℓ, Σcℓ′, Σc, and the vector Σcℓ′x
	stride int       // of sums
	z      []float64 // a tile of scores for each worker
	picked table     // rows gathered from all over the data
	grad   []float64 // of one step of a sprint
	sink   float64   // where fetch puts what it read, or it would be left out

	_    [64]byte // the counters have cache lines of their own
	next atomic.Int64
	_    [56]byte
	done atomic.Int64
	_    [56]byte

	help    func() // what a helper called for one Eval does
	helping sync.WaitGroup
	names   atomic.Int64 // the number of the helper called last
}

// crews is memory that waits for its next Eval. No result depends on it.
var crews = sync.Pool{New: func() any {
	c := new(crew)
	c.help = func() {
		c.work(int(c.names.Add(1)))
		c.helping.Done()
	}
	return c
}}

// room makes the crew's memory fit an Eval of l with so many workers.
func (c *crew) room(l *Linear, workers int) {
	m, n := l.Data.X.Dims()
	c.rows, c.chunks = cut(m, n)
	c.stride = (n + 3 + 8 + 7) &^ 7 // neighbours share no cache line
	c.sums = sized(c.sums, c.chunks*c.stride)
	c.z = sized(c.z, workers*tileRows)
}

// begin sets all chunks out to be taken.
func (c *crew) begin(l *Linear, grad, params []float64) {
	c.cost, c.slopes = l, grad != nil
	c.b, c.w = l.split(params)
	c.done.Store(0)
	c.next.Store(0)
}

// work takes chunks until none is left, and says whether it finished the last one. Each worker has a number of its own.
func (c *crew) work(worker int) (last bool) {
	for {
		k := int(c.next.Add(1)) - 1
		if k >= c.chunks {
			return last
		}
		c.chunk(k, c.z[worker*tileRows:(worker+1)*tileRows])
		last = c.done.Add(1) == int64(c.chunks)
	}
}

// call works with so many helpers, who go when the work is done.
func (c *crew) call(helpers int) {
	c.names.Store(0)
	c.helping.Add(helpers)
	for range helpers {
		go c.help()
	}
	c.work(0)
	c.helping.Wait()
}

// chunk fills in the sums of chunk k.
func (c *crew) chunk(k int, z []float64) {
	line := c.sums[k*c.stride:][:3+len(c.w)]
	var gw []float64
	if c.slopes {
		gw = line[3:]
		clear(gw)
	}
	lo := k * c.rows
	hi := min(lo+c.rows, len(c.cost.Data.Y))
	s := collect(c.cost.Loss, c.cost.table(lo, hi), gw, c.b, c.w, z)
	line[0], line[1], line[2] = s.loss, s.slope, s.weight
}

// result adds the sums of all chunks in their order, and makes the cost and the gradient of them.
func (c *crew) result(grad, params []float64) float64 {
	total := c.sums[:3]
	if grad != nil {
		total = c.sums[:3+len(c.w)]
	}
	for k := 1; k < c.chunks; k++ {
		floats.Add(total, c.sums[k*c.stride:][:len(total)])
	}
	if grad != nil {
		copy(grad[len(grad)-len(c.w):], total[3:])
	}
	return c.cost.finish(grad, params, sums{total[0], total[1], total[2]})
}

// sized returns a slice of n numbers of any value, in the memory of s where it suffices.
func sized(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// helpers is how many goroutines besides the caller's pay, if they begin to with so many values of X and y.
// A loss of the reader's own stays on one: it need not be ready for several.
func (l *Linear) helpers(least int) int {
	m, n := l.Data.X.Dims()
	if m*(n+2) < least || !builtIn(l.Loss) {
		return 0
	}
	_, chunks := cut(m, n)
	return min(runtime.GOMAXPROCS(0), runtime.NumCPU(), chunks) - 1
}

func builtIn(loss Loss) bool {
	switch loss.(type) {
	case SquareLoss, absolute, Huber, logistic, hinge, squaredHinge:
		return true
	}
	return false
}

// hire returns a crew for one Eval, and the helpers that come with it or are to be called. dismiss gives it back.
func (l *Linear) hire() *crew {
	if l.fit != nil && l.fit.suits(l) && l.fit.take() {
		return l.fit.crew
	}
	return crews.Get().(*crew)
}

func (l *Linear) dismiss(c *crew) {
	c.cost, c.w = nil, nil
	if l.fit != nil && l.fit.crew == c {
		l.fit.leave()
	} else {
		crews.Put(c)
	}
}

// eval is Eval for parameters that were looked at.
func (l *Linear) eval(grad, params []float64) float64 {
	if m, n := l.Data.X.Dims(); n <= few && m <= tileRows && l.Data.Weights == nil {
		if loss, ok := l.Loss.(SquareLoss); ok {
			return l.evalFew(loss, grad, params)
		}
	}
	c := l.hire()
	defer l.dismiss(c)
	if l.fit != nil && l.fit.crew == c {
		return l.fit.eval(l, grad, params)
	}
	helpers := l.helpers(shareValues)
	c.room(l, helpers+1)
	c.begin(l, grad, params)
	if helpers > 0 {
		c.call(helpers)
	} else {
		c.work(0)
	}
	return c.result(grad, params)
}

// evalFew is eval for a small problem that needs no memory: it takes less time than finding some.
func (l *Linear) evalFew(loss SquareLoss, grad, params []float64) float64 {
	b, w := l.split(params)
	x := l.Data.X.RawMatrix()
	var gw []float64
	if grad != nil {
		gw = grad[len(grad)-len(w):]
		clear(gw)
	}
	return l.finish(grad, params, loss.collectFew(x.Data, x.Stride, l.Data.Y, gw, b, w))
}
