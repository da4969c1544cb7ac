package rows

import "fmt"

// A Reader walks through a source block by block. It holds two blocks: one is read while the other
// is worked on. The zero Reader is ready; it may be used again and again, but by one walk at a
// time.
type Reader struct {
	blocks [2]Block
	empty  chan *Block // to be filled, or nil: stop
	full   chan *Block // filled, in the order of the rows; at last nil: there are no more
}

// Walk calls do for each block, in the order of the rows, while a goroutine reads the next one.
// That goroutine has ended when Walk returns, with the first error of reading or of do. Apart from
// it a walk allocates nothing once the blocks are there.
func (r *Reader) Walk(src Source, do func(*Block) error) error {
	if r.empty == nil {
		// No send ever waits: both blocks and the nil have room.
		r.empty, r.full = make(chan *Block, 3), make(chan *Block, 3)
	}
	m, _ := src.Dims()
	for i := range r.blocks {
		r.empty <- &r.blocks[i]
	}
	go r.fill(src)
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
			return fmt.Errorf("gdkit: %s: the reading ended after %d of %d rows;"+
				" did ReadRows call runtime.Goexit, as t.Fatal does?", Describe(src).Name, done, m)
		case b == nil:
			ended = true
			return nil
		case b.err != nil:
			return b.err
		}
		if err := do(b); err != nil {
			return err
		}
		done += len(b.Y)
		r.empty <- b
	}
}

// fill fills the empty blocks until the rows end, one can't be read, or the walk stops.
func (r *Reader) fill(src Source) {
	defer func() { r.full <- nil }()
	m, n := src.Dims()
	for first := 0; first < m; {
		b := <-r.empty
		if b == nil {
			return
		}
		b.resize(min(PerBlock(src), m-first), n)
		b.err = b.read(src, first)
		first += len(b.Y)
		failed := b.err != nil // afterwards b belongs to the walk
		r.full <- b
		if failed {
			return
		}
	}
}

// WalkRows calls do for blocks of the rows with the given numbers, in their order. It reads nothing
// ahead, and allocates nothing once the block is there.
func (r *Reader) WalkRows(src Source, rows []int, do func(*Block) error) error {
	_, n := src.Dims()
	b := &r.blocks[0]
	for most := PerBlock(src); len(rows) > 0; {
		some := rows[:min(most, len(rows))]
		rows = rows[len(some):]
		b.resize(len(some), n)
		if err := b.gather(src, some); err != nil {
			return err
		}
		if err := do(b); err != nil {
			return err
		}
	}
	return nil
}
