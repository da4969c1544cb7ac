package gdlive

import (
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/testkit"
)

func TestMisuseTeaches(t *testing.T) {
	testkit.WantPanics(t, "gd", map[string]func(){
		"Descent.Rate is 0":           func() { Progress(gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}}) },
		"Descent.Cost is nil":         func() { Watch(gdkit.Descent{}) },
		"Animate: no run given":       func() { Animate(gdkit.Quadratic(1)) },
		"Animate: run 1 is empty":     func() { Animate(gdkit.Quadratic(1), &gdkit.Trace{}) },
		"Film: got 0 figures":         func() { Film(time.Second) },
		"figure 2 is of another size": func() { c := gdplot.Curve(gdkit.Quadratic(1), -1, 1); Film(time.Second, c, gdplot.Row(c)) },
	})
}
