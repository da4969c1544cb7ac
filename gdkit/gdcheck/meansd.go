package gdcheck

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// A MeanSDFunc gives the mean and the standard deviation of a column. The convention is gdkit's and
// scikit-learn's: the variance divides by m, and not by m − 1.
type MeanSDFunc func(column []float64) (mean, sd float64)

// MeanSD checks both numbers.
func (r *Report) MeanSD(meanSD MeanSDFunc) {
	var columns [][]float64
	for range 5 {
		v := r.normal(2 + r.rnd.IntN(8))
		floats.AddConst(r.between(2, 50), v)
		columns = append(columns, v)
	}
	questions := func(part int) []question[MeanSDFunc] {
		var ask []question[MeanSDFunc]
		for _, v := range columns {
			ask = append(ask, func(f MeanSDFunc) []float64 {
				mean, sd := f(slices.Clone(v))
				return []float64{mean, sd}[part : part+1]
			})
		}
		return ask
	}
	var right MeanSDFunc = func(v []float64) (float64, float64) { return stat.PopMeanStdDev(v, nil) }
	of := func(sd func(v []float64) float64) MeanSDFunc {
		return func(v []float64) (float64, float64) { return stat.Mean(v, nil), sd(v) }
	}
	r.add("the mean", 1, func() string {
		return explain(meanSD, right, questions(0), []rival[MeanSDFunc]{
			{"summed, not averaged: divide by m", func(v []float64) (float64, float64) { return floats.Sum(v), 0 }},
			{"divided by m − 1: the mean divides by m",
				func(v []float64) (float64, float64) { return floats.Sum(v) / float64(len(v)-1), 0 }},
		}...)
	})
	r.add("the standard deviation", 2, func() string {
		return explain(meanSD, right, questions(1), []rival[MeanSDFunc]{
			{"divided by m − 1: here, as in gdkit and scikit-learn, the variance divides by m",
				of(func(v []float64) float64 { return stat.StdDev(v, nil) })},
			{"this is the variance: take the root", of(func(v []float64) float64 { return stat.PopVariance(v, nil) })},
			{"this is the variance, and divided by m − 1: divide by m and take the root",
				of(func(v []float64) float64 { return stat.Variance(v, nil) })},
			{"summed, not averaged: divide by m before the root", of(func(v []float64) float64 {
				return stat.PopStdDev(v, nil) * math.Sqrt(float64(len(v)))
			})},
			{"divided by m after the root: divide before it", of(func(v []float64) float64 {
				return stat.PopStdDev(v, nil) / math.Sqrt(float64(len(v)))
			})},
			{"the mean is not taken off before squaring",
				of(func(v []float64) float64 { return math.Sqrt(floats.Dot(v, v) / float64(len(v))) })},
			{"the mean distance from the mean: square, average, take the root", of(func(v []float64) float64 {
				mean, sum := stat.Mean(v, nil), 0.0
				for _, x := range v {
					sum += math.Abs(x - mean)
				}
				return sum / float64(len(v))
			})},
		}...)
	})
}

// MeanSDInvariants checks what happens in other units.
func (r *Report) MeanSDInvariants(meanSD MeanSDFunc) {
	pairs := func(scale, shift float64) string {
		var all [][]float64
		for range 3 {
			v := r.normal(6)
			other := floats.ScaleTo(make([]float64, 6), scale, v)
			floats.AddConst(shift, other)
			mean, sd := meanSD(slices.Clone(v))
			otherMean, otherSD := meanSD(other)
			if !near([]float64{otherMean, otherSD}, []float64{scale*mean + shift, math.Abs(scale) * sd}, 1e-6) {
				return fmt.Sprintf("with %g·x %+g for x they go from %.4g and %.4g to %.4g and %.4g",
					scale, shift, mean, sd, otherMean, otherSD)
			}
			all = append(all, []float64{mean, sd})
		}
		return varies(all)
	}
	r.add("in other units: both are scaled", 1, func() string { return pairs(-1000, 0) })
	r.add("far from 0: the deviation stays", 1, func() string { return pairs(1, 1e6) })
}
