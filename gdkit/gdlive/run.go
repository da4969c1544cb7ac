package gdlive

import (
	"context"
	"os"
	"os/signal"

	"gdlab/gdkit"
)

// run walks d and reports the trace at each of its points. An interrupt of the kernel ends
// the run and not the cell: the trace so far comes back, with Reason Interrupted. It
// panics where d.Run does.
func run(d gdkit.Descent, report func(tr *gdkit.Trace)) *gdkit.Trace {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	d.Stop = reporter{d.Stop, report}
	tr, err := d.RunContext(ctx)
	if tr == nil || err != nil && ctx.Err() == nil {
		panic(err.Error())
	}
	return tr
}

// reporter is a Stop that tells about each point and leaves the decision to the Stop inside.
type reporter struct {
	gdkit.Stop
	report func(tr *gdkit.Trace)
}

func (r reporter) Check(tr *gdkit.Trace) (gdkit.Reason, string) {
	r.report(tr)
	if r.Stop == nil {
		return gdkit.Running, ""
	}
	return r.Stop.Check(tr)
}
