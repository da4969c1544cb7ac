package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	lsp "go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// cursor marks the cursor in the programs of these tests.
const cursor = "‸"

// lesson is a client in a folder as gonb makes it: a module of its own and a go.work that
// names this repository.
type lesson struct {
	t    *testing.T
	dir  string
	conn jsonrpc2.Conn
}

func open(t *testing.T) *lesson {
	t.Helper()
	t.Setenv("GOWORK", "auto")
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	l := &lesson{t: t, dir: dir}
	l.write("go.mod", "module lesson\n\ngo 1.26.0\n")
	l.write("go.work", "go 1.26.0\n\nuse (\n\t.\n\t\""+filepath.Dir(strings.TrimSpace(string(mod)))+"\"\n)\n")

	// A socket's path ends at about 100 bytes, which a test's own folder can exceed.
	short, err := os.MkdirTemp("", "gd")
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(short, "s")
	done := make(chan error, 1)
	go func() { done <- serve("unix;" + socket) }()
	var c net.Conn
	for range 500 {
		if c, err = net.Dial("unix", socket); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	l.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(c))
	l.conn.Go(context.Background(), jsonrpc2.MethodNotFoundHandler)
	t.Cleanup(func() { // a server whose client hangs up must end
		l.conn.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
		os.RemoveAll(short)
	})
	l.call(lsp.MethodInitialize, lsp.InitializeParams{WorkspaceFolders: []lsp.WorkspaceFolder{{URI: string(uri.File(dir))}}}, nil)
	return l
}

func (l *lesson) write(name, text string) {
	l.t.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lesson) call(method string, params, result any) {
	l.t.Helper()
	if _, err := l.conn.Call(context.Background(), method, params, result); err != nil {
		l.t.Fatal(err)
	}
}

// at writes the program and says where its cursor is, with columns in bytes as gonb counts.
func (l *lesson) at(program string) lsp.TextDocumentPositionParams {
	l.t.Helper()
	before, after, found := strings.Cut("package main\n\n"+program, cursor)
	if !found {
		l.t.Fatalf("no cursor in %q", program)
	}
	l.write("main.go", before+after)
	line := strings.Count(before, "\n")
	return lsp.TextDocumentPositionParams{
		TextDocument: lsp.TextDocumentIdentifier{URI: uri.File(filepath.Join(l.dir, "main.go"))},
		Position:     lsp.Position{Line: uint32(line), Character: uint32(len(before) - strings.LastIndex(before, "\n") - 1)},
	}
}

// tab returns the names offered at the cursor.
func (l *lesson) tab(program string) []string {
	l.t.Helper()
	var list lsp.CompletionList
	l.call(lsp.MethodTextDocumentCompletion, l.at(program), &list)
	names := []string{}
	for _, item := range list.Items {
		names = append(names, item.TextEdit.NewText)
	}
	return names
}

func (l *lesson) tip(program string) string {
	l.t.Helper()
	var hover lsp.Hover
	l.call(lsp.MethodTextDocumentHover, l.at(program), &hover)
	return hover.Contents.Value
}
