package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const cell = `package main

var J = gdkit.Scalar(func(w float64) float64 { return w * w }, nil)

func main() {
	plot := "a variable hides the package"
	fmt.Println(len(plot), mat.NewDense(1, 1, nil), rand.IntN(3), J)
}
`

func TestKnownNamesAreImported(t *testing.T) {
	out := withKnown("main.go", []byte(cell))
	for _, want := range []string{`import "gdlab/gdkit"`, `import "gonum.org/v1/gonum/mat"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	for _, not := range []string{`gonum.org/v1/plot"`, `"fmt"`, "datasets"} {
		if strings.Contains(string(out), not) {
			t.Errorf("%s in\n%s", not, out)
		}
	}
	if strings.Count(string(out), "\n") != strings.Count(cell, "\n") {
		t.Error("the line numbers changed")
	}
}

func TestOwnImportsStay(t *testing.T) {
	src := "package main\n\nimport mat \"example.com/other/mat\"\n\nvar _ = mat.New()\n"
	if out := string(withKnown("main.go", []byte(src))); out != src {
		t.Errorf("got\n%s", out)
	}
	broken := "package main\n\nfunc {\n"
	if out := string(withKnown("main.go", []byte(broken))); !strings.HasPrefix(out, "package main") {
		t.Errorf("got\n%s", out)
	}
}

// The result is what goimports itself makes of the file.
func TestSameAsGoimports(t *testing.T) {
	// Inside the module, so that goimports finds gdlab's packages. Go leaves out folders whose
	// names begin with "_", so nothing that runs at the same time takes it for a package.
	dir, err := os.MkdirTemp(".", "_test-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "main.go")
	src := strings.Replace(cell, `plot := "a variable hides the package"`, "plot := gdplot.Curve(J, -1, 1)", 1)
	src = strings.Replace(src, "len(plot)", "plot", 1)
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command("go", "tool", "goimports", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	if err := run(file, true); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
