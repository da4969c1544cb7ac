package gdkit_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// People wrap a loss by embedding it: the interface, a loss of this package that is a type,
// or a pointer to one.

type (
	counted1 struct { // the interface, and nothing of its own
		gdkit.Loss
		name string
	}
	halfOf  struct{ gdkit.Loss }       // the interface, with an At of its own
	steeper struct{ gdkit.Huber }      // a type, with an At of its own
	renamed struct{ gdkit.SquareLoss } // a type, and nothing of its own
	tripled struct{ gdkit.SquareLoss } // a type, with an At of its own
	nested  struct{ counted1 }
)

func (h halfOf) At(z, y float64) (loss, dz float64) {
	loss, dz = h.Loss.At(z, y)
	return loss / 2, dz / 2
}
func (s steeper) At(z, y float64) (loss, dz float64) {
	loss, dz = s.Huber.At(z, y)
	if z > y {
		return 3 * loss, 3 * dz
	}
	return loss, dz
}
func (s tripled) At(z, y float64) (loss, dz float64) {
	loss, dz = s.SquareLoss.At(z, y)
	return 3 * loss, 3 * dz
}

// Every exported loss type of the package is among those that are embedded. The losses that are
// constants of types without a name outside are embedded as an interface value.
func TestEveryLossIsEmbedded(t *testing.T) {
	tried := []string{"SquareLoss", "Huber"}
	if kinds := exportedKinds(t, "Loss"); !slices.Equal(slices.Sorted(slices.Values(tried)), kinds) {
		t.Errorf("the loss types are %v, embedded here are %v", kinds, tried)
	}
}

// bare is a loss with the same At and nothing else.
type bare struct {
	at func(z, y float64) (float64, float64)
}

func (b bare) At(z, y float64) (loss, dz float64) { return b.at(z, y) }

func TestAnEmbeddedLossNeverSpeaksForAnother(t *testing.T) {
	labels := datasets.SixHouses().Standardize()
	labels.Y = []float64{0, 1, 0, 1, 1, 0}
	for name, loss := range map[string]gdkit.Loss{
		"counted": counted1{gdkit.Logistic, "count"}, "half of": halfOf{gdkit.Logistic}, "steeper": steeper{gdkit.Huber{Delta: 0.3}},
		"renamed": renamed{gdkit.HalfSquared}, "tripled": &tripled{gdkit.HalfSquared}, "nested": nested{counted1{gdkit.SquaredHinge, ""}},
	} {
		own := &gdkit.Linear{Data: labels, Loss: loss, L2: 0.1}
		plain := &gdkit.Linear{Data: labels, Loss: bare{loss.At}, L2: 0.1}
		start := make([]float64, own.Dim())
		for _, batch := range []int{0, 1, 2} {
			d := gdkit.Descent{Cost: own, Start: start, Rate: 0.1, Steps: 60, Batch: batch}
			got := d.Run()
			d.Cost = plain
			if want := d.Run(); !slices.Equal(got.Params, want.Params) || !slices.Equal(got.J, want.J) {
				t.Errorf("%s, batch %d: ends at %v, its own At leads to %v", name, batch, got.Last(), want.Last())
			}
		}
		w := []float64{0.3, 0.2}
		if got, want := gdkit.Curvature(own, w).Max(), gdkit.Curvature(plain, w).Max(); !(math.Abs(got-want) < 1e-6*want) {
			t.Errorf("%s: curvature %v, its own slopes have %v", name, got, want)
		}
		net := &gdkit.Net{Data: labels, Loss: loss}
		if got, want := net.Eval(nil, w), (&gdkit.Linear{Data: labels, Loss: bare{loss.At}}).Eval(nil, w); !(math.Abs(got-want) < 1e-12) {
			t.Errorf("%s in a Net: J = %v, want %v", name, got, want)
		}
	}
}

// What an embedded loss offers beyond At isn't lost.
func TestWhatAnEmbeddedLossOffers(t *testing.T) {
	labels := datasets.SixHouses().Standardize()
	labels.Y = []float64{0, 1, 0, 1, 1, 0}
	w := []float64{0.3, 0.2}
	inner := &gdkit.Linear{Data: labels, Loss: gdkit.Logistic}
	for name, loss := range map[string]gdkit.Loss{"counted": counted1{gdkit.Logistic, ""}, "half of": halfOf{gdkit.Logistic}, "nested": nested{counted1{gdkit.Logistic, ""}}} {
		j := &gdkit.Linear{Data: labels, Loss: loss}
		if got, want := gdkit.PredictAll(j, w, labels), gdkit.PredictAll(inner, w, labels); !slices.Equal(got, want) {
			t.Errorf("%s: predicts %v, want the probabilities %v", name, got, want)
		}
		if got, want := gdkit.Labels(j, w, labels), gdkit.Labels(inner, w, labels); !slices.Equal(got, want) {
			t.Errorf("%s: labels %v, want %v", name, got, want)
		}
		if got, want := gdkit.Score(j, w, labels), gdkit.Score(inner, w, labels); got != want {
			t.Errorf("%s: score %v, want %v", name, got, want)
		}
	}
	wrong := labels.Clone()
	wrong.Y[2] = 7
	for _, j := range []gdkit.Valid{
		&gdkit.Linear{Data: wrong, Loss: counted1{gdkit.Hinge, ""}},
		&gdkit.Linear{Data: labels, Loss: counted1{gdkit.Huber{}, ""}},
		&gdkit.Net{Data: wrong, Loss: nested{counted1{gdkit.Logistic, ""}}},
	} {
		if err := j.Validate(); err == nil {
			t.Errorf("%+v was not refused", j)
		}
	}
}

// In a Net with classes the loss prices all scores at once.
func TestEmbeddedCrossEntropy(t *testing.T) {
	d := datasets.SixHouses().Standardize()
	d.Y = []float64{0, 1, 2, 0, 1, 2}
	want := &gdkit.Net{Data: d, Classes: 3, Loss: gdkit.CrossEntropy}
	got := &gdkit.Net{Data: d, Classes: 3, Loss: counted1{gdkit.CrossEntropy, ""}}
	w := []float64{1, 2, 3, -1, 0.5, 0}
	if a, b := got.Eval(nil, w), want.Eval(nil, w); a != b {
		t.Errorf("J = %v for a loss that embeds CrossEntropy, want %v", a, b)
	}
	if a, b := got.Probabilities(w, []float64{1}), want.Probabilities(w, []float64{1}); !slices.Equal(a, b) {
		t.Errorf("probabilities %v, want %v", a, b)
	}
	got.Loss = halfOf{gdkit.CrossEntropy}
	if err := got.Validate(); err == nil || !strings.Contains(err.Error(), "give it an Over of its own") {
		t.Errorf("got %v, want a sentence about Over", err)
	}
}
