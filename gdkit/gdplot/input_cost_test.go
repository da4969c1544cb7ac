package gdplot_test

import (
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

// oneName names one of two parameters, noNames none.
type (
	oneName struct{ *gdkit.Linear }
	noNames struct{ *gdkit.Linear }
)

func (oneName) ParamNames() []string { return []string{"only"} }
func (noNames) ParamNames() []string { return nil }

// A cost that names another number of parameters than it has is drawn with names of the usual kind.
func TestNamesOfAnotherNumber(t *testing.T) {
	linear := &gdkit.Linear{Data: datasets.SixHouses().Standardize(), Loss: gdkit.HalfSquared}
	for _, j := range []gdkit.Cost{oneName{linear}, noNames{linear}} {
		run := gdkit.Descent{Cost: j, Start: []float64{1, 2}, Rate: 0.1, Steps: 5}.Run()
		if run.Names != nil {
			t.Errorf("the trace has the names %v for 2 parameters", run.Names)
		}
		p := gdplot.Contour(j, run)
		if p.X.Label.Text != "w₁" || p.Y.Label.Text != "w₂" {
			t.Errorf("axes %q and %q, want w₁ and w₂", p.X.Label.Text, p.Y.Label.Text)
		}
		gdplot.StepTable(j, run)
		gdplot.Contour(gdplot.Slice(j, []float64{1, 2}, 0, 1))
	}
}
