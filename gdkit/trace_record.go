package gdkit

import (
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/floats"
)

// A recorder writes a Trace while a run goes on, and judges the run at its end.
type recorder struct {
	*Trace
	cost   Cost // for advice
	limit  int  // most points to hold
	stride int  // of so many recorded points one is kept
	count  int  // points recorded, kept or not
}

// newRecorder makes an empty trace with room for the given number of points.
func newRecorder(cost Cost, label string, dim, points int, ascend bool) *recorder {
	const numbers, most, fewest = 1 << 22, 1 << 17, 64
	limit := min(max(numbers/dim, fewest), most)
	points = min(points, limit)
	tr := &Trace{Label: label, Dim: dim, Ascend: ascend}
	tr.Names = namesOf(cost, dim)
	tr.T, tr.Seen = make([]int, 0, points), make([]int, 0, points)
	tr.Params = make([]float64, 0, points*dim)
	scalars := make([]float64, 5*points) // one piece of memory for the five lists
	for i, list := range []*[]float64{&tr.J, &tr.GradNorm, &tr.GradMax, &tr.Rate, &tr.StepNorm} {
		*list = scalars[i*points : i*points : (i+1)*points]
	}
	tr.began = time.Now() // making room may take a millisecond
	return &recorder{Trace: tr, cost: cost, limit: limit, stride: 1}
}

// over stops the clock of the run: traces of two runs with the same points are then equal.
func (r *recorder) over() { r.began = time.Time{} }

// add records a point, unless J, the point or the length of the gradient isn't finite; it says
// whether it did.
func (r *recorder) add(s Step, seen int) bool {
	norm, top := norms(s.Grad)
	sum := (s.J - s.J) + (norm - norm) // 0 if both are finite, else NaN
	for _, v := range s.W {
		sum += v - v
	}
	if sum != 0 {
		return false
	}
	r.thin()
	step := 0.0
	if n := r.Len(); n > 0 {
		before, sum := r.Params[(n-1)*r.Dim:], 0.0
		for i, v := range s.W {
			d := v - before[i]
			sum += d * d
		}
		if step = math.Sqrt(sum); !(sum > tinySquare && sum < hugeSquare) {
			step = floats.Distance(s.W, before[:r.Dim], 2)
		}
	}
	r.T = append(r.T, s.T)
	r.Params = append(r.Params, s.W...)
	r.J = append(r.J, s.J)
	r.GradNorm = append(r.GradNorm, norm)
	r.GradMax = append(r.GradMax, top)
	r.Rate = append(r.Rate, s.Rate)
	r.StepNorm = append(r.StepNorm, step)
	r.Seen = append(r.Seen, seen)
	r.Examples = seen
	r.count++
	return true
}

// thin makes the trace ready for one more point. Of the points it has, the one before the last was
// kept because it was new; it stays only if the stride says so.
func (r *recorder) thin() {
	if n := r.Len(); n > 2 && (r.count-2)%r.stride != 0 {
		r.move(n-2, n-1)
		r.cut(n - 1)
	}
	if r.Len() < r.limit {
		return
	}
	r.stride *= 2
	kept, last := 0, r.Len()-1
	for i := range r.Len() {
		if i%2 == 0 || i == last {
			r.move(kept, i)
			kept++
		}
	}
	r.cut(kept)
}

// move puts point from into place to ≤ from.
func (r *recorder) move(to, from int) {
	r.T[to], r.J[to], r.GradNorm[to], r.GradMax[to] = r.T[from], r.J[from], r.GradNorm[from], r.GradMax[from]
	r.Rate[to], r.Seen[to] = r.Rate[from], r.Seen[from]
	copy(r.Params[to*r.Dim:(to+1)*r.Dim], r.Params[from*r.Dim:])
	if to > 0 {
		r.StepNorm[to] = floats.Distance(r.W(to), r.W(to-1), 2)
	}
}

// cut leaves the first n points.
func (r *recorder) cut(n int) {
	r.T, r.Seen, r.Params = r.T[:n], r.Seen[:n], r.Params[:n*r.Dim]
	r.J, r.GradNorm, r.GradMax, r.Rate, r.StepNorm = r.J[:n], r.GradNorm[:n], r.GradMax[:n], r.Rate[:n], r.StepNorm[:n]
}

// finish judges a run that took all its steps or was stopped by a rule. A run that went the wrong
// way has diverged, whatever the rule says: Patience, for one, sees no gain there.
func (r *recorder) finish(reason Reason, rule string) {
	r.Reason, r.Rule = reason, rule
	first, last := r.J[0], r.J[r.Len()-1]
	worst := last >= slices.Max(r.J)
	if r.Ascend {
		first, last, worst = -first, -last, last <= slices.Min(r.J)
	}
	// The margins keep rounding noise at the bottom from being called divergence.
	noise := 1e-9*math.Abs(first) + 1e-12*floats.Norm(r.W(0), 2)*r.GradNorm[0]
	if worst && last > first+noise {
		r.Reason, r.Rule, r.Advice = Diverged, "", r.rateAdvice()
	}
}

// broke judges a run that reached s, a point that isn't finite. s itself is not recorded.
func (r *recorder) broke(s Step) {
	first, last, next := r.J[0], r.J[r.Len()-1], s.J
	end := "minimum"
	if r.Ascend {
		first, last, next, end = -first, -last, -next, "maximum"
	}
	when := fmt.Sprintf("no finite numbers from step %d on", s.T)
	if before := r.Steps(); s.T > before+1 {
		when = fmt.Sprintf("no finite numbers at step %d, the last ones at step %d", s.T, before)
	}
	switch {
	case math.IsInf(next, -1) || (last < first && last < -1e100):
		r.Reason = Unbounded
		r.Advice = fmt.Sprintf("%s; this cost has no %s to reach", when, end)
	case last > first || math.IsInf(next, 1) || s.T > r.Steps()+1:
		r.Reason = Diverged
		r.Advice = when + "; " + r.rateAdvice()
	default:
		r.Reason = NonFinite
		r.Advice = fmt.Sprintf("J = %v with gradient %.6g at step %d, w = %.6g", s.J, s.Grad, s.T, s.W)
	}
}

// rateAdvice names the largest stable rate where it is known.
func (r *recorder) rateAdvice() string {
	rate := r.stableRate()
	if !(rate > 0) || math.IsInf(rate, 0) {
		return "try a smaller Rate"
	}
	return fmt.Sprintf("try a Rate below 2/λmax = %.4g", rate)
}

// stableRate is the largest stable rate at the start, if it can be had for less than the run has
// cost, else NaN. Where the Hessian isn't finite, or the cost fails in it, nothing is known either:
// a run that is over must not lose its trace for that.
func (r *recorder) stableRate() (rate float64) {
	const small = 200 // parameters up to which all eigenvalues are quickly found
	const products = 20
	defer func() {
		if recover() != nil {
			rate = math.NaN()
		}
	}()
	_, curved := AsCurved(r.cost)
	switch {
	case r.Ascend:
	case curved && r.Dim <= small:
		return Curvature(r.cost, r.W(0)).MaxRate()
	case r.Dim > small && r.Steps() > 2*products+4:
		return Extremes(r.cost, r.W(0), products).MaxRate()
	}
	return math.NaN()
}
