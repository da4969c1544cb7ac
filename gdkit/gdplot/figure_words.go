package gdplot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A listener is the canvas that Show draws on. The plotters of this package tell it in words what
// they draw, and the words become the text alternative.
type listener struct {
	vg.CanvasSizer
	notes []string
}

func (l *listener) text() string { return strings.Join(l.notes, " ") }

// note adds a sentence to the text alternative, if c is drawn for one.
func note(c draw.Canvas, format string, args ...any) {
	var at vg.Canvas = c
	for { // gonum/plot wraps a canvas each time it crops it
		switch inner := at.(type) {
		case draw.Canvas:
			at = inner.Canvas
		case *draw.Canvas:
			at = inner.Canvas
		case *listener:
			inner.notes = append(inner.notes, fmt.Sprintf(format, args...))
			return
		default:
			return
		}
	}
}
