package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	lsp "go.lsp.dev/protocol"
)

// complete returns the names that fit at the cursor, the nearest first.
func (s *server) complete(path string, line, col int) *lsp.CompletionList {
	list := &lsp.CompletionList{Items: []lsp.CompletionItem{}}
	src, ok := read(path, line, col)
	if !ok {
		return list
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	prog := s.packages.check(path, src, placeholder)
	if prog == nil {
		return list
	}
	seen := map[string]bool{placeholder: true, "_": true}
	typed := strings.ToLower(src.typed)
	for _, name := range prog.names(src.typed) {
		if seen[name] || !strings.HasPrefix(strings.ToLower(name), typed) {
			continue
		}
		seen[name] = true
		list.Items = append(list.Items, lsp.CompletionItem{Label: name, TextEdit: &lsp.TextEdit{NewText: name, Range: lsp.Range{
			Start: lsp.Position{Line: uint32(line), Character: uint32(col - len(src.typed))},
			End:   lsp.Position{Line: uint32(line), Character: uint32(col)}}}})
	}
	return list
}

// names lists the candidates for the placeholder, whatever they begin with.
func (p *program) names(typed string) []string {
	parent := p.path[len(p.path)-1]
	if sel, ok := parent.(*ast.SelectorExpr); ok && sel.Sel == p.at {
		return p.members(sel.X)
	}
	if kv, ok := parent.(*ast.KeyValueExpr); ok && kv.Key == p.at {
		parent = p.path[len(p.path)-2]
	}
	if lit, ok := parent.(*ast.CompositeLit); ok && lit.Type != p.at {
		if fields, keyed := p.unset(lit); keyed {
			return fields
		} else if len(fields) > 0 {
			return append(fields, p.inScope(typed)...)
		}
	}
	return p.inScope(typed)
}

// members lists what can follow x and a dot: a package's exported names, or the fields and
// methods of a value.
func (p *program) members(x ast.Expr) (names []string) {
	if id, ok := x.(*ast.Ident); ok {
		if pkg, ok := p.info.Uses[id].(*types.PkgName); ok {
			scope := pkg.Imported().Scope()
			for _, name := range scope.Names() {
				if token.IsExported(name) {
					names = append(names, name)
				}
			}
			return names
		}
	}
	t := p.info.TypeOf(x)
	if t == nil {
		return nil
	}
	// fields in the order of their declaration, then those of embedded structs
	level := []types.Type{t}
	for seen := map[types.Type]bool{}; len(level) > 0; level = level[1:] {
		str, ok := deref(level[0]).Underlying().(*types.Struct)
		if !ok || seen[str] {
			continue
		}
		seen[str] = true
		for f := range str.Fields() {
			if f.Embedded() {
				level = append(level, f.Type())
			}
			if p.visible(f) {
				names = append(names, f.Name())
			}
		}
	}
	if !types.IsInterface(t) {
		// a variable's address can be taken, so both kinds of methods
		t = types.NewPointer(deref(t))
	}
	for m := range types.NewMethodSet(t).Methods() {
		if p.visible(m.Obj()) {
			names = append(names, m.Obj().Name())
		}
	}
	return names
}

// unset lists the fields that a struct literal does not set yet, in the order of their
// declaration, and whether the literal names its fields.
func (p *program) unset(lit *ast.CompositeLit) (fields []string, keyed bool) {
	t := p.info.TypeOf(lit)
	if t == nil {
		return nil, false
	}
	str, ok := deref(t).Underlying().(*types.Struct)
	if !ok {
		return nil, false
	}
	set := map[string]bool{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			keyed = true
			if key, ok := kv.Key.(*ast.Ident); ok {
				set[key.Name] = true
			}
		}
	}
	for f := range str.Fields() {
		if !set[f.Name()] && p.visible(f) {
			fields = append(fields, f.Name())
		}
	}
	return fields, keyed
}

// inScope lists the names that the placeholder can see, innermost first, then the packages that
// need no import. Keywords, and packages beyond the module's own, only once a letter is typed.
func (p *program) inScope(typed string) (names []string) {
	for scope := p.pkg.Scope().Innermost(p.at.Pos()); scope != nil; scope = scope.Parent() {
		if scope == types.Universe {
			names = append(names, sorted(p.own)...)
		}
		for _, name := range scope.Names() {
			if _, obj := scope.LookupParent(name, p.at.Pos()); obj != nil && name != "main" {
				names = append(names, name)
			}
		}
	}
	if typed == "" {
		return names
	}
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		names = append(names, tok.String())
	}
	var more []string
	for name := range p.byName {
		more = append(more, name)
	}
	return append(names, sorted(more)...)
}

func (p *program) visible(obj types.Object) bool { return obj.Exported() || obj.Pkg() == p.pkg }

func deref(t types.Type) types.Type {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}
