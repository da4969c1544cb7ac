package gdkit_test

import (
	"math"
	"os"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// The data and certified values of NIST's Statistical Reference Datasets; testdata/nist/README.md
// says where they come from.

// table reads a file of testdata.
func table(t *testing.T, file, target string) *gdkit.Dataset {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := gdkit.ReadCSV(f, target)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Norris: gradient descent on scaled data gives the certified line in the original units to nine
// digits, and its residuals.
func TestNorris(t *testing.T) {
	d := table(t, "nist/norris.csv", "y")
	scaled := d.Standardize()
	run := gdkit.Descent{Cost: &gdkit.Linear{Data: scaled, Loss: gdkit.HalfSquared}, Start: []float64{0, 0}, Rate: 0.5, Steps: 60}.Run()
	w := scaled.Unscale(run.Last())
	near(t, "b0", w[0], -0.262323073774029, 1e-9)
	near(t, "b1", w[1], 1.00211681802045, 1e-12)

	mse := (&gdkit.Linear{Data: d, Loss: gdkit.Squared}).Eval(nil, w)
	m := float64(len(d.Y))
	near(t, "residual sum of squares", mse*m, 26.6173985294224, 1e-9)
	near(t, "residual standard deviation", math.Sqrt(mse*m/(m-2)), 0.884796396144373, 1e-9)
	variance := (&gdkit.Linear{Data: scaled, Loss: gdkit.Squared}).Eval(nil, []float64{mean(d.Y), 0})
	near(t, "R²", 1-mse/variance, 0.999993745883712, 1e-12)

	// In the original units the bowl is a ravine: the same number of steps leaves b where it was.
	raw := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
	rate := gdkit.Curvature(raw, []float64{0, 0}).MaxRate() / 2
	slow := gdkit.Descent{Cost: raw, Start: []float64{0, 0}, Rate: rate, Steps: 60}.Run()
	if b := slow.Last()[0]; math.Abs(b) > 0.01 {
		t.Errorf("without scaling b is %v after 60 steps, want it still near its start", b)
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

var filip = []float64{
	-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757,
	-10.8753180355343, -1.06221498588947, -0.670191154593408e-01, -0.246781078275479e-02, -0.402962525080404e-04,
}

// Filip, a polynomial of degree ten, is beyond plain gradient descent in float64. What counts is
// that nobody is told otherwise: κ says that it is hopeless, the run ends with all steps taken, and
// no rule that watches the gradient calls the wrong answer found.
func TestFilipIsNotClaimed(t *testing.T) {
	raw := table(t, "nist/filip.csv", "y").Polynomial(10)
	for name, d := range map[string]*gdkit.Dataset{"raw": raw, "standardised": raw.Standardize(), "from 0 to 1": raw.MinMax()} {
		j := &gdkit.Linear{Data: d, Loss: gdkit.HalfSquared}
		start := make([]float64, j.Dim())
		bowl := gdkit.Curvature(j, start)
		if k := bowl.Condition(); !math.IsInf(k, 1) && !(k > 1e15) {
			t.Errorf("%s: κ = %v, want one that says it is hopeless", name, k)
		}
		run := gdkit.Descent{Cost: j, Start: start, Rate: bowl.MaxRate() / 2, Steps: 5000, Stop: gdkit.GradBelow(1e-9)}.Run()
		if run.Reason != gdkit.MaxSteps || run.Rule != "" {
			t.Errorf("%s: %v, want all steps taken and no more", name, run)
		}
		for i := range run.Len() - 1 {
			if run.J[i+1] > run.J[i]*(1+1e-12) {
				t.Errorf("%s: below 2/λmax the cost rose at step %d: %g → %g", name, i, run.J[i], run.J[i+1])
				break
			}
		}
		if off := worst(d.Unscale(run.Last()), filip); off < 0.5 {
			t.Errorf("%s: within %g of the certified coefficients: then the words above this test are wrong", name, off)
		}
	}
}

// What can be had from Filip in float64: QR, which does not square κ, on standardised powers. The
// residuals are right to seven digits, the coefficients to six, and our J agrees with the certified
// residuals at the certified point.
func TestFilipByQR(t *testing.T) {
	raw := table(t, "nist/filip.csv", "y").Polynomial(10)
	d := raw.Standardize()
	m, n := d.X.Dims()
	x := withOnes(d)
	var qr mat.QR
	qr.Factorize(x)
	if c := qr.Cond(); !(c > 1e9 && c < 1e11) {
		t.Errorf("condition number of the standardised powers: %g, want about 7e9", c)
	}
	var w mat.VecDense
	if err := qr.SolveVecTo(&w, false, mat.NewVecDense(m, d.Y)); err != nil {
		t.Fatal(err)
	}
	if off := worst(d.Unscale(w.RawVector().Data), filip); off > 1e-6 {
		t.Errorf("coefficients by QR: %.1e away from the certified ones, want 1e-6", off)
	}
	j := &gdkit.Linear{Data: d, Loss: gdkit.Squared}
	deviation := func(mse float64) float64 { return math.Sqrt(mse * float64(m) / float64(m-n-1)) }
	near(t, "residual standard deviation by QR", deviation(j.Eval(nil, w.RawVector().Data)), 0.334801051324544e-02, 1e-7)
	certified := &gdkit.Linear{Data: raw, Loss: gdkit.Squared}
	near(t, "residual standard deviation at the certified point", deviation(certified.Eval(nil, filip)), 0.334801051324544e-02, 1e-7)
}

// worst is the largest relative distance.
func worst(got, want []float64) float64 {
	far := 0.0
	for i, w := range want {
		far = max(far, math.Abs(got[i]/w-1))
	}
	return far
}
