package gdplot

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// fill scales and moves the view until box and words just fill the page below the title.
func (a *axes3) fill(c draw.Canvas, v *projection, title vg.Length) {
	page := c.Rectangle
	page.Max.Y -= title
	v.origin, v.scale = vg.Point{}, 1
	for range 4 {
		box, all := a.extent(v)
		// What the words need beyond the box stays; the box takes the rest.
		b := box.Size()
		left := page.Size().Sub(all.Size()).Add(b)
		v.scale *= max(min(left.X/b.X, left.Y/b.Y), 0.01)
		_, all = a.extent(v)
		v.origin = v.origin.Add(page.Min.Add(page.Max).Sub(all.Min).Sub(all.Max).Scale(0.5))
	}
}

// extent is the part of the page that the box takes, and that box and words take together.
func (a *axes3) extent(v *projection) (box, all vg.Rectangle) {
	first := v.at(a.corner[0])
	box = vg.Rectangle{Min: first, Max: first}
	for _, p := range a.corner {
		q := v.at(p)
		box = union(box, vg.Rectangle{Min: q, Max: q})
	}
	all = box
	for _, t := range a.ticks {
		_, _, r := t.words(v, tickFont)
		all = union(all, r)
	}
	for _, t := range a.names {
		_, _, r := t.words(v, nameFont)
		all = union(all, r)
	}
	return box, all
}

func (f *SurfacePlot) titleHeight() vg.Length {
	if f.Title.Text == "" {
		return 0
	}
	return 13 + 8
}

func (f *SurfacePlot) title(c draw.Canvas) {
	if f.Title.Text != "" {
		c.FillText(textStyle(ink, 13, draw.XCenter, draw.YTop), vg.Point{X: c.Center().X, Y: c.Max.Y}, f.Title.Text)
	}
}

// legend puts the legend into the corner where it hides least of the surface.
func (f *SurfacePlot) legend(c draw.Canvas, v *projection, m *mesh, words []vg.Rectangle) {
	if len(f.traces) == 0 {
		return
	}
	l := newPlot().Legend
	for i, t := range f.traces {
		l.Add(t.Label, path{i: i})
	}
	size := l.Rectangle(c).Size()
	page := c.Rectangle
	page.Max.Y -= f.titleHeight()
	fewest := -1
	for _, top := range []bool{true, false} {
		for _, left := range []bool{false, true} {
			r := inCorner(page, size, top, left)
			n := 0
			for row := 0; row < m.rows; row += 2 {
				for col := 0; col < m.cols; col += 2 {
					p := m.corner(col, row)
					q := v.at(p)
					p.Z = 0
					g := v.at(p)
					if m.whole(m.corner(col, row)) && touches(vg.Rectangle{Min: q, Max: q}, []vg.Rectangle{r}) {
						n++
					}
					if touches(vg.Rectangle{Min: g, Max: g}, []vg.Rectangle{r}) {
						n++
					}
				}
			}
			for _, w := range words {
				if touches(w, []vg.Rectangle{r}) {
					n += 50
				}
			}
			if fewest < 0 || n < fewest {
				fewest, l.Top, l.Left = n, top, left
			}
		}
	}
	at := c
	at.Rectangle = page
	l.Draw(at)
}
