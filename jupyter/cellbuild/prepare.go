package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// prepare makes the recipe before the first cell: it builds a program that imports the packages, in
// a folder like those that the kernel makes for a repository. Its environment must be the kernel's.
func prepare(repo string, packages []string) (err error) {
	dir, err := os.MkdirTemp("", "prepare")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	mod, err := os.ReadFile(filepath.Join(repo, "go.mod"))
	name := moduleLine.FindSubmatch(mod)
	if err != nil || name == nil {
		return errors.Join(err, fmt.Errorf("%s has no go.mod with a module line", repo))
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	src := "package main\n\n"
	for _, p := range packages {
		src += fmt.Sprintf("import _ %q\n", p)
	}
	if err := os.WriteFile("main.go", []byte(src+"\nfunc main() {}\n"), 0o600); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"mod", "init", "cell"},
		{"work", "init"},
		{"work", "use", ".", repo},
		{"mod", "edit", "-replace", string(name[1]) + "=" + repo},
		{"build", "-o", "cell"},
	} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("go %s: %s", strings.Join(args, " "), out)
		}
	}
	store, err := store()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(store, 0o700); err != nil {
		return err
	}
	key := keyOf(".")
	learn(key, "cell", append(packages, "runtime"))
	_, err = load(key)
	return err
}
