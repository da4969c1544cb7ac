package remote

import (
	"net"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// joined is a student's end with these functions, and a function that imports from
// it as a check does.
func joined(t *testing.T, limit time.Duration, functions map[string]any) *link {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { Serve(socket, functions); close(served) }()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	l := newLink(conn, limit)
	go func() { _ = l.serve() }()
	t.Cleanup(func() {
		conn.Close()
		listener.Close()
		<-served // Serve ends when the check does
	})
	return l
}

func imported[F any](l *link, name string) F {
	t := reflect.TypeFor[F]()
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		return l.call(name, t, args, named, func(e *encoder) { e.text(name) })
	}).Interface().(F)
}

// said is the sentence that f panics with.
func said(f func()) (text string) {
	defer func() {
		if err, ok := recover().(error); ok {
			text = err.Error()
		}
	}()
	f()
	return ""
}

func TestFaultsAreSentences(t *testing.T) {
	l := joined(t, time.Minute, map[string]any{
		"panics": func() { panic("oh") },
		"index":  func(x []int) int { return x[5] },
		"other":  func(float64) float64 { return 0 },
	})
	for want, f := range map[string]func(){
		"panics: panic: oh":                  imported[func()](l, "panics"),
		"index out of range [5] with length": func() { imported[func([]int) int](l, "index")(make([]int, 2)) },
		"cannot be sent":                     func() { imported[func(chan int)](l, "other")(make(chan int)) },
	} {
		if got := said(f); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	l = joined(t, 200*time.Millisecond, map[string]any{"hangs": func() { select {} }})
	if got := said(imported[func()](l, "hangs")); got != "hangs did not return within 200ms" {
		t.Error(got)
	}
	<-l.gone
	if got := said(imported[func()](l, "hangs")); got != "hangs cannot be called: the program has ended" {
		t.Error(got)
	}
}
