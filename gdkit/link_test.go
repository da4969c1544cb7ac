package gdkit_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Linking is three quarters of a cell's time. A cell that draws nothing must not link what draws,
// nor what it does not use of gdkit.
func TestWhatACellLinks(t *testing.T) {
	for _, c := range []struct {
		program string
		with    []string // what must be in the binary
		without []string // and what must not
	}{
		{"plain", []string{"gdlab/gdkit.Descent"}, []string{"gonum.org/v1/plot", "gonbui", "image/png", "optimize.Minimize", "gdkit.(*Net)", "gdkit.(*Streamed)", "gdkit/rows."}},
		{"drawing", []string{"gonum.org/v1/plot", "gonbui"}, []string{"optimize.Minimize", "gdplot.(*SurfacePlot)"}},
	} {
		binary := filepath.Join(t.TempDir(), c.program)
		if out, err := exec.Command("go", "build", "-o", binary, "./testdata/"+c.program).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		code, err := os.ReadFile(binary)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range c.with {
			if !bytes.Contains(code, []byte(name)) {
				t.Errorf("%s: %s is missing, so that this test shows nothing", c.program, name)
			}
		}
		for _, name := range c.without {
			if bytes.Contains(code, []byte(name)) {
				t.Errorf("%s: a cell links %s, which it does not use", c.program, name)
			}
		}
	}
}
