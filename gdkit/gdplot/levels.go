package gdplot

import (
	"image"
	"image/color"
	"math"
	"slices"

	"gdlab/gdkit"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// levels draws the bands and lines of equal cost over the whole plot, whatever its ranges are then. What it has drawn it remembers.
type levels struct {
	j     gdkit.Cost
	grid  *surface
	cuts  []float64
	bands *image.RGBA
}

const bandCount = 12

func (v *levels) Plot(c draw.Canvas, p *plot.Plot) {
	g := v.grid
	if g == nil || g.xmin != p.X.Min || g.xmax != p.X.Max || g.ymin != p.Y.Min || g.ymax != p.Y.Max {
		g = sample(v.j, p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
		v.grid, v.cuts, v.bands = g, g.cuts(bandCount), nil
	}
	cuts := v.cuts
	if len(cuts) == 0 {
		note(c, "The cost is the same, or not finite, everywhere in this picture.")
		return
	}
	paintPixels(c, func(width, height int) *image.RGBA {
		if v.bands == nil || v.bands.Rect.Dx() != width || v.bands.Rect.Dy() != height {
			v.bands = g.bands(cuts, width, height)
		}
		return v.bands
	})
	trX, trY := p.Transforms(&c)
	c.SetLineStyle(draw.LineStyle{Color: color.NRGBA{0x6B, 0x7F, 0x93, 0xff}, Width: vg.Points(0.6)})
	for _, cut := range cuts {
		if line := g.line(cut, trX, trY); len(line) > 0 {
			c.Stroke(line)
		}
	}
	note(c, "%d level lines, from J = %s to J = %s; lowest cost in the picture %s.",
		len(cuts), short(cuts[0]), short(cuts[len(cuts)-1]), short(g.low))
}

// surface is the cost on a fine grid; row 0 is the lowest.
type surface struct {
	cols, rows             int
	xmin, xmax, ymin, ymax float64
	z                      []float64
	low                    float64
}

func (s *surface) Z(c, r int) float64 { return s.z[r*s.cols+c] }
func (s *surface) X(c int) float64 {
	return s.xmin + (s.xmax-s.xmin)*float64(c)/float64(s.cols-1)
}
func (s *surface) Y(r int) float64 {
	return s.ymin + (s.ymax-s.ymin)*float64(r)/float64(s.rows-1)
}

// sample evaluates j on a grid. A cost with many examples is evaluated on a coarser grid, and the rest
// filled in by cubic interpolation (Catmull-Rom), which is exact for a quadratic.
func sample(j gdkit.Cost, xmin, xmax, ymin, ymax float64) *surface {
	s := &surface{cols: 161, rows: 121, xmin: xmin, xmax: xmax, ymin: ymin, ymax: ymax, low: math.Inf(1)}
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

// cuts are n levels at the quantiles (k/(n+1))² of the cost over the picture. In a round bowl that makes
// rings of equal width; on any cost it shows the bottom as well as the slopes.
func (s *surface) cuts(n int) []float64 {
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

// line is the level line of one cut, as the pieces that cross the cells of the grid (marching squares).
// gonum/plot's Contour joins such pieces into curves, and panics on some surfaces while it does so.
func (s *surface) line(cut float64, trX, trY func(float64) vg.Length) vg.Path {
	var out vg.Path
	for r := range s.rows - 1 {
		for c := range s.cols - 1 {
			// The corners in order round the cell.
			z := [4]float64{s.Z(c, r), s.Z(c+1, r), s.Z(c+1, r+1), s.Z(c, r+1)}
			x := [4]float64{s.X(c), s.X(c + 1), s.X(c + 1), s.X(c)}
			y := [4]float64{s.Y(r), s.Y(r), s.Y(r + 1), s.Y(r + 1)}
			var at [4]vg.Point
			n := 0
			for k := range 4 {
				l := (k + 1) % 4
				if (z[k] < cut) == (z[l] < cut) || !finite(z[k]) || !finite(z[l]) {
					continue
				}
				f := (cut - z[k]) / (z[l] - z[k])
				at[n] = vg.Point{X: trX(x[k] + f*(x[l]-x[k])), Y: trY(y[k] + f*(y[l]-y[k]))}
				n++
			}
			if n == 4 && (z[0]+z[1]+z[2]+z[3])/4 < cut == (z[0] < cut) {
				// A saddle: the middle is like corner 0, so the line cuts off corners 1 and 3.
				out.Move(at[0])
				out.Line(at[1])
				out.Move(at[2])
				out.Line(at[3])
			} else if n == 4 {
				out.Move(at[3])
				out.Line(at[0])
				out.Move(at[1])
				out.Line(at[2])
			} else if n == 2 {
				out.Move(at[0])
				out.Line(at[1])
			}
		}
	}
	return out
}

// bands is the map of the levels in so many pixels, one colour between two lines: near white at the bottom,
// blue-grey at the top, light enough for a path to stand out everywhere.
func (s *surface) bands(cuts []float64, width, height int) *image.RGBA {
	pal := make([]color.RGBA, len(cuts)+1)
	for i := range pal {
		f := float64(i) / float64(len(cuts))
		mix := func(a, b float64) uint8 { return uint8(math.Round(a + f*(b-a))) }
		pal[i] = color.RGBA{mix(0xFD, 0xB4), mix(0xFD, 0xC8), mix(0xF6, 0xDC), 0xff}
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		v := (float64(height-1-y) + 0.5) / float64(height) * float64(s.rows-1)
		r := int(v)
		low, high, fr := s.z[r*s.cols:], s.z[(r+1)*s.cols:], v-float64(r)
		band := 0 // of the pixel before: the next one is seldom far from it
		for x := range width {
			u := (float64(x) + 0.5) / float64(width) * float64(s.cols-1)
			c := int(u)
			fc := u - float64(c)
			z := (low[c]*(1-fc)+low[c+1]*fc)*(1-fr) + (high[c]*(1-fc)+high[c+1]*fc)*fr
			for band < len(cuts) && !(z < cuts[band]) { // NaN goes to the top
				band++
			}
			for band > 0 && z < cuts[band-1] {
				band--
			}
			i := img.PixOffset(x, y)
			p := pal[band]
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = p.R, p.G, p.B, p.A
		}
	}
	return img
}
