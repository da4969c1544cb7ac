package gdlive

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"gdlab/gdkit"
)

// shown is a run as the page has it.
type shown struct {
	t    []int
	j    []float64
	w    [][]float64 // of the near points in whole steps of the axes, of the others as they are
	near int
}

// read is the page's data, decoded by what the comments of page, points, sixDigits and unit say.
func read(t *testing.T, html string) (page, []shown) {
	t.Helper()
	m := regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindStringSubmatch(html)
	if m == nil {
		t.Fatal("no data on the page")
	}
	var p page
	if err := json.Unmarshal([]byte(m[1]), &p); err != nil {
		t.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(p.Data)
	if err != nil {
		t.Fatal(err)
	}
	six := func() float64 {
		code := int(binary.LittleEndian.Uint32(b))
		b = b[4:]
		if code == 0 {
			return 0
		}
		m, e := (code-1)/640, (code-1)%640-330
		sign := ""
		if m >= 900_000 {
			m, sign = m-900_000, "-"
		}
		v, err := strconv.ParseFloat(sign+strconv.Itoa(m+100_000)+"e"+strconv.Itoa(e), 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	var runs []shown
	for _, r := range p.Runs {
		s := shown{near: r[nearOf]}
		for i := range r[pointsOf] {
			s.t = append(s.t, min(i*r[everyOf], r[stepsOf]))
			s.j = append(s.j, six())
		}
		for i := range min(r[nearOf]+1, r[pointsOf]) {
			w := make([]float64, p.Dim)
			for d := range w {
				w[d] = float64(int16(binary.LittleEndian.Uint16(b))) + float64(p.Unit[d].Zero)
				b = b[2:]
			}
			if i < s.near {
				s.w = append(s.w, w)
			}
		}
		for range r[pointsOf] - r[nearOf] {
			w := make([]float64, p.Dim)
			for d := range w {
				w[d] = six()
			}
			s.w = append(s.w, w)
		}
		runs = append(runs, s)
	}
	if len(b) != 0 {
		t.Errorf("%d bytes are left over", len(b))
	}
	return p, runs
}

// printed is v with four significant digits.
func printed(v float64) string { return strconv.FormatFloat(v, 'e', 3, 64) }

func TestExploreHoldsTheTraces(t *testing.T) {
	bowl, from := gdkit.Quadratic(1, 10), [][]float64{{-9, 2}, {5, -3}}
	for name, c := range map[string]struct {
		d     gdkit.Descent
		knobs []Knob
		plan  func(i int) gdkit.Descent // of run i
	}{
		"one parameter": {gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 50},
			[]Knob{Rates(0.1, 0.9, 1.05, 3)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: square, Start: []float64{3}, Steps: 50, Rate: []float64{0.1, 0.9, 1.05, 3}[i]}
			}},
		"to 1e300 and beyond": {gdkit.Descent{Cost: bowl, Start: from[0], Steps: 400},
			[]Knob{Rates(0.1, 5)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: bowl, Start: from[0], Steps: 400, Rate: []float64{0.1, 5}[i]}
			}},
		"batches, a point an epoch": {gdkit.Descent{Cost: houses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 21},
			[]Knob{Batches(0, 8, 32)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: houses(), Start: []float64{0, 0}, Rate: 0.1, Steps: 21, Batch: []int{0, 8, 32}[i]}
			}},
		"rates, betas and starts": {gdkit.Descent{Cost: bowl, Steps: 40},
			[]Knob{Rates(0.25, 0.15), Betas(0, 0.9), Starts(from...)},
			func(i int) gdkit.Descent {
				return gdkit.Descent{Cost: bowl, Steps: 40, Rate: []float64{0.15, 0.25}[i/4],
					Method: &gdkit.Momentum{Beta: []float64{0, 0.9}[i/2%2]}, Start: from[i%2]}
			}},
	} {
		html, _, _ := explore("Explore", c.d, c.knobs)
		p, runs := read(t, html)
		for i, got := range runs {
			want := c.plan(i).Run()
			if len(got.j) != want.Len() || !slices.Equal(got.t, want.T) {
				t.Fatalf("%s, run %d: points at %v, want %v", name, i, got.t, want.T)
			}
			for k, j := range want.J {
				if printed(got.j[k]) != printed(j) || math.Abs(got.j[k]-j) > 1e-5*math.Abs(j) {
					t.Errorf("%s, run %d, step %d: J = %v, want %v", name, i, k, got.j[k], j)
				}
				for d, w := range want.W(k) {
					if k >= got.near {
						if printed(got.w[k][d]) != printed(w) {
							t.Errorf("%s, run %d, step %d: w = %v, want %v", name, i, k, got.w[k], want.W(k))
						}
						continue
					}
					u, a := p.Unit[d], []axis{p.X, p.Y}[d]
					digits, _ := strconv.ParseFloat(strconv.FormatFloat(w, 'f', u.Digits, 64), 64)
					place := got.w[k][d] / math.Pow(10, float64(u.Digits))
					if math.Abs(place-digits) > 1e-9*math.Abs(digits) || math.Abs(place-w) > (a.Hi-a.Lo)/2000 {
						t.Errorf("%s, run %d, step %d: w = %v, want %v", name, i, k, place, w)
					}
				}
			}
		}
	}
}

// Six digits round to the four that strconv finds in the number itself.
func TestSixDigits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	values := []float64{0, 1, -1, 1.23449999, 1.2345, 9.9995, 9.99949999, 0.99995, 999999.5, 1e-308, 5e-324, math.MaxFloat64, -math.MaxFloat64}
	for range 20_000 {
		values = append(values, rnd.NormFloat64()*math.Pow(10, float64(rnd.IntN(600)-300)), float64(rnd.IntN(100_000))/1e4+rnd.Float64()*1e-6)
	}
	for _, v := range values {
		code := int(sixDigits(v))
		got := 0.0
		if code > 0 {
			m, sign := (code-1)/640, 1.0
			if m >= 900_000 {
				m, sign = m-900_000, -1
			}
			got, _ = strconv.ParseFloat(strconv.Itoa(m+100_000)+"e"+strconv.Itoa((code-1)%640-330), 64)
			got *= sign
		}
		if printed(got) != printed(v) || math.Abs(got-v) > 1e-5*math.Abs(v) && math.Abs(v) > 1e-300 {
			t.Errorf("%v became %v", v, got)
		}
	}
}

// A trace that was thinned while it ran has even steps but for its last point and the one before.
func TestThinned(t *testing.T) {
	for _, c := range []struct {
		t      []int
		stride int
		kept   []int
		every  int
	}{
		{[]int{0}, 3, []int{0}, 3},
		{[]int{0, 1, 2, 3}, 1, []int{0, 1, 2, 3}, 1},
		{[]int{0, 1, 2, 3}, 2, []int{0, 2, 3}, 2},
		{[]int{0, 2, 4, 6, 7, 8}, 1, []int{0, 1, 2, 3, 5}, 2},
		{[]int{0, 2, 4, 6, 7, 8}, 2, []int{0, 2, 5}, 4},
		{[]int{0, 2, 4, 6, 8, 9, 10}, 2, []int{0, 2, 4, 6}, 4},
	} {
		if kept, every := thinned(c.t, c.stride); !slices.Equal(kept, c.kept) || every != c.every {
			t.Errorf("%v thinned by %d: points %v, every %d steps; want %v, %d", c.t, c.stride, kept, every, c.kept, c.every)
		}
	}
}
