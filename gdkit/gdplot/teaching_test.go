package gdplot_test

import (
	"fmt"
	"math"

	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

// The teaching figures, each once, for the examples and the pictures in testdata.

func fourRates() gdplot.Figure {
	var runs []*gdkit.Trace
	for _, rate := range []float64{0.01, 0.3, 0.95, 1.05} {
		runs = append(runs, gdkit.Descent{Cost: square, Start: []float64{3}, Rate: rate, Steps: 30}.Run())
	}
	return gdplot.RateCases(square, runs...)
}

func ratesAgainstMomentum() gdplot.Figure {
	valley := gdkit.Quadratic(1, 25)
	rates, betas := gdkit.LogRates(0.001, 1, 10), []float64{0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95}
	runs := make([][]*gdkit.Trace, len(betas))
	for k, beta := range betas {
		for _, rate := range rates {
			runs[k] = append(runs[k], gdkit.Descent{
				Cost: valley, Start: []float64{1, 1}, Rate: rate, Steps: 50, Method: &gdkit.Momentum{Beta: beta},
			}.Run())
		}
	}
	return gdplot.Sweep(gdplot.SweepCosts("rate α", rates, "momentum β", betas, runs))
}

func gradientErrors() gdplot.Figure {
	grows := gdkit.Scalar(math.Exp, math.Exp)
	return gdplot.ErrorCurve(gdkit.GradErrors(grows, []float64{1}))
}

func threeDirections(m gdkit.Method, rate float64) gdplot.Figure {
	j := gdkit.Quadratic(0.01, 0.1, 1)
	s := gdkit.Curvature(j, []float64{0, 0, 0})
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 0.3}, Rate: rate, Steps: 150, Method: m}.Run()
	return gdplot.Eigen(s, s.Predict(m, rate), run, []float64{0, 0, 0})
}

func eigenAxes() gdplot.Figure {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	fig := gdplot.Contour(j, gdkit.Descent{Cost: j, Start: []float64{300, 160}, Rate: 0.5, Steps: 200}.Run())
	fig.Add(gdplot.Axes(gdkit.Curvature(j, []float64{0, 0}), []float64{100, 200}))
	return gdplot.EqualAxes(fig)
}

func batchNoise() gdplot.Figure {
	line := &gdkit.Net{Data: datasets.Diabetes("bmi").Standardize(), Loss: gdkit.HalfSquared} // no hidden layer: b + w·x
	return gdplot.Noise(line, []float64{120, 20}, []int{1, 16, 32, 64, 128}, 1)
}

func deepNets() gdplot.Figure {
	d := datasets.Houses().Standardize()
	var nets []gdplot.LayerSizes
	for _, activation := range []gdkit.Activation{gdkit.SigmoidUnit, gdkit.Tanh, gdkit.ReLU} {
		net := &gdkit.Net{Data: d, Hidden: []int{8, 8, 8, 8, 8, 8, 8, 8, 8, 8}, Activation: activation, Loss: gdkit.HalfSquared}
		nets = append(nets, gdplot.LayerSizes{Label: fmt.Sprint(activation), Norms: net.LayerGradNorms(net.Xavier(1))})
	}
	return gdplot.Layers(nets...)
}

func fiveSchedules() gdplot.Figure {
	return gdplot.Schedules(100,
		gdplot.Plan{Label: "Halve(20)", Factor: gdkit.Halve(20)},
		gdplot.Plan{Label: "Exponential(0.97)", Factor: gdkit.Exponential(0.97)},
		gdplot.Plan{Label: "InverseTime(20)", Factor: gdkit.InverseTime(20)},
		gdplot.Plan{Label: "Cosine(100)", Factor: gdkit.Cosine(100)},
		gdplot.Plan{Label: "Warmup(10, Cosine(90))", Factor: gdkit.Warmup(10, gdkit.Cosine(90))},
	)
}

func raceBands() gdplot.Figure {
	j := &gdkit.Net{Data: datasets.Diabetes().Standardize(), Loss: gdkit.HalfSquared} // linear: no hidden layer
	start := make([]float64, j.Dim())
	racer := func(label string, batch int, method func() gdkit.Method) gdkit.Place {
		p := gdkit.Place{Label: label}
		for seed := range uint64(9) {
			p.Traces = append(p.Traces, gdkit.Descent{
				Cost: j, Start: start, Rate: 0.1, Steps: 8 * j.Len() / batch, Method: method(), Batch: batch, Seed: seed, Every: max(1, j.Len()/batch/8),
			}.Run())
		}
		return p
	}
	plain := func() gdkit.Method { return nil }
	fig := gdplot.Spread(racer("batch 4", 4, plain), racer("batch 16", 16, plain), racer("batch 64", 64, plain))
	fig.Y.Min, fig.Y.Max = 1400, 2000 // the end, where they differ
	return fig
}
