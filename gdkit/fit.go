package gdkit

import (
	"sync"
	"sync/atomic"
)

const (
	fitValues = 1 << 15 // of X and y, from which helpers at hand pay: 15 µs of work
	spins     = 1 << 14 // looks before a goroutine goes to sleep: 10 to 20 µs
)

// A fit is a crew that stays together for many Evals, one after the other, as a descent needs them. Calling helpers takes 5 µs and more, so
// they watch for the next Eval, and go to sleep when it doesn't come soon.
type fit struct {
	*crew
	m, n    int         // size of the data
	busy    atomic.Bool // an Eval is in progress, or all is over
	waiting atomic.Bool // the caller sleeps until the last chunk is done
	last    chan struct{}

	_      [64]byte
	round  atomic.Int64 // counts Evals; −1 when all is over
	asleep atomic.Int64 // helpers that must be woken
	wake   chan struct{}
	gone   sync.WaitGroup
}

// begin readies the cost for one fit. The cost that it returns is l with memory, and for large data helpers, at hand until end is called;
// its results have the same bits. It may be evaluated by several goroutines at once, of whom one has the helpers.
func (l *Linear) begin() (cost Cost, end func()) { return l.beginWith(l.helpers(fitValues)) }

func (l *Linear) beginWith(helpers int) (cost Cost, end func()) {
	m, n := l.Data.X.Dims()
	f := &fit{crew: crews.Get().(*crew), m: m, n: n, last: make(chan struct{}, 1), wake: make(chan struct{}, helpers)}
	f.room(l, helpers+1)
	f.gone.Add(helpers)
	for worker := 1; worker <= helpers; worker++ {
		go f.stand(worker)
	}
	out := *l
	out.fit = f
	return &out, f.end
}

// take and leave enclose what one goroutine does with the crew. There is no taking after the end.
func (f *fit) take() bool { return f.busy.CompareAndSwap(false, true) }
func (f *fit) leave()     { f.busy.Store(false) }

// suits says whether the data still have the size that there is room for.
func (f *fit) suits(l *Linear) bool {
	m, n := l.Data.X.Dims()
	return f.m == m && f.n == n
}

// eval is Eval by the crew.
func (f *fit) eval(l *Linear, grad, params []float64) float64 {
	f.crew.begin(l, grad, params)
	f.call(f.round.Load() + 1)
	if !f.work(0) {
		f.wait()
	}
	return f.result(grad, params)
}

// call tells the helpers that a round begins.
func (f *fit) call(round int64) {
	f.round.Store(round)
	for range f.asleep.Swap(0) {
		f.wake <- struct{}{}
	}
}

// stand is the life of a helper.
func (f *fit) stand(worker int) {
	defer f.gone.Done()
	for round := int64(0); ; {
		round = f.nextRound(round)
		if round < 0 {
			return
		}
		if f.work(worker) && f.waiting.Swap(false) {
			f.last <- struct{}{}
		}
	}
}

// nextRound returns when the round is another than the one given.
func (f *fit) nextRound(round int64) int64 {
	for range spins {
		if now := f.round.Load(); now != round {
			return now
		}
	}
	f.asleep.Add(1)
	if f.round.Load() == round || !f.unsleep() {
		<-f.wake
	}
	return f.round.Load()
}

// unsleep takes back that a helper is asleep. It fails if the caller has seen it, whose wake then comes.
func (f *fit) unsleep() bool {
	for n := f.asleep.Load(); n > 0; n = f.asleep.Load() {
		if f.asleep.CompareAndSwap(n, n-1) {
			return true
		}
	}
	return false
}

// wait returns when all chunks are done. A helper of the round before may wake it too early.
func (f *fit) wait() {
	all := int64(f.chunks)
	for range spins {
		if f.done.Load() == all {
			return
		}
	}
	for f.done.Load() != all {
		f.waiting.Store(true)
		if f.done.Load() == all && f.waiting.Swap(false) {
			return
		}
		<-f.last
	}
}

// end sends the helpers home and returns when they have gone.
func (f *fit) end() {
	f.busy.Store(true)
	f.call(-1)
	f.gone.Wait()
	crews.Put(f.crew)
}
