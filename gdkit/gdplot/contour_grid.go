package gdplot

import (
	"math"
	"slices"

	"gdlab/gdkit"
)

// costGrid is the cost on a fine grid; row 0 is the lowest.
type costGrid struct {
	cols, rows             int
	xmin, xmax, ymin, ymax float64
	z                      []float64
	low                    float64
}

func (s *costGrid) Z(c, r int) float64 { return s.z[r*s.cols+c] }
func (s *costGrid) X(c int) float64 {
	return s.xmin + (s.xmax-s.xmin)*float64(c)/float64(s.cols-1)
}
func (s *costGrid) Y(r int) float64 {
	return s.ymin + (s.ymax-s.ymin)*float64(r)/float64(s.rows-1)
}

// sample evaluates j on a grid. A cost with many examples is evaluated on a coarser grid, and the
// rest filled in by cubic interpolation (Catmull-Rom), which is exact for a quadratic.
func sample(j gdkit.Cost, xmin, xmax, ymin, ymax float64) *costGrid {
	s := &costGrid{cols: 161, rows: 121, xmin: xmin, xmax: xmax, ymin: ymin, ymax: ymax, low: math.Inf(1)}
	every := 1
	if l, ok := j.(gdkit.Counted); ok && l.Len() > 100 {
		every = 4
	}
	nx, ny := (s.cols-1)/every+1, (s.rows-1)/every+1
	hx, hy := (xmax-xmin)/float64(nx-1), (ymax-ymin)/float64(ny-1)
	// One more line on each side, for the interpolation.
	coarse := make([]float64, (nx+2)*(ny+2))
	w := make([]float64, 2)
	for r := range ny + 2 {
		for c := range nx + 2 {
			w[0], w[1] = xmin+hx*float64(c-1), ymin+hy*float64(r-1)
			coarse[r*(nx+2)+c] = j.Eval(nil, w)
		}
	}
	s.z = make([]float64, s.cols*s.rows)
	for r := range s.rows {
		r0, fr := min(r/every, ny-2), 0.0
		fr = float64(r)/float64(every) - float64(r0)
		for c := range s.cols {
			c0 := min(c/every, nx-2)
			fc := float64(c)/float64(every) - float64(c0)
			var line [4]float64
			for k := range 4 {
				row := coarse[min(r0+k, ny+1)*(nx+2):]
				line[k] = catmullRom(row[c0], row[c0+1], row[c0+2], row[min(c0+3, nx+1)], fc)
			}
			z := catmullRom(line[0], line[1], line[2], line[3], fr)
			s.z[r*s.cols+c] = z
			if finite(z) {
				s.low = min(s.low, z)
			}
		}
	}
	return s
}

// catmullRom runs through b at f = 0 and c at f = 1.
func catmullRom(a, b, c, d, f float64) float64 {
	switch f {
	case 0:
		return b
	case 1:
		return c
	}
	return b + f/2*(c-a+f*(2*a-5*b+4*c-d+f*(3*(b-c)+d-a)))
}

// cuts are n levels at the quantiles (k/(n+1))² of the cost over the picture. In a round bowl that
// makes rings of equal width; on any cost it shows the bottom as well as the slopes.
func (s *costGrid) cuts(n int) []float64 {
	z := make([]float64, 0, len(s.z))
	for _, v := range s.z {
		if finite(v) {
			z = append(z, v)
		}
	}
	if len(z) == 0 {
		return nil
	}
	slices.Sort(z)
	if z[0] == z[len(z)-1] {
		return nil
	}
	var cuts []float64
	for k := 1; k <= n; k++ {
		q := math.Pow(float64(k)/float64(n+1), 2)
		cut := z[int(q*float64(len(z)-1))]
		if len(cuts) == 0 || cut > cuts[len(cuts)-1] {
			cuts = append(cuts, cut)
		}
	}
	return cuts
}
