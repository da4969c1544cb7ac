package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const source = "package main\n\nimport \"m/p\"\n\nfunc main() { println(p.Two()) }\n"

// The go command itself is the judge: it builds with this cache, and finds what it has built.
func TestGoBuildsWithIt(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "gocache")
	run := func(env []string, argv ...string) string {
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", argv, err, out)
		}
		return string(out)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	run(nil, "go", "build", "-C", here, "-o", program, ".")
	for name, text := range map[string]string{
		"go.mod": "module m\n\ngo 1.26\n", "p/p.go": "package p\n\nfunc Two() int { return 2 }\n",
		"main.go": source,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lower, shared, own := strings.TrimSpace(run(nil, "go", "env", "GOCACHE")), filepath.Join(dir, "shared"), filepath.Join(dir, "own")
	run([]string{"GOCACHEPROG=" + program + " -gather " + lower + " " + shared}, "go", "build", "-o", "m", ".")
	before := files(t, shared)
	if before < 20 { // the runtime's packages
		t.Fatalf("%d files were gathered", before)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(strings.Replace(source, "p.Two()", "p.Two() + 1", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	two := []string{"GOCACHEPROG=" + program + " " + shared + " " + own}
	said := run(two, "go", "build", "-x", "-o", "m", ".")
	if n := strings.Count(said, "/compile "); n != 1 {
		t.Errorf("%d packages were compiled, want only the one that is new", n)
	}
	if got := run(nil, filepath.Join(dir, "m")); got != "3\n" {
		t.Errorf("the program says %q", got)
	}
	if after := files(t, shared); after != before {
		t.Errorf("the shared layer had %d files, now %d", before, after)
	}
	if files(t, own) == 0 {
		t.Error("what was built is not kept")
	}
}

func files(t *testing.T, folder string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestDamagedEntriesAreMissing(t *testing.T) {
	c := cache{read: t.TempDir(), write: t.TempDir()}
	q := request{ActionID: []byte{1, 2}, OutputID: []byte{3, 4}}
	if r := c.put(q, []byte("body")); r.Err != "" {
		t.Fatal(r.Err)
	}
	r := c.get(q)
	if body, _ := os.ReadFile(r.DiskPath); r.Miss || !bytes.Equal(body, []byte("body")) || r.Size != 4 {
		t.Errorf("%+v", r)
	}
	for _, damage := range []string{"", "v1 0102", "v1 0102 .. 4 5", "v1 0102 0304 5 5"} {
		if err := os.WriteFile(entry(c.write, q.ActionID, "-a"), []byte(damage), 0o644); err != nil {
			t.Fatal(err)
		}
		if r := c.get(q); !r.Miss {
			t.Errorf("%q: %+v", damage, r)
		}
	}
}
