package gdlive

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"gdlab/gdkit"
)

// The numbers that page.Runs has for a run.
const (
	// how many points are shown
	pointsOf = iota
	// how many of them, from the start on, lie near enough to the picture to be kept in its units
	nearOf
	// steps from one point to the next; the last one may be nearer
	everyOf
	// steps taken
	stepsOf
	// how it ended; see below
	endOf
	// why, a number of page.Notes, or −1
	noteOf
	// if bad: the step from which on the cost is worse than at the start
	riseOf
	// a number of page.Edges, or −1
	edgeOf
)

// How a run ended, for the page.
const (
	allSteps = iota
	converged
	diverged
	unbounded
	notFinite
)

// A unit says how the parameters of one axis are kept: as whole multiples of Step, a power
// of ten, from Zero on.
type unit struct {
	Digits int `json:"digits"` // decimals: Step is 10^−Digits
	Zero   int `json:"zero"`   // a multiple of Step near the middle of the picture
}

// newUnit has 2000 to 20000 steps in the range.
func newUnit(lo, hi float64) unit {
	u := unit{Digits: int(math.Floor(math.Log10(20000 / (hi - lo))))}
	u.Zero = int(u.steps((lo + hi) / 2))
	return u
}

// steps is v as a whole number of steps. It rounds as strconv does, so that the page shows the
// digits that fmt.Printf would.
func (u unit) steps(v float64) float64 {
	s := strconv.FormatFloat(v, 'f', max(u.Digits, 0), 64)
	n, _ := strconv.ParseFloat(s, 64)
	return math.Round(n * math.Pow(10, float64(u.Digits)))
}

// reach is how many steps a point may be away from Zero; it is kept in 16 bits.
const reach = math.MaxInt16

// encode writes the runs, with fewer points where they would be too long for a page.
func (p *page) encode() {
	longest := 0
	for _, tr := range p.runs {
		longest = max(longest, tr.Len())
	}
	for p.Every = 1 + longest/mostPoints; ; p.Every++ {
		b := p.points()
		if len(b) <= mostBytes || p.Every > longest {
			p.Data = base64.StdEncoding.EncodeToString(b)
			return
		}
		p.Every += len(b) / mostBytes / 2
	}
}

// points are the runs one behind the other: for each run all costs, as sixDigits; then the
// parameters of the near points and of one more, as steps of 16 bits; then the parameters of the
// points that are not near, as sixDigits. All are little-endian.
func (p *page) points() []byte {
	var b []byte
	p.Notes = nil
	notes := map[string]int{}
	for i, tr := range p.runs {
		kept, every := thinned(tr.T, p.Every)
		r := &p.Runs[i]
		r[pointsOf], r[stepsOf], r[everyOf] = len(kept), tr.Steps(), every
		for _, at := range kept {
			b = binary.LittleEndian.AppendUint32(b, sixDigits(tr.J[at]))
		}
		near := 0
		var last [2]float64
		for _, at := range kept {
			next, far := p.place(tr.W(at), last)
			for _, v := range next[:p.Dim] {
				b = binary.LittleEndian.AppendUint16(b, uint16(int16(v)))
			}
			if last = next; far {
				break
			}
			near++
		}
		for _, at := range kept[near:] {
			for _, v := range tr.W(at) {
				b = binary.LittleEndian.AppendUint32(b, sixDigits(v))
			}
		}
		r[nearOf] = near
		r[endOf], r[riseOf] = ending(tr)
		r[noteOf] = -1
		if note := noteOn(tr); note != "" {
			number, known := notes[note]
			if !known {
				number = len(p.Notes)
				notes[note] = number
				p.Notes = append(p.Notes, note)
			}
			r[noteOf] = number
		}
	}
	return b
}

// place is w in steps from the zeros, or, if that is too far away, the point up to which it can be
// followed from the last one.
func (p *page) place(w []float64, last [2]float64) (next [2]float64, far bool) {
	f := 1.0
	for k, v := range w {
		u := p.Unit[k]
		next[k] = u.steps(v) - float64(u.Zero)
		if d := math.Abs(next[k] - last[k]); math.Abs(next[k]) > reach {
			edge := math.Copysign(reach, next[k])
			f, far = min(f, math.Abs(edge-last[k])/d), true
		}
	}
	if far {
		for k := range w {
			if d := next[k] - last[k]; f > 0 && f < 1 {
				next[k] = math.Round(last[k] + f*d)
			} else {
				next[k] = last[k]
			}
		}
	}
	return next, far
}

// thinned keeps the points of a trace that are stride of its own distances apart, and the last one.
// t are the steps at which the points were reached; every is the number of steps between two that
// are kept. A long trace has been thinned while it ran, evenly but for the point before its last.
func thinned(t []int, stride int) (kept []int, every int) {
	last := len(t) - 1
	if last == 0 {
		return []int{0}, stride
	}
	every = stride * t[1]
	for i, step := range t[:last] {
		if step%every == 0 {
			kept = append(kept, i)
		}
	}
	return append(kept, last), every
}

// ending says how a run ended, and if it diverged the step from which on its cost was
// worse than at the start.
func ending(tr *gdkit.Trace) (end, rise int) {
	switch tr.Reason {
	case gdkit.Converged:
		return converged, 0
	case gdkit.Unbounded:
		return unbounded, tr.Steps() + 1
	case gdkit.NonFinite:
		return notFinite, tr.Steps() + 1
	case gdkit.Diverged:
		for i := tr.Len() - 1; i >= 0; i-- {
			if worse := tr.J[i] > tr.J[0]; worse == tr.Ascend || tr.J[i] == tr.J[0] {
				if i+1 < tr.Len() {
					return diverged, tr.T[i+1]
				}
				return diverged, tr.Steps() + 1
			}
		}
	}
	return allSteps, 0
}

// noteOn is what gdkit says of the end of a run beside its reason.
func noteOn(tr *gdkit.Trace) string {
	if tr.Rule != "" {
		return tr.Rule
	}
	return tr.Advice
}

// sixDigits is v rounded to six significant digits, as a number of 32 bits: 0 for 0, else
// 1 + ((m−100000) + 900000·negative)·640 + e + 330 with |v| = m·10ᵉ and 100000 ≤ m < 1000000. Of
// the two roundings that six digits allow it takes the one that rounds on to the right four.
func sixDigits(v float64) uint32 {
	m, e := decimal(v, 6)
	if m == 0 {
		return 0
	}
	// The four digits of v, as multiples of a hundredth of m.
	four, e4 := decimal(v, 4)
	if e4 != e+2 { // rounded up to the next power of ten
		four *= 10
	}
	switch want := 100 * four; {
	case m-want >= 50:
		m = want + 49
	case want-m >= 50:
		m = want - 49
	}
	negative := 0
	if v < 0 {
		negative = 900_000
	}
	return uint32(1 + (m-100_000+negative)*640 + e + 330)
}

// decimal is |v| rounded to n digits, as m·10ᵉ.
func decimal(v float64, n int) (m, e int) {
	if v == 0 {
		return 0, 0
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'e', n-1, 64), "e")
	m, _ = strconv.Atoi(strings.Replace(mantissa, ".", "", 1))
	e, _ = strconv.Atoi(exponent)
	return m, e - n + 1
}
