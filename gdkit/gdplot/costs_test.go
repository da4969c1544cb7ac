package gdplot

import (
	"strings"
	"testing"

	"gdlab/gdkit"
)

// A learner may set any range on a logarithmic picture, and a cost may begin at exactly 0.
func TestLogAxisNeverHangs(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{3}, Rate: 0.4, Steps: 30}.Run()
	for _, low := range []float64{0, -1, 1e-3} {
		fig := Costs(run)
		fig.Y.Min = low
		Describe(fig)
	}
	below := gdkit.Scalar(func(w float64) float64 { return w*w - 1 }, func(w float64) float64 { return 2 * w })
	rising := gdkit.Descent{Cost: below, Start: []float64{1}, Rate: 1.2, Steps: 40}.Run()
	if text := Describe(Costs(rising)); !strings.Contains(text, "cost from 0 to") {
		t.Errorf("text alternative %q", text)
	}
}
