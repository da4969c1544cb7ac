package main

import (
	"sync"
	"time"

	"gonum.org/v1/gonum/floats"
)

// A reader measures the roof of everything that reads much and computes little: how fast numbers
// come from memory when nothing is done but adding them.
type reader struct {
	data map[bool][]float64 // on large pages or not
	sum  float64            // kept, so that the additions can't be left out
}

const readLen = 1 << 25 // numbers, more than the largest row has

// time is the seconds for reading one float64, when n of them are read again and again by the given
// number of goroutines, each its part. Go's own memory stands on pages of 4 KB as a rule; on large
// ones the processor looks up fewer addresses.
func (r *reader) time(n, goroutines int, large bool) float64 {
	if r.data == nil {
		r.data = map[bool][]float64{false: make([]float64, readLen), true: largePages(readLen)}
		for _, data := range r.data {
			for i := range data { // each page gets memory of its own
				data[i] = float64(i & 7)
			}
		}
	}
	data, part := r.data[large], n/goroutines
	passes := max(1, 2*readLen/n)
	sums := make([]float64, goroutines)
	var wg sync.WaitGroup
	begin := time.Now()
	for g := range goroutines {
		wg.Go(func() {
			for range passes {
				// with four sums at once, two numbers in each
				sums[g] += floats.Sum(data[g*part : (g+1)*part])
			}
		})
	}
	wg.Wait()
	took := time.Since(begin).Seconds()
	r.sum += floats.Sum(sums)
	return took / float64(passes*part*goroutines)
}
