package gdplot_test

import (
	"fmt"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func fiveSchedules() gdplot.Figure {
	return gdplot.Schedules(100,
		gdplot.Plan{Label: "Halve(20)", Factor: gdkit.Halve(20)},
		gdplot.Plan{Label: "Exponential(0.97)", Factor: gdkit.Exponential(0.97)},
		gdplot.Plan{Label: "InverseTime(20)", Factor: gdkit.InverseTime(20)},
		gdplot.Plan{Label: "Cosine(100)", Factor: gdkit.Cosine(100)},
		gdplot.Plan{Label: "Warmup(10, Cosine(90))", Factor: gdkit.Warmup(10, gdkit.Cosine(90))},
	)
}

func ExampleSchedules() {
	fmt.Println(gdplot.Describe(gdplot.Schedules(100,
		gdplot.Plan{Label: "halve", Factor: gdkit.Halve(20)},
		gdplot.Plan{Label: "cosine", Factor: gdkit.Cosine(100)},
	)))
	// Output:
	// Figure. Across: step t from 0 to 100; up: factor on the rate α from 0 to 1.05. halve: factor 1 at step 0, 0.25 at step 50, 0.0625 at step 99. It is down to half of its top at step 20. cosine: factor 1 at step 0, 0.5 at step 50, 2.47e−4 at step 99. It is down to half of its top at step 50.
}

func TestGoldenSchedules(t *testing.T) { golden(t, "schedules.png", fiveSchedules()) }
