package gdplot

import (
	"bytes"
	"image/png"
	"testing"

	"gdlab/gdkit/internal/testkit"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// place is a figure that notes where it is drawn.
type place struct{ at *[]vg.Rectangle }

func (p place) Draw(c draw.Canvas) { *p.at = append(*p.at, c.Rectangle) }

// Five figures in rows of three: equal sizes, from the upper left, without touching.
func TestGrid(t *testing.T) {
	var at []vg.Rectangle
	p := place{&at}
	Grid(3, p, p, p, p, p).Draw(draw.NewCanvas(&recorder.Canvas{}, 900, 500))
	if len(at) != 5 {
		t.Fatalf("%d figures drawn, want 5", len(at))
	}
	for i, r := range at {
		if s := r.Size(); distance(s, at[0].Size()) > 1e-9 {
			t.Errorf("figure %d is %v, the first %v", i, s, at[0].Size())
		}
		if i > 0 && touches(r, at[:i]) {
			t.Errorf("figure %d touches another", i)
		}
	}
	if at[0].Min.X != 0 || at[0].Max.Y != 500 || at[2].Max.X != 900 || at[3].Min.X != 0 || at[4].Min.X != at[1].Min.X || at[4].Min.Y != 0 {
		t.Errorf("figures at %v", at)
	}
}

func TestGridSize(t *testing.T) {
	curve := Curve(bowl, -1, 1)
	_, oneRow := sizeOf(Row(curve, curve))
	if w, h := Size(Grid(2, curve, curve, curve)); w != 960 || h != 2*oneRow+14 {
		t.Errorf("size %v × %v, want 960 × %v", w, h, 2*oneRow+14)
	}
	var b bytes.Buffer
	if err := WritePNG(&b, Grid(9, curve, curve)); err != nil { // not more columns than figures
		t.Fatal(err)
	}
	if img, err := png.Decode(&b); err != nil || img.Bounds().Dy() != int(2*oneRow) {
		t.Errorf("%v high, want %v; %v", img.Bounds().Dy(), 2*oneRow, err)
	}
	testkit.WantPanics(t, "gdplot: ", map[string]func(){
		"Grid: got 0 columns, want 1 or more": func() { Grid(0, curve) },
		"Grid: no figures given":              func() { Grid(2) },
		"Grid: figure 2 is nil":               func() { Grid(2, curve, nil) },
	})
}
