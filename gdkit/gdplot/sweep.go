package gdplot

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"unicode/utf8"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
)

// A SweepGrid holds what came out of runs with every pair of two settings: most often the rate α
// across, and β or the batch size up.
type SweepGrid struct {
	X, Y         []float64 // the values of the two settings, ascending
	XName, YName string    // and their names, for example "α" and "β"
	// Value[k][i] belongs to Y[k] and X[i]; NaN or infinite: the run diverged
	Value     [][]float64
	ValueName string // what it is, with its unit; "" means cost J
	Title     string // "" means the best pair in words
}

// SweepCosts is the grid of the costs at the end of runs: runs[k][i] had the
// settings y[k] and x[i].
func SweepCosts(xName string, x []float64, yName string, y []float64, runs [][]*gdkit.Trace) SweepGrid {
	g := SweepGrid{X: x, Y: y, XName: xName, YName: yName, ValueName: "cost J at the end"}
	for _, row := range runs {
		wantTraces("SweepCosts", row, 0)
		var v []float64
		for _, t := range row {
			last := t.J[t.Len()-1]
			if t.Reason == gdkit.Diverged || t.Reason == gdkit.NonFinite {
				last = math.Inf(1)
			}
			v = append(v, last)
		}
		g.Value = append(g.Value, v)
	}
	return g
}

// Sweep draws the grid as a map: one cell a pair, darker where the value is higher, on a
// logarithmic scale where the values are positive and span more than a decade. The lowest cell has
// a frame, diverged ones are hatched and crossed, and where there is room each cell has its number.
// Cells are equally wide whatever the distances of the settings.
//
// Values beyond a million times the median share the darkest colour, those below a millionth
// of it the lightest.
func Sweep(g SweepGrid) *plot.Plot {
	g.check()
	if g.ValueName == "" {
		g.ValueName = "cost J"
	}
	p := newPlot()
	h := newHeat(g)
	p.Title.Text = g.Title
	if p.Title.Text == "" {
		p.Title.Text = h.verdict()
	}
	p.X.Label.Text, p.Y.Label.Text = g.XName, g.YName
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = g.X[0], g.X[len(g.X)-1], g.Y[0], g.Y[len(g.Y)-1]
	p.X.Scale, p.Y.Scale = cellScale(g.X), cellScale(g.Y)
	p.X.Tick.Marker, p.Y.Tick.Marker = settings(g.X, 75), settings(g.Y, 14*longest(g.Y))
	p.X.Tick.Length, p.Y.Tick.Length = 0, 0
	p.X.LineStyle.Width, p.Y.LineStyle.Width = 0, 0
	p.Add(h)
	return p
}

func (g SweepGrid) check() {
	if len(g.X) == 0 || len(g.Y) == 0 {
		panic(fmt.Sprintf("gdplot: Sweep: got %d values of X and %d of Y, want at least one of each", len(g.X), len(g.Y)))
	}
	for i, v := range [][]float64{g.X, g.Y} {
		for k := range v {
			if !finite(v[k]) || k > 0 && !(v[k] > v[k-1]) {
				panic(fmt.Sprintf("gdplot: Sweep: %s is %v, want finite numbers in ascending order", []string{"X", "Y"}[i], v))
			}
		}
	}
	if len(g.Value) != len(g.Y) {
		panic(fmt.Sprintf("gdplot: Sweep: Value has %d rows, want %d, one for each of Y", len(g.Value), len(g.Y)))
	}
	for k, row := range g.Value {
		if len(row) != len(g.X) {
			panic(fmt.Sprintf("gdplot: Sweep: row %d of Value has %d numbers, want %d, one for each of X", k, len(row), len(g.X)))
		}
	}
}

// cellScale puts the values of a setting into the middles of equally wide cells.
type cellScale []float64

// Normalize is the place of x on the axis, 0 to 1, whatever its ends are.
func (s cellScale) Normalize(_, _, x float64) float64 {
	i := sort.SearchFloat64s(s, x)
	at := float64(i)
	if i > 0 && i < len(s) {
		at = float64(i-1) + (x-s[i-1])/(s[i]-s[i-1])
	}
	return (at + 0.5) / float64(len(s))
}

// settings label the cells along one side, on which there is room for so many letters.
func settings(v []float64, letters int) plot.ConstantTicks {
	every := (len(v)*(longest(v)+1) + letters - 1) / letters
	var t plot.ConstantTicks
	for i := 0; i < len(v); i += every {
		t = append(t, plot.Tick{Value: v[i], Label: setting(v, i)})
	}
	return t
}

func longest(v []float64) int {
	n := 0
	for i := range v {
		n = max(n, utf8.RuneCountInString(setting(v, i)))
	}
	return n
}

// setting is v[i] with as few digits as tell it from its neighbours: 0.022, but 0.999
// between 0.99 and 1.
func setting(v []float64, i int) string {
	if v[i] == math.Trunc(v[i]) && math.Abs(v[i]) < 1e5 { // a batch size is what it is
		return digits(v[i], 5)
	}
	gap := math.Abs(v[i])
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(v) {
			gap = min(gap, math.Abs(v[k]-v[i]))
		}
	}
	for n := 2; n < 9; n++ {
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v[i], 'g', n, 64), 64)
		if math.Abs(rounded-v[i]) <= 0.05*gap {
			return digits(v[i], n)
		}
	}
	return digits(v[i], 9)
}
