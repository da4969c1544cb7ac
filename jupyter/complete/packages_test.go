package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"gdlab/jupyter/cellimports"
)

// exportsOf asks "go doc" for the exported names of a package.
func exportsOf(t *testing.T, path string) (names []string) {
	t.Helper()
	out, err := exec.Command("go", "doc", "-all", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ([\n", r) }); len(f) > 1 &&
			(strings.HasPrefix(line, "func ") && !strings.HasPrefix(line, "func (") || strings.HasPrefix(line, "type ")) {
			names = append(names, f[1])
		}
	}
	slices.Sort(names)
	return names
}

func TestPackagesAreThoseOfGoDoc(t *testing.T) {
	l := open(t)
	for name, path := range map[string]string{"gdkit": "gdlab/gdkit", "datasets": "gdlab/datasets", "mat": "gonum.org/v1/gonum/mat", "strings": "strings"} {
		got := l.tab("func main() {\n\t" + name + "." + cursor + "\n}")
		for _, want := range exportsOf(t, path) {
			if !slices.Contains(got, want) {
				t.Errorf("%s. + Tab lacks %s; it has %v", name, want, got)
			}
		}
	}
}

func TestNamesWithoutImportAreThoseOfTheList(t *testing.T) {
	l := open(t)
	for name, path := range cellimports.Names() {
		got := l.tab("func main() { " + name + "." + cursor + "\n}")
		want := l.tab("import p \"" + path + "\"\n\nfunc main() { p." + cursor + "\n}")
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s. + Tab\n got %v\nwant %v, what %s has", name, got, want, path)
		}
	}
	own := l.tab("func main() { " + cursor + "\n}")
	if !slices.Contains(own, "gdkit") || slices.Contains(own, "remote") {
		t.Errorf("Tab offers %v, want gdkit, and nothing of what the lab itself is made of", own)
	}
}
