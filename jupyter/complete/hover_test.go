package main

import (
	"os/exec"
	"strings"
	"testing"
)

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
