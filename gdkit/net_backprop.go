package gdkit

import (
	"gdlab/gdkit/internal/engine"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// blockRows is how many examples go through a net together: long enough for the kernels of gonum,
// short enough for the cache.
const blockRows = 64

// A pass is what a block of examples leaves behind on its way through a net, and what comes back.
// An example is a column.
type pass struct {
	a      []blas64.General // a[l], l = 0 … L, outputs of layer l; a[L] are the scores
	delta  []blas64.General // delta[l], l = 1 … L, first φ′(z), then ∂J/∂z; [0] is not used
	back   []float64        // a row of Wᵀδ
	z      []float64        // scores of one example
	memory []float64
}

// Eval implements Cost. It allocates nothing.
func (n *Net) Eval(grad, w []float64) float64 {
	n.wantParams("Eval", w)
	wantGrad("Net.Eval", grad, w)
	return n.eval(grad, w, nil)
}

// EvalRows implements Sampled. It allocates nothing. Data.Weights count among the rows only; if all
// theirs are 0, the penalty is left.
func (n *Net) EvalRows(grad, w []float64, rows []int) float64 {
	n.wantParams("EvalRows", w)
	wantGrad("Net.EvalRows", grad, w)
	wantRows("Net.EvalRows", rows, n.Len())
	return n.eval(grad, w, rows)
}

// eval is the mean over the rows, or over all of them if rows is nil.
func (n *Net) eval(grad, w []float64, rows []int) float64 {
	p := n.scratch.get()
	defer n.scratch.put(p)
	clear(grad)
	x := n.Data.X.RawMatrix()
	m := x.Rows
	if rows != nil {
		m = len(rows)
	}
	example := func(i int) int {
		if rows != nil {
			return rows[i]
		}
		return i
	}

	scores, several, _ := scoresLoss(n.Loss)
	if !several {
		scores = nil
	}
	var sum, count float64
	for first := 0; first < m; first += blockRows {
		size := min(blockRows, m-first)
		p.reserve(n, size)
		for i := range size {
			r := example(first + i)
			for j, v := range x.Data[r*x.Stride : r*x.Stride+x.Cols] {
				p.a[0].Data[j*size+i] = v
			}
		}
		p.forward(n, w)
		for i := range size {
			r := example(first + i)
			c := n.Data.weight(r)
			count += c
			sum += c * p.loss(n, scores, i, n.Data.Y[r], c)
		}
		if grad != nil {
			p.backward(n, grad, w)
		}
	}

	scale := inverse(count)
	floats.Scale(scale, grad)
	return sum*scale + n.penalty(grad, w)
}

// forward fills in the outputs of all layers, and the slopes φ′(z) of the hidden ones.
func (p *pass) forward(n *Net, w []float64) {
	for l := 1; l <= n.layers(); l++ {
		in, out := p.a[l-1], p.a[l]
		for k := range out.Rows {
			unit := w[:1+in.Rows] // b, w₁, w₂ …
			w = w[len(unit):]

			// z = b + Σⱼ wⱼ aⱼ, for all examples of the block at once
			z := row(out, k)
			for i := range z {
				z[i] = unit[0]
			}
			blas64.Gemv(blas.Trans, 1, in, vector(unit[1:]), 1, vector(z))

			if l < n.layers() {
				slope := row(p.delta[l], k)
				for i, v := range z {
					z[i], slope[i] = n.Activation.At(v)
				}
			}
		}
	}
}

// loss returns ℓ of example i of the block, and leaves c·∂ℓ/∂z in delta[L]. scores is the loss as
// one of several scores, or nil.
func (p *pass) loss(n *Net, scores ScoresLoss, i int, y, c float64) float64 {
	last, delta := p.a[n.layers()], p.delta[n.layers()]
	if n.Classes == 0 {
		loss, dz := n.Loss.At(last.Data[i], y)
		delta.Data[i] = c * dz
		return loss
	}
	class := wantClass("Net", y, n.Classes)
	for k := range p.z {
		p.z[k] = last.Data[k*last.Stride+i]
	}
	sum := 0.0
	if scores != nil {
		sum = scores.Over(p.z, p.z, class)
	} else {
		for k, z := range p.z {
			truth := 0.0
			if k == class {
				truth = 1
			}
			loss, dz := n.Loss.At(z, truth)
			sum += loss
			p.z[k] = dz
		}
	}
	for k, dz := range p.z {
		delta.Data[k*delta.Stride+i] = c * dz
	}
	return sum
}

// backward adds the slopes of the block to grad, from the last layer to the first: with δ = ∂J/∂z,
//
//	∂J/∂b = Σ δ,   ∂J/∂W = δaᵀ,   δ of the layer before = (Wᵀδ)·φ′(z)
func (p *pass) backward(n *Net, grad, w []float64) {
	for l := n.layers(); l >= 1; l-- {
		in, delta := p.a[l-1], p.delta[l]
		stride := 1 + in.Rows
		first := len(w) - delta.Rows*stride // this layer's part of w and grad
		layer, slopes := w[first:], grad[first:]
		w, grad = w[:first], grad[:first]

		for k := range delta.Rows {
			unit := slopes[k*stride : (k+1)*stride]
			unit[0] += floats.Sum(row(delta, k))
			blas64.Gemv(blas.NoTrans, 1, in, vector(row(delta, k)), 1, vector(unit[1:]))
		}
		if l == 1 {
			return
		}
		for j := range in.Rows {
			// Wⱼ, from unit j to all units
			column := blas64.Vector{N: delta.Rows, Data: layer[1+j:], Inc: stride}
			clear(p.back)
			blas64.Gemv(blas.Trans, 1, delta, column, 1, vector(p.back))
			floats.Mul(row(p.delta[l-1], j), p.back)
		}
	}
}

// penalty returns (L2/2) Σₗ ‖Wₗ‖² and, unless grad is nil, adds its slopes L2·W.
func (n *Net) penalty(grad, w []float64) float64 {
	sum := 0.0
	for first, l := 0, 1; l <= n.layers(); l++ {
		for range n.width(l) {
			next := first + 1 + n.width(l-1)
			weights := w[first+1 : next]
			sum += floats.Dot(weights, weights)
			if grad != nil {
				floats.AddScaled(grad[first+1:next], n.L2, weights)
			}
			first = next
		}
	}
	return n.L2 / 2 * sum
}

// reserve makes room for size examples. The numbers in it are old ones.
func (p *pass) reserve(n *Net, size int) {
	layers := n.layers()
	total := n.width(0)
	for l := 1; l <= layers; l++ {
		total += 2 * n.width(l)
	}
	p.memory = engine.Resize(p.memory, (total+1)*size+n.width(layers))
	p.a, p.delta = p.a[:0], p.delta[:0]
	rest := p.memory
	take := func(rows int) blas64.General {
		g := blas64.General{Rows: rows, Cols: size, Stride: size, Data: rest[:rows*size]}
		rest = rest[rows*size:]
		return g
	}
	for l := range layers + 1 {
		p.a = append(p.a, take(n.width(l)))
		if l == 0 {
			p.delta = append(p.delta, blas64.General{})
		} else {
			p.delta = append(p.delta, take(n.width(l)))
		}
	}
	p.back, p.z = rest[:size], rest[size:]
}

// row is row k of g, where the rows follow each other.
func row(g blas64.General, k int) []float64 { return g.Data[k*g.Stride : k*g.Stride+g.Cols] }

func vector(v []float64) blas64.Vector { return blas64.Vector{N: len(v), Data: v, Inc: 1} }
