package gdlive

import (
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

// Sixty pictures at notebook width have at most 300 kB.
func TestFilmIsSmall(t *testing.T) {
	j := gdkit.Rosenbrock()
	a := gdkit.Descent{Cost: j, Start: []float64{-1.2, 1}, Rate: 0.001, Steps: 2000}.Run()
	frame := gdplot.ContourFrames(j, a)
	var frames []gdplot.Figure
	for _, step := range moments(2000) {
		frames = append(frames, frame(step))
	}
	html, data, alt := film(6*time.Second, frames)
	if len(frames) != 60 || len(data) > 300_000 {
		t.Errorf("%d pictures have %d bytes, want 60 with at most 300000", len(frames), len(data))
	}
	for _, want := range []string{"Animation in 60 pictures", "2000 steps from w = (−1.2, 1)"} {
		if !strings.Contains(alt, want) {
			t.Errorf("no %q in the text alternative %q", want, alt)
		}
	}
	if !strings.Contains(html, `media="(prefers-reduced-motion: reduce)"`) || !strings.Contains(html, `alt="Animation in 60`) {
		t.Errorf("%.200s", html)
	}
}
