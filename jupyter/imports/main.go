// Command imports is goimports for the cells of this laboratory. It writes the import lines of the
// packages that lessons use by their names (package cellimports), and leaves everything else to
// goimports' own code. That would search all modules for each of those names, at every run of every
// cell (80 ms instead of 8).
//
//	imports -w main.go
//
// Set-up builds it under the name goimports, which is the one that gonb calls.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"slices"
	"strconv"

	"gdlab/jupyter/cellimports"

	"golang.org/x/tools/imports"
)

// known are the packages that a cell may use without importing them.
var known = cellimports.Names()

func main() {
	write := flag.Bool("w", false, "write the result to the file instead of to standard output")
	flag.Parse()
	for _, name := range flag.Args() {
		if err := run(name, *write); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
}

func run(name string, write bool) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	out, err := imports.Process(name, withKnown(name, src), nil)
	if err != nil {
		return err
	}
	if !write {
		_, err = os.Stdout.Write(out)
		return err
	}
	if bytes.Equal(src, out) {
		return nil
	}
	return os.WriteFile(name, out, 0o644)
}

// withKnown is src with an import line for each known package that it uses and does not import. The
// lines follow the package clause without a line break, so that the line numbers in goimports'
// complaints stay those of the cell.
func withKnown(name string, src []byte) []byte {
	file, _ := parser.ParseFile(token.NewFileSet(), name, src, 0)
	if file == nil || !file.Name.Pos().IsValid() {
		return src // goimports says what is wrong
	}
	taken := map[string]bool{}
	for _, spec := range file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		taken[path.Base(p)] = true
		if spec.Name != nil {
			taken[spec.Name.Name] = true
		}
	}
	// The parser lists the names that it could not resolve within the file; of those, a package
	// is one before a dot.
	unresolved := map[*ast.Ident]bool{}
	for _, id := range file.Unresolved {
		unresolved[id] = true
	}
	var missing []string
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && unresolved[id] && !taken[id.Name] && known[id.Name] != "" {
				taken[id.Name] = true
				missing = append(missing, known[id.Name])
			}
		}
		return true
	})
	slices.Sort(missing)
	var lines bytes.Buffer
	for _, p := range missing {
		fmt.Fprintf(&lines, "; import %q", p)
	}
	end := int(file.Name.End()) - 1
	return slices.Concat(src[:end], lines.Bytes(), src[end:])
}
