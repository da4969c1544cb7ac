package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestNoticesWhatChanged(t *testing.T) {
	kernel := "tmp/gonb_1/"
	for _, change := range []struct{ name, file, text, says string }{
		{"a function of the same length", "lab/toy/toy.go", strings.Replace(library, "one", "two", 1), "two a\n"},
		{"a new file", "lab/toy/new.go", "package toy\n\nfunc init() { extra = \"!\" }\n", "one a!\n"},
		{"an embedded file", "lab/toy/data/text", "b", "one b\n"},
		{"the imported module", "lab/go.mod", "module lab\n\ngo 1.26.0\n\n// changed\n", "one a\n"},
		{"the cell's module", kernel + "go.mod", "module gonb_1\n\ngo 1.26.0\n\n// changed\n", "one a\n"},
		{"the cell's sums", kernel + "go.sum", "\n", "one a\n"},
	} {
		t.Run(change.name, func(t *testing.T) {
			c := newCell(t)
			c.learned(usesToy)
			c.says(usesToy, "one a\n", false)
			c.write(change.file, change.text)
			c.says(usesToy, change.says, true)
			c.learned(usesToy)
			c.says(usesToy, change.says, false)
		})
	}
	t.Run("a removed file", func(t *testing.T) {
		c := newCell(t)
		c.write("lab/toy/new.go", "package toy\n\nfunc init() { extra = \"!\" }\n")
		c.learned(usesToy)
		c.says(usesToy, "one a!\n", false)
		if err := os.Remove(filepath.Join(c.lib, "toy", "new.go")); err != nil {
			t.Fatal(err)
		}
		c.says(usesToy, "one a\n", true)
	})
}

func TestOneRecipeForAllKernelsAndFewerImports(t *testing.T) {
	c := newCell(t)
	c.learned(usesToy)
	c.dir = c.kernel("gonb_2")
	c.says(usesToy, "one a\n", false)
	c.says(plain, "1\n", false)
	c.recipe()
}

func TestNowhereToKeepRecipes(t *testing.T) {
	c := newCell(t)
	c.write("cache", "a file where a folder would be")
	c.says(plain, "1\n", true)
	c.says(plain, "1\n", true)
}

func TestAnOldRecipeIsRenewed(t *testing.T) {
	c := newCell(t)
	c.learned(plain)
	files, _ := filepath.Glob(filepath.Join(c.root, "cache/gdlab/cells/*"))
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(files[0], yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	c.says(plain, "1\n", false)
	if info, err := os.Stat(files[0]); err != nil || time.Since(info.ModTime()) > time.Hour {
		t.Errorf("the recipe stayed old: %v", err)
	}
}

// recipe is the text of the only recipe.
func (c *cell) recipe() []byte {
	c.t.Helper()
	files, _ := filepath.Glob(filepath.Join(c.root, "cache/gdlab/cells/*"))
	if len(files) != 1 {
		c.t.Fatalf("recipes %q, want one", files)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		c.t.Fatal(err)
	}
	return text
}
