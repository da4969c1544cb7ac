package gdkit

import "gonum.org/v1/gonum/mat"

var _ Curved = (*Softmax)(nil)

// Hess implements Curved: in the block of the classes k and l, H = (1/m) Σᵢ pᵢₖ([k = l] − pᵢₗ)
// x̃ᵢx̃ᵢᵀ, with x̃ = (1, x), plus L2 on the weights' diagonal.
func (s *Softmax) Hess(dst *mat.SymDense, w []float64) {
	s.wantParams("Hess", w)
	clearSym(dst, len(w))
	m, n := s.Data.X.Dims()
	stride := s.stride()
	x := make([]float64, stride) // x̃
	x[0] = 1                     // overwritten with NoBias
	p := make([]float64, s.Classes)
	count := 0.0
	for i := range m {
		xi := s.Data.X.RawRowView(i)
		copy(x[stride-n:], xi)
		s.score(p, w, xi)
		softmax(p, p)
		c := s.Data.weight(i)
		count += c
		for k, pk := range p {
			for l := k; l < len(p); l++ {
				a := -c * pk * p[l]
				if k == l {
					a += c * pk
				}
				for r, xr := range x {
					for q, xq := range x {
						if row, col := k*stride+r, l*stride+q; row <= col {
							dst.SetSym(row, col, dst.At(row, col)+a*xr*xq)
						}
					}
				}
			}
		}
	}
	dst.ScaleSym(inverse(count), dst)
	for i := range len(w) {
		if i%stride >= stride-n {
			dst.SetSym(i, i, dst.At(i, i)+s.L2)
		}
	}
}
