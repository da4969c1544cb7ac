package engine

// Up to three columns a matrix product spends its time on finding where rows begin. Here everything
// stays in registers.

const few = 3 // columns

// Few returns the sums of a few rows with few columns and no weights, if there are so few
// that it takes less time than to find memory for Pool.All, and the loss is a Square. It
// has the bits of All.
func Few(loss Loss, x []float64, stride int, y, gw []float64, b float64, w []float64) (s Sums, ok bool) {
	if len(w) > few || len(y) > tileRows {
		return Sums{}, false
	}
	square, ok := loss.(Square)
	if !ok {
		return Sums{}, false
	}
	clear(gw)
	return collectFew(square.SquareFactor(), x, stride, y, gw, b, w), true
}

// collectSquares is collect for few columns and the loss c(z−y)².
func collectSquares(c float64, t Table, gw []float64, b float64, w []float64) (s Sums) {
	for lo := 0; lo < len(t.Y); lo += tileRows {
		p := t.part(lo, min(lo+tileRows, len(t.Y)))
		s.add(collectFew(c, p.X, p.Stride, p.Y, gw, b, w))
	}
	return s
}

// collectFew does it for a tile, in one pass.
func collectFew(c float64, x []float64, stride int, y, gw []float64, b float64, w []float64) Sums {
	var rr, r, g0, g1, g2 float64
	switch len(w) {
	case 1:
		rr, r, g0 = squares1(x, stride, y, b, w[0])
	case 2:
		rr, r, g0, g1 = squares2(x, stride, y, b, w[0], w[1])
	case 3:
		rr, r, g0, g1, g2 = squares3(x, stride, y, b, w[0], w[1], w[2])
	}
	factor := 2 * c
	addFew(gw, factor*g0, factor*g1, factor*g2)
	return Sums{Loss: c * rr, Slope: factor * r, Weight: float64(len(y))}
}

// squares1 returns Σr², Σr and Σrx with r = b + w·x − y; squares2 and squares3 do it
// for two and three columns.
func squares1(x []float64, stride int, y []float64, b, w0 float64) (rr, r, g0 float64) {
	at := 0
	for _, y := range y {
		x0 := x[at]
		at += stride
		v := w0*x0 - (y - b)
		r += v
		rr += v * v
		g0 += v * x0
	}
	return rr, r, g0
}

func squares2(x []float64, stride int, y []float64, b, w0, w1 float64) (rr, r, g0, g1 float64) {
	at := 0
	for _, y := range y {
		x := (*[2]float64)(x[at:])
		at += stride
		v := w0*x[0] - (y - b)
		v += w1 * x[1]
		r += v
		rr += v * v
		g0 += v * x[0]
		g1 += v * x[1]
	}
	return rr, r, g0, g1
}

func squares3(x []float64, stride int, y []float64, b, w0, w1, w2 float64) (rr, r, g0, g1, g2 float64) {
	at := 0
	for _, y := range y {
		x := (*[3]float64)(x[at:])
		at += stride
		v := w0*x[0] - (y - b)
		v += w1*x[1] + w2*x[2]
		r += v
		rr += v * v
		g0 += v * x[0]
		g1 += v * x[1]
		g2 += v * x[2]
	}
	return rr, r, g0, g1, g2
}

// addFew adds the first len(gw) of three numbers to gw.
func addFew(gw []float64, g0, g1, g2 float64) {
	switch len(gw) {
	case 3:
		gw[2] += g2
		fallthrough
	case 2:
		gw[1] += g1
		fallthrough
	case 1:
		gw[0] += g0
	}
}

// scoresOfFew is scores for few columns.
func scoresOfFew(z []float64, t Table, w []float64) {
	x, at := t.X, 0
	switch len(w) {
	case 1:
		for i := range z {
			z[i] = w[0] * x[at]
			at += t.Stride
		}
	case 2:
		w0, w1 := w[0], w[1]
		for i := range z {
			xi := (*[2]float64)(x[at:])
			at += t.Stride
			z[i] = w0*xi[0] + w1*xi[1]
		}
	case 3:
		w0, w1, w2 := w[0], w[1], w[2]
		for i := range z {
			xi := (*[3]float64)(x[at:])
			at += t.Stride
			z[i] = w0*xi[0] + w1*xi[1] + w2*xi[2]
		}
	}
}

// addSlopesOfFew is addSlopes for few columns.
func addSlopesOfFew(gw []float64, t Table, z []float64) {
	var g0, g1, g2 float64
	x, at := t.X, 0
	switch len(gw) {
	case 1:
		for _, v := range z {
			g0 += v * x[at]
			at += t.Stride
		}
	case 2:
		for _, v := range z {
			xi := (*[2]float64)(x[at:])
			at += t.Stride
			g0 += v * xi[0]
			g1 += v * xi[1]
		}
	case 3:
		for _, v := range z {
			xi := (*[3]float64)(x[at:])
			at += t.Stride
			g0 += v * xi[0]
			g1 += v * xi[1]
			g2 += v * xi[2]
		}
	}
	addFew(gw, g0, g1, g2)
}
