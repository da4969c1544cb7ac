package gdcheck

import (
	"fmt"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/stat"
)

// A StandardiseFunc scales each column of x to mean 0 and standard deviation 1, and
// returns the means and deviations it used. x stays as it is. A constant column becomes 0
// with a deviation of 1.
type StandardiseFunc func(x [][]float64) (z [][]float64, mean, sd []float64)

// Standardise checks the columns, one by one and all together.
func (r *Report) Standardise(standardise StandardiseFunc) {
	var samples [][][]float64
	for range 4 {
		x := r.sample(gdkit.HalfSquared, 4+r.rnd.IntN(5), 1+r.rnd.IntN(3)).x
		for _, row := range x {
			for j := range row {
				row[j] = row[j]*math.Pow(10, float64(j)) + 5
			}
		}
		samples = append(samples, x)
	}
	// do checks the shape, so that nothing below has to.
	do := func(x [][]float64) (z [][]float64, mean, sd []float64) {
		z, mean, sd = standardise(cloneRows(x))
		wantRows(z, len(x), len(x[0]))
		if n := len(x[0]); len(mean) != n || len(sd) != n {
			panic(wrong(fmt.Sprintf("gives %d means and %d deviations for %d columns", len(mean), len(sd), n)))
		}
		return z, mean, sd
	}
	r.add("each column has the mean 0", 1, func() string {
		var all [][]float64
		for _, x := range samples {
			z, _, _ := do(x)
			for j := range z[0] {
				if mean := stat.Mean(column(z, j), nil); !(math.Abs(mean) < 1e-9) {
					return fmt.Sprintf("column %d has the mean %.4g after scaling%s", j, mean, byRows(z))
				}
			}
			all = append(all, z[0])
		}
		return varies(all)
	})
	r.add("each column has the standard deviation 1", 1, func() string {
		for _, x := range samples {
			z, _, _ := do(x)
			m := float64(len(x))
			for j := range z[0] {
				switch sd := stat.PopStdDev(column(z, j), nil); {
				case math.Abs(sd-1) < 1e-9:
				case math.Abs(sd-math.Sqrt((m-1)/m)) < 1e-9:
					return "divided by m − 1: here, as in gdkit and scikit-learn, the variance divides by m"
				case math.Abs(sd*stat.PopStdDev(column(x, j), nil)-1) < 1e-9:
					return "divided by the variance: divide by its root"
				case math.Abs(sd-stat.PopStdDev(column(x, j), nil)) < 1e-9*sd:
					return "the mean is taken off, but nothing is divided by the deviation"
				default:
					return fmt.Sprintf("column %d has the standard deviation %.4g after scaling%s", j, sd, byRows(z))
				}
			}
		}
		return ""
	})
	r.add("z, mean and sd fit together: x = mean + sd·z", 1, func() string {
		for _, x := range samples {
			z, mean, sd := do(x)
			for i, row := range x {
				for j, v := range row {
					if !near([]float64{mean[j] + sd[j]*z[i][j]}, []float64{v}, tolerance) {
						return fmt.Sprintf("x is %.6g, but mean + sd·z is %.6g", v, mean[j]+sd[j]*z[i][j])
					}
				}
			}
		}
		return ""
	})
	r.add("numbers that are far from 0 keep their digits", 1, func() string {
		x := [][]float64{{1e6 + 1}, {1e6 + 2}, {1e6 + 6}}
		z, _, _ := do(x)
		want := [][]float64{{-2 / math.Sqrt(14./3)}, {-1 / math.Sqrt(14./3)}, {3 / math.Sqrt(14./3)}}
		for i := range z {
			if !near(z[i], want[i], 1e-5) {
				return fmt.Sprintf("1000001, 1000002, 1000006: the first becomes %.6g, want %.6g; take the mean off before squaring",
					z[0][0], want[0][0])
			}
		}
		return ""
	})
	r.add("a constant column becomes 0", 1, func() string {
		// 4 rows of 8: sums and quotients are exact, whichever way the mean is added up.
		x := r.sample(gdkit.HalfSquared, 4, 2).x
		for i := range x {
			x[i][0] = 8
		}
		z, mean, sd := do(x)
		for i := range z {
			if math.IsNaN(z[i][0]) || math.IsInf(z[i][0], 0) {
				return "a constant column becomes NaN: its deviation is 0, and 0/0 is nothing; take 1 instead"
			}
			if z[i][0] != 0 {
				return fmt.Sprintf("a constant column becomes %.4g", z[i][0])
			}
		}
		if mean[0] != 8 || sd[0] != 1 {
			return fmt.Sprintf("a column of eights has the mean %.4g and the deviation %.4g, want 8 and 1 (so that nothing is divided by 0)",
				mean[0], sd[0])
		}
		return ""
	})
	r.add("x stays as it is", 1, func() string {
		for _, x := range samples {
			c := cloneRows(x)
			z, _, _ := standardise(c)
			if (sample{x: c}).changed(sample{x: x}) != "" {
				return keeps("x") + " for each row"
			}
			wantRows(z, len(x), len(x[0]))
		}
		return ""
	})
}

// wantRows wants a table of m×n numbers.
func wantRows(x [][]float64, m, n int) {
	if len(x) != m {
		panic(wrong(fmt.Sprintf("gives %d rows, want %d", len(x), m)))
	}
	for i, row := range x {
		if len(row) != n {
			panic(wrong(fmt.Sprintf("gives %d numbers in row %d, want %d", len(row), i, n)))
		}
	}
}

func column(x [][]float64, j int) []float64 {
	v := make([]float64, len(x))
	for i, row := range x {
		v[i] = row[j]
	}
	return v
}

// byRows is a hint for those who scaled the rows.
func byRows(z [][]float64) string {
	for _, row := range z {
		if len(row) < 2 || !(math.Abs(stat.Mean(row, nil)) < 1e-9) {
			return ""
		}
	}
	return ": the rows are scaled, and the columns should be"
}

// StandardiseInvariants checks what happens in other units, and the second time.
func (r *Report) StandardiseInvariants(standardise StandardiseFunc) {
	same := func(other func(x [][]float64) [][]float64, why string) string {
		var all [][]float64
		for m := 4; m < 7; m++ {
			x := r.sample(gdkit.HalfSquared, m, 2).x
			z, _, _ := standardise(cloneRows(x))
			wantRows(z, m, 2)
			again, _, _ := standardise(other(x))
			wantRows(again, m, 2)
			if !near(slices.Concat(z...), slices.Concat(again...), 1e-6) {
				return why
			}
			all = append(all, slices.Concat(z...))
		}
		return varies(all)
	}
	r.add("units do not matter", 1, func() string {
		return same(func(x [][]float64) [][]float64 {
			out := cloneRows(x)
			for _, row := range out {
				row[0], row[1] = 1000*row[0], row[1]+32
			}
			return out
		}, "the same data in other units give other numbers")
	})
	r.add("what is scaled already stays", 1, func() string {
		again := func(x [][]float64) [][]float64 { z, _, _ := standardise(cloneRows(x)); return z }
		return same(again, "scaled a second time, the numbers change")
	})
}
