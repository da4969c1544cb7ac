package testkit

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// Golden holds a picture, a PNG, to the one in the file. With update it writes the file
// anew instead. Up to 500 pixels of more than a million may differ: other processors round
// a few edges otherwise.
func Golden(t testing.TB, update bool, file string, got []byte) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := png.Decode(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	b, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if n := Differing(a, b); n > 500 {
		kept := filepath.Join(t.ArtifactDir(), filepath.Base(file))
		if err := os.WriteFile(kept, got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s: %d pixels differ; the new picture is in %s", filepath.Base(file), n, kept)
	}
}
