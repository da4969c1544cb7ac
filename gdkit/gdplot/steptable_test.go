package gdplot

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// On J = w² with α = 0.1 from 3: w(t) = 3·0.8ᵗ, the slope is twice that, the step −0.2·w(t).
func TestStepTable(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{3}, Rate: 0.1, Steps: 100}.Run()
	table := newStepTable(bowl, run, nil)
	if got := strings.Join(table.head, "|"); got != "step t|w|slope ∂J/∂w|rate α|step −α·slope|cost J" {
		t.Errorf("heading %s", got)
	}
	var steps []string
	for _, row := range table.rows {
		steps = append(steps, row[0])
	}
	if got := strings.Join(steps, " "); got != "0 1 2 3 4 5 10 20 50 100" {
		t.Errorf("steps %s", got)
	}
	w := 3 * math.Pow(0.8, 10)
	want := []string{"10", digits(w, 5), number(2 * w), "0.1", number(-0.2 * w), digits(w*w, 5)}
	if got := table.rows[6]; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("row %v, want %v", got, want)
	}
	if last := table.rows[len(table.rows)-1]; last[4] != "–" {
		t.Errorf("the last point has the step %s, want a dash: no step leaves it", last[4])
	}
}

// The heading claims −α·slope only where it is so.
func TestStepTableRule(t *testing.T) {
	plain := gdkit.Descent{Cost: bowl2, Start: []float64{3, 1}, Rate: 0.04, Steps: 6}
	momentum, up, thin := plain, plain, plain
	momentum.Method = &gdkit.Momentum{Beta: 0.5}
	up.Ascend = true
	thin.Every = 3
	for want, run := range map[string]*gdkit.Trace{
		"Steps are −α·slope.": plain.Run(), "Steps are +α·slope.": up.Run(),
		"not −α·slope alone": momentum.Run(), "A dash: the trace has not kept": thin.Run(),
	} {
		table := newStepTable(bowl2, run, nil)
		if !strings.Contains(table.caption, want) {
			t.Errorf("%s: caption %q, want %q", run.Label, table.caption, want)
		}
		if got := strings.Join(table.head, "|"); got != "step t|w₁|w₂|slope ∂J/∂w₁|slope ∂J/∂w₂|rate α|step of w₁|step of w₂|cost J" {
			t.Errorf("heading %s", got)
		}
	}
}

func TestStepTableOfManyParameters(t *testing.T) {
	j := gdkit.Quadratic(1, 2, 3, 4, 5)
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 1, 1, 1}, Rate: 0.1, Steps: 3}.Run()
	table := newStepTable(j, run, []int{0, 3})
	if len(table.rows) != 2 || len(table.rows[0]) != len(table.head) || !strings.Contains(table.caption, "first 4 of 5 parameters") {
		t.Errorf("%v", table)
	}
	if got := table.rows[0][5]; got != number(math.Sqrt(55)) { // ‖(1, 2, 3, 4, 5)‖
		t.Errorf("slope %s, want √55", got)
	}
}

// Every cell is there, headings say what they head, and a name can't break the page.
func TestStepTableHTML(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{3}, Rate: 0.1, Steps: 4, Label: "a<b & c"}.Run()
	table := newStepTable(bowl, run, nil)
	d := xml.NewDecoder(strings.NewReader(table.html()))
	count := map[string]int{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			name := e.Name.Local
			if name == "th" {
				name += " " + e.Attr[0].Value
			}
			count[name]++
			for _, a := range e.Attr {
				if strings.Contains(a.Value, "color") || strings.Contains(a.Value, "background") {
					t.Errorf("%s=%q: a colour of our own", a.Name.Local, a.Value)
				}
			}
		}
	}
	if count["caption"] != 1 || count["th col"] != 6 || count["th row"] != 5 || count["td"] != 25 || count["tr"] != 6 {
		t.Errorf("elements %v", count)
	}
}

func TestStepTableMisuse(t *testing.T) {
	run := gdkit.Descent{Cost: bowl, Start: []float64{3}, Rate: 0.1, Steps: 4}.Run()
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"step 5 does not exist, want 0 to 4": func() { StepTable(bowl, run, 5) },
		"step -1 does not exist":             func() { StepTable(bowl, run, -1) },
		"trace 1 is empty":                   func() { StepTable(bowl, nil) },
		"the cost is nil":                    func() { StepTable(nil, run) },
		"1 parameter, this one has 2":        func() { StepTable(gdkit.Quadratic(1, 2), run) },
	})
}
