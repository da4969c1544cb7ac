package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoRecipeForUnknownSettings has a workspace whose programs the linker must be told more for.
func TestNoRecipeForUnknownSettings(t *testing.T) {
	c := newCell(t)
	c.says(plain, "1\n", true)
	if err := new(recipe).likeBuilt(c.program()); err != nil {
		t.Error(err)
	}
	work, _ := os.ReadFile(filepath.Join(c.dir, "go.work"))
	c.write("tmp/gonb_1/go.work", string(work)+"\ngodebug panicnil=1\n")
	c.says(plain, "1\n", true)
	if err := new(recipe).likeBuilt(c.program()); err == nil {
		t.Error("a recipe although the program has a GODEBUG of its own")
	}
}

// While the recipe is made, "go list" makes missing archives too. So nothing may be under
// way when the archive is removed, or the cell is built without "go build", and nothing is
// seen to be missing.
func TestALostArchiveIsMadeAgain(t *testing.T) {
	c := newCell(t)
	c.write("slow", "")
	c.learned(usesToy)
	if begun, ended := c.calls("list"), c.calls("done list"); begun == 0 || begun != ended {
		t.Fatalf("go list was called %d times and has ended %d times; build did not wait", begun, ended)
	}
	archive := regexp.MustCompile(`(?m)^packagefile lab/toy=(.*)$`).FindSubmatch(c.recipe())
	if err := os.Remove(string(archive[1])); err != nil {
		t.Fatal(err)
	}
	c.says(usesToy, "one a\n", true)
	// go made the same archive again
	c.says(strings.Replace(usesToy, "main()", "main( )", 1), "one a\n", false)
}

func TestABrokenPackageHoldsNobodyUp(t *testing.T) {
	c := newCell(t)
	c.learned(usesToy)
	c.write("lab/toy/toy.go", "package toy\n\nfunc Name() int { return \"\" }\n")
	c.learned(plain)
	if said, ok, _ := c.build(usesToy); ok || !strings.Contains(said, "toy.go:3") {
		t.Errorf("built: %v, said %q", ok, said)
	}
}
