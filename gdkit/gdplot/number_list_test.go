package gdplot

import (
	"testing"
)

func TestSpreadOver(t *testing.T) {
	for _, c := range []struct {
		n, k int
		want []int
	}{{3, 6, []int{0, 1, 2}}, {11, 6, []int{0, 2, 4, 6, 8, 10}}, {100, 2, []int{0, 99}}, {0, 5, nil}} {
		got := spreadOver(c.n, c.k)
		if len(got) != len(c.want) {
			t.Fatalf("%d of %d: %v", c.k, c.n, got)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%d of %d: %v, want %v", c.k, c.n, got, c.want)
			}
		}
	}
}
