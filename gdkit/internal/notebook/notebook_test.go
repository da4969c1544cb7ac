package notebook

import (
	"encoding/base64"
	"encoding/xml"
	"strings"
	"testing"
)

// The element holds the picture and its words, whatever they are: an XML reader gets them back.
func TestImage(t *testing.T) {
	png, alt := []byte{0x89, 'P', 'N', 'G', 0, 255}, `J < 3 & "w" > 'b'`
	var img struct {
		Alt    string `xml:"alt,attr"`
		Src    string `xml:"src,attr"`
		Width  int    `xml:"width,attr"`
		Height int    `xml:"height,attr"`
	}
	element := Image(png, alt, 620, 400)
	if err := xml.Unmarshal([]byte(strings.TrimSuffix(element, ">")+"/>"), &img); err != nil {
		t.Fatalf("%s: %v", element, err)
	}
	data, found := strings.CutPrefix(img.Src, "data:image/png;base64,")
	if got, err := base64.StdEncoding.DecodeString(data); !found || err != nil || string(got) != string(png) {
		t.Errorf("the picture is %q, want %q (%v)", got, png, err)
	}
	if img.Alt != alt || img.Width != 620 || img.Height != 400 {
		t.Errorf("%+v", img)
	}
}

// Outside a notebook nothing is sent, and nothing fails.
func TestOutsideANotebook(t *testing.T) {
	if Is() {
		t.Fatal("this test runs outside a notebook only")
	}
	Send(Display{HTML: "<b>J</b>", Text: "J", PNG: []byte{1}, Width: 2, Height: 1})
	if err := Sync("the picture"); err != nil {
		t.Error(err)
	}
}
