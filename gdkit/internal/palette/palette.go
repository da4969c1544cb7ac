package gdplot

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// fewColors returns img with at most 256 colours: a plot has few, plus the shades of its soft edges.
// As a PNG that is a third of the size, and it is written in a third of the time. Areas of one colour
// keep it exactly; shades that are close (the same five leading bits of red, green and blue) become one.
func fewColors(img image.Image) image.Image {
	rgba, ok := img.(*image.RGBA)
	if !ok {
		return img
	}
	type shade struct {
		key   int
		count int
		c     color.RGBA // the first colour seen with this key, or the exact one of a large area
	}
	var seen [1 << 15]int32 // number of the shade, plus one
	var shades []shade
	pix := rgba.Pix
	key := func(i int) int {
		return int(pix[i]>>3)<<10 | int(pix[i+1]>>3)<<5 | int(pix[i+2]>>3)
	}
	var before int
	for i := 0; i < len(pix); i += 4 {
		k := key(i)
		if seen[k] == 0 {
			shades = append(shades, shade{key: k, c: color.RGBA{pix[i], pix[i+1], pix[i+2], 0xff}})
			seen[k] = int32(len(shades))
		}
		s := &shades[seen[k]-1]
		s.count++
		// Two equal neighbours are an area, not an edge.
		if i > 0 && k == before && pix[i] == pix[i-4] && pix[i+1] == pix[i-3] && pix[i+2] == pix[i-2] {
			s.c = color.RGBA{pix[i], pix[i+1], pix[i+2], 0xff}
		}
		before = k
	}
	slices.SortStableFunc(shades, func(a, b shade) int { return cmp.Compare(b.count, a.count) })
	n := min(len(shades), 256)
	pal := make(color.Palette, n)
	for i := range n {
		pal[i] = shades[i].c
	}
	var index [1 << 15]uint8
	for i, s := range shades {
		if i < n {
			index[s.key] = uint8(i)
		} else {
			index[s.key] = uint8(pal.Index(s.c))
		}
	}
	out := image.NewPaletted(rgba.Rect, pal)
	for i := range out.Pix {
		out.Pix[i] = index[key(4*i)]
	}
	return out
}
