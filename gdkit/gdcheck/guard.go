package gdcheck

import (
	"fmt"
	"runtime"
	"strings"
)

// wrong is what a check found while it asked. It reaches guard as a panic, so that
// nothing uses the answer.
type wrong string

// guard runs f and returns what it panicked with as a sentence, "" if it did not.
func guard(f func()) (fault string) {
	done := false
	defer func() {
		if err := recover(); !done {
			fault = panicked(err)
		}
	}()
	f()
	done = true
	return ""
}

// panicked explains a panic to the one who wrote the function.
func panicked(err any) string {
	switch err := err.(type) {
	case wrong:
		return string(err)
	case runtime.Error:
		return runtimeText(strings.TrimPrefix(err.Error(), "runtime error: "))
	}
	return panicText(strings.TrimSpace(fmt.Sprint(err)))
}

// panicText is the sentence for a panic of which only the text is known, as when the function runs
// in another process.
func panicText(said string) string {
	if strings.Contains(strings.ToLower(said), "not implemented") {
		return "not written yet"
	}
	if _, after, ok := strings.Cut(said, "runtime error: "); ok {
		return runtimeText(after)
	}
	switch { // of a function in another process
	case strings.Contains(said, "did not return within"):
		return said + ": does its loop end?"
	case strings.Contains(said, "did not return"), strings.Contains(said, "cannot be called"):
		return said
	}
	return "your function panics: " + said
}

func runtimeText(said string) string {
	hint := ""
	switch {
	case strings.Contains(said, "index out of range"), strings.Contains(said, "slice bounds"):
		hint = "; is a list shorter than you think, or empty?"
	case strings.Contains(said, "nil map"):
		hint = "; a map has to be made before it is written to"
	case strings.Contains(said, "nil pointer"):
		hint = "; something is used before it is made"
	case strings.Contains(said, "divide by zero"):
		hint = "; a count of 0, divided as whole numbers?"
	}
	return "your function panics: " + said + hint
}
