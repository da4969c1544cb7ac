package gdkit_test

import (
	"gdlab/gdkit"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The variances of Glorot and Bengio (2010) and of He et al. (2015).
func TestNetStarts(t *testing.T) {
	d := randomData(rand.New(rand.NewPCG(1, 1)), 2, 200, 2)
	j := &gdkit.Net{Data: d, Hidden: []int{300}, Activation: gdkit.ReLU, Loss: gdkit.Logistic}
	for name, c := range map[string]struct {
		w        []float64
		variance float64
		edge     float64
	}{
		"Xavier": {j.Xavier(1), 2. / 500, math.Sqrt(6. / 500)},
		"He":     {j.He(1), 2. / 200, math.Inf(1)},
	} {
		var sum, squares, far float64
		for k := range 300 {
			unit := c.w[k*201 : (k+1)*201]
			if unit[0] != 0 {
				t.Errorf("%s: bias %d is %v", name, k, unit[0])
			}
			for _, v := range unit[1:] {
				sum, squares, far = sum+v, squares+v*v, max(far, math.Abs(v))
			}
		}
		near(t, name+": variance", squares/60000, c.variance, 0.02)
		if mean := sum / 60000; math.Abs(mean) > 4*math.Sqrt(c.variance/60000) || far > c.edge {
			t.Errorf("%s: mean %v, largest weight %v", name, mean, far)
		}
		if kurtosis := far / math.Sqrt(c.variance); name == "He" && kurtosis < 3.5 || name == "Xavier" && kurtosis < 1.72 {
			t.Errorf("%s: the largest weight is %v standard deviations", name, kurtosis)
		}
	}
	for name, start := range map[string]func(uint64) []float64{"Xavier": j.Xavier, "He": j.He} {
		if one, again, other := start(1), start(1), start(2); !slices.Equal(one, again) || slices.Equal(one, other) {
			t.Errorf("%s: the seed does not decide the start", name)
		}
	}
}
