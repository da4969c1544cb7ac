package testkit

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

// A Recorder is a canvas of 400 × 300 points that keeps what is drawn on it.
type Recorder struct{ recorder.Canvas }

// Size implements vg.CanvasSizer.
func (*Recorder) Size() (w, h vg.Length) { return 400, 300 }
