// Command cellbuild builds the program of a cell. It is called as "go build" is, and gives the same
// program and the same complaints, in less time: for a plotting cell "go build" spends a third of
// its time on finding out that none of the 250 packages has changed, and only the rest on compiling
// main.go and linking.
//
//	cellbuild build -o FILE            builds the cell in this folder
//	cellbuild prepare REPO PACKAGE...  makes the recipe for cells that import these packages
//
// What was found out once is kept as a recipe (recipe.go). As long as nothing has changed since
// then, cellbuild runs the compiler and the linker itself. In every other case, also if the cell
// has a mistake, it runs "go build" and passes on what that says.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
)

// noGC: the compiler and the linker live for a tenth of a second each; without garbage collection
// they take an eighth less.
var noGC = []string{"GOGC=off", "GOMEMLIMIT=1GiB"}

func main() {
	switch args := os.Args[1:]; {
	case len(args) > 3 && args[0] == "learn": // only started by cellbuild itself
		learn(args[1], args[2], args[3:])
	case len(args) > 2 && args[0] == "prepare":
		if err := prepare(args[1], args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "cellbuild cannot prepare cells:", err)
			os.Exit(1)
		}
	default:
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		status := build(ctx, args)
		stop()
		os.Exit(status)
	}
}

// build returns the exit status.
func build(ctx context.Context, args []string) int {
	imports := plainCell(args)
	key := ""
	if imports != nil {
		key = keyOf(".")
	}
	if r, err := load(key); err == nil && r.covers(imports) && r.holds() {
		err = r.build(ctx, args[2])
		if err == nil && r.old {
			learnLater(key, args[2], imports)
		}
		if err == nil {
			return 0
		}
		if ctx.Err() != nil || interrupted(err) {
			return 1
		}
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(cmd.Environ(), noGC...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return max(1, failed.ExitCode()) // -1 for one that a signal ended
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cellbuild cannot run go:", err)
		return 1
	}
	if key != "" {
		learnLater(key, args[2], imports)
	}
	return 0
}

// interrupted tells whether this is the end of a tool that the interrupt reached
// before it reached us.
func interrupted(err error) bool {
	failed := (*exec.ExitError)(nil)
	if !errors.As(err, &failed) {
		return false
	}
	status, ok := failed.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGINT
}

// plainCell is what main.go imports, or nil if the arguments or the files here ask for more than a
// recipe knows: flags of the learner's, cgo, embedded files, build constraints, assembly, a
// profile, a second Go file.
func plainCell(args []string) []string {
	if len(args) != 3 || args[0] != "build" || args[1] != "-o" {
		return nil
	}
	src, err := os.ReadFile("main.go")
	if err != nil || bytes.Contains(src, []byte("//go:")) || bytes.Contains(src, []byte("+build")) {
		return nil
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		return nil
	}
	for _, e := range entries {
		known := []string{"main.go", "main_test.go", "go.mod", "go.sum", "go.work", "go.work.sum", filepath.Base(args[2])}
		if e.Type().IsRegular() && !slices.Contains(known, e.Name()) {
			return nil
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", src, parser.ImportsOnly)
	if err != nil || file.Name.Name != "main" {
		return nil
	}
	imports := []string{"runtime"} // every program has it
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path == "C" {
			return nil
		}
		if path != "unsafe" { // it has no archive
			imports = append(imports, path)
		}
	}
	return imports
}

// build compiles main.go and links it, as "go build -x" shows it to be done.
func (r *recipe) build(ctx context.Context, out string) error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "go-build") // go's own name for it
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	archive := filepath.Join(work, "main.a")
	err = r.tool(ctx, "compile", "-o", archive, "-trimpath", work+"=>", "-p", "main", "-lang="+r.Lang, "-complete",
		"-c="+strconv.Itoa(min(4, runtime.GOMAXPROCS(0))), "-nolocalimports", "-importcfg", r.file, "-pack",
		// the whole path: a panic shows it, and the kernel finds the cell's line by it
		filepath.Join(dir, "main.go"))
	if err != nil {
		return err
	}
	importcfg := filepath.Join(work, "importcfg.link")
	if err := os.WriteFile(importcfg, []byte(r.archives+r.modinfo()), 0o600); err != nil {
		return err
	}
	return r.tool(ctx, "link", slices.Concat([]string{"-o", out, "-importcfg", importcfg, "-buildmode=exe"}, r.LinkFlags, []string{archive})...)
}

func (r *recipe) tool(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(r.ToolDir, name), args...)
	cmd.Env = slices.Concat(cmd.Environ(), r.Env, noGC)
	return cmd.Run()
}

// modinfo is the linker's line with what debug.ReadBuildInfo will say. The marks
// around it are go's.
func (r *recipe) modinfo() string {
	mod, _ := os.ReadFile("go.mod")
	if name := moduleLine.FindSubmatch(mod); name != nil {
		r.Built.Path, r.Built.Main.Path = string(name[1]), string(name[1])
	}
	r.Built.GoVersion = "" // stands elsewhere
	return fmt.Sprintf("modinfo %q\n", "\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6"+r.Built.String()+
		"\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2")
}
