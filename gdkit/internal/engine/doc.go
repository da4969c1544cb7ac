// Package engine adds up the losses and slopes of a linear model over many rows, fast. It knows
// slices of numbers and the loss, and no data set, cost or penalty: package gdkit has the formulas,
// and every sum here is tested against them.
//
// For a row i with the weight c and the slope ℓ′ of its loss the plain formula is
//
//	z = b + w·xᵢ;   Σℓ += cℓ(z, yᵢ);   Σℓ′ += cℓ′(z, yᵢ);   Σℓ′x += cℓ′(z, yᵢ)xᵢ
//
// Done row by row it waits for the sums, each of which needs the one before; done for all rows
// at once (z = Xw, then Xᵀℓ′) it reads X from memory twice. So it is done in tiles that fit
// into the first cache.
//
//	table.go          rows of numbers, and the loss that prices them
//	tile.go           the sums of a tile: scores, slopes in their place, the product with them
//	tile_few.go       the same for up to three columns, in registers
//	pool.go           one evaluation cut into chunks, for several workers, with the same bits
//	pool_standing.go  workers that stay for many evaluations
//	sgd.go            sums of some of the rows, and steps of gradient descent with one row each
//	exp.go            the exponential function from a table, for loops over logistic losses
package engine
