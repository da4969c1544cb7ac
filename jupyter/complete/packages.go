package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gdlab/jupyter/cellimports"
)

// packages knows the packages that a cell can import, and loads their compiled types.
type packages struct {
	dir string // where to run the go command: gonb's folder, whose go.work names the module

	mu       sync.Mutex
	known    map[string]listed // by import path
	byName   map[string]string // package name → the import path that a cell means by it
	own      []string          // names of the module's own packages: gdkit, gdplot, …
	fset     *token.FileSet
	compiled types.Importer
}

type listed struct{ name, dir, export string }

func newPackages(dir string) *packages { return &packages{dir: dir} }

// warm loads the packages before the first question. gonb starts its server a moment before it
// writes go.work, so warm waits for that.
func (p *packages) warm() {
	for range 60 {
		if work, _ := os.ReadFile(filepath.Join(p.dir, "go.work")); bytes.Contains(work, []byte("use")) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.load("nice", "go")
}

// forget makes the next question look at the packages again: one of their files has changed.
func (p *packages) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = nil
}

// load lists the module's packages and the standard library; p.mu is held.
func (p *packages) load(goCommand ...string) {
	if p.known != nil {
		return
	}
	p.known, p.byName, p.own = map[string]listed{}, map[string]string{}, nil
	p.fset = token.NewFileSet()
	p.compiled = importer.ForCompiler(p.fset, "gc", p.open)
	var mine []string
	for path, l := range p.list(goCommand, "work") {
		if l.name != "main" && !internal(path) && !strings.Contains(path, "/jupyter/") {
			mine = append(mine, path)
			p.own = append(p.own, l.name)
		}
	}
	if len(mine) == 0 { // go.work is not there yet: try again at the next question
		p.known = nil
	} else {
		p.known = p.list(goCommand, append(mine, "-export", "-deps")...)
	}
	standard := p.list(goCommand, "std")
	for _, all := range []map[string]listed{p.known, standard} {
		for path, l := range all {
			// Of two packages with one name the shorter path: math/rand, not crypto/rand.
			shorter := cmp.Or(cmp.Compare(len(path), len(p.byName[l.name])), cmp.Compare(p.byName[l.name], path)) < 0
			if !internal(path) && (p.byName[l.name] == "" || shorter) {
				p.byName[l.name] = path
			}
		}
	}
	maps.Copy(p.byName, cellimports.Names())
	for _, path := range mine {
		p.byName[p.known[path].name] = path
		// Loads it now. One that does not compile is reported when it is used.
		_, _ = p.compiled.Import(path)
	}
}

// list asks the go command about packages. Those that it cannot load are left out.
func (p *packages) list(goCommand []string, args ...string) map[string]listed {
	if len(goCommand) == 0 {
		goCommand = []string{"go"}
	}
	const format = "-f={{.ImportPath}}\t{{.Name}}\t{{.Dir}}\t{{.Export}}"
	var flags, paths []string
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			flags = append(flags, a)
		} else {
			paths = append(paths, a)
		}
	}
	line := append(append(append(goCommand[1:len(goCommand):len(goCommand)], "list", "-e", format), flags...), paths...)
	cmd := exec.Command(goCommand[0], line...)
	cmd.Dir = p.dir
	out, _ := cmd.Output()
	found := map[string]listed{}
	for row := range strings.Lines(string(out)) {
		if f := strings.Split(strings.TrimSuffix(row, "\n"), "\t"); len(f) == 4 && f[1] != "" {
			found[f[0]] = listed{name: f[1], dir: f[2], export: f[3]}
		}
	}
	return found
}

// open returns the compiled types of a package, compiling it first where need be.
func (p *packages) open(path string) (io.ReadCloser, error) {
	if p.known[path].export == "" {
		for path, l := range p.list(nil, "-export", "-deps", path) {
			if p.known == nil {
				p.known = map[string]listed{}
			}
			p.known[path] = l
		}
	}
	if p.known[path].export == "" {
		return nil, fmt.Errorf("package %s does not compile", path)
	}
	return os.Open(p.known[path].export)
}

func internal(path string) bool {
	return strings.Contains("/"+path+"/", "/internal/") || strings.HasPrefix(path, "vendor/") || strings.HasPrefix(path, "cmd/")
}
