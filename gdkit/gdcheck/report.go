package gdcheck

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode/utf8"
)

// A Report is what the checks of one exercise found so far. Its methods add to it. Printed it is
// the table that a student sees.
type Report struct {
	Title   string
	Seed    uint64
	Results []Result

	rnd *rand.Rand
}

// A Result is one property: all of its points or none.
type Result struct {
	Name             string // of the property, in words
	Earned, Possible int
	Why              string // the likely mistake; "" where the property holds
}

// New begins the report of an exercise. The same seed asks the same questions; another one asks
// others, of other shapes. Where a grader runs the check it mixes in a number of its own (see
// grader.go), so that nobody knows its questions before.
func New(title string, seed uint64) *Report {
	return &Report{Title: title, Seed: seed, rnd: rand.New(rand.NewPCG(seed, graderSeed()))}
}

// Earned is the sum of the points earned.
func (r *Report) Earned() int {
	sum := 0
	for _, p := range r.Results {
		sum += p.Earned
	}
	return sum
}

// Possible is the sum of the points there are.
func (r *Report) Possible() int {
	sum := 0
	for _, p := range r.Results {
		sum += p.Possible
	}
	return sum
}

// OK tells whether all properties hold. It is false if nothing was checked.
func (r *Report) OK() bool { return len(r.Results) > 0 && r.Earned() == r.Possible() }

// String is the table: a line for each property, and the sum.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Title)
	width := 0
	for _, p := range r.Results {
		width = max(width, utf8.RuneCountInString(p.Name))
	}
	said := map[string]bool{}
	for _, p := range r.Results {
		mark, why := "✓", ""
		switch {
		case said[p.Why]:
			mark, why = "✗", "  as above"
		case p.Why != "":
			mark, why = "✗", "  "+p.Why
			said[p.Why] = true
		}
		fmt.Fprintf(&b, "%s %s%s  %d/%d%s\n",
			mark, p.Name, strings.Repeat(" ", width-utf8.RuneCountInString(p.Name)), p.Earned, p.Possible, why)
	}
	fmt.Fprintf(&b, "%d of %d points", r.Earned(), r.Possible())
	return b.String()
}

// Done ends a test cell that is worth the given points: it prints the table. Where the student runs
// the cell and something fails, the cell fails; the points that are missing belong to tests that
// the student does not see. A grader gets its points property by property. It panics if the
// properties are worth more, or where everything is tested less, because the cell then promises
// other points than it gives.
func (r *Report) Done(points int) {
	missing := points - r.Possible()
	if missing < 0 || missing > 0 && graded() {
		panic(fmt.Sprintf("gdcheck: %q: the properties are worth %d points, but the cell %d", r.Title, r.Possible(), points))
	}
	fmt.Print(r)
	if missing > 0 {
		fmt.Printf(", and %d more for what is tested when your work is graded", missing)
	}
	fmt.Println()
	if !r.OK() && !graded() {
		os.Exit(1)
	}
}

// add writes down a property, which holds if find returns "". What find panics with is the
// reason why it does not.
func (r *Report) add(name string, points int, find func() string) {
	why := ""
	if fault := guard(func() { why = find() }); fault != "" {
		why = fault
	}
	p := Result{Name: name, Possible: points, Why: oneLine(why)}
	if p.Why == "" {
		p.Earned = points
	}
	r.Results = append(r.Results, p)
	r.record(p)
}

// oneLine keeps a sentence to a line of the table, whatever a student's panic had to say.
func oneLine(s string) string {
	const most = 240
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + " …"
	}
	return strings.ToValidUTF8(s, "?")
}
