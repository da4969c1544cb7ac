package tests

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	widest   = 100 // columns of a line with a comment
	tabWidth = 4
)

func TestCommentsFitTheirColumns(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "../.." && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir // .git, .venv
		case d.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		files++
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines, err := wideComments(src)
		if err != nil {
			return err
		}
		for _, line := range lines {
			t.Errorf("%s:%d: the comment ends beyond column %d; wrap it, or put it above its line",
				strings.TrimPrefix(filepath.ToSlash(path), "../../"), line, widest)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("found %d Go files, want those of the whole repository", files)
	}
}

var (
	output    = regexp.MustCompile(`(?im)^[[:space:]]*(unordered )?output:`) // as go test finds it
	directive = regexp.MustCompile(`^//\S`)
)

// wideComments are the lines on which a comment ends beyond the widest column. Left out is what
// cannot be wrapped: directives, the output of an example, and a single long word, such as a URL.
func wideComments(src []byte) ([]int, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	text := strings.Split(string(src), "\n")
	var wide []int
	for _, group := range file.Comments {
		if inExample(file, group) && output.MatchString(group.Text()) {
			continue
		}
		for _, c := range group.List {
			if directive.MatchString(c.Text) {
				continue
			}
			first := fset.PositionFor(c.Pos(), false)
			for i := range strings.Count(c.Text, "\n") + 1 {
				line := text[first.Line-1+i]
				oneWord := i > 0 || strings.TrimSpace(line[:first.Column-1]) == ""
				oneWord = oneWord && len(strings.Fields(strings.TrimLeft(line, "/* \t"))) < 2
				columns := utf8.RuneCountInString(line) + (tabWidth-1)*strings.Count(line, "\t")
				if columns > widest && !oneWord {
					wide = append(wide, first.Line+i)
				}
			}
		}
	}
	return wide, nil
}

func inExample(file *ast.File, group *ast.CommentGroup) bool {
	return slices.ContainsFunc(file.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && strings.HasPrefix(f.Name.Name, "Example") &&
			f.Pos() < group.Pos() && group.End() <= f.End()
	})
}

func TestWideComments(t *testing.T) {
	words := func(columns int) string { return strings.Repeat("αβγ ", columns/4) }
	for _, c := range []struct {
		name, src string
		want      []int
	}{
		{"just fits", "// " + words(96) + "a\npackage p\n", nil},
		{"one too many", "// " + words(96) + "ab\npackage p\n", []int{1}},
		{"tabs", "package p\n\nfunc f() {\n\t\t// " + words(88) + "ab\n}\n", []int{4}},
		{"behind code", "package p\n\nvar x = 1 // " + words(88) + "ab\n", []int{3}},
		{"second line", "package p\n\n/* a\n" + words(100) + "ab */\n", []int{4}},
		{"indented", "package p\n\n//\t" + words(100) + "\nvar x int\n", []int{3}},
		{"in a string", "package p\n\nvar x = \"// " + words(100) + "\"\n", nil},
		{"a directive", "package p\n\n//go:generate " + words(100) + "\n", nil},
		{"a long word", "package p\n\n// https://" + strings.Repeat("a", 100) + "\n", nil},
		{"a long word behind code", "package p\n\nvar x = 1 // https://" + strings.Repeat("a", 100) + "\n", []int{3}},
		{"an example", "package p\n\nfunc ExampleX() {\n\t// Output:\n\t// " + words(100) + "\n}\n", nil},
		{"no example", "package p\n\nfunc X() {\n\t// Output:\n\t// " + words(100) + "\n}\n", []int{5}},
		{"before the output", "package p\n\nfunc ExampleX() {\n\t// " + words(100) + "\n\n\t// Output: 1\n}\n", []int{4}},
	} {
		got, err := wideComments([]byte(c.src))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: lines %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}
