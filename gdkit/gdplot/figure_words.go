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
	if l, ok := inner(c).(*listener); ok {
		l.notes = append(l.notes, fmt.Sprintf(format, args...))
	}
}

// inner is the canvas that c was first: gonum/plot wraps a canvas each time it crops it.
func inner(c vg.Canvas) vg.Canvas {
	for {
		switch outer := c.(type) {
		case draw.Canvas:
			c = outer.Canvas
		case *draw.Canvas:
			c = outer.Canvas
		default:
			return c
		}
	}
}
