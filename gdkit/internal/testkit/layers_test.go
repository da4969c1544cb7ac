package testkit

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A small package with one fault of each kind: the checker names them, and nothing else.
func TestLayerFaults(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example\n\ngo 1.24\n",
		"doc.go": "// Package example is small.\n//\n// # Layers\n//\n// A file uses only those above it.\n//\n" +
			"//\tlow…           the ground\n//\tmiddle… mid.go  the floor\n//\t               between\n//\thigh… none…   the roof\n//\n// # More\n//\n//\tlost…  no row\npackage example\n",
		"low.go":       "package example\n\ntype Ground struct{}\n\nfunc (g Ground) Dig() int { return g.Lift() }\n",
		"low_more.go":  "package example\n\nfunc More() int { return Ground{}.Dig() + Mid() }\n",
		"mid.go":       "package example\n\nfunc Mid() int { return Ground{}.Dig() + More() }\n",
		"middle_up.go": "package example\n\nfunc (Ground) Lift() int { return 1 }\n",
		"high.go":      "package example\n\nfunc High() int { High := Mid; return High() }\n",
		"lost.go":      "package example\n\nfunc Lost() {}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"doc.go's table has none…, and no file is called so",
		"lost.go stands in no row of doc.go's table: name it for one, or give it a row",
		"low.go uses Lift of middle_up.go, whose row (middle…) stands below its own (low…)",
		"low_more.go uses Mid of mid.go, whose row (middle…) stands below its own (low…)",
	}
	if got := Load(t, dir).layerFaults(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if rows := Load(t, dir).rows(); len(rows) != 3 || rows[1].words != "the floor between" {
		t.Errorf("%q", rows)
	}
	if got, want := Functions(t, dir), []string{"High", "Lost", "Mid", "More"}; !slices.Equal(got, want) {
		t.Errorf("functions %q, want %q", got, want)
	}
}
