// Package notebook is the one way by which the lab's pictures and tables reach a notebook: through
// Jupyter's display messages, as HTML and PNG that fetch nothing.
//
// It goes through gonb's own gonbui and not through a smaller sender of ours: a cell may use
// gonbui too, and two senders on one pipe would mix their bytes. That costs 35 ms of linking in a
// cell that takes 240.
package notebook

import (
	"encoding/base64"
	"encoding/gob"
	"fmt"
	"html"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// A Display is what one message shows.
type Display struct {
	HTML string
	Text string // the text alternative
	PNG  []byte // nil for none: JupyterLab mixes up an output whose types change on the way

	Width, Height int // of the PNG on the page, in CSS pixels; 0 leaves them to it
	// "" for an output of its own; else what was sent with the same ID is written over
	ID string
}

// Is says whether the program runs in a cell of a notebook.
func Is() bool { return gonbui.IsNotebook }

// NewID is an ID that no other output has.
func NewID() string { return gonbui.UniqueId() }

// Send sends displays. It does not wait for the notebook; see Sync.
//
// JupyterLab 4.6 ignores the metadata "alt" of image/png, but shows text/html first, in
// trusted and untrusted notebooks alike; nbconvert honours both; a tool that knows only
// image/png still has the picture.
func Send(all ...Display) {
	for _, d := range all {
		message := &protocol.DisplayData{
			Data:      map[protocol.MIMEType]any{protocol.MIMETextHTML: d.HTML, protocol.MIMETextPlain: d.Text},
			DisplayID: d.ID,
		}
		if d.PNG != nil {
			about := map[string]any{"alt": d.Text}
			if d.Width > 0 && d.Height > 0 {
				about["width"], about["height"] = d.Width, d.Height
			}
			message.Data[protocol.MIMEImagePNG] = d.PNG
			message.Metadata = map[string]any{string(protocol.MIMEImagePNG): about}
		}
		gonbui.SendData(message)
	}
}

// Sync returns when the notebook has received what was sent, so that nothing is lost when the cell
// ends. The error says what it did not take.
func Sync(what string) error {
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("the notebook did not take %s: %w", what, err)
	}
	return nil
}

// Image is a picture as an HTML element of this size in CSS pixels, with its text alternative.
func Image(png []byte, alt string, width, height float64) string {
	return fmt.Sprintf(`<img alt="%s" width="%.0f" height="%.0f" style="max-width:100%%;height:auto" src="%s">`,
		html.EscapeString(alt), width, height, DataURL(png))
}

// DataURL is a picture as an address that holds the picture itself.
func DataURL(png []byte) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png)
}

func init() { gob.Register(map[string]any{}) } // the type of the metadata on its way to gonb
