package gdlive

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"slices"
	"time"
)

// animatedPNG is a PNG of still, which programs that know no animation show, and of the
// frames, each for its delay, again and again. All images have the same size and palette, with
// room for one more colour. Of each frame only what differs from the one before is stored; the
// rest is transparent.
//
// The chunks acTL, fcTL and fdAT are those of the PNG specification, third edition (W3C 2025). The
// compression is image/png's.
func animatedPNG(still *image.Paletted, frames []*image.Paletted, delays []time.Duration) ([]byte, error) {
	pal := append(slices.Clone(still.Palette), color.RGBA{}) // the last colour is transparent
	still.Palette = pal
	first, err := chunksOf(still)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	for _, c := range first {
		if c.name == "IDAT" || c.name == "IEND" {
			break
		}
		write(out, c.name, c.data) // the header and the palette
	}
	// 0: for ever
	write(out, "acTL", binary.BigEndian.AppendUint32(nil, uint32(len(frames))), make([]byte, 4))
	for _, c := range first {
		if c.name == "IDAT" {
			write(out, c.name, c.data)
		}
	}
	sequence := uint32(0)
	number := func() []byte {
		sequence++
		return binary.BigEndian.AppendUint32(nil, sequence-1)
	}
	for i, frame := range frames {
		frame.Palette = pal
		area := frame.Rect
		if i > 0 {
			area = difference(frames[i-1], frame)
		}
		control := number()
		for _, v := range []int{area.Dx(), area.Dy(), area.Min.X - frame.Rect.Min.X, area.Min.Y - frame.Rect.Min.Y} {
			control = binary.BigEndian.AppendUint32(control, uint32(v))
		}
		control = binary.BigEndian.AppendUint16(control, uint16(delays[i].Milliseconds()))
		control = binary.BigEndian.AppendUint16(control, 1000)
		write(out, "fcTL", append(control, 0, 1)) // the next one is laid over it
		part := frame
		if i > 0 {
			part = change(frames[i-1], frame, area, uint8(len(pal)-1))
		}
		chunks, err := chunksOf(part)
		if err != nil {
			return nil, err
		}
		for _, c := range chunks {
			if c.name == "IDAT" {
				write(out, "fdAT", number(), c.data)
			}
		}
	}
	write(out, "IEND")
	return out.Bytes(), nil
}

// difference is the smallest rectangle outside of which two images of the same size are equal; it
// holds at least one pixel.
func difference(a, b *image.Paletted) image.Rectangle {
	area := image.Rectangle{}
	for y := a.Rect.Min.Y; y < a.Rect.Max.Y; y++ {
		p, q := a.Pix[a.PixOffset(a.Rect.Min.X, y):][:a.Rect.Dx()], b.Pix[b.PixOffset(b.Rect.Min.X, y):][:a.Rect.Dx()]
		if bytes.Equal(p, q) {
			continue
		}
		left, right := 0, len(p)
		for p[left] == q[left] {
			left++
		}
		for p[right-1] == q[right-1] {
			right--
		}
		area = area.Union(image.Rect(a.Rect.Min.X+left, y, a.Rect.Min.X+right, y+1))
	}
	if area.Empty() {
		return image.Rectangle{a.Rect.Min, a.Rect.Min.Add(image.Pt(1, 1))}
	}
	return area
}

// change is the part of b in area, with the colour none where a has the same.
func change(a, b *image.Paletted, area image.Rectangle, none uint8) *image.Paletted {
	out := image.NewPaletted(area, b.Palette)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		from, to := a.PixOffset(area.Min.X, y), out.PixOffset(area.Min.X, y)
		for x := range area.Dx() {
			out.Pix[to+x] = none
			if b.Pix[from+x] != a.Pix[from+x] {
				out.Pix[to+x] = b.Pix[from+x]
			}
		}
	}
	return out
}

type chunk struct {
	name string
	data []byte
}

// chunksOf are the chunks of img as a PNG.
func chunksOf(img *image.Paletted) ([]chunk, error) {
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, img); err != nil {
		return nil, err
	}
	var out []chunk
	for rest := b.Bytes()[8:]; len(rest) > 0; {
		n := int(binary.BigEndian.Uint32(rest))
		out = append(out, chunk{string(rest[4:8]), rest[8 : 8+n]})
		rest = rest[12+n:]
	}
	return out, nil
}

// write appends a chunk: its length, its name, its data and their checksum.
func write(out *bytes.Buffer, name string, data ...[]byte) {
	body := append([]byte(name), bytes.Join(data, nil)...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)))
	out.Write(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}
