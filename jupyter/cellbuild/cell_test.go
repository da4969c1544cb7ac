package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The test's own binary is the command: in a process with this variable it does
// what cellbuild does.
const asCommand = "CELLBUILD_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// A cell is a kernel's folder as gonb makes it, with a module beside it that cells import. The go
// on its PATH writes down how it is called.
type cell struct {
	t              *testing.T
	root, dir, lib string
	env            []string
}

// Of each call it writes the first word, and "done" when it ends. With a file named slow, "go list"
// takes its time, so that whoever does not wait for a recipe goes on while it is being made.
const goThatWrites = `#!/bin/sh
root='%s'
echo "$1" >>"$root/calls"
[ "$1" != list ] || [ ! -e "$root/slow" ] || sleep 0.5
'%s' "$@"
status=$?
echo "done $1" >>"$root/calls"
exit $status
`

const library = `package toy

import _ "embed"

//go:embed data/text
var text string

func Name() string { return "one " + text + extra }

var extra string
`

func newCell(t *testing.T) *cell {
	t.Helper()
	root := filepath.Join(t.TempDir(), "cell bäuen")
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	c := &cell{t: t, root: root, lib: filepath.Join(root, "lab")}
	c.env = append(os.Environ(), asCommand+"=1", "PATH="+filepath.Join(root, "bin")+":"+os.Getenv("PATH"),
		"TMPDIR="+filepath.Join(root, "tmp"), "XDG_CACHE_HOME="+filepath.Join(root, "cache"), "GOCACHE="+goEnv(t, "GOCACHE"),
		"CGO_ENABLED=0", "GOFLAGS=-buildvcs=false -ldflags=-w", "GOPROXY=off", "GOTOOLCHAIN=local", "GOWORK=auto")
	c.write("bin/go", fmt.Sprintf(goThatWrites, root, goTool))
	c.write("lab/go.mod", "module lab\n\ngo 1.26.0\n")
	c.write("lab/toy/toy.go", library)
	c.write("lab/toy/data/text", "a")
	c.write("tmp/x", "")
	c.dir = c.kernel("gonb_1")
	return c
}

// kernel makes a kernel's folder with the commands that gonb uses.
func (c *cell) kernel(name string) string {
	c.t.Helper()
	c.write("tmp/"+name+"/main.go", "")
	in := *c
	in.dir = filepath.Join(c.root, "tmp", name)
	for _, args := range [][]string{{"mod", "init", name}, {"work", "init"}, {"work", "use", ".", c.lib}, {"mod", "edit", "-replace", "lab=" + c.lib}} {
		if said, ok := run(in.command("go", args...)); !ok {
			c.t.Fatal(said)
		}
	}
	return in.dir
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func (c *cell) write(name, text string) {
	c.t.Helper()
	file := filepath.Join(c.root, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cell) program() string { return filepath.Join(c.dir, filepath.Base(c.dir)) }

// command is a call in the cell's folder. exec.Cmd sets PWD with it, as it does for gonb.
func (c *cell) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(c.env[:len(c.env):len(c.env)], "PWD="+c.dir)
	return cmd
}

// run is what a program says and whether it ended well.
func run(cmd *exec.Cmd) (string, bool) {
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// A processTree waits for processes and for those that they leave behind, such as
// "cellbuild learn". All of them inherit the end of a pipe for writing; reading ends when
// the last of them has ended.
type processTree struct{ read, write *os.File }

func newProcessTree(t *testing.T) processTree {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return processTree{read, write}
}

func (p processTree) join(cmd *exec.Cmd) *exec.Cmd {
	cmd.ExtraFiles = append(cmd.ExtraFiles, p.write)
	return cmd
}

func (p processTree) wait() {
	p.write.Close()
	_, _ = io.Copy(io.Discard, p.read)
	p.read.Close()
}

// build builds main.go and tells what was said, whether it went well, and whether go was
// asked to build. It returns when the recipe has been made, if one is made at all.
func (c *cell) build(src string, args ...string) (said string, ok, byGo bool) {
	c.t.Helper()
	if src != "" {
		c.write("tmp/"+filepath.Base(c.dir)+"/main.go", src)
	}
	if args == nil {
		args = []string{"build", "-o", c.program()}
	}
	before := c.builds()
	all := newProcessTree(c.t)
	said, ok = run(all.join(c.command(os.Args[0], args...)))
	byGo = c.builds() > before
	all.wait()
	return said, ok, byGo
}

func (c *cell) builds() int { return c.calls("build") }

func (c *cell) calls(line string) (n int) {
	calls, _ := os.ReadFile(filepath.Join(c.root, "calls"))
	for got := range strings.Lines(string(calls)) {
		if got == line+"\n" {
			n++
		}
	}
	return n
}

// says fails the test unless main.go can be built, by go or not as wanted, into a
// program that says want.
func (c *cell) says(src, want string, wantGo bool) {
	c.t.Helper()
	if said, ok, byGo := c.build(src); !ok || byGo != wantGo {
		c.t.Fatalf("built: %v, by go: %v, want it built, by go: %v; it said %q", ok, byGo, wantGo, said)
	}
	if got, _ := run(c.command(c.program())); got != want {
		c.t.Fatalf("the program says %q, want %q", got, want)
	}
}

// learned builds this cell, so that there is a recipe for the next one like it.
func (c *cell) learned(src string) {
	c.t.Helper()
	if said, ok, _ := c.build(src); !ok {
		c.t.Fatalf("cannot be built: %s", said)
	}
	if said, ok, byGo := c.build(src); !ok || byGo {
		c.t.Fatalf("no recipe came to be; built: %v, it said %q", ok, said)
	}
}
