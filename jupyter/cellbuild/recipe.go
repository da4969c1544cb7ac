package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A recipe is all that is needed to build cells whose imports are among Imports. Its file is the
// importcfg that the compiler reads (package = archive in Go's build cache); the struct stands in a
// comment on the first line.
type recipe struct {
	Imports   []string          // what cells have imported directly; "go build" has agreed to each
	Seen      map[string]string // files and folders that may change, and how they were
	ToolDir   string            // where compile and link are
	Env       []string          // what go sets for them
	Lang      string            // go1.26
	LinkFlags []string          // -w
	Built     *debug.BuildInfo  // what such a program knows about itself

	archives string // the rest of the file: one line for each package
	file     string
	old      bool // go has not been asked for half a day
}

const (
	// go removes archives from its cache that it has not touched for 5 days
	refreshAfter = 12 * time.Hour
	// for recipes that nothing asks for
	forgetAfter = 20 * 24 * time.Hour
)

// store is the folder of recipes. All kernels of a user share it.
func store() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "gdlab", "cells"), err
}

// shared tells whether this user's cells are built from what all users of the installation share:
// then nothing of Go's is looked for in the user's home, and GDLAB_CELLS names a folder with a
// recipe that fits everybody.
func shared() bool {
	return os.Getenv("GDLAB_CELLS") != "" && os.Getenv("GOENV") == "off" && os.Getenv("GOMODCACHE") != "" && os.Getenv("GOCACHEPROG") != ""
}

var moduleLine = regexp.MustCompile(`(?m)^module (.*)$`)

// keyOf names the recipe for cells in dir, by everything that is quick to read: the cell's modules,
// Go's settings, and which Go it is. It is empty if there can be no recipe.
func keyOf(dir string) string {
	for _, flag := range strings.Fields(os.Getenv("GOFLAGS")) {
		if flag != "-buildvcs=false" && flag != "-ldflags=-w" {
			return ""
		}
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintln(h, "2", goTool, fingerprint(goTool)) // 2: the form of recipes
	for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && (name == "go.work" || !errors.Is(err, os.ErrNotExist)) {
			return "" // without a workspace here there may be one above
		}
		// Each kernel calls its module by another name.
		fmt.Fprintf(h, "%s %v %q\n", name, err == nil, moduleLine.ReplaceAll(text, nil))
	}
	env := os.Environ()
	slices.Sort(env)
	// They say where Go's cache and settings are.
	where := []string{"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}
	if shared() {
		where = nil
	}
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		goes := strings.HasPrefix(name, "GO") && !strings.HasPrefix(name, "GONB_")
		if goes || strings.HasPrefix(name, "CGO_") || slices.Contains(where, name) {
			fmt.Fprintf(h, "%q\n", v)
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}

// fingerprint tells one state of a file from another, or of the files directly in a folder.
func fingerprint(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "none"
	}
	if !info.IsDir() {
		return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return "none"
	}
	h := sha256.New()
	for _, e := range entries {
		seen := "folder"
		if !e.IsDir() {
			seen = fingerprint(filepath.Join(path, e.Name()))
		}
		fmt.Fprintf(h, "%q %s\n", e.Name(), seen)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}

func load(key string) (*recipe, error) {
	dir, err := store()
	if err != nil || key == "" {
		return nil, errors.Join(err, os.ErrNotExist)
	}
	r := &recipe{file: filepath.Join(dir, key)}
	text, err := os.ReadFile(r.file)
	if err != nil && shared() {
		r.file = filepath.Join(os.Getenv("GDLAB_CELLS"), key)
		text, err = os.ReadFile(r.file)
	}
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(r.file)
	if err != nil {
		return nil, err
	}
	// whose archives are never removed
	r.old = time.Since(info.ModTime()) > refreshAfter && !shared()
	first, archives, _ := strings.Cut(string(text), "\n")
	r.archives = archives
	return r, json.Unmarshal([]byte(strings.TrimPrefix(first, "# ")), r)
}

func (r *recipe) covers(imports []string) bool {
	return !slices.ContainsFunc(imports, func(p string) bool { return !slices.Contains(r.Imports, p) })
}

// holds tells whether all files and folders are as they were. If an archive is missing, the
// compiler or the linker fails.
func (r *recipe) holds() bool {
	for path, seen := range r.Seen {
		if fingerprint(path) != seen {
			return false
		}
	}
	return true
}

// save writes a new file and renames it, because kernels read and write at the same time.
func (r *recipe) save(key string) error {
	dir, err := store()
	if err != nil {
		return err
	}
	first, err := json.Marshal(r)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "new-")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "# %s\n%s", first, r.archives)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, key))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	forget(dir)
	return err
}

// forget removes recipes that were not renewed for long: their modules or settings have changed.
func forget(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > forgetAfter {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
