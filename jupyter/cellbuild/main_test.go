package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	plain   = "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n"
	usesToy = "package main\n\nimport (\n\t\"fmt\"\n\t\"lab/toy\"\n)\n\nfunc main() { fmt.Println(toy.Name()) }\n"
)

// Everything that a program can tell about how it was built.
const talkative = `package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func fall(x []int) { x[len(x)] = 1 }

func main() {
	info, ok := debug.ReadBuildInfo()
	fmt.Println(info, ok, runtime.GOROOT(), runtime.Version())
	func() { fall(make([]int, 3)) }()
}
`

var address = regexp.MustCompile(`0x[0-9a-f]+`)

func TestSameProgramAsGoBuild(t *testing.T) {
	c := newCell(t)
	c.learned(talkative)
	ours, _ := run(c.command(c.program()))
	if said, ok := run(c.command("go", "build", "-o", c.program())); !ok {
		t.Fatal(said)
	}
	gos, _ := run(c.command(c.program()))
	ours, gos = address.ReplaceAllString(ours, "0x"), address.ReplaceAllString(gos, "0x")
	if ours != gos {
		t.Errorf("the program says\n%s\nbuilt by go\n%s", ours, gos)
	}
	if want := filepath.Join(c.dir, "main.go") + ":9"; !strings.Contains(ours, want) {
		t.Errorf("the panic does not name %s:\n%s", want, ours)
	}
}

func TestSameComplaintsAsGoBuild(t *testing.T) {
	c := newCell(t)
	c.learned(usesToy)
	for _, src := range []string{
		strings.Replace(usesToy, "toy.Name()", "toy.Nam()", 1),
		strings.Replace(usesToy, "toy.Name()", "1", 1), // imported and not used
		strings.Replace(usesToy, "func main", "func f() int\n\nfunc main", 1),
		strings.Replace(usesToy, "func main()", "func man()", 1), // only the linker sees it
		strings.Replace(usesToy, `"lab/toy"`, `"lab/toy"; "no/such"`, 1),
		strings.Replace(usesToy, `"lab/toy"`, `"lab/toy"; _ "internal/abi"`, 1),
		usesToy + "}",
	} {
		ours, ok, byGo := c.build(src)
		gos, _ := run(c.command("go", "build", "-o", c.program()))
		if ok || !byGo || ours != gos || gos == "" {
			t.Errorf("built: %v, by go: %v, said %q, go says %q", ok, byGo, ours, gos)
		}
	}
	c.says(usesToy, "one a\n", false)
}

// TestLeavesTheRestToGo has cells that a recipe would build wrongly or not at all.
func TestLeavesTheRestToGo(t *testing.T) {
	c := newCell(t)
	c.learned(plain)
	c.write("tmp/gonb_1/sub/text.txt", "x")
	odd := map[string]string{
		"cgo":         strings.Replace(plain, "import", "import \"C\"\n\nimport", 1),
		"constraint":  "//go:build !linux && !darwin\n\n" + plain,
		"old-fashion": "// +build !linux,!darwin\n\n" + plain,
		"package":     strings.Replace(plain, "main", "other", 1),
		"embed":       strings.Replace(plain, "func", "import _ \"embed\"\n\n//go:embed sub/text.txt\nvar s string\n\nfunc", 1),
		"debug":       "//go:debug madvdontneed=1\n" + plain,
	}
	for name, src := range odd {
		ours, ok, byGo := c.build(src)
		gos, goOk := run(c.command("go", "build", "-o", c.program()))
		if !byGo || ours != gos || ok != goOk {
			t.Errorf("%s: by go: %v, built: %v, go: %v, said %q, go says %q", name, byGo, ok, goOk, ours, gos)
		}
	}
	c.write("tmp/gonb_1/main.go", plain)
	if _, ok, byGo := c.build("", "build", "-o", c.program(), "-race=false"); !ok || !byGo {
		t.Errorf("flags: built: %v, by go: %v", ok, byGo)
	}
	for _, name := range []string{"second.go", "asm.s", "default.pgo"} {
		c.write("tmp/gonb_1/"+name, "")
		if _, _, byGo := c.build(""); !byGo {
			t.Errorf("with %s: not by go", name)
		}
		os.Remove(filepath.Join(c.dir, name))
	}
	c.says("", "1\n", false)
	for _, setting := range []string{"GOFLAGS=-tags=x", "CGO_ENABLED=1"} {
		env := c.env
		c.env = append(env[:len(env):len(env)], setting)
		if said, ok, byGo := c.build(""); !ok || !byGo {
			t.Errorf("%s: built: %v, by go: %v, %s", setting, ok, byGo, said)
		}
		c.env = env
	}
}

func TestKernelsAtTheSameTime(t *testing.T) {
	c := newCell(t)
	var all sync.WaitGroup
	started := newProcessTree(t)
	for _, name := range []string{"gonb_2", "gonb_3", "gonb_4"} {
		mine := *c
		mine.dir = c.kernel(name)
		all.Go(func() {
			for i := range 6 {
				src, want := plain, "1\n"
				if i%2 == 1 {
					src, want = usesToy, "one a\n"
				}
				if err := os.WriteFile(filepath.Join(mine.dir, "main.go"), []byte(src), 0o644); err != nil {
					t.Error(err)
				}
				if said, ok := run(started.join(mine.command(os.Args[0], "build", "-o", mine.program()))); !ok {
					t.Error(said)
				}
				if got, _ := run(mine.command(mine.program())); got != want {
					t.Errorf("%s says %q, want %q", name, got, want)
				}
			}
		})
	}
	all.Wait()
	started.wait()
	c.learned(usesToy)
	c.says(usesToy, "one a\n", false)
}

func TestInterruptEndsTheBuild(t *testing.T) {
	c := newCell(t)
	c.learned(plain)
	before := c.builds()
	c.write("tmp/gonb_1/main.go", plain+strings.Repeat("func _(x int) int { return x * x }\n", 100_000))
	cmd := c.command(os.Args[0], "build", "-o", c.program())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	left := func() []string { dirs, _ := filepath.Glob(filepath.Join(c.root, "tmp/go-build*")); return dirs }
	for range 1000 {
		if len(left()) > 0 { // the compiler is started right after
			time.Sleep(300 * time.Millisecond)
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v, want exit status 1", err)
	}
	if c.builds() != before || len(left()) > 0 {
		t.Errorf("go was called %d times, %v is left", c.builds()-before, left())
	}
}
