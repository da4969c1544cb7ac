package gdkit

import (
	"fmt"
	"slices"
)

// A Model is a Cost that predicts the target of an example: *Linear, *Softmax and *Net, and what
// embeds one of them. A Predict or Class of its own is used then.
type Model interface {
	Sized
	data() *Dataset
	loss() Loss
	classifies() bool
	// predict is for x in the units of data().X, by the Predict and Class of asked, which is the
	// model itself or embeds it; the label is 0 for a regression.
	predict(asked Model, w, x []float64) (prediction, label float64)
}

// What a Model may have of its own.
type (
	predictor interface{ Predict(w, x []float64) float64 }
	scorer    interface {
		Predict(w, x []float64) []float64
	}
	classifier interface{ Class(w, x []float64) int }
	prober     interface {
		Probabilities(w, x []float64) []float64
	}
)

var (
	_ Model = (*Linear)(nil)
	_ Model = (*Softmax)(nil)
	_ Model = (*Net)(nil)
)

// PredictAll returns what the model with the parameters w predicts for each example of data, in the
// unit of the target:
//
//	square losses, Absolute, Huber     the target ŷ
//	Logistic                           the probability of class 1
//	Hinge, SquaredHinge                the score z, above 0 for class 1
//	Softmax, or Net with Classes       the class
//
// data may be in the original units or scaled in any way: its features are brought to the scale of
// the model's own Data.
func PredictAll(model Model, w []float64, data *Dataset) []float64 {
	out := make([]float64, data.examples("PredictAll"))
	eachOf(model, w, data, func(i int, prediction, _ float64) { out[i] = prediction })
	return out
}

// Labels returns the class that the model with the parameters w gives to each example of data,
// as scikit-learn's predict does: 1 where the score is above 0, for several classes the first
// with the highest score. data may be scaled in any way, as for PredictAll. It panics if the
// loss knows no classes.
func Labels(model Model, w []float64, data *Dataset) []float64 {
	if !model.classifies() {
		panic("gdkit: Labels: the loss of the model knows no classes; want one such as gdkit.Logistic, or PredictAll")
	}
	out := make([]float64, data.examples("Labels"))
	eachOf(model, w, data, func(i int, _, label float64) { out[i] = label })
	return out
}

// Score is the quality of the model with the parameters w on data, as scikit-learn's score: the
// Accuracy of its Labels if it tells classes apart, else the R2 of what it predicts. data may be
// scaled in any way, as for PredictAll.
func Score(model Model, w []float64, data *Dataset) float64 {
	if model.classifies() {
		labels := Labels(model, w, data)
		return Accuracy(data.Y, labels)
	}
	predictions := PredictAll(model, w, data)
	return R2(data.Y, predictions)
}

func eachOf(model Model, w []float64, data *Dataset, see func(i int, prediction, label float64)) {
	scaled := data.ScaleLike(model.data())
	for i := range len(data.Y) {
		prediction, label := model.predict(model, w, scaled.X.RawRowView(i))
		see(i, prediction, label)
	}
}

// examples is m, or a panic where X and Y do not fit.
func (d *Dataset) examples(what string) int {
	if d == nil || d.X == nil {
		panic(fmt.Sprintf("gdkit: %s: the data set is nil, want the examples to predict", what))
	}
	d.wantShape()
	return len(d.Y)
}

func (l *Linear) data() *Dataset   { l.wantData(); return l.Data }
func (l *Linear) loss() Loss       { return l.Loss }
func (l *Linear) classifies() bool { return classLoss(l.Loss) }
func (l *Linear) predict(asked Model, w, x []float64) (prediction, class float64) {
	z := asked.(predictor).Predict(w, x)
	class = label(l.Loss, z)
	if c, ok := asked.(classifier); ok {
		class = float64(c.Class(w, x))
	}
	return predicted(l.Loss, z), class
}

func (s *Softmax) data() *Dataset { s.wantData(); return s.Data }
func (*Softmax) loss() Loss       { return CrossEntropy }
func (*Softmax) classifies() bool { return true }
func (s *Softmax) predict(asked Model, w, x []float64) (prediction, class float64) {
	class = float64(asked.(classifier).Class(w, x))
	return class, class
}

func (n *Net) data() *Dataset   { n.wantData(); return n.Data }
func (n *Net) loss() Loss       { return n.Loss }
func (n *Net) classifies() bool { return n.Classes != 0 || classLoss(n.Loss) }
func (n *Net) predict(asked Model, w, x []float64) (prediction, class float64) {
	z := asked.(scorer).Predict(w, x)
	class = float64(n.classOf(z))
	if asked != Model(n) {
		if own := asked.(classifier).Class(w, x); own != n.Class(w, x) { // not the promoted one
			class = float64(own)
		}
	}
	if n.Classes != 0 {
		return class, class
	}
	prediction = predicted(n.Loss, z[0])
	if _, ok := offers[ProbabilityLoss](n.Loss); ok && asked != Model(n) {
		if own := asked.(prober).Probabilities(w, x); !slices.Equal(own, n.Probabilities(w, x)) {
			prediction = own[len(own)-1] // that of class 1
		}
	}
	return prediction, class
}
