package main

import (
	"go/ast"
	"go/build"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// hover describes the name under the cursor in Markdown: its declaration and doc comment.
func (s *server) hover(path string, line, col int) string {
	const nothing = "No description: put the cursor on a name."
	src, ok := read(path, line, col)
	if !ok || src.name == "" {
		return nothing
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	prog := s.packages.check(path, src, src.name)
	if prog == nil {
		return nothing
	}
	obj := prog.info.ObjectOf(prog.at)
	if obj == nil {
		return "`" + src.name + "` is not declared here, or the lines above it do not compile."
	}
	declaration, docs := prog.describe(obj)
	return "```go\n" + declaration + "\n```\n\n" + markdown(docs)
}

// describe returns an object's declaration without its body, and its doc comment.
func (p *program) describe(obj types.Object) (declaration, docs string) {
	declaration = types.ObjectString(obj, func(pkg *types.Package) string {
		if pkg == p.pkg {
			return ""
		}
		return pkg.Name()
	})
	if c, ok := obj.(*types.Const); ok {
		declaration += " = " + c.Val().String()
	}
	if pkg, ok := obj.(*types.PkgName); ok {
		return declaration, p.packageDoc(pkg.Imported().Path())
	}
	file := p.fileOf(obj)
	if file == nil {
		return declaration, ""
	}
	line := p.fset.Position(obj.Pos()).Line
	is := func(id *ast.Ident) bool {
		return id != nil && id.Name == obj.Name() && p.fset.Position(id.Pos()).Line == line
	}
	show := func(node ast.Node) {
		var out strings.Builder
		if format.Node(&out, p.fset, node) == nil && strings.Count(out.String(), "\n") < 40 {
			declaration = strings.ReplaceAll(out.String(), "\t", "    ") // a tooltip is narrow
		}
	}
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if is(n.Name) {
				docs = n.Doc.Text()
				show(&ast.FuncDecl{Recv: n.Recv, Name: n.Name, Type: n.Type})
			}
		case *ast.TypeSpec:
			if is(n.Name) {
				group := stack[len(stack)-1].(*ast.GenDecl)
				docs = first(n.Doc, group.Doc)
				show(&ast.GenDecl{Tok: token.TYPE, Specs: []ast.Spec{&ast.TypeSpec{Name: n.Name, TypeParams: n.TypeParams, Assign: n.Assign, Type: n.Type}}})
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				if is(id) {
					docs = first(n.Doc, stack[len(stack)-1].(*ast.GenDecl).Doc, n.Comment)
				}
			}
		case *ast.Field:
			for _, id := range n.Names {
				if is(id) {
					docs = first(n.Doc, n.Comment)
				}
			}
		}
		return true
	})
	return declaration, docs
}

// fileOf returns the file that declares an object: one of the program's, or a package's.
func (p *program) fileOf(obj types.Object) *ast.File {
	for _, file := range p.files {
		if file.FileStart <= obj.Pos() && obj.Pos() < file.FileEnd {
			return file
		}
	}
	if obj.Pkg() == nil {
		return nil // len, float64, …
	}
	// Compiled packages keep base name and line; the standard library's folder is not kept.
	name := filepath.Join(p.known[obj.Pkg().Path()].dir, filepath.Base(p.fset.Position(obj.Pos()).Filename))
	file, _ := parser.ParseFile(p.fset, name, nil, parser.ParseComments)
	return file
}

// packageDoc returns the comment above a package's package clause.
func (p *program) packageDoc(path string) string {
	pkg, err := build.ImportDir(p.known[path].dir, 0)
	if err != nil {
		return ""
	}
	for _, name := range pkg.GoFiles {
		file, _ := parser.ParseFile(p.fset, filepath.Join(pkg.Dir, name), nil, parser.ParseComments|parser.PackageClauseOnly)
		if file != nil && file.Doc != nil {
			return file.Doc.Text()
		}
	}
	return ""
}

func first(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if text := g.Text(); text != "" {
			return text
		}
	}
	return ""
}

// markdown turns the text of a doc comment into Markdown: lists, code, headings.
func markdown(docs string) string {
	var parse comment.Parser
	return string((&comment.Printer{HeadingLevel: 4}).Markdown(parse.Parse(docs)))
}
