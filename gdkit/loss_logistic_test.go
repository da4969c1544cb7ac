package gdkit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The loops of the logistic loss against its formula, where numbers overflow, vanish, or
// are no labels at all.
func TestLogisticSlopes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, size := range []float64{1e-9, 0.1, 1, 10, 29, 35, 300, 1000} {
		// all on the right side: a well-trained model with a tiny cost
		for _, sided := range []bool{false, true} {
			z, y := make([]float64, 256), make([]float64, 256)
			for i := range z {
				z[i], y[i] = size*(0.9+0.1*r.Float64()), 1
				if i%2 == 0 {
					z[i], y[i] = -z[i], 0
				}
				if !sided && r.IntN(2) == 0 {
					y[i] = 1 - y[i]
				}
			}
			y[3] = 0.25 // a probability as label
			got := slices.Clone(z)
			sum, slope := Logistic.Slopes(got, y, 0.5)
			var want, wantSlope exact
			for i := range z {
				loss, dz := Logistic.At(z[i]+0.5, y[i])
				want.add(loss)
				wantSlope.add(dz)
				if !(math.Abs(got[i]-dz) <= 1e-15*math.Abs(dz)) {
					t.Fatalf("slope at z = %v, y = %v is %v, want %v", z[i]+0.5, y[i], got[i], dz)
				}
				if one := Logistic.Slope(z[i], 0.5, y[i]); one != got[i] {
					t.Fatalf("slope at z = %v, y = %v is %v in a block and %v alone", z[i]+0.5, y[i], got[i], one)
				}
			}
			if !(math.Abs(sum-want.value()) <= 2e-15*want.value()) || !(math.Abs(slope-wantSlope.value()) <= 1e-13) {
				t.Errorf("|z| near %v: Σℓ = %v, want %v; Σℓ′ = %v, want %v", size, sum, want.value(), slope, wantSlope.value())
			}
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		z := []float64{v}
		sum, _ := Logistic.Slopes(z, []float64{1}, 0)
		if want, dz := Logistic.At(v, 1); fmt.Sprint(sum, z) != fmt.Sprint(want, []float64{dz}) {
			t.Errorf("at z = %v: %v %v, want %v %v", v, sum, z, want, dz)
		}
	}
}
