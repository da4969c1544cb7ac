package gdlive

import (
	"fmt"
	"html"
	"os"
	"testing"

	"gdlab/gdkit/internal/notebook"
)

// A screen is one place that can be written over: an output of the notebook, the last line of a
// terminal, or nothing at all.
type screen interface {
	// for now
	show(html func() string, line string)
	// for good; html may be "" where the line says it all
	finish(html string, png []byte, line string)
}

// newScreen is the screen that there is; tests have one of their own.
var newScreen = theScreen

func theScreen() screen {
	switch {
	case notebook.Is():
		return &output{id: notebook.NewID()}
	case testing.Testing():
		return silence{}
	}
	if s, err := os.Stdout.Stat(); err == nil && s.Mode()&os.ModeCharDevice != 0 {
		return &terminal{}
	}
	return printout{}
}

// output is an output of the notebook. All its messages have the type text/html: JupyterLab mixes
// them up when the type changes on the way.
type output struct{ id string }

func (o *output) show(html func() string, line string) {
	notebook.Send(notebook.Display{HTML: html(), Text: line, ID: o.id})
}

func (o *output) finish(element string, png []byte, line string) {
	if element == "" {
		element = "<pre>" + html.EscapeString(line) + "</pre>"
	}
	notebook.Send(notebook.Display{HTML: element, Text: line, PNG: png, ID: o.id})
	if err := notebook.Sync("the picture"); err != nil {
		fmt.Fprintln(os.Stderr, "gdlive:", err)
	}
}

// terminal is a line that is written over.
type terminal struct{ width int }

func (t *terminal) show(_ func() string, line string) {
	fmt.Printf("\r%-*s", t.width, line)
	t.width = max(t.width, len(line))
}

func (t *terminal) finish(_ string, _ []byte, line string) {
	t.show(nil, line)
	fmt.Println()
}

// printout prints the end only: a file or a pipe.
type printout struct{}

func (printout) show(func() string, string)             {}
func (printout) finish(_ string, _ []byte, line string) { fmt.Println(line) }

// silence is for tests, whose logs have no place for progress.
type silence struct{}

func (silence) show(func() string, string)    {}
func (silence) finish(string, []byte, string) {}
