package gdkit_test

import (
	"testing"

	"gdlab/gdkit"
)

func TestScoresOfScikitLearn(t *testing.T) {
	o := readNets(t)
	if len(o.Scores) < 9 || len(o.Models) != 3 {
		t.Errorf("%d scores and %d models were read", len(o.Scores), len(o.Models))
	}
	score := map[string]func(want, got []float64) float64{"r2": gdkit.R2, "accuracy": gdkit.Accuracy, "log loss": gdkit.LogLoss}
	for _, r := range o.Scores {
		within(t, r.Score, []float64{score[r.Score](r.Want, r.Got)}, []float64{r.Value}, 1e-15)
	}

	// Models of scaled features, asked in the original units as well as in those of other scalings.
	for _, m := range o.Models {
		train := dataOf(o.X, m.Y, nil).Standardize()
		probe := dataOf(m.Probe, m.Truth, nil)
		model := map[string]gdkit.Model{
			"least squares": &gdkit.Linear{Data: train, Loss: gdkit.HalfSquared},
			"logistic":      &gdkit.Linear{Data: train, Loss: gdkit.Logistic},
			"softmax":       &gdkit.Softmax{Data: train, Classes: 3},
		}[m.Model]
		net := map[string]gdkit.Model{
			"least squares": &gdkit.Net{Data: train, Loss: gdkit.HalfSquared},
			"logistic":      &gdkit.Net{Data: train, Loss: gdkit.Logistic},
			"softmax":       &gdkit.Net{Data: train, Loss: gdkit.CrossEntropy, Classes: 3},
		}[m.Model]
		for _, j := range []gdkit.Model{model, net} {
			for _, d := range []*gdkit.Dataset{probe, probe.MinMax(), probe.ScaleLike(train), probe.ScaleLike(train).Standardize()} {
				near(t, m.Model+": score", gdkit.Score(j, m.W, d), m.Score, 1e-13)
				switch predictions := gdkit.PredictAll(j, m.W, d); m.Model {
				case "logistic":
					within(t, m.Model, gdkit.Labels(j, m.W, d), m.Predict, 0)
					for i, p := range m.Probabilities {
						within(t, m.Model, predictions[i:i+1], p[1:], 1e-13)
					}
				default:
					within(t, m.Model, predictions, m.Predict, 1e-13)
				}
			}
		}
		for i, p := range m.Probabilities {
			x := probe.ScaleLike(train).X.RawRowView(i)
			if m.Model == "softmax" {
				within(t, "probabilities", model.(*gdkit.Softmax).Probabilities(m.W, x), p, 1e-13)
			}
			within(t, "probabilities", net.(*gdkit.Net).Probabilities(m.W, x), p, 1e-13)
		}
	}
}

// The hinges predict scores and label by their sign; a squared loss on labels is a regression.
func TestScoresAndLabels(t *testing.T) {
	d := &gdkit.Dataset{X: denseOf(3, 1, -1, 0, 2), Y: []float64{0, 0, 1}}
	w := []float64{0, 1}
	for _, loss := range []gdkit.Loss{gdkit.Hinge, gdkit.SquaredHinge} {
		j := &gdkit.Linear{Data: d, Loss: loss}
		within(t, "scores", gdkit.PredictAll(j, w, d), []float64{-1, 0, 2}, 0)
		within(t, "labels", gdkit.Labels(j, w, d), []float64{0, 0, 1}, 0)
		near(t, "score", gdkit.Score(j, w, d), 1, 0)
	}
	near(t, "R²", gdkit.Score(&gdkit.Linear{Data: d, Loss: gdkit.Squared}, w, d), 1-2/(2./3), 1e-15)
	panics(t, "knows no classes", func() { gdkit.Labels(&gdkit.Linear{Data: d, Loss: gdkit.Squared}, w, d) })
	panics(t, "the data set is nil", func() { gdkit.Score(&gdkit.Linear{Data: d, Loss: gdkit.Squared}, w, nil) })
	if v := gdkit.R2([]float64{1}, []float64{1}); v == v {
		t.Errorf("R² of one example is %v", v)
	}
	panics(t, "2 true values and 1 predictions", func() { gdkit.R2([]float64{1, 2}, []float64{1}) })
	panics(t, "and at least one", func() { gdkit.Accuracy(nil, nil) })
	panics(t, "prediction 0 is 1.5", func() { gdkit.LogLoss([]float64{1}, []float64{1.5}) })
	panics(t, "label 0 is 2", func() { gdkit.LogLoss([]float64{2}, []float64{0.5}) })

	// The cost without its penalty is the log-loss.
	j := logisticSix()
	p := gdkit.PredictAll(j, []float64{-3, 1, 1}, j.Data)
	near(t, "log-loss", gdkit.LogLoss(j.Data.Y, p), j.Eval(nil, []float64{-3, 1, 1}), 1e-14)
}
