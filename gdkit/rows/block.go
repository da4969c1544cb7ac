package rows

import (
	"fmt"
	"math"
)

// blockBytes is how much of a source is read at once. It is fixed because the order of the sums
// over a source, and so their last bits, depend on it.
const blockBytes = 1 << 20

// A Block is some rows of a source, at least one. What it holds is overwritten by the next block.
type Block struct {
	X, Y []float64 // as Source.ReadRows fills them

	first int   // number of its first row
	rows  []int // numbers of its rows, where they don't follow each other, else nil
	err   error // what went wrong in reading it
}

// PerBlock is the number of rows that a block of a source has; the last one may have fewer.
func PerBlock(src Source) int {
	m, n := src.Dims()
	return min(m, max(1, blockBytes/(8*(n+1))))
}

// Row is the number of the block's row i in the source.
func (b *Block) Row(i int) int {
	if b.rows != nil {
		return b.rows[i]
	}
	return b.first + i
}

// CheckFinite reports the first number that is NaN or infinite. src is where the block is from.
func (b *Block) CheckFinite(src Source) error {
	n := len(b.X) / len(b.Y)
	for i, y := range b.Y {
		for j, v := range b.X[i*n : (i+1)*n] {
			if !finite(v) {
				c := Describe(src)
				return b.notFinite(i, c.Name, c.Features[j], v)
			}
		}
		if !finite(y) {
			c := Describe(src)
			return b.notFinite(i, c.Name, c.Target, y)
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (b *Block) notFinite(i int, source, column string, v float64) error {
	return fmt.Errorf("gdkit: %s: row %d: %s is %v, want a finite number; drop or fill that row",
		source, b.Row(i), column, v)
}

// resize makes room for rows of n features, in the block's own memory where that suffices.
func (b *Block) resize(rows, n int) {
	if cap(b.Y) < rows || cap(b.X) < rows*n {
		b.X, b.Y = make([]float64, rows*n), make([]float64, rows)
	}
	b.X, b.Y = b.X[:rows*n], b.Y[:rows]
}

// read reads the rows from number first on, as many as b has room for.
func (b *Block) read(src Source, first int) error {
	b.first, b.rows = first, nil
	return src.ReadRows(first, b.X, b.Y)
}

// gather reads the rows with the given numbers, as many as b has room for. Those that follow each
// other are read in one go.
func (b *Block) gather(src Source, rows []int) error {
	b.rows = rows
	n := len(b.X) / len(b.Y)
	for i := 0; i < len(rows); {
		end := i + 1
		for end < len(rows) && rows[end] == rows[end-1]+1 {
			end++
		}
		if err := src.ReadRows(rows[i], b.X[i*n:end*n], b.Y[i:end]); err != nil {
			return err
		}
		i = end
	}
	return nil
}
