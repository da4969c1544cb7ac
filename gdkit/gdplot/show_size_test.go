package gdplot

import (
	"testing"

	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

// DrawOn fills the whole canvas with white first.
func TestDrawOn(t *testing.T) {
	c := &testkit.Recorder{}
	var at []vg.Rectangle
	DrawOn(c, place{&at})
	fill, ok := c.Actions[1].(*recorder.Fill)
	if col, _ := c.Actions[0].(*recorder.SetColor); !ok || col == nil || col.Color != white || len(fill.Path) < 4 {
		t.Errorf("first %v, then %v", c.Actions[0].Call(), c.Actions[1].Call())
	}
	if len(at) != 1 || at[0].Min.X <= 0 || at[0].Max.X >= 400 {
		t.Errorf("drawn at %v, want a margin", at)
	}
}
