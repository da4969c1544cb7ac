package testkit

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// CheckLayers holds the package in dir, relative to the test, to the table of its rooms. The table
// stands in the comment of the package, in the indented lines below the heading "# Layers". A row
// begins with what its files are called, then come two spaces or more and words about them:
//
//	number…          numbers in words
//	curve… walk.go   one parameter
//
// A name that ends in … stands for all files that begin with it; where several fit, the
// longest counts. A line that begins with two spaces or more beyond the others goes on with
// the words of the row above.
//
// Every file but doc.go and tests belongs to a row, and every name of a row has a file. A
// file may use what its own row and the rows above declare at the level of the package,
// and the methods there.
func CheckLayers(t testing.TB, dir string) {
	t.Helper()
	s := Load(t, dir)
	for _, fault := range s.layerFaults() {
		t.Error(fault)
	}
}

// A row of the table.
type row struct {
	names []string
	words string
}

// layerFaults are sentences about what contradicts the table.
func (s *Source) layerFaults() []string {
	rows := s.rows()
	if len(rows) == 0 {
		return []string{"doc.go has no table below the heading # Layers"}
	}
	var faults []string
	used := map[string]bool{}
	rowOf := map[string]int{}
	for _, f := range s.Files {
		file := s.file(f.Pos())
		if file == "doc.go" {
			continue
		}
		name := ""
		for i, r := range rows {
			for _, n := range r.names {
				if start, ok := strings.CutSuffix(n, "…"); n == file || ok && strings.HasPrefix(file, start) && len(n) > len(name) {
					name, rowOf[file] = n, i
					if n == file {
						break
					}
				}
			}
		}
		if name == "" {
			faults = append(faults, fmt.Sprintf("%s stands in no row of doc.go's table: name it for one, or give it a row", file))
			continue
		}
		used[name] = true
	}
	for _, r := range rows {
		for _, n := range r.names {
			if !used[n] {
				faults = append(faults, fmt.Sprintf("doc.go's table has %s, and no file is called so", n))
			}
		}
	}
	seen := map[string]bool{}
	for id, obj := range s.Info.Uses {
		if !s.ofPackage(obj) {
			continue
		}
		from, to := s.file(id.Pos()), s.file(obj.Pos())
		if rowOf[from] >= rowOf[to] || from == "doc.go" || to == "doc.go" {
			continue
		}
		fault := fmt.Sprintf("%s uses %s of %s, whose row (%s) stands below its own (%s)",
			from, obj.Name(), to, rows[rowOf[to]].names[0], rows[rowOf[from]].names[0])
		if !seen[fault] {
			seen[fault] = true
			faults = append(faults, fault)
		}
	}
	slices.SortFunc(faults, cmp.Compare)
	return faults
}

// ofPackage says whether obj is declared at the level of the package, or is a method.
func (s *Source) ofPackage(obj types.Object) bool {
	if obj.Pkg() != s.Types {
		return false
	}
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		return !types.IsInterface(f.Signature().Recv().Type())
	}
	return obj.Parent() == s.Types.Scope()
}

// rows are the table in the comment of the package.
func (s *Source) rows() []row {
	var doc *ast.CommentGroup
	for _, f := range s.Files {
		if f.Doc != nil {
			doc = f.Doc
		}
	}
	_, table, ok := strings.Cut(doc.Text(), "\n# Layers\n")
	if !ok {
		return nil
	}
	table, _, _ = strings.Cut(table, "\n# ")
	var rows []row
	for line := range strings.Lines(table) {
		text, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "\t")
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		if more := strings.TrimLeft(text, " "); len(text)-len(more) >= 2 {
			if len(rows) > 0 {
				rows[len(rows)-1].words += " " + more
			}
			continue
		}
		names, words, _ := strings.Cut(text, "  ")
		rows = append(rows, row{strings.Fields(names), strings.TrimSpace(words)})
	}
	return rows
}
