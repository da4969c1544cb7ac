package testkit

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A Source is the code of a package without its tests, with the meaning of every name.
type Source struct {
	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info
}

// Load reads the package in dir, relative to the test, as the Go command would build it.
func Load(t testing.TB, dir string) *Source {
	t.Helper()
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{if not .DepOnly}}{{range .GoFiles}}{{.}} {{end}}{{end}}", ".")
	list.Dir, list.Stderr = dir, os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list in %s: %v", dir, err)
	}
	s := &Source{Fset: token.NewFileSet(), Info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}}
	exports := map[string]string{}
	path := ""
	for line := range strings.Lines(string(out)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		exports[cells[0]] = cells[1]
		for _, name := range strings.Fields(cells[2]) {
			path = cells[0]
			f, err := parser.ParseFile(s.Fset, filepath.Join(dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			s.Files = append(s.Files, f)
		}
	}
	open := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data for %s", path)
		}
		return os.Open(exports[path])
	}
	conf := types.Config{Importer: importer.ForCompiler(s.Fset, "gc", open)}
	if s.Types, err = conf.Check(path, s.Fset, s.Files, s.Info); err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	return s
}

// Functions are the names of the exported functions of the package in dir, without methods.
func Functions(t testing.TB, dir string) []string {
	t.Helper()
	s := Load(t, dir)
	var names []string
	for _, name := range s.Types.Scope().Names() {
		if _, ok := s.Types.Scope().Lookup(name).(*types.Func); ok && token.IsExported(name) {
			names = append(names, name)
		}
	}
	return names
}

// CheckFunctions holds a table by name to the exported functions of the package in dir: every
// function is in it, so that none can be forgotten, and nothing else. It returns the
// functions that are.
func CheckFunctions[V any](t testing.TB, dir string, table map[string]V) []string {
	t.Helper()
	var both []string
	functions := Functions(t, dir)
	for _, name := range functions {
		if _, ok := table[name]; !ok {
			t.Errorf("the table of this test has no %s: how is it used?", name)
			continue
		}
		both = append(both, name)
	}
	for name := range table {
		if !slices.Contains(functions, name) {
			t.Errorf("the table of this test has %s, which is no function of the package", name)
		}
	}
	return both
}

// file is the name of the file that a place is in.
func (s *Source) file(at token.Pos) string { return filepath.Base(s.Fset.Position(at).Filename) }
