// Package palette gives pictures few colours.
package palette

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// Most is how many colours Share leaves, one less than fit into a byte: room for a transparent one.
const Most = 255

// Share returns the images with at most Most colours, the same for all: plots have few, plus the
// shades of their soft edges. As a PNG that is a third of the size, and it is written in a third of
// the time. Areas of one colour keep it exactly; shades that are close (the same five leading bits
// of red, green and blue) become one.
func Share(images ...*image.RGBA) []*image.Paletted {
	h := histogram{seen: make([]int32, 1<<15)}
	for _, img := range images {
		h.count(img.Pix)
	}
	slices.SortStableFunc(h.shades, func(a, b shade) int { return cmp.Compare(b.count, a.count) })
	n := min(len(h.shades), Most)
	pal := make(color.Palette, n)
	for i := range n {
		pal[i] = h.shades[i].color
	}
	index := make([]uint8, 1<<15)
	for i, s := range h.shades {
		if i < n {
			index[s.key] = uint8(i)
		} else {
			index[s.key] = uint8(pal.Index(s.color))
		}
	}
	out := make([]*image.Paletted, len(images))
	for k, img := range images {
		out[k] = image.NewPaletted(img.Rect, pal)
		for i := range out[k].Pix {
			out[k].Pix[i] = index[key(img.Pix[4*i:])]
		}
	}
	return out
}

// A histogram counts shades.
type histogram struct {
	seen   []int32 // for each key the number of its shade, plus one
	shades []shade
}

type shade struct {
	key   int
	count int
	color color.RGBA // the first colour seen with this key, or the exact one of a large area
}

// key is the five leading bits of red, green and blue.
func key(pix []uint8) int { return int(pix[0]>>3)<<10 | int(pix[1]>>3)<<5 | int(pix[2]>>3) }

func (h *histogram) count(pix []uint8) {
	before := -1
	for i := 0; i < len(pix); i += 4 {
		k := key(pix[i:])
		if h.seen[k] == 0 {
			h.shades = append(h.shades, shade{key: k, color: color.RGBA{pix[i], pix[i+1], pix[i+2], 0xff}})
			h.seen[k] = int32(len(h.shades))
		}
		s := &h.shades[h.seen[k]-1]
		s.count++
		// Two equal neighbours are an area, not an edge.
		if k == before && pix[i] == pix[i-4] && pix[i+1] == pix[i-3] && pix[i+2] == pix[i-2] {
			s.color = color.RGBA{pix[i], pix[i+1], pix[i+2], 0xff}
		}
		before = k
	}
}
