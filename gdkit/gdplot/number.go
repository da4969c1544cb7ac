package gdplot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// number writes v with up to four significant digits, as people do: −0.5, 1200, 2.5e6.
func number(v float64) string { return digits(v, 4) }

// short is number with at most three significant digits, for labels and text alternatives.
func short(v float64) string { return digits(v, 3) }

func digits(v float64, n int) string {
	switch {
	case math.IsNaN(v):
		return "undefined"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', n, 64), 64)
	if v == 0 {
		return "0" // also for −0
	}
	a := math.Abs(v)
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if a < 1e-3 || a >= 1e6 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		e, _ := strconv.Atoi(exponent)
		s = mantissa + "e" + strconv.Itoa(e)
	}
	return strings.ReplaceAll(s, "-", "−")
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// subscript is name with the number below the line.
func subscript(name string, n int) string {
	for _, digit := range fmt.Sprint(n) {
		name += string('₀' + digit - '0')
	}
	return name
}

func coordinates(w []float64) string {
	if len(w) == 1 {
		return short(w[0])
	}
	s := "("
	for i, v := range w {
		if i > 0 {
			s += ", "
		}
		s += short(v)
	}
	return s + ")"
}
