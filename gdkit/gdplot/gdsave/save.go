// Package gdsave writes the figures of gdplot into files: SVG and PDF for print, where lines and
// letters stay sharp at any size, and PNG.
//
// It is a package of its own because writers of SVG and PDF are 1 MB of code that a cell which only
// shows pictures need not link.
package gdsave

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gdlab/gdkit/gdplot"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Save writes f to a file, as SVG, PDF or PNG by the end of its name, on white and in the size that
// Show gives it: a picture that is 620 pixels wide on the screen is 164 mm wide on paper. The
// letters of an SVG and a PDF are outlines, so that no font is missing anywhere; an SVG carries the
// text alternative as its title; a PNG has two pixels for each point of the screen. A file that is
// there already is overwritten.
//
//	err := gdsave.Save("bowl.pdf", gdplot.Surface(j, run))
func Save(path string, f gdplot.Figure) error {
	var b bytes.Buffer
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".svg":
		err = WriteSVG(&b, f)
	case ".pdf":
		err = WritePDF(&b, f)
	case ".png":
		err = gdplot.WritePNG(&b, f)
	default:
		return fmt.Errorf("gdsave: the file name %q ends in %q, want .svg, .pdf or .png", path, filepath.Ext(path))
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("gdsave: %w", err)
	}
	return nil
}

// WriteSVG writes f as an SVG picture with a title for those who can't see it.
func WriteSVG(w io.Writer, f gdplot.Figure) error {
	width, height := size(f)
	c := vgsvg.New(width, height)
	gdplot.DrawOn(letters{c}, f)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return fmt.Errorf("gdsave: writing the SVG: %w", err)
	}
	// The title is the first child of the outermost element, which has to say that it is a picture.
	head, body, ok := strings.Cut(b.String(), "<svg ")
	attributes, rest, closed := strings.Cut(body, ">")
	if !ok || !closed {
		return fmt.Errorf("gdsave: writing the SVG: it has no outermost element")
	}
	// An image fills its place, whatever its number of pixels.
	rest = strings.ReplaceAll(rest, "<image ", `<image preserveAspectRatio="none" `)
	_, err := fmt.Fprintf(w, "%s<svg role=\"img\" %s>\n<title>%s</title>%s", head, attributes, html.EscapeString(gdplot.Describe(f)), rest)
	return err
}

// WritePDF writes f as a PDF of one page.
func WritePDF(w io.Writer, f gdplot.Figure) error {
	width, height := size(f)
	c := vgpdf.New(width, height)
	gdplot.DrawOn(paper{letters{c}}, f)
	if _, err := c.WriteTo(w); err != nil {
		return fmt.Errorf("gdsave: writing the PDF: %w", err)
	}
	return nil
}

func size(f gdplot.Figure) (width, height vg.Length) {
	w, h := gdplot.Size(f)
	return vg.Length(w) * vg.Inch / 96, vg.Length(h) * vg.Inch / 96
}
