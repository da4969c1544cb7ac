package gdkit_test

import (
	"math"
	"testing"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// "Introduction to Gradient Descent": 500 steps at 0.1 from zeros on NumPy's random numbers,
// the whole of its program. Its θ, first and last cost were computed with NumPy;
// datasets/random.md has the data.
func TestTheTutorialsNumPyProgram(t *testing.T) {
	d := table(t, "../../datasets/random.csv", "y")
	if m, n := d.X.Dims(); m != 100 || n != 3 || d.X.At(0, 0) != 1.764052345967664 {
		t.Fatalf("%v: want 100 examples with 3 features, the first 1.764052345967664, as NumPy draws them with seed 0", d)
	}
	j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared, NoBias: true}
	run := gdkit.Descent{Cost: j, Start: make([]float64, 3), Rate: 0.1, Steps: 500}.Run()
	for k, want := range []float64{-0.06280610337013036, -0.07089474834161334, 0.06618567680196213} {
		near(t, "θ", run.Last()[k], want, 1e-12)
	}
	// Its history ends before the last step: 500 costs, we have 501 points.
	near(t, "first cost", run.J[0], 0.45121494040368076, 1e-14)
	near(t, "last cost", run.J[499], 0.44507921488659014, 1e-14)
	// X and y have nothing to do with each other: all that is gained is 1.36 % of the cost.
	near(t, "gain", 1-run.J[500]/run.J[0], 0.0136, 1e-3)
	for i := range 500 {
		if run.J[i+1] > run.J[i]*(1+1e-14) {
			t.Fatalf("the cost rose at step %d", i)
		}
	}

	// The factor of the loss is half the square: MSE shows twice these costs, and walks the same
	// way at half the rate.
	mse := &gdkit.Linear{Data: d, Loss: gdkit.Squared, NoBias: true}
	double := gdkit.Descent{Cost: mse, Start: make([]float64, 3), Rate: 0.05, Steps: 500}.Run()
	near(t, "first MSE", double.J[0], 2*0.45121494040368076, 1e-14)
	near(t, "θ₃ with MSE at half the rate", double.W(20)[2], run.W(20)[2], 1e-12)
	fast := gdkit.Descent{Cost: mse, Start: make([]float64, 3), Rate: 0.1, Steps: 20}.Run()
	if math.Abs(fast.Last()[2]-run.W(20)[2]) < 1e-4 {
		t.Error("MSE at the same rate walks as half of it does: the factor of the loss is lost")
	}
}

// "Episode 6": what the model of the two houses predicts, in 1000 $, and its best
// line for six houses.
func TestPredictionsOfTheTutorials(t *testing.T) {
	j := twoHouses()
	w := gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.01, Steps: 10000}.Run().Last()
	for x, want := range map[float64]float64{1: 300, 1.2: 340, 2: 500} {
		// the tutorial prints one decimal
		if got := j.Predict(w, []float64{x}); math.Abs(got-want) > 0.05 {
			t.Errorf("a house of %v (1000 sq ft): %.4f, want %.1f", x, got, want)
		}
	}
	six := &gdkit.Linear{Data: datasets.SixHouses(), Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: six, Start: []float64{0, 0}, Rate: 0.2, Steps: 2000}.Run()
	near(t, "w of six houses", run.Last()[1], 209.36293, 5e-8)
	near(t, "b of six houses", run.Last()[0], 2.42278, 5e-6)
	near(t, "J of six houses", run.J[2000], 1735.88320, 5e-9)
}
