package gdkit_test

import (
	"gdlab/gdkit"
	"reflect"
	"testing"
)

func TestSchedules(t *testing.T) {
	for name, c := range map[string]struct {
		s    gdkit.Schedule
		want map[int]float64
	}{
		"Halve":       {gdkit.Halve(10), map[int]float64{0: 1, 9: 1, 10: 0.5, 25: 0.25}},
		"StepDecay":   {gdkit.StepDecay(3, 0.1), map[int]float64{2: 1, 3: 0.1, 6: 0.01}},
		"Exponential": {gdkit.Exponential(0.9), map[int]float64{0: 1, 2: 0.81}},
		"InverseTime": {gdkit.InverseTime(5), map[int]float64{0: 1, 5: 0.5, 15: 0.25}},
		"Cosine":      {gdkit.Cosine(8), map[int]float64{0: 1, 4: 0.5, 8: 1, 12: 0.5}},
		"Warmup":      {gdkit.Warmup(4, gdkit.Halve(2)), map[int]float64{0: 0.25, 3: 1, 4: 1, 6: 0.5}},
		"OneCycle":    {gdkit.OneCycle(100), map[int]float64{0: 0.04, 29: 1, 99: 4e-6}},
	} {
		for at, want := range c.want {
			near(t, name, c.s(at), want, 1e-12)
		}
	}
	run := gdkit.Descent{Cost: square, Start: []float64{8}, Rate: 0.25, Steps: 3, Decay: gdkit.Halve(1)}.Run()
	// 8·(1−½)(1−¼)(1−⅛)
	near(t, "w after three halved steps", run.Last()[0], 8*0.5*0.75*0.875, 1e-14)
	if want := []float64{0.25, 0.125, 0.0625, 0.03125}; !reflect.DeepEqual(run.Rate, want) {
		t.Errorf("rates %v, want %v", run.Rate, want)
	}
}
