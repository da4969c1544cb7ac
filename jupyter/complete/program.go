package main

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// program is the cell's program, parsed and type-checked as far as it goes.
type program struct {
	*packages
	files []*ast.File
	cell  *ast.File // files[0], the one that the cursor is in
	pkg   *types.Package
	info  *types.Info
	at    *ast.Ident // the name under the cursor
	path  []ast.Node // the nodes around it, outermost first
}

// check reads the program at path with the given name under the cursor. It returns nil if
// there is no name at that place. The caller holds s.packages.mu.
func (p *packages) check(path string, src source, name string) *program {
	p.load()
	prog := &program{packages: p}
	// The parser goes on after errors, so the program may be unfinished at the cursor.
	prog.cell, _ = parser.ParseFile(p.fset, path, src.before+name+src.after, parser.ParseComments|parser.AllErrors)
	prog.at, prog.path = find(p.fset, prog.cell, len(src.before))
	if prog.at == nil {
		return nil
	}
	prog.files = []*ast.File{prog.cell}
	// When a cell is half typed, gonb puts what earlier cells declared into a second file.
	if other, err := os.ReadFile(filepath.Join(filepath.Dir(path), "other.go")); err == nil {
		if file, _ := parser.ParseFile(p.fset, "other.go", other, parser.ParseComments); file != nil {
			prog.files = append(prog.files, file)
		}
	}
	prog.typecheck()
	if prog.addImports() {
		prog.typecheck()
	}
	return prog
}

// typecheck checks the files. Errors are expected, because the learner is typing.
func (p *program) typecheck() {
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: p.compiled, Error: func(error) {}, DisableUnusedImportCheck: true}
	p.pkg, _ = config.Check("main", p.fset, p.files, p.info)
}

// find returns the name that begins at offset, and the nodes around it.
func find(fset *token.FileSet, file *ast.File, offset int) (at *ast.Ident, around []ast.Node) {
	if file == nil {
		return nil, nil
	}
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && at == nil && fset.Position(id.Pos()).Offset == offset {
			at, around = id, slices.Clone(stack)
		}
		return at == nil
	})
	return at, around
}

// addImports imports what the cell uses without saying so: packages that an earlier cell
// imported, and packages that the kernel would import by itself. It reports whether there
// were any.
func (p *program) addImports() (added bool) {
	remembered := map[string]string{}
	for _, file := range p.files[1:] {
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if spec.Name != nil {
				remembered[spec.Name.Name] = path
			} else {
				remembered[p.known[path].name] = path
			}
		}
	}
	paths := map[string]string{}
	ast.Inspect(p.cell, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && p.info.Uses[id] == nil {
				paths[id.Name] = cmp.Or(remembered[id.Name], p.byName[id.Name])
			}
		}
		return true
	})
	for name, path := range paths {
		if path == "" {
			continue
		}
		end := p.cell.Name.End()
		spec := &ast.ImportSpec{Name: &ast.Ident{NamePos: end, Name: name},
			Path: &ast.BasicLit{ValuePos: end, Kind: token.STRING, Value: strconv.Quote(path)}}
		p.cell.Decls = slices.Insert(p.cell.Decls, 0, ast.Decl(&ast.GenDecl{TokPos: end, Tok: token.IMPORT, Specs: []ast.Spec{spec}}))
		added = true
	}
	return added
}
