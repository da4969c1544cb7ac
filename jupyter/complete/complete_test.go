package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/jupyter/cellimports"

	"go.lsp.dev/jsonrpc2"
	lsp "go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"gonum.org/v1/gonum/mat"
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

// membersOf asks Go's own reflection for the exported fields and methods.
func membersOf(t reflect.Type) (names []string) {
	for m := range t.Methods() {
		names = append(names, m.Name)
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() {
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// exportsOf asks "go doc" for the exported names of a package.
func exportsOf(t *testing.T, path string) (names []string) {
	t.Helper()
	out, err := exec.Command("go", "doc", "-all", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ([\n", r) }); len(f) > 1 &&
			(strings.HasPrefix(line, "func ") && !strings.HasPrefix(line, "func (") || strings.HasPrefix(line, "type ")) {
			names = append(names, f[1])
		}
	}
	slices.Sort(names)
	return names
}

func TestMembersAreThoseOfReflection(t *testing.T) {
	l := open(t)
	for program, want := range map[string]reflect.Type{
		"func main() { run := gdkit.Descent{}.Run()\nrun." + cursor + "\n}":                 reflect.TypeFor[*gdkit.Trace](),
		"func main() { var d gdkit.Dataset\nfmt.Println(d." + cursor + "\n}":                reflect.TypeFor[*gdkit.Dataset](),
		"func main() { for _, tr := range []*gdkit.Trace{} {\n\tif tr." + cursor + "\n}\n}": reflect.TypeFor[*gdkit.Trace](),
		"func main() { var c gdkit.Cost\nα := c." + cursor + "\n}":                          reflect.TypeFor[gdkit.Cost](),
		"func main() { var b strings.Builder\nb." + cursor + "\n}":                          reflect.TypeFor[*strings.Builder](),
		"func main() { mat.NewDense(1, 1, nil)." + cursor:                                   reflect.TypeFor[*mat.Dense](),
		"type both struct{ *gdkit.Trace }\nfunc main() { both{}." + cursor:                  reflect.TypeFor[struct{ *gdkit.Trace }](),
	} {
		got := l.tab(program)
		slices.Sort(got)
		if want := membersOf(want); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

// TestUnfinishedPrograms: what a learner has typed when asking breaks off anywhere.
func TestUnfinishedPrograms(t *testing.T) {
	l := open(t)
	want := membersOf(reflect.TypeFor[*gdkit.Trace]())
	for _, program := range []string{
		"func main() { run := gdkit.Descent{}.Run()\nfmt.Println(run." + cursor + "\nfor i := range 3 {\nfmt.Println(i)\n}\n}",
		"func main() { run := gdkit.Descent{}.Run()\nfor i := 0; i < run." + cursor + "\nfmt.Println(1)\n}",
		"func main() { run := gdkit.Descent{}.Run()\nfor i := range run." + cursor,
		"func main() { run := gdkit.Descent{}.Run()\nif run." + cursor + "\nfmt.Println(1)\nx := 3\n_ = x\n}",
		"func main() { run := gdkit.Descent{}.Run()\nswitch run." + cursor + "\ncase 1:\n}\n",
		"func main() { run := gdkit.Descent{}.Run()\nx := []float64{run." + cursor + "\nfmt.Println(1)\nfor {\n}\n}",
		"func main() { run := gdkit.Descent{}.Run()\ngdplot.Show(gdplot.Row(gdplot.Costs(run." + cursor + "\ngo func() { }()\nreturn\n}\n",
		"func f(tr *gdkit.Trace) { tr." + cursor + "\n\nfunc main() { fmt.Println(1) }\n",
		"func f(tr *gdkit.Trace) { for _, r := range []int{tr." + cursor + "\n\nfunc main() { fmt.Println(1) }\n",
	} {
		got := l.tab(program)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

func TestPackagesAreThoseOfGoDoc(t *testing.T) {
	l := open(t)
	for name, path := range map[string]string{"gdkit": "gdlab/gdkit", "datasets": "gdlab/datasets", "mat": "gonum.org/v1/gonum/mat", "strings": "strings"} {
		got := l.tab("func main() {\n\t" + name + "." + cursor + "\n}")
		for _, want := range exportsOf(t, path) {
			if !slices.Contains(got, want) {
				t.Errorf("%s. + Tab lacks %s; it has %v", name, want, got)
			}
		}
	}
}

func TestNamesWithoutImportAreThoseOfTheList(t *testing.T) {
	l := open(t)
	for name, path := range cellimports.Names() {
		got := l.tab("func main() { " + name + "." + cursor + "\n}")
		want := l.tab("import p \"" + path + "\"\n\nfunc main() { p." + cursor + "\n}")
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s. + Tab\n got %v\nwant %v, what %s has", name, got, want, path)
		}
	}
	own := l.tab("func main() { " + cursor + "\n}")
	if !slices.Contains(own, "gdkit") || slices.Contains(own, "remote") {
		t.Errorf("Tab offers %v, want gdkit, and nothing of what the lab itself is made of", own)
	}
}

func TestStructLiteralOffersWhatIsNotSetYet(t *testing.T) {
	l := open(t)
	var want []string
	for f := range reflect.TypeFor[gdkit.Descent]().Fields() {
		if f.Name != "Cost" {
			want = append(want, f.Name)
		}
	}
	for _, program := range []string{
		"func main() { gdkit.Descent{Cost: nil, " + cursor + "\n}",
		"func main() { gdkit.Descent{Cost: nil, " + cursor + "}.Run()\n}",
		"func main() { runs := []gdkit.Descent{{Cost: nil, " + cursor + "}}\n}",
		"func main() { runs := []*gdkit.Descent{{Cost: nil, " + cursor,
	} {
		if got := l.tab(program); !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

func TestNamesInScope(t *testing.T) {
	l := open(t)
	l.write("other.go", "package main\n\nimport gp \"strings\"\n\nvar earlier = gp.ToUpper(\"x\")\n")
	for program, want := range map[string][]string{
		"func main() { rate := 0.1\nfmt.Println(ra" + cursor + ")\nrates := 2\n}": {"rate", "range", "rand"},
		"func main() { ear" + cursor + "\n}":                                      {"earlier"},
		"func main() { gp.ToUpperS" + cursor + "\n}":                              {"ToUpperSpecial"},
		// math/rand has it
		"func main() { rand.See" + cursor + "\n}":                             {"Seed"},
		"func main() { s := \"gdkit." + cursor + "\n}":                        {},
		"func main() { /* gdkit." + cursor + "\n}":                            {},
		"func main() { gdkit.desc" + cursor + "\n}":                           {"Descent"},
		"var J = gdkit.Scal" + cursor + "\n":                                  {"Scalar"},
		"func main() { θ := 1.0; fmt.Println(θ, gdkit.Scal" + cursor + ")\n}": {"Scalar"},
		"func main() { fmt.Println(\"gdkit." + cursor + "\")\n}":              {},
		"func main() { // gdkit." + cursor + "\n}":                            {},
		"func main() { nowhere." + cursor + "\n}":                             {},
	} {
		got := l.tab(program)
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("%s\n got %v\nwant %v", program, got, want)
			}
		}
		if len(want) == 0 && len(got) > 0 || slices.Contains(got, "rates") || slices.Contains(got, placeholder) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

// TestHoverShowsTheDocComment compares with the text that "go doc" prints.
func TestHoverShowsTheDocComment(t *testing.T) {
	l := open(t)
	plain := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	for program, symbol := range map[string]string{
		"func main() { gdkit.Desc" + cursor + "ent{} }":                "gdlab/gdkit.Descent",
		"func main() { gdkit.Descent" + cursor + "{Cost: ":             "gdlab/gdkit.Descent",
		"func main() { gdkit.Descent{}.Ru" + cursor + "n() }":          "gdlab/gdkit.Descent.Run",
		"func main() { var b strings.Builder\nb.Gro" + cursor + "w(1)": "strings.Builder.Grow",
		"func main() { gdkit.Sca" + cursor + "lar":                     "gdlab/gdkit.Scalar",
	} {
		out, err := exec.Command("go", "doc", symbol).Output()
		if err != nil {
			t.Fatal(err)
		}
		_, docs, _ := strings.Cut(string(out), "\n    ") // go doc indents the comment by four
		sentence, _, _ := strings.Cut(plain(docs), ". ")
		if got := plain(l.tip(program)); len(sentence) < 10 || !strings.Contains(got, strings.TrimSuffix(sentence, ".")) {
			t.Errorf("%s\n got %s\nwant %s", program, got, sentence)
		}
	}
	field := l.tip("func main() { gdkit.Descent{Ra" + cursor + "te: 0.1} }")
	if !strings.Contains(field, "field Rate float64") || !strings.Contains(field, "α") {
		t.Errorf("a field without its comment: %s", field)
	}
	for _, program := range []string{"func main() { " + cursor + " }", "func main() { nope" + cursor + " }", cursor} {
		if got := l.tip(program); got == "" || strings.Contains(got, "```") {
			t.Errorf("%q: got %q, want a sentence", program, got)
		}
	}
}

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
