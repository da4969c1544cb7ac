package gdplot

import (
	"math"

	"gonum.org/v1/plot/vg"
)

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

func inset(r vg.Rectangle, by vg.Length) vg.Rectangle {
	by = min(by, r.Size().X/2, r.Size().Y/2)
	return vg.Rectangle{Min: r.Min.Add(vg.Point{X: by, Y: by}), Max: r.Max.Sub(vg.Point{X: by, Y: by})}
}

func middle(r vg.Rectangle) vg.Point {
	return vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
}

func union(r, q vg.Rectangle) vg.Rectangle {
	return vg.Rectangle{
		Min: vg.Point{X: min(r.Min.X, q.Min.X), Y: min(r.Min.Y, q.Min.Y)},
		Max: vg.Point{X: max(r.Max.X, q.Max.X), Y: max(r.Max.Y, q.Max.Y)},
	}
}

func touches(r vg.Rectangle, taken []vg.Rectangle) bool {
	for _, q := range taken {
		if r.Min.X < q.Max.X && q.Min.X < r.Max.X && r.Min.Y < q.Max.Y && q.Min.Y < r.Max.Y {
			return true
		}
	}
	return false
}

func distance(a, b vg.Point) vg.Length {
	return vg.Length(math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)))
}

// inCorner is a rectangle of this size in a corner of the page.
func inCorner(page vg.Rectangle, size vg.Point, top, left bool) vg.Rectangle {
	at := vg.Point{X: page.Max.X - size.X, Y: page.Min.Y}
	if left {
		at.X = page.Min.X
	}
	if top {
		at.Y = page.Max.Y - size.Y
	}
	return vg.Rectangle{Min: at, Max: at.Add(size)}
}
