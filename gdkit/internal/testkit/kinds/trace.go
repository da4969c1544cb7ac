package kinds

import (
	"context"
	"math"

	"gdlab/gdkit"
)

// Traces are runs on c of every kind that a descent leaves: converged, to the end of its
// steps, far too fast, interrupted, of one point, thinned, uphill, and in batches where the
// cost can be sampled.
func Traces(c Case) []*gdkit.Trace {
	plan := gdkit.Descent{Cost: c.Cost, Start: c.Start, Rate: c.Rate, Steps: 40}
	with := func(label string, change func(d *gdkit.Descent)) *gdkit.Trace {
		d := plan
		d.Label = label
		change(&d)
		return d.Run()
	}
	all := []*gdkit.Trace{
		with("all steps", func(*gdkit.Descent) {}),
		with("converged", func(d *gdkit.Descent) { d.Stop = gdkit.GradNormBelow(math.MaxFloat64) }),
		with("too fast", func(d *gdkit.Descent) { d.Rate *= 1e4 }),
		interrupted(plan),
		with("one point", func(d *gdkit.Descent) { d.Steps = 0 }),
		with("thinned", func(d *gdkit.Descent) { d.Every = 7 }),
		with("uphill", func(d *gdkit.Descent) { d.Ascend = true }),
	}
	if _, ok := c.Cost.(gdkit.Sampled); ok {
		all = append(all, with("batches", func(d *gdkit.Descent) { d.Batch = 2 }))
	}
	return all
}

// interrupted ends after its fifth step.
func interrupted(d gdkit.Descent) *gdkit.Trace {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	d.Label, d.Stop = "interrupted", after{5, stop}
	tr, _ := d.RunContext(ctx)
	return tr
}

// after is a Stop that interrupts the run at a step.
type after struct {
	step      int
	interrupt func()
}

func (a after) Check(tr *gdkit.Trace) (gdkit.Reason, string) {
	if tr.Steps() >= a.step {
		a.interrupt()
	}
	return gdkit.Running, ""
}
