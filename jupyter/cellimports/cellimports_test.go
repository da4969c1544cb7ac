package cellimports

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const repo = "../.."

type whole struct {
	Names                      map[string]string
	Prepared, Modules, Folders []string
	Grader                     string
}

func read(t *testing.T) (list whole) {
	t.Helper()
	if err := json.Unmarshal(file, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// Each path exists, and its package has the name that the list says.
func TestNamesAreThoseOfThePackages(t *testing.T) {
	names := Names()
	if len(names) < 10 {
		t.Fatalf("%d names", len(names))
	}
	for name, path := range names {
		if got := goList(t, "{{.Name}}", path); got != name {
			t.Errorf("%s: the package is called %q, want %q", path, got, name)
		}
	}
}

// Everything that is named is among what is compiled in advance.
func TestTheListAgreesWithItself(t *testing.T) {
	list := read(t)
	patterns := slices.Clone(list.Modules)
	for _, folder := range append(list.Folders, list.Grader) {
		patterns = append(patterns, "./"+folder+"/...")
	}
	for _, pattern := range patterns {
		if goList(t, "{{.ImportPath}}", pattern) == "" {
			t.Errorf("there is no package %s", pattern)
		}
	}
	compiled := strings.Fields(goList(t, "{{.ImportPath}}", append(patterns, "std")...))
	for _, path := range list.Names {
		if !slices.Contains(compiled, path) {
			t.Errorf("%s has a name, but is not compiled in advance; add its module or folder", path)
		}
	}
	for _, name := range list.Prepared {
		path, ok := list.Names[name]
		if !ok {
			path = name
		}
		if !slices.Contains(compiled, path) {
			t.Errorf("%s is prepared, but is neither a name nor a package of the standard library", name)
		}
	}
}

func goList(t *testing.T, format string, paths ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-f", format}, paths...)...)
	cmd.Dir = repo
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %s: %v", paths, err)
	}
	return strings.TrimSpace(string(out))
}

// A second list would be forgotten when this one changes.
func TestThereIsNoOtherList(t *testing.T) {
	list, seen := read(t), 0
	err := filepath.WalkDir(repo, func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(path, repo+string(filepath.Separator)))
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != repo && (strings.HasPrefix(d.Name(), ".") || name == "notebooks"):
			return filepath.SkipDir // lessons import what they use
		case !d.Type().IsRegular() || strings.HasPrefix(name, "jupyter/cellimports/"):
			return nil
		}
		switch filepath.Ext(name) {
		case ".go", ".py", ".sh", ".js", ".json", ".toml", ".yaml":
		case "": // scripts, Makefile, Dockerfile
		default:
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen++
		if found := listed(name, src, list); len(found) > 2 {
			t.Errorf("%s lists what a cell may import: %v; read jupyter/cellimports/cellimports.json instead", name, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 300 {
		t.Errorf("read %d files, want those of the whole repository", seen)
	}
}

// listed are the packages of other modules and the patterns that a file names, but for Go's own
// import lines. A pattern counts for three, since nothing but a list needs one.
func listed(name string, src []byte, list whole) (found []string) {
	text := string(src)
	if strings.HasSuffix(name, ".go") {
		text = literals(src)
	}
	patterns := slices.Clone(list.Modules)
	for _, folder := range list.Folders {
		patterns = append(patterns, "./"+folder+"/...")
	}
	for _, pattern := range patterns {
		if strings.Contains(text, pattern) {
			found = append(found, pattern, pattern, pattern)
		}
	}
	for _, path := range list.Names {
		whole := regexp.MustCompile(regexp.QuoteMeta(path) + `(?:[^/.\w-]|$)`)
		if strings.Contains(path, ".") && whole.MatchString(text) {
			found = append(found, path)
		}
	}
	return found
}

// literals are the strings of a Go file that are not import paths.
func literals(src []byte) string {
	f, _ := parser.ParseFile(token.NewFileSet(), "", src, 0)
	var all []string
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			all = append(all, lit.Value)
		}
		_, imports := n.(*ast.ImportSpec)
		return !imports
	})
	return strings.Join(all, "\n")
}

func TestListed(t *testing.T) {
	list := read(t)
	table := "package p\n\nimport \"gonum.org/v1/plot\"\n\nvar x = []string{\"gonum.org/v1/plot\", \"gonum.org/v1/plot/vg\", \"gonum.org/v1/gonum/mat\"}\n"
	for _, c := range []struct {
		name, src string
		want      int
	}{
		{"a.go", table, 3},
		{"a.go", strings.Split(table, "var")[0], 0},
		{"a.py", `MODULES = ("gonum.org/v1/gonum/...",)`, 3},
		{"install", "packages='gonum.org/v1/plot/... ./gdkit/...'", 6},
		{"a.py", `cell = 'import "gonum.org/v1/gonum/mat"'`, 1},
	} {
		if found := listed(c.name, []byte(c.src), list); len(found) != c.want {
			t.Errorf("%s %q: found %v, want %d", c.name, c.src, found, c.want)
		}
	}
}
