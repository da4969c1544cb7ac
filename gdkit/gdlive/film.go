package gdlive

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"time"

	"gdlab/gdkit/gdplot"
	"gdlab/gdkit/internal/notebook"
	"gdlab/gdkit/internal/palette"
)

// Film shows figures one after the other as a moving picture that takes about the given time, and
// then begins again: an Animate of your own making. The figures have the same size. The last one is
// what stays where nothing moves, and its text alternative is that of the film.
func Film(length time.Duration, frames ...gdplot.Figure) {
	newScreen().finish(film(length, frames))
}

// film makes the element for the page, the film as a PNG and its text alternative.
func film(length time.Duration, frames []gdplot.Figure) (element string, moving []byte, alt string) {
	if len(frames) == 0 || length <= 0 {
		panic(fmt.Sprintf("gdlive: Film: got %d figures and %v, want at least one figure and a time > 0", len(frames), length))
	}
	pixels := make([]*image.RGBA, len(frames))
	for i, f := range frames {
		pixels[i] = gdplot.Pixels(f, filmScale)
		if pixels[i].Rect != pixels[0].Rect {
			panic(fmt.Sprintf("gdlive: Film: figure %d is of another size than the first", i+1))
		}
	}
	images := palette.Share(pixels...)
	last := images[len(images)-1]
	delays := make([]time.Duration, len(images))
	for i := range delays {
		delays[i] = min(length/time.Duration(len(images)), time.Second/2)
	}
	delays[len(delays)-1] = 2 * time.Second
	moving, err := animatedPNG(last, images, delays)
	if err != nil {
		panic(fmt.Sprintf("gdlive: Film: writing the picture: %v", err))
	}
	var still bytes.Buffer
	if err := png.Encode(&still, last); err != nil {
		panic(fmt.Sprintf("gdlive: Film: writing the picture: %v", err))
	}
	alt = fmt.Sprintf("Animation in %d pictures. At its end: %s", len(frames), gdplot.Describe(frames[len(frames)-1]))
	element = fmt.Sprintf(`<picture><source media="(prefers-reduced-motion: reduce)" srcset="%s">%s</picture>`,
		notebook.DataURL(still.Bytes()),
		notebook.Image(moving, alt, float64(last.Rect.Dx())/filmScale, float64(last.Rect.Dy())/filmScale))
	return element, moving, alt
}

// filmScale is how many pixels a film has for each point of the screen; the tests of many films are
// content with fewer.
var filmScale = 1.5
