package engine

import (
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/floats"
)

// An evaluation of many rows is shared out: the rows are cut into chunks, whichever worker is free
// takes the next one, and the sums of the chunks are added in their order. Where the cuts are
// depends on the size of the table alone, so the result has the same bits on any number of cores.

const (
	maxChunks   = 64
	chunkValues = 4 << 10 // of X and Y, at least: a microsecond of work
	chunkRows   = 32      // at least, so that adding the sums costs little beside making them
	shareValues = 1 << 18 // of X and Y, from which one evaluation starts workers: 100 µs of work
)

// cut says how many rows a chunk has, and how many chunks there are.
func cut(m, n int) (rows, chunks int) {
	rows = max(chunkRows, chunkValues/(n+2), (m+maxChunks-1)/maxChunks)
	rows = (rows + 3) &^ 3 // the products take four rows at a time
	return rows, (m + rows - 1) / rows
}

// workersFor is how many goroutines beside the caller's pay for a table, if they pay
// from `least` values on.
func workersFor(t *Table, least int) int {
	m := len(t.Y)
	if m*(t.Cols+2) < least {
		return 0
	}
	_, chunks := cut(m, t.Cols)
	return min(runtime.GOMAXPROCS(0), runtime.NumCPU(), chunks) - 1
}

// An evaluation is what one call of All needs: what it reads, which chunks are taken, what they add
// up to. Its memory is used again and again.
type evaluation struct {
	table        Table
	loss         Loss
	b            float64
	w            []float64
	slopes       bool // whether Σcℓ′x is wanted
	rows, chunks int

	sums     []float64 // for each chunk Σcℓ, Σcℓ′, Σc, and the vector Σcℓ′x
	stride   int       // of sums
	z        []float64 // the scores of a tile for each worker
	gathered Table     // rows copied from all over the table
	grad     []float64 // of one step of SGD
	sink     float64   // where fetch puts what it read, or the compiler would leave it out

	_    [64]byte // the counters have cache lines of their own
	next atomic.Int64
	_    [56]byte
	done atomic.Int64
	_    [56]byte

	work    func() // what a worker started for one evaluation does
	working sync.WaitGroup
	started atomic.Int64 // the number of the worker started last
}

// evaluations is memory that waits for its next use. No result depends on it.
var evaluations = sync.Pool{New: func() any {
	e := new(evaluation)
	e.work = func() {
		e.takeChunks(int(e.started.Add(1)))
		e.working.Done()
	}
	return e
}}

// reserve makes the memory fit a table of m×n numbers and so many workers.
func (e *evaluation) reserve(m, n, workers int) {
	e.rows, e.chunks = cut(m, n)
	e.stride = (n + 3 + 8 + 7) &^ 7 // neighbours share no cache line
	e.sums = Resize(e.sums, e.chunks*e.stride)
	e.z = Resize(e.z, workers*tileRows)
}

// set lays all chunks out to be taken.
func (e *evaluation) set(t *Table, loss Loss, slopes bool, b float64, w []float64) {
	e.table, e.loss, e.slopes, e.b, e.w = *t, loss, slopes, b, w
	e.done.Store(0)
	e.next.Store(0)
}

// takeChunks works until no chunk is left, and says whether it finished the last one. Each worker
// has a number of its own.
func (e *evaluation) takeChunks(worker int) (last bool) {
	for {
		k := int(e.next.Add(1)) - 1
		if k >= e.chunks {
			return last
		}
		e.chunk(k, e.z[worker*tileRows:(worker+1)*tileRows])
		last = e.done.Add(1) == int64(e.chunks)
	}
}

// share works together with so many workers that end when the work is done.
func (e *evaluation) share(workers int) {
	e.started.Store(0)
	e.working.Add(workers)
	for range workers {
		go e.work()
	}
	e.takeChunks(0)
	e.working.Wait()
}

// chunk fills in the sums of chunk k.
func (e *evaluation) chunk(k int, z []float64) {
	line := e.sums[k*e.stride:][:3+len(e.w)]
	var gw []float64
	if e.slopes {
		gw = line[3:]
		clear(gw)
	}
	lo := k * e.rows
	s := collect(e.loss, e.table.part(lo, min(lo+e.rows, len(e.table.Y))), gw, e.b, e.w, z)
	line[0], line[1], line[2] = s.Loss, s.Slope, s.Weight
}

// total adds the sums of all chunks in their order, and overwrites gw, unless it is nil.
func (e *evaluation) total(gw []float64) Sums {
	total := e.sums[:3+len(gw)]
	for k := 1; k < e.chunks; k++ {
		floats.Add(total, e.sums[k*e.stride:][:len(total)])
	}
	copy(gw, total[3:])
	return Sums{total[0], total[1], total[2]}
}

// forget drops what belongs to the caller.
func (e *evaluation) forget() { e.table, e.loss, e.w = Table{}, nil, nil }

// All returns the sums of all rows, and overwrites gw with Σ cᵢℓ′ᵢxᵢ, unless gw is nil. It
// allocates nothing. p may be nil: then a large table starts workers for this one evaluation.
func (p *Pool) All(t *Table, loss Loss, gw []float64, b float64, w []float64) Sums {
	if p.suits(t) && p.take() {
		defer p.leave()
		return p.all(t, loss, gw, b, w)
	}
	e := evaluations.Get().(*evaluation)
	defer evaluations.Put(e)
	defer e.forget()
	workers := workersFor(t, shareValues)
	e.reserve(len(t.Y), t.Cols, workers+1)
	e.set(t, loss, gw != nil, b, w)
	if workers > 0 {
		e.share(workers)
	} else {
		e.takeChunks(0)
	}
	return e.total(gw)
}
