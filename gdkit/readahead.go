package gdkit

import "fmt"

// blockBytes is how much of a source is read at once. Two blocks are in memory: one is read while the other is worked on.
// It is fixed because the order of the sums, and so their last bits, depend on it.
const blockBytes = 1 << 20

// A block is some rows of a source.
type block struct {
	first int       // number of its first row
	rows  []int     // numbers of its rows, where they don't follow each other, else nil
	x, y  []float64 // as RowSource.ReadRows fills them
	err   error     // what went wrong in reading it
}

// row is the number of the block's row i in the source.
func (b *block) row(i int) int {
	if b.rows != nil {
		return b.rows[i]
	}
	return b.first + i
}

// resize makes room for rows of n features, in the block's own memory where that suffices.
func (b *block) resize(rows, n int) {
	if cap(b.y) < rows || cap(b.x) < rows*n {
		b.x, b.y = make([]float64, rows*n), make([]float64, rows)
	}
	b.x, b.y = b.x[:rows*n], b.y[:rows]
}

// readAhead walks through a source block by block. It may be used again, but by one walk at a time.
type readAhead struct {
	blocks [2]block
	empty  chan *block // to be filled, or nil: stop
	full   chan *block // filled, in the order of the rows; at last nil: there are no more
}

func newReadAhead() *readAhead {
	// No send ever waits: both blocks and the nil have room.
	return &readAhead{empty: make(chan *block, 3), full: make(chan *block, 3)}
}

// rowsPerBlock is the number of rows in a block of a source.
func rowsPerBlock(src RowSource) int {
	m, n := src.Dims()
	return min(m, max(1, blockBytes/(8*(n+1))))
}

// walk calls do for each block, in the order of the rows, while a goroutine reads the one behind it. That goroutine has ended when
// walk returns, with the first error of reading or of do. Apart from it a walk allocates nothing once the blocks are there.
func (r *readAhead) walk(src RowSource, do func(*block) error) error {
	m, _ := src.Dims()
	for i := range r.blocks {
		r.empty <- &r.blocks[i]
	}
	go r.read(src)
	done, ended := 0, false
	defer func() { // also after an error, or when do panics
		r.empty <- nil
		for !ended {
			ended = <-r.full == nil
		}
		for len(r.empty) > 0 {
			<-r.empty
		}
	}()
	for {
		b := <-r.full
		switch {
		case b == nil && done < m:
			ended = true
			return fmt.Errorf(
				"gdkit: %s: the reading ended after %d of %d rows; did ReadRows call runtime.Goexit, as t.Fatal does?",
				describe(src).title(), done, m)
		case b == nil:
			ended = true
			return nil
		case b.err != nil:
			return b.err
		}
		if err := do(b); err != nil {
			return err
		}
		done += len(b.y)
		r.empty <- b
	}
}

// read fills the empty blocks until the rows end, one can't be read, or the walk stops.
func (r *readAhead) read(src RowSource) {
	defer func() { r.full <- nil }()
	m, n := src.Dims()
	for first := 0; first < m; {
		b := <-r.empty
		if b == nil {
			return
		}
		b.resize(min(rowsPerBlock(src), m-first), n)
		b.first, b.rows = first, nil
		b.err = src.ReadRows(first, b.x, b.y)
		first += len(b.y)
		failed := b.err != nil // afterwards b belongs to the walk
		r.full <- b
		if failed {
			return
		}
	}
}
