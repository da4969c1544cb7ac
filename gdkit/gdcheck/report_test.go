package gdcheck_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gdlab/gdkit/gdcheck"
)

func TestPanicsAreExplained(t *testing.T) {
	var nothing map[string]int
	for want, f := range map[string]func(){
		"not written yet":                     func() { panic("not implemented") },
		"your function panics: no data":       func() { panic(errors.New("no data")) },
		"a map has to be made before":         func() { nothing["a"] = 1 },
		"divided as whole numbers":            func() { _ = 1 / len(nothing) },
		"something is used before it is made": func() { var p *int; *p = 1 },
		"your function panics: 7":             func() { panic(7) },
		// As a function in another process is reported.
		"is a list shorter than you think":    func() { panic(errors.New("J: panic: runtime error: index out of range [1] with length 0")) },
		"J did not return within 10s":         func() { panic(errors.New("J did not return within 10s")) },
		"J cannot be called: the program has": func() { panic(errors.New("J cannot be called: the program has ended")) },
		"one line":                            func() { panic("one\n\n  line") },
		"…":                                   func() { panic(strings.Repeat("long ", 1000)) },
		"called with nil argument":            func() { panic(nil) },
	} {
		r := gdcheck.New("panics", 1)
		r.Walk(slope, func(w, rate float64) float64 { f(); return 0 })
		if !strings.Contains(r.Results[0].Why, want) || len(r.Results) != 2 || r.Earned() != 0 {
			t.Errorf("want %q, got %+v", want, r.Results)
		}
		if len(r.Results[0].Why) > 300 || strings.Contains(r.Results[0].Why, "\n") {
			t.Errorf("not a line: %q", r.Results[0].Why)
		}
	}
}

func TestGraderGetsEachProperty(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report")
	plain := gdcheck.New("walk", 1)
	plain.Walk(slope, func(w, rate float64) float64 { return w })
	t.Setenv("GDCHECK_REPORT", file)
	t.Setenv("GDCHECK_SEED", "12345")
	r := gdcheck.New("walk", 1)
	r.Walk(slope, func(w, rate float64) float64 { return w - rate*slope(w)*2 })
	r.Done(3) // does not exit
	got, err := os.ReadFile(file)
	want := `{"check":"walk","property":"one step down","points":0,"of":2,"why":"gives `
	if err != nil || !strings.HasPrefix(string(got), want) || !strings.HasSuffix(string(got), `"no step with α = 0","points":1,"of":1}`+"\n") {
		t.Errorf("%s %v", got, err)
	}
	same := gdcheck.New("walk", 1)
	same.Walk(slope, func(w, rate float64) float64 { return w })
	if again := gdcheck.New("walk", 1); again.Seed != 1 || same.Results[0].Why == plain.Results[0].Why {
		t.Error("the grader's seed asks the same questions")
	}
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"worth 3 points, but the cell 2", func() { r.Done(2) }},
		{"worth 3 points, but the cell 4", func() { r.Done(4) }},
		{"cannot be written", func() { t.Setenv("GDCHECK_REPORT", t.TempDir()); r.Accuracy(nil) }},
		{"want a whole number", func() { t.Setenv("GDCHECK_SEED", "x"); gdcheck.New("", 1) }},
	} {
		func() {
			defer func() {
				if err, _ := recover().(string); !strings.Contains(err, c.want) {
					t.Errorf("want %q, got %q", c.want, err)
				}
			}()
			c.f()
		}()
	}
}

// A student's cell fails when a property does, after the table.
func TestDoneEndsTheCell(t *testing.T) {
	if of := os.Getenv("GDCHECK_TEST_DONE"); of != "" {
		r := gdcheck.New("walk", 1)
		r.Walk(slope, func(w, rate float64) float64 {
			if of == "right" {
				return w - rate*slope(w)
			}
			return w + rate*slope(w)
		})
		r.Done(5)
		os.Exit(0)
	}
	for of, want := range map[string]string{
		"right": "3 of 3 points, and 2 more for what is tested when your work is graded\n",
		"wrong": "✗ one step down       0/2  sign: this climbs\n✓ no step with α = 0  1/1\n1 of 3 points, and 2 more",
	} {
		cell := exec.Command(os.Args[0], "-test.run=^TestDoneEndsTheCell$")
		cell.Env = append(os.Environ(), "GDCHECK_TEST_DONE="+of)
		out, err := cell.Output()
		if !strings.Contains(string(out), want) || (err == nil) != (of == "right") {
			t.Errorf("%s: %s, %v", of, out, err)
		}
	}
}

func TestSameSeedSameReport(t *testing.T) {
	for _, c := range wrongs {
		a, b := gdcheck.New("", 5), gdcheck.New("", 5)
		c.check(a)
		c.check(b)
		if strings.HasPrefix(c.name, "batches: no seed") {
			continue // its author's randomness
		}
		if a.String() != b.String() {
			t.Errorf("%s: %v\n%v", c.name, a, b)
		}
	}
}
