package main

import (
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// learnLater starts "cellbuild learn" and does not wait for it. It runs in a session of its own, so
// that interrupting the next cell does not end it. It writes nothing into the cell's output, and
// ends within a minute.
func learnLater(key, program string, imports []string) {
	dir, err := store()
	// 2: may be written to
	if err != nil || os.MkdirAll(dir, 0o700) != nil || syscall.Access(dir, 2) != nil {
		return // nowhere to keep a recipe: go builds each cell
	}
	self, err := os.Executable()
	if err != nil {
		return
	}
	cmd := exec.Command(self, append([]string{"learn", key, program}, imports...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	_ = cmd.Start() // without a recipe the next cell is slower, and that is all
}

// learn writes the recipe for cells that import these packages, after "go build" made
// such a cell's program.
func learn(key, program string, imports []string) {
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) // the cell goes first
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// One recipe for all imports so far: else each new set of imports would be slow once. If that
	// fails, because a package no longer compiles, a recipe for this cell's imports alone.
	wider := slices.Clone(imports)
	if before, err := load(key); err == nil {
		wider = append(wider, before.Imports...)
	}
	for _, set := range [][]string{wider, imports} {
		slices.Sort(set)
		set = slices.Compact(set)
		// Asked twice, because somebody may be changing sources: their state was read after the
		// archives of the first answer were made, and before those of the second.
		r, err1 := ask(ctx, program, set)
		again, err2 := ask(ctx, program, set)
		if err1 == nil && err2 == nil {
			if reflect.DeepEqual(r, again) && keyOf(".") == key {
				_ = r.save(key)
			}
			return
		}
	}
}

var goLine = regexp.MustCompile(`(?m)^go (\d+\.\d+)`)

// ask is the recipe for these imports, from what go says about them and from how
// go built the program.
func ask(ctx context.Context, program string, imports []string) (*recipe, error) {
	r := &recipe{Imports: imports, Seen: map[string]string{}}
	see := func(path string) { r.Seen[path] = fingerprint(path) }
	if err := r.likeBuilt(program); err != nil {
		return nil, err
	}
	mod, err := os.ReadFile("go.mod")
	lang := goLine.FindSubmatch(mod)
	if err != nil || lang == nil {
		return nil, errors.Join(err, errors.New("go.mod has no go line"))
	}
	r.Lang = "go" + string(lang[1])

	env, err := output(ctx, "env", "GOROOT", "GOTOOLDIR", "GOMODCACHE", "GOENV")
	if err != nil {
		return nil, err
	}
	root, cache := env[0], env[2]+string(filepath.Separator)
	r.ToolDir = env[1]
	r.Env = append(r.Env, "GOROOT="+root)
	see(env[3])
	see(filepath.Join(root, "go.env"))

	// The modules of the workspace decide the versions of all others, even where
	// they give no package.
	gomods, err := output(ctx, "list", "-m", "-f", "{{.GoMod}}")
	if err != nil {
		return nil, err
	}
	const format = `{{.ImportPath}}	{{.Export}}	{{if not .Standard}}{{.Dir}}{{end}}	{{with .Module}}{{.GoMod}}{{end}}	{{join .EmbedFiles "	"}}`
	packages, err := output(ctx, append([]string{"list", "-export", "-deps", "-f", format, "--"}, imports...)...)
	if err != nil {
		return nil, err
	}
	for _, line := range packages {
		f := strings.Split(line, "\t") // at least five: join always follows a tab
		if f[1] != "" {                // "unsafe" has none
			r.archives += fmt.Sprintf("packagefile %s=%s\n", f[0], f[1])
		}
		// The standard library and the module cache do not change under a Go and a version.
		if dir := f[2]; dir != "" && !strings.HasPrefix(dir, cache) {
			see(dir)
			for _, name := range f[4:] { // embedded files may lie deeper
				for sub := filepath.Dir(name); sub != "."; sub = filepath.Dir(sub) {
					see(filepath.Join(dir, sub))
				}
			}
			gomods = append(gomods, f[3])
		}
	}
	here, err := os.Getwd()
	for _, file := range gomods {
		if dir := filepath.Dir(file); file != "" && dir != here { // the cell's own is in the key
			see(file)
			see(filepath.Join(dir, "go.sum"))
		}
	}
	return r, err
}

// likeBuilt reads from the program how go compiled and linked it. A setting that is new
// here means no recipe.
func (r *recipe) likeBuilt(program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	for _, s := range info.Settings {
		switch s.Key + "=" + s.Value {
		case "-buildmode=exe", "-compiler=gc", "CGO_ENABLED=0":
			continue
		case "-ldflags=-w":
			r.LinkFlags = []string{"-w"}
			continue
		}
		if !slices.Contains([]string{"GOOS", "GOARCH", "GOAMD64", "GOARM64"}, s.Key) {
			return fmt.Errorf("no recipe for %s=%s", s.Key, s.Value)
		}
		r.Env = append(r.Env, s.Key+"="+s.Value)
	}
	r.Built = info
	return nil
}

// output runs go and returns the lines that it prints.
func output(ctx context.Context, args ...string) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", args...).Output()
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"), err
}
