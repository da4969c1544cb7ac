package gdlive

import (
	"testing"
)

func TestMoments(t *testing.T) {
	for _, last := range []int{0, 1, 59, 60, 61, 100, 5000, 1 << 30} {
		m := moments(last)
		if m[0] != 0 || m[len(m)-1] != last || len(m) > 60 || last < 60 && len(m) != last+1 {
			t.Errorf("up to %d: %v", last, m)
		}
		for i := 1; i < len(m); i++ {
			if m[i] <= m[i-1] {
				t.Errorf("up to %d: %v do not rise", last, m)
			}
		}
	}
}
