package gdlive

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

// notes is a screen that remembers.
type notes struct {
	html, lines []string
	last        string
}

func (n *notes) show(html func() string, line string) {
	n.html, n.lines = append(n.html, html()), append(n.lines, line)
}
func (n *notes) finish(_ string, _ []byte, line string) { n.last = line }

func TestProgressTellsTheStepTheCostTheSpeedAndTheTimeLeft(t *testing.T) {
	clock := time.Unix(0, 0)
	n := &notes{}
	p := &progress{screen: n, steps: 1000, now: func() time.Time { clock = clock.Add(10 * time.Millisecond); return clock }}
	d := gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 1e-3, Steps: 1000}
	run(d, p.report)
	// 1001 points in 10.01 s: nothing in the first 0.2 s, then at most ten times a second.
	if len(n.lines) < 90 || len(n.lines) > 100 {
		t.Errorf("%d updates in ten seconds, want close to 100 and not more", len(n.lines))
	}
	// J after 20 steps of 1 − α is ½·0.999⁴⁰ = 0.4804; a step takes 10 ms, so 980 are 9.8 s.
	if want := "α=0.001: step 20 of 1000, J = 0.4804, 100 steps a second, at most 10s left"; n.lines[0] != want {
		t.Errorf("%q, want %q", n.lines[0], want)
	}
	for _, want := range []string{`<progress max="1000" value="20"`, "aria-label", "step 20 of 1000"} {
		if !strings.Contains(n.html[0], want) {
			t.Errorf("no %s in %s", want, n.html[0])
		}
	}
}

func TestShortRunsShowNoBar(t *testing.T) {
	n := &notes{}
	p := &progress{screen: n, steps: 10, now: time.Now}
	run(gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 0.1, Steps: 10}, p.report)
	if len(n.lines) != 0 {
		t.Errorf("%d updates", len(n.lines))
	}
}

// Whoever watches changes nothing: the trace is that of Run, the rules that stop it included.
func TestWatchedRunsAreTheSame(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 5), Start: []float64{1, 1}, Rate: 0.1, Steps: 100, Stop: gdkit.GradBelow(1e-3)}
	want := d.Run()
	if got := Progress(d); !reflect.DeepEqual(got, want) {
		t.Errorf("Progress: %v, want %v", got, want)
	}
	if got := Watch(d); !reflect.DeepEqual(got, want) {
		t.Errorf("Watch: %v, want %v", got, want)
	}
	d.Rate, d.Steps, d.Stop = 1e-12, 1<<40, gdkit.TimeBudget(5*time.Millisecond)
	if got := Progress(d); got.Rule != "5ms are over" {
		t.Errorf("a time budget inside: %v", got)
	}
}

func TestInterruptKeepsTheTrace(t *testing.T) {
	d := gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}, Rate: 1e-12, Steps: 1 << 40}
	asked := false
	tr := run(d, func(tr *gdkit.Trace) {
		if tr.Len() == 100 && !asked {
			asked = true
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Error(err)
			}
		}
	})
	if tr.Reason != gdkit.Interrupted || tr.Len() < 100 {
		t.Errorf("%v with %d points", tr, tr.Len())
	}
}

func TestMisuseTeaches(t *testing.T) {
	for want, f := range map[string]func(){
		"Descent.Rate is 0":           func() { Progress(gdkit.Descent{Cost: gdkit.Quadratic(1), Start: []float64{1}}) },
		"Descent.Cost is nil":         func() { Watch(gdkit.Descent{}) },
		"Animate: no run given":       func() { Animate(gdkit.Quadratic(1)) },
		"Animate: run 1 is empty":     func() { Animate(gdkit.Quadratic(1), &gdkit.Trace{}) },
		"Film: got 0 figures":         func() { Film(time.Second) },
		"figure 2 is of another size": func() { c := gdplot.Curve(gdkit.Quadratic(1), -1, 1); Film(time.Second, c, gdplot.Row(c)) },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, want) {
					t.Errorf("got %q, want …%s…", text, want)
				}
			}()
			f()
		}()
	}
}

// What the file says is what was drawn: each frame is put together as the specification says, and compared.
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

// Sixty pictures at notebook width have at most 300 kB.
func TestFilmIsSmall(t *testing.T) {
	j := gdkit.Rosenbrock()
	a := gdkit.Descent{Cost: j, Start: []float64{-1.2, 1}, Rate: 0.001, Steps: 2000}.Run()
	frame := gdplot.ContourFrames(j, a)
	var frames []gdplot.Figure
	for _, step := range moments(2000) {
		frames = append(frames, frame(step))
	}
	html, data, alt := film(6*time.Second, frames)
	if len(frames) != 60 || len(data) > 300_000 {
		t.Errorf("%d pictures have %d bytes, want 60 with at most 300000", len(frames), len(data))
	}
	for _, want := range []string{"Animation in 60 pictures", "2000 steps from w = (−1.2, 1)"} {
		if !strings.Contains(alt, want) {
			t.Errorf("no %q in the text alternative %q", want, alt)
		}
	}
	if !strings.Contains(html, `media="(prefers-reduced-motion: reduce)"`) || !strings.Contains(html, `alt="Animation in 60`) {
		t.Errorf("%.200s", html)
	}
}

func TestMoments(t *testing.T) {
	for _, last := range []int{0, 1, 59, 60, 61, 100, 5000, 1 << 30} {
		m := moments(last)
		if m[0] != 0 || m[len(m)-1] != last || len(m) > 60 || last < 60 && len(m) != last+1 {
			t.Errorf("up to %d: %v", last, m)
		}
		for i := 1; i < len(m); i++ {
			if m[i] <= m[i-1] {
				t.Errorf("up to %d: %v do not rise", last, m)
			}
		}
	}
}
