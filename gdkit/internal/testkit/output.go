package testkit

import (
	"io"
	"os"
	"testing"
)

// Output is what f prints to the standard output.
func Output(t testing.TB, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte)
	go func() {
		b, _ := io.ReadAll(r)
		read <- b
	}()
	before := os.Stdout
	os.Stdout = w
	func() {
		defer func() { os.Stdout = before; w.Close() }()
		f()
	}()
	return string(<-read)
}
