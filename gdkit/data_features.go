package gdkit

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gonum.org/v1/gonum/mat"
)

// Polynomial returns a copy whose features are all products of up to degree of d's features, powers
// included, so that a linear model of them is a polynomial of d's: for x1, x2 and degree 2
//
//	x1, x2, x1², x1·x2, x2²
//
// in the order of scikit-learn's PolynomialFeatures, without its column of ones, which is b's.
// There are C(n+degree, degree) − 1 of them. Names keep the units of d's: "size_m²", or "(size in
// m)²" where a name is more than one word.
//
// Powers of very different size make a long narrow bowl: Standardize the result. Scaled data are
// refused, because Unscale could not lead back from powers of scaled features. It panics if the
// data are not valid, or a product is too large for a float64.
func (d *Dataset) Polynomial(degree int) *Dataset {
	if degree < 1 {
		panic(fmt.Sprintf("gdkit: Dataset.Polynomial: the degree is %d, want 1 or more, for example 2", degree))
	}
	return d.products("Polynomial", degree, true)
}

// Interactions returns a copy with the products of each two different features behind the features
// themselves: x1, x2, x3, x1·x2, x1·x3, x2·x3, as scikit-learn's
// PolynomialFeatures(interaction_only=True). Scaling, names and panics are as for Polynomial.
func (d *Dataset) Interactions() *Dataset { return d.products("Interactions", 2, false) }

// products makes the features that are products of up to degree features, of each at most once
// unless powers are asked for.
func (d *Dataset) products(what string, degree int, powers bool) *Dataset {
	if err := d.Validate(); err != nil {
		panic(err.Error())
	}
	if d.Scale != nil {
		panic(fmt.Sprintf("gdkit: Dataset.%s: %s is scaled already, and Unscale could not lead back from products of scaled features; "+
			"want the data in their original units here, scale the result", what, d.title()))
	}
	m, n := d.X.Dims()
	if tooMany(m, n, degree, powers) {
		panic(fmt.Sprintf("gdkit: Dataset.%s: %d features of %d examples make a table of more than %d numbers at degree %d; "+
			"want a lower degree or fewer features", what, n, m, mostProducts, degree))
	}
	var terms [][]int // features that are multiplied, in ascending order
	for size := 1; size <= degree; size++ {
		terms = appendTerms(terms, nil, n, size, powers)
	}

	out := d.Clone()
	out.X = mat.NewDense(m, len(terms), nil)
	out.Features = make([]string, len(terms))
	for t, term := range terms {
		out.Features[t] = d.productName(term)
		for i := range m {
			v := 1.0
			for _, j := range term {
				v *= d.X.At(i, j)
			}
			if math.IsInf(v, 0) {
				panic(fmt.Sprintf("gdkit: Dataset.%s: %s of row %d is too large for float64; divide the column by a power of ten first",
					what, out.Features[t], i))
			}
			out.X.Set(i, t, v)
		}
	}
	return out
}

// mostProducts is the largest table that Polynomial and Interactions make: 1 GB.
const mostProducts = 1 << 27

// tooMany says whether the table would be larger than that. It stops to count there, because
// the number grows fast.
func tooMany(m, n, degree int, powers bool) bool {
	most := mostProducts / float64(m)
	columns := float64(n) * float64(n+1) / 2
	if powers {
		columns = 1 // C(n+degree, degree)
		for k := 1; k <= degree && columns <= most; k++ {
			columns *= float64(n+k) / float64(k)
		}
	}
	return columns > most
}

// appendTerms appends all choices of size features that begin with start, in lexicographic order.
func appendTerms(terms [][]int, start []int, n, size int, powers bool) [][]int {
	if len(start) == size {
		return append(terms, slices.Clone(start))
	}
	first := 0
	if len(start) > 0 {
		first = start[len(start)-1]
		if !powers {
			first++
		}
	}
	for j := first; j < n; j++ {
		terms = appendTerms(terms, append(start, j), n, size, powers)
	}
	return terms
}

// productName is the name of a product, such as x1²·x2.
func (d *Dataset) productName(term []int) string {
	if len(term) == 1 {
		return d.feature(term[0])
	}
	var factors []string
	for i := 0; i < len(term); {
		j := term[i]
		power := 0
		for ; i < len(term) && term[i] == j; i++ {
			power++
		}
		name := d.feature(j)
		if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' }) {
			name = "(" + name + ")"
		}
		if power > 1 {
			name += superscript(power)
		}
		factors = append(factors, name)
	}
	return strings.Join(factors, "·")
}

func superscript(n int) string {
	return strings.Map(func(r rune) rune { return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'] }, strconv.Itoa(n))
}
