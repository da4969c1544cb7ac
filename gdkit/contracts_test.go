package gdkit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a cost may offer has a name and stands in cost.go and in the comment of the package; nowhere
// is a value asked for methods that no named interface lists.
func TestContractsAreNamed(t *testing.T) {
	fset := token.NewFileSet()
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	contracts, files := 0, 0
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") ||
			strings.HasPrefix(path, filepath.Join("internal", "testkit")) {
			return err
		}
		files++
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		named := map[*ast.InterfaceType]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if i, ok := n.Type.(*ast.InterfaceType); ok {
					named[i] = true
					if path != "cost.go" || !n.Name.IsExported() {
						break
					}
					contracts++
					if !strings.Contains(string(doc), n.Name.Name) {
						t.Errorf("doc.go doesn't tell what %s is", n.Name.Name)
					}
				}
			case *ast.InterfaceType:
				if !named[n] && n.Methods.NumFields() > 0 {
					t.Errorf("%s: an interface without a name; give it one in cost.go, or where its kind of thing is",
						fset.Position(n.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if contracts < 5 || contracts > 10 || files < 100 {
		t.Errorf("%d contracts of costs in %d files, want 5 to 10", contracts, files)
	}
}
