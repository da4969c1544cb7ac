package gdlive

import (
	"fmt"
	"html"
	"strconv"
	"time"

	"gdlab/gdkit"
)

// perSecond is how often at most a display changes: more than the eye needs, and few enough
// for a slow connection.
const perSecond = 10

// Progress runs d, as d.Run does, and shows how far it is: the step, the cost, steps a second and
// the time left. A run that takes less than a fifth of a second shows no bar. At the end one line
// stays, the trace in a sentence, which is the same each time. In a terminal the line is written
// over; into a file only the end is printed. An interrupt ends the run and keeps its trace.
//
// With batches the bar moves once an epoch, or every Descent.Every steps.
func Progress(d gdkit.Descent) *gdkit.Trace {
	p := &progress{screen: newScreen(), steps: d.Steps, now: time.Now}
	tr := run(d, p.report)
	p.screen.finish("", nil, tr.String())
	return tr
}

type progress struct {
	screen      screen
	steps       int
	now         func() time.Time // time.Now, but for tests
	began, next time.Time
	shown       int
}

func (p *progress) report(tr *gdkit.Trace) {
	now := p.now()
	if p.began.IsZero() {
		p.began, p.next = now, now.Add(time.Second/5)
	}
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(time.Second / perSecond)
	p.shown++

	step, elapsed := tr.Steps(), now.Sub(p.began).Seconds()
	line := fmt.Sprintf("%s: step %d of %d, J = %.4g", tr.Label, step, p.steps, tr.J[tr.Len()-1])
	if step > 0 && elapsed > 0 {
		rate := float64(step) / elapsed
		left := time.Duration(float64(p.steps-step) / rate * float64(time.Second))
		line += fmt.Sprintf(", %s steps a second, at most %v left", strconv.FormatFloat(rate, 'g', 3, 64), left.Round(time.Second))
	}
	p.screen.show(func() string {
		return fmt.Sprintf(`<progress max="%d" value="%d" aria-label="steps taken" style="width:16em;vertical-align:middle"></progress> <span style="font-variant-numeric:tabular-nums">%s</span>`,
			p.steps, step, html.EscapeString(line))
	}, line)
}
