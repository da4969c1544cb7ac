package gdlive

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// A screen is one place that can be written over: an output of the notebook, the last line of a terminal, or nothing at all.
type screen interface {
	show(html func() string, line string)        // for now
	finish(html string, png []byte, line string) // for good; html may be "" where the line says it all
}

// newScreen is the screen that there is.
func newScreen() screen {
	switch {
	case gonbui.IsNotebook:
		return &output{id: gonbui.UniqueId()}
	case testing.Testing():
		return silence{}
	}
	if s, err := os.Stdout.Stat(); err == nil && s.Mode()&os.ModeCharDevice != 0 {
		return &terminal{}
	}
	return lastWord{}
}

// output is an output of the notebook. All its messages have the type text/html: JupyterLab mixes them up when the type changes on the way.
type output struct{ id string }

func (o *output) show(html func() string, line string) { o.send(html(), nil, line) }

func (o *output) finish(html string, png []byte, line string) {
	if html == "" {
		html = "<pre>" + escape(line) + "</pre>"
	}
	o.send(html, png, line)
	gonbui.Sync()
}

func (o *output) send(html string, png []byte, line string) {
	message := &protocol.DisplayData{
		Data:      map[protocol.MIMEType]any{protocol.MIMETextHTML: html, protocol.MIMETextPlain: line},
		DisplayID: o.id,
	}
	if png != nil {
		message.Data[protocol.MIMEImagePNG] = png
		message.Metadata = map[string]any{string(protocol.MIMEImagePNG): map[string]any{"alt": line}}
	}
	gonbui.SendData(message)
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

// lastWord prints the end only: a file or a pipe.
type lastWord struct{}

func (lastWord) show(func() string, string)             {}
func (lastWord) finish(_ string, _ []byte, line string) { fmt.Println(line) }

// silence is for tests, whose logs are no place for progress.
type silence struct{}

func (silence) show(func() string, string)    {}
func (silence) finish(string, []byte, string) {}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace
