package engine

import (
	"sync"
	"sync/atomic"
)

const (
	standingValues = 1 << 15 // of X and Y, from which standing workers pay: 15 µs of work
	spins          = 1 << 14 // looks before a goroutine goes to sleep: 10 to 20 µs
)

// A Pool is memory and workers that stay for many evaluations of one table, one after the other, as
// a descent needs them. To start a worker takes 5 µs and more, so they watch for the next
// evaluation, and go to sleep when it doesn't come soon. A nil *Pool has neither and works as well.
//
// It may be asked by several goroutines at once, of whom one at a time has the workers.
type Pool struct {
	*evaluation
	m, n    int         // size of the table
	busy    atomic.Bool // an evaluation is in progress, or the pool is closed
	waiting atomic.Bool // the caller sleeps until the last chunk is done
	last    chan struct{}

	_      [64]byte
	round  atomic.Int64 // counts evaluations; −1 when the pool is closed
	asleep atomic.Int64 // workers that must be woken
	wake   chan struct{}
	ended  sync.WaitGroup
}

// NewPool returns a pool for tables of this size, with as many workers as pay. Close ends them.
func NewPool(t *Table) *Pool { return newPool(t, workersFor(t, standingValues)) }

func newPool(t *Table, workers int) *Pool {
	p := &Pool{
		evaluation: evaluations.Get().(*evaluation), m: len(t.Y), n: t.Cols,
		last: make(chan struct{}, 1), wake: make(chan struct{}, workers),
	}
	p.reserve(p.m, p.n, workers+1)
	p.ended.Add(workers)
	for worker := 1; worker <= workers; worker++ {
		go p.stand(worker)
	}
	return p
}

// Close ends the workers and returns when they have ended. The pool is then as good as nil.
func (p *Pool) Close() {
	p.busy.Store(true)
	p.start(-1)
	p.ended.Wait()
	p.forget()
	evaluations.Put(p.evaluation)
}

// take and leave enclose what one goroutine does with the pool. There is no taking after Close.
func (p *Pool) take() bool { return p.busy.CompareAndSwap(false, true) }
func (p *Pool) leave()     { p.busy.Store(false) }

// suits says whether the table has the size that there is memory for.
func (p *Pool) suits(t *Table) bool { return p != nil && p.m == len(t.Y) && p.n == t.Cols }

// all is All by the standing workers.
func (p *Pool) all(t *Table, loss Loss, gw []float64, b float64, w []float64) Sums {
	p.set(t, loss, gw != nil, b, w)
	p.start(p.round.Load() + 1)
	if !p.takeChunks(0) {
		p.wait()
	}
	return p.total(gw)
}

// start tells the workers that a round begins.
func (p *Pool) start(round int64) {
	p.round.Store(round)
	for range p.asleep.Swap(0) {
		p.wake <- struct{}{}
	}
}

// stand is what a worker does from its start to its end: a share of each round.
func (p *Pool) stand(worker int) {
	defer p.ended.Done()
	for round := int64(0); ; {
		round = p.nextRound(round)
		if round < 0 {
			return
		}
		if p.takeChunks(worker) && p.waiting.Swap(false) {
			p.last <- struct{}{}
		}
	}
}

// nextRound returns when the round is another than the one given.
func (p *Pool) nextRound(round int64) int64 {
	for range spins {
		if now := p.round.Load(); now != round {
			return now
		}
	}
	p.asleep.Add(1)
	if p.round.Load() == round || !p.unsleep() {
		<-p.wake
	}
	return p.round.Load()
}

// unsleep takes back that a worker is asleep. It fails if the caller has seen
// it, who then wakes it.
func (p *Pool) unsleep() bool {
	for n := p.asleep.Load(); n > 0; n = p.asleep.Load() {
		if p.asleep.CompareAndSwap(n, n-1) {
			return true
		}
	}
	return false
}

// wait returns when all chunks are done. A worker of the round before may wake it too early.
func (p *Pool) wait() {
	all := int64(p.chunks)
	for range spins {
		if p.done.Load() == all {
			return
		}
	}
	for p.done.Load() != all {
		p.waiting.Store(true)
		if p.done.Load() == all && p.waiting.Swap(false) {
			return
		}
		<-p.last
	}
}
