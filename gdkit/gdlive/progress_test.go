package gdlive

import (
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
)

// notes is a screen that remembers.
type notes struct {
	html, lines []string
	last        string
}

func (n *notes) show(html func() string, line string) {
	n.html, n.lines = append(n.html, html()), append(n.lines, line)
}
func (n *notes) finish(_ string, _ []byte, line string) { n.last = line }

func TestProgressTellsTheStepTheCostTheSpeedAndTheTimeLeft(t *testing.T) {
	clock := time.Unix(0, 0)
	n := &notes{}
	p := &progress{screen: n, steps: 1000, now: func() time.Time { clock = clock.Add(10 * time.Millisecond); return clock }}
	d := gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 1e-3, Steps: 1000}
	run(d, p.report)
	// 1001 points in 10.01 s: nothing in the first 0.2 s, then at most ten times a second.
	if len(n.lines) < 90 || len(n.lines) > 100 {
		t.Errorf("%d updates in ten seconds, want close to 100 and not more", len(n.lines))
	}
	// J after 20 steps of 1 − α is ½·0.999⁴⁰ = 0.4804; a step takes 10 ms, so 980 are 9.8 s.
	if want := "α=0.001: step 20 of 1000, J = 0.4804, 100 steps a second, at most 10s left"; n.lines[0] != want {
		t.Errorf("%q, want %q", n.lines[0], want)
	}
	for _, want := range []string{`<progress max="1000" value="20"`, "aria-label", "step 20 of 1000"} {
		if !strings.Contains(n.html[0], want) {
			t.Errorf("no %s in %s", want, n.html[0])
		}
	}
}

func TestShortRunsShowNoBar(t *testing.T) {
	n := &notes{}
	p := &progress{screen: n, steps: 10, now: time.Now}
	run(gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 0.1, Steps: 10}, p.report)
	if len(n.lines) != 0 {
		t.Errorf("%d updates", len(n.lines))
	}
}
