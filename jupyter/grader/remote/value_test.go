package remote

import (
	"encoding/binary"
	"errors"
	"math"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

type point struct {
	X, Y   float64
	hidden []int
	next   *point
}

func TestValuesTravel(t *testing.T) {
	l := joined(t, time.Minute, map[string]any{
		"floats": func(x []float64, y [][]float64) (float64, [][]float64) { return x[0], y },
		"numbers": func(a int, b uint8, c float32, d bool, e string, f complex128) (int, uint8, float32, bool, string, complex128) {
			return a, b, c, d, e, f
		},
		"points": func(p point, q *point, m map[string]point, a [2]int) (point, *point, map[string]point, [2]int) {
			return p, q, m, a
		},
		"matrix": func(m *mat.Dense) (*mat.Dense, float64) { return mat.DenseCopyOf(m.T()), m.At(0, 1) },
		"any":    func(v any) any { return v },
		"errors": func(bad bool) (int, error) {
			if bad {
				return 0, errors.New("bad")
			}
			return 1, nil
		},
		"many": func(sep string, words ...string) string { return strings.Join(words, sep) },
		"data": func(d *gdkit.Dataset) int { r, _ := d.X.Dims(); return r },
	})
	x, y := imported[func([]float64, [][]float64) (float64, [][]float64)](l, "floats")([]float64{math.NaN(), math.Inf(1)}, [][]float64{{1}, nil, {}})
	if !math.IsNaN(x) || len(y) != 3 || y[1] != nil || y[2] == nil || y[0][0] != 1 {
		t.Error(x, y)
	}
	a, b, c, d, e, f := imported[func(int, uint8, float32, bool, string, complex128) (int, uint8, float32, bool, string, complex128)](l, "numbers")(-1<<40, 255, 1.5, true, "π\x00", 2i)
	if a != -1<<40 || b != 255 || c != 1.5 || !d || e != "π\x00" || f != 2i {
		t.Error(a, b, c, d, e, f)
	}
	p := point{1, -2, []int{3}, &point{X: 4}}
	p1, p2, m, two := imported[func(point, *point, map[string]point, [2]int) (point, *point, map[string]point, [2]int)](l, "points")(p, nil, map[string]point{"p": p}, [2]int{7, 8})
	if !reflect.DeepEqual(p1, p) || p2 != nil || !reflect.DeepEqual(m["p"], p) || two != [2]int{7, 8} {
		t.Error(p1, p2, m, two)
	}
	back, at := imported[func(*mat.Dense) (*mat.Dense, float64)](l, "matrix")(mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6}))
	if r, c := back.Dims(); r != 3 || c != 2 || back.At(2, 1) != 6 || at != 2 {
		t.Error(mat.Formatted(back), at)
	}
	for _, v := range []any{nil, 1, 2.5, "x", true, []float64{1}} {
		if got := imported[func(any) any](l, "any")(v); !reflect.DeepEqual(got, v) {
			t.Error(got, v)
		}
	}
	one, err := imported[func(bool) (int, error)](l, "errors")(false)
	_, bad := imported[func(bool) (int, error)](l, "errors")(true)
	if one != 1 || err != nil || bad == nil || bad.Error() != "bad" {
		t.Error(one, err, bad)
	}
	if got := imported[func(string, ...string) string](l, "many")("-", "a", "b"); got != "a-b" {
		t.Error(got)
	}
	if got := imported[func(*gdkit.Dataset) int](l, "data")(&gdkit.Dataset{X: mat.NewDense(5, 2, nil)}); got != 5 {
		t.Error(got)
	}
}

func TestArgumentsAreWrittenBack(t *testing.T) {
	l := joined(t, time.Minute, map[string]any{
		"fill":  func(dst []float64, src []float64) { copy(dst, src) },
		"rows":  func(rows [][]float64) { rows[1][0] = 9; rows[0] = nil },
		"point": func(p *point, m map[int]int) { p.X, p.hidden[0] = 5, 6; m[1] = 2; delete(m, 0) },
		"dense": func(m *mat.Dense) { m.Scale(2, m) },
	})
	w := []float64{0, 0, 0}
	imported[func(dst []float64, src []float64)](l, "fill")(w[:2], []float64{1, 2})
	if !slices.Equal(w, []float64{1, 2, 0}) {
		t.Error(w)
	}
	row := []float64{1}
	rows := [][]float64{{0}, row}
	imported[func([][]float64)](l, "rows")(rows)
	if row[0] != 9 || rows[0] != nil {
		t.Error("a row that was written to is not the caller's:", row, rows)
	}
	p, m := &point{hidden: []int{0}}, map[int]int{0: 0}
	imported[func(*point, map[int]int)](l, "point")(p, m)
	if p.X != 5 || p.hidden[0] != 6 || !reflect.DeepEqual(m, map[int]int{1: 2}) {
		t.Error(p, m)
	}
	d := mat.NewDense(1, 2, []float64{3, 4})
	imported[func(*mat.Dense)](l, "dense")(d)
	if d.At(0, 1) != 8 {
		t.Error(d)
	}
}

// A program that answers whatever it likes can make a check fail, and nothing else.
func TestHostileAnswers(t *testing.T) {
	frame := func(body ...byte) []byte {
		return append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...)
	}
	huge := binary.AppendUvarint([]byte{answer, 1, 0, 1}, 1<<60)
	for name, bytes := range map[string][]byte{
		"nothing":          {},
		"half a head":      {1, 0},
		"too large":        {255, 255, 255, 255},
		"half a message":   {100, 0, 0, 0, answer},
		"empty":            frame(),
		"no number":        frame(answer),
		"no result":        frame(answer, 1, 0),
		"a long slice":     frame(huge...),
		"short slice":      frame(answer, 1, 0, 1, 2, 0, 0),
		"calls us":         frame(call, 1, 99),
		"calls us by name": frame(named, 1, 1, 'x'),
	} {
		t.Run(name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			l := newLink(ours, 500*time.Millisecond)
			go func() { _ = l.serve() }()
			go func() {
				var sent [64]byte
				_, _ = theirs.Read(sent[:])
				_, _ = theirs.Write(bytes)
				theirs.Close()
			}()
			if got := said(func() { imported[func() []float64](l, "f")() }); got == "" {
				t.Error("it was believed")
			}
			ours.Close()
		})
	}
}
