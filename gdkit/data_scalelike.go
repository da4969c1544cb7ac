package gdkit

import (
	"fmt"
	"slices"
)

// ScaleLike returns a copy of d whose features are scaled as those of other are, with
// other's Center and Scale, whatever scaling d has: what a test set needs after the
// training set was scaled.
//
//	train, test := raw.Shuffle(1).Split(0.8)
//	train = train.Standardize()
//	test = test.ScaleLike(train)
//
// It panics if the two do not have the same features in the same order.
func (d *Dataset) ScaleLike(other *Dataset) *Dataset {
	for _, one := range []*Dataset{d, other} {
		if one == nil || one.X == nil || one.X.IsEmpty() {
			panic(fmt.Sprintf("gdkit: Dataset.ScaleLike: %s has no examples, want at least one row and one feature", one.title()))
		}
	}
	m, n := d.X.Dims()
	if _, want := other.X.Dims(); n != want {
		panic(fmt.Sprintf("gdkit: Dataset.ScaleLike: %s has %d features, but %s has %d; want the same ones", d.title(), n, other.title(), want))
	}
	if d.Features != nil && other.Features != nil && !slices.Equal(d.Features, other.Features) {
		panic(fmt.Sprintf("gdkit: Dataset.ScaleLike: %s has the features %v, but %s has %v; want the same ones in the same order",
			d.title(), d.Features, other.title(), other.Features))
	}
	out := d.Clone()
	out.Center, out.Scale = slices.Clone(other.Center), slices.Clone(other.Scale)
	for j := range n {
		c0, s0 := d.scaling(j)
		c1, s1 := other.scaling(j)
		if c0 == c1 && s0 == s1 {
			continue
		}
		for i := range m {
			out.X.Set(i, j, (c0+s0*d.X.At(i, j)-c1)/s1)
		}
	}
	return out
}

// scaling is the Center and the Scale of feature j.
func (d *Dataset) scaling(j int) (center, scale float64) {
	if d.Scale == nil {
		return 0, 1
	}
	return d.Center[j], d.Scale[j]
}
