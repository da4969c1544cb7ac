package main

import (
	"reflect"
	"slices"
	"testing"

	"gdlab/gdkit"
)

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
