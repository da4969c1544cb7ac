package testkit

import (
	"fmt"
	"strings"
	"testing"
)

// Panic is what f panics with, in words; "" where it does not.
func Panic(f func()) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

// WantPanics runs each function and wants it to panic with a sentence that begins with the name of
// the package and has the words of its key.
func WantPanics(t testing.TB, begin string, cases map[string]func()) {
	t.Helper()
	for want, f := range cases {
		if said := Panic(f); !strings.HasPrefix(said, begin) || !strings.Contains(said, want) {
			t.Errorf("got %q, want a sentence that begins with %q and has %q", said, begin, want)
		}
	}
}
