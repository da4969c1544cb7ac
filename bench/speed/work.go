package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"time"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// A task names a piece of work and its data; bench/peers.py reads the same fields.
type task struct {
	Work, Loss string  // Work: eval, loop, sgd or adam
	M, N       int     // examples, features
	X, Y       string  // files of float64, little endian, X row by row
	Rate       float64 // α
	Steps      int     // loop: its length; sgd and adam: epochs of one walk of values
}

// work is a task with its data.
type work interface {
	values() []float64          // what the peer must find too
	time(calls int) (s float64) // seconds for one unit, the mean of calls in one go
}

func (t task) load() (work, error) {
	x, err := readFloats(t.X, t.M*t.N)
	if err != nil {
		return nil, err
	}
	y, err := readFloats(t.Y, t.M)
	if err != nil {
		return nil, err
	}
	loss := gdkit.Loss(gdkit.HalfSquared)
	if t.Loss == "logistic" {
		loss = gdkit.Logistic
	}
	debug.FreeOSMemory()
	j := &gdkit.Linear{Data: &gdkit.Dataset{X: mat.NewDense(t.M, t.N, x), Y: y}, Loss: loss, NoBias: true}
	d := gdkit.Descent{Cost: j, Start: make([]float64, t.N), Rate: t.Rate, Steps: t.Steps}
	switch t.Work {
	case "eval":
		for k := range d.Start { // not a special point; peers.py starts from the same one
			d.Start[k] = 0.5 / float64(k+1)
		}
		return eval{d}, nil
	case "loop":
		return loop{d}, nil
	case "sgd":
		d.Batch, d.Seed = 1, 1
		return epochs{d, t.M}, nil
	case "adam":
		d.Batch, d.Seed, d.Method = 32, 1, gdkit.NewAdam()
		return epochs{d, t.M / 32}, nil
	}
	return nil, fmt.Errorf("unknown work %q", t.Work)
}

// eval is J and ∇J on all examples, as a descent asks for them step after step.
type eval struct{ d gdkit.Descent }

func (e eval) values() []float64 {
	grad := make([]float64, len(e.d.Start))
	j := e.d.Cost.Eval(grad, e.d.Start)
	return append(grad, j)
}

// time leaves out what happens once a run: the clock goes from the first point to the last.
func (e eval) time(calls int) float64 {
	e.d.Steps, e.d.Rate = calls, 1e-30 // w hardly moves: each step costs the same
	var begin time.Time
	for t := range e.d.All() {
		if t == 0 {
			begin = time.Now()
		}
	}
	return time.Since(begin).Seconds() / float64(calls)
}

// loop is a whole run with its trace.
type loop struct{ d gdkit.Descent }

func (l loop) values() []float64 {
	run := l.d.Run()
	return append(append([]float64{}, run.J[:l.d.Steps]...), run.Last()...)
}

func (l loop) time(calls int) float64 {
	begin := time.Now()
	for range calls {
		l.d.Run()
	}
	return time.Since(begin).Seconds() / float64(calls)
}

// epochs is a run with mini-batches; its unit is one epoch.
type epochs struct {
	d     gdkit.Descent
	steps int // of one epoch
}

func (e epochs) values() []float64 {
	e.d.Steps *= e.steps
	return e.d.Run().Last()
}

// time leaves out the cost of all examples after each epoch, which the peers don't compute either.
func (e epochs) time(calls int) float64 {
	e.d.Steps = calls * e.steps
	e.d.Every = e.d.Steps
	begin := time.Now()
	e.d.Run()
	return time.Since(begin).Seconds() / float64(calls)
}

func readFloats(path string, n int) ([]float64, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(b) != 8*n {
		return nil, fmt.Errorf("%s has %d bytes, want %d", path, len(b), 8*n)
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out, nil
}
