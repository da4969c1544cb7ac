package main

import (
	"os"
	"strings"
	"unicode"
)

// placeholder is the name that check puts where the learner is about to type one.
const placeholder = "_placeholder_"

// source is a program's text cut at the name under the cursor: before + name + after.
type source struct {
	before, name, after string
	typed               string // the part of name in front of the cursor
}

// read finds the name around a cursor in a file, if there is such a place: gonb asks for
// line -1 when it has lost the cursor. It counts columns in bytes, not in UTF-16 units as
// the protocol has it, so Greek letters to the left of the cursor do no harm.
func read(path string, line, col int) (src source, ok bool) {
	text, err := os.ReadFile(path)
	lines := strings.SplitAfter(string(text), "\n")
	if err != nil || line < 0 || line >= len(lines) || col < 0 || col > len(lines[line]) {
		return source{}, false
	}
	return cut(string(text), len(strings.Join(lines[:line], ""))+col), true
}

// cut finds the name around an offset.
func cut(text string, offset int) source {
	inName := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	start := len(strings.TrimRightFunc(text[:offset], inName))
	end := len(text) - len(strings.TrimLeftFunc(text[offset:], inName))
	return source{before: text[:start], name: text[start:end], after: text[end:], typed: text[start:offset]}
}
