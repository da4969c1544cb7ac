package gdlive

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"testing"
	"time"
)

// What the file says is what was drawn: each frame is put together as the specification
// says, and compared.
func TestAnimatedPNGHoldsItsFrames(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pal := color.Palette{}
	for i := range 20 {
		pal = append(pal, color.RGBA{uint8(12 * i), uint8(255 - 12*i), 100, 255})
	}
	var frames []*image.Paletted
	for k := range 6 {
		img := image.NewPaletted(image.Rect(0, 0, 40, 30), pal)
		if k > 0 {
			copy(img.Pix, frames[k-1].Pix)
		}
		for range 30 * (k % 3) { // none, some or many pixels change
			img.Pix[rnd.IntN(len(img.Pix))] = uint8(rnd.IntN(len(pal)))
		}
		frames = append(frames, img)
	}
	delays := []time.Duration{time.Second, 100 * time.Millisecond, 100 * time.Millisecond, 50 * time.Millisecond, time.Second / 2, 2 * time.Second}
	want := make([]*image.RGBA, len(frames))
	for k, f := range frames {
		want[k] = image.NewRGBA(f.Rect)
		draw.Draw(want[k], f.Rect, f, image.Point{}, draw.Src)
	}
	data, err := animatedPNG(frames[5], frames, delays)
	if err != nil {
		t.Fatal(err)
	}
	still, err := png.Decode(bytes.NewReader(data)) // checks the sums too
	if err != nil || !samePixels(still, want[5]) {
		t.Errorf("the still picture is not the last frame (%v)", err)
	}

	var head []byte // signature, header, palette, transparency
	canvas := image.NewRGBA(frames[0].Rect)
	var control []byte
	sequence, k := uint32(0), 0
	for rest := data[8:]; len(rest) > 0; {
		size := binary.BigEndian.Uint32(rest)
		name, body := string(rest[4:8]), rest[8:8+size]
		switch name {
		case "IHDR", "PLTE", "tRNS":
			head = append(head, rest[:12+size]...)
		case "acTL":
			if n := binary.BigEndian.Uint32(body); n != 6 {
				t.Errorf("%d frames announced", n)
			}
		case "fcTL", "fdAT":
			if got := binary.BigEndian.Uint32(body); got != sequence {
				t.Errorf("%s has number %d, want %d", name, got, sequence)
			}
			sequence++
			if name == "fcTL" {
				control = body
				break
			}
			w, h := binary.BigEndian.Uint32(control[4:]), binary.BigEndian.Uint32(control[8:])
			x, y := binary.BigEndian.Uint32(control[12:]), binary.BigEndian.Uint32(control[16:])
			if ms := binary.BigEndian.Uint16(control[20:]); int64(ms) != delays[k].Milliseconds() {
				t.Errorf("frame %d stays %d ms, want %v", k, ms, delays[k])
			}
			part := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
			own := bytes.Clone(head[8:])
			binary.BigEndian.PutUint32(own, w)
			binary.BigEndian.PutUint32(own[4:], h)
			write(part, "IHDR", own[:13])
			part.Write(head[25:])
			write(part, "IDAT", body[4:])
			write(part, "IEND")
			img, err := png.Decode(part)
			if err != nil {
				t.Fatalf("frame %d: %v", k, err)
			}
			at := image.Pt(int(x), int(y))
			draw.Draw(canvas, image.Rectangle{at, at.Add(image.Pt(int(w), int(h)))}, img, img.Bounds().Min, draw.Over)
			if !samePixels(canvas, want[k]) {
				t.Errorf("frame %d differs", k)
			}
			k++
		}
		rest = rest[12+size:]
	}
	if k != 6 {
		t.Errorf("%d frames, want 6", k)
	}
}

func samePixels(a, b image.Image) bool {
	for y := b.Bounds().Min.Y; y < b.Bounds().Max.Y; y++ {
		for x := b.Bounds().Min.X; x < b.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if r1 != r2 || g1 != g2 || b1 != b2 {
				return false
			}
		}
	}
	return true
}
