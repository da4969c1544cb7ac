package gdplot

import (
	"math"

	"gonum.org/v1/plot"
)

// ticks label round numbers: multiples of 1, 2 or 5 times a power of ten, four to nine of them.
type ticks struct{}

func (ticks) Ticks(lo, hi float64) []plot.Tick {
	if !(hi-lo > 1e-290) { // below, the powers of ten lose their digits
		return []plot.Tick{{Value: lo, Label: number(lo)}}
	}
	step := round125((hi - lo) / 8)
	for (hi-lo)/step > 8 { // the next larger of 1, 2, 5
		step = round125(2.2 * step)
	}
	var ts []plot.Tick
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step && len(ts) < 20; k++ {
		ts = append(ts, plot.Tick{Value: k * step, Label: number(k * step)})
	}
	return ts
}

// logTicks label the decades, thinned to at most eight.
type logTicks struct{}

func (logTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0 && lo < hi) || math.IsInf(hi, 0) {
		return nil
	}
	first, last := math.Ceil(math.Log10(lo)-1e-9), math.Floor(math.Log10(hi)+1e-9)
	every := math.Max(1, math.Ceil((last-first+1)/8))
	var ts []plot.Tick
	for e := first; e <= last; e++ {
		t := plot.Tick{Value: math.Pow(10, e)}
		if math.Mod(e-first, every) == 0 {
			t.Label = number(t.Value)
		}
		ts = append(ts, t)
	}
	return ts
}

// wholeNumbers are ticks at whole numbers only, at most twelve of them.
type wholeNumbers struct{}

func (wholeNumbers) Ticks(lo, hi float64) []plot.Tick {
	var ts []plot.Tick
	every := max(1, math.Ceil((hi-lo)/12))
	for v := math.Ceil(lo); v <= hi && len(ts) < 20; v += every {
		ts = append(ts, plot.Tick{Value: v, Label: number(v)})
	}
	return ts
}

// logScale is gonum's LogScale that puts 0 and negative values on the lower edge
// instead of panicking.
type logScale struct{}

func (logScale) Normalize(lo, hi, v float64) float64 {
	if !(lo > 0 && hi > 0) { // fig.Y.Min = 0, say: there is no logarithmic axis from there
		return plot.LinearScale{}.Normalize(lo, hi, v)
	}
	return plot.LogScale{}.Normalize(lo, hi, max(v, lo))
}

// round125 is v rounded to the nearest 1, 2 or 5 times a power of ten.
func round125(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	switch m := v / p; {
	case m < 1.5:
		return p
	case m < 3.5:
		return 2 * p
	case m < 7.5:
		return 5 * p
	}
	return 10 * p
}

// decades are the powers of ten round the positive numbers of v, no farther than 1e±300.
func decades(v []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), 0
	for _, x := range v {
		if x > 0 && finite(x) {
			x = min(max(x, 1e-300), 1e300) // far enough from the ends of the numbers to reckon with
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	if hi == 0 {
		return 0.1, 1
	}
	lo, hi = math.Pow(10, math.Floor(math.Log10(lo)+1e-9)), math.Pow(10, math.Ceil(math.Log10(hi)-1e-9))
	if lo == hi {
		hi *= 10
	}
	return lo, hi
}
