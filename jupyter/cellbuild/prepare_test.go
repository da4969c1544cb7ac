package main

import (
	"os"
	"strings"
	"testing"
)

func TestPreparedBeforeTheFirstCell(t *testing.T) {
	c := newCell(t)
	prepare := func(repo string, packages ...string) (string, bool) {
		cmd := c.command(os.Args[0], append([]string{"prepare", repo}, packages...)...)
		cmd.Dir = "" // it makes a folder of its own
		return run(cmd)
	}
	if said, ok := prepare(c.lib, "fmt", "lab/toy"); !ok {
		t.Fatal(said)
	}
	c.says(usesToy, "one a\n", false)
	said, ok := prepare(c.root, "fmt")
	if want := c.root + " has no go.mod"; ok || !strings.Contains(said, want) {
		t.Errorf("without a repository it said %q, want %q in it", said, want)
	}
}
