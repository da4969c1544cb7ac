// Command complete answers Tab and Shift-Tab in a lesson.
//
// The kernel (gonb) looks for a language server named gopls on its PATH, starts it as "gopls
// -listen unix;SOCKET", and sends it three kinds of questions: completion, definition, hover. This
// server answers exactly those. It is built under that name, reads the program that gonb has
// written to disk, and type-checks it against the compiled packages in Go's build cache, so it
// needs neither an index nor hundreds of megabytes.
//
//	source.go    the program text and the name under the cursor
//	packages.go  which packages there are, and their compiled types
//	program.go   program + packages → types of everything
//	complete.go  the names that fit at the cursor
//	hover.go     the declaration and the doc comment of a name
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	lsp "go.lsp.dev/protocol"
)

func main() {
	listen := flag.String("listen", "", "unix;PATH or HOST:PORT to listen on")
	flag.Parse()
	// Little memory is worth more here than speed: each kernel has its own server.
	debug.SetGCPercent(30)
	if err := serve(*listen); err != nil {
		fmt.Fprintln(os.Stderr, "complete:", err)
		os.Exit(1)
	}
}

// serve answers one client and returns when that closes the connection. A kernel that is killed
// closes it too, so no server runs longer than its kernel.
func serve(address string) error {
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix;"); ok {
		network, address = "unix", path
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return fmt.Errorf("cannot listen on -listen=%q: %w", address, err)
	}
	// If the kernel ends before it connects, the server ends as well.
	giveUp := time.AfterFunc(time.Minute, func() { listener.Close() })
	client, err := listener.Accept()
	if err != nil {
		return fmt.Errorf("no kernel connected within a minute: %w", err)
	}
	giveUp.Stop()
	listener.Close() // also removes the socket file

	ctx, s := context.Background(), &server{}
	conn := jsonrpc2.NewConn(jsonrpc2.NewStream(client))
	conn.Go(ctx, s.handle)
	<-conn.Done()
	return nil
}

type server struct {
	dir      string // where gonb writes the cell's program
	packages *packages
}

// handle answers one message; jsonrpc2 calls it for one message at a time.
func (s *server) handle(ctx context.Context, reply jsonrpc2.Replier, req jsonrpc2.Request) error {
	switch req.Method() {
	case lsp.MethodInitialize:
		var p lsp.InitializeParams
		if err := json.Unmarshal(req.Params(), &p); err != nil || len(p.WorkspaceFolders) == 0 {
			return reply(ctx, nil, fmt.Errorf("initialize: found no workspace folder in %s", req.Params()))
		}
		s.dir = lsp.DocumentURI(p.WorkspaceFolders[0].URI).Filename()
		s.packages = newPackages(s.dir)
		go s.packages.warm()
		return reply(ctx, lsp.InitializeResult{}, nil)

	case lsp.MethodTextDocumentDidChange: // gonb sends it for every changed file of the module
		var p lsp.DidChangeTextDocumentParams
		if json.Unmarshal(req.Params(), &p) == nil && filepath.Dir(p.TextDocument.URI.Filename()) != s.dir {
			s.packages.forget()
		}
		return reply(ctx, nil, nil)

	case lsp.MethodTextDocumentDefinition:
		// gonb would only open these files, and nothing here needs that.
		return reply(ctx, []lsp.Location{}, nil)

	case lsp.MethodTextDocumentCompletion:
		return s.answer(ctx, reply, req, func(path string, line, col int) any {
			return s.complete(path, line, col)
		})

	case lsp.MethodTextDocumentHover:
		return s.answer(ctx, reply, req, func(path string, line, col int) any {
			return lsp.Hover{Contents: lsp.MarkupContent{Kind: lsp.Markdown, Value: s.hover(path, line, col)}}
		})

	default:
		return reply(ctx, nil, nil)
	}
}

// answer reads the position from a question and replies. Most programs here are unfinished; if one
// makes the server panic, that question gets an error, and the server goes on.
func (s *server) answer(ctx context.Context, reply jsonrpc2.Replier, req jsonrpc2.Request, at func(path string, line, col int) any) (err error) {
	var p lsp.TextDocumentPositionParams
	if err := json.Unmarshal(req.Params(), &p); err != nil {
		return reply(ctx, nil, err)
	}
	defer func() {
		if r := recover(); r != nil {
			err = reply(ctx, nil, fmt.Errorf("%s: %v", req.Method(), r))
		}
	}()
	return reply(ctx, at(p.TextDocument.URI.Filename(), int(p.Position.Line), int(p.Position.Character)), nil)
}
