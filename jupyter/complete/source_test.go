package main

import (
	"slices"
	"testing"

	lsp "go.lsp.dev/protocol"
)

// TestLostCursor: gonb asks for line -1 when it has lost the cursor; the server must survive.
func TestLostCursor(t *testing.T) {
	l := open(t)
	place := l.at("func main() {}" + cursor)
	place.Position = lsp.Position{Line: 1<<32 - 1, Character: 1<<32 - 1}
	var list lsp.CompletionList
	l.call(lsp.MethodTextDocumentCompletion, place, &list)
	if len(list.Items) != 0 {
		t.Errorf("got %v at no place", list.Items)
	}
	if got := l.tab("func main() { gdkit.Desc" + cursor); !slices.Contains(got, "Descent") {
		t.Errorf("after a lost cursor: got %v, want Descent", got)
	}
}
