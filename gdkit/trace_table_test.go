package gdkit_test

import (
	"gdlab/gdkit"
	"slices"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	run := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 30}.Run() // w halves
	table := run.Table()
	lines := strings.Split(table, "\n")
	if got, want := strings.Fields(lines[0]), []string{"step", "w", "J", "‖∇J‖", "step", "length"}; !slices.Equal(got, want) {
		t.Errorf("columns %v, want %v", got, want)
	}
	if got, want := strings.Fields(lines[2]), []string{"1", "4", "16", "8", "2"}; !slices.Equal(got, want) {
		t.Errorf("step 1: %v, want %v", got, want)
	}
	if len(lines) != 8 { // 0 1 2 5 10 20 and 30
		t.Errorf("%d lines:\n%s", len(lines), table)
	}
	if got := strings.Fields(strings.Split(run.Table(3), "\n")[1]); !slices.Equal(got, []string{"3", "1", "1", "2", "0.5"}) {
		t.Errorf("step 3: %v", got)
	}
	wide := gdkit.Descent{Cost: gdkit.Quadratic(1, 2, 3, 4, 5, 6), Start: make([]float64, 6), Rate: 0.1, Steps: 2}.Run().Table()
	if !strings.Contains(wide, "… 2 more") {
		t.Errorf("six parameters:\n%s", wide)
	}
	if names := traces()["converged"].Table(); !strings.Contains(names, "w(size)") && !strings.Contains(names, "w(") {
		t.Errorf("no names:\n%s", names)
	}
}
