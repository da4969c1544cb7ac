package gdkit_test

import (
	"fmt"
	"math"

	"gdlab/datasets"
	"gdlab/gdkit"
)

// Predict, then run: how many steps until the distance to the minimum is a
// millionth of the first one?
func ExampleSpectrum_Predict() {
	houses := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	valley := gdkit.Quadratic(1, 50)
	for _, c := range []struct {
		j          gdkit.Cost
		start, min []float64
	}{
		{houses, []float64{0, 0}, []float64{100, 200}},
		{valley, []float64{1, 1}, []float64{0, 0}},
	} {
		s := gdkit.Curvature(c.j, c.start)
		x := s.Coordinates(c.start, c.min)
		rate, beta := s.BestMomentum()
		for _, d := range []gdkit.Descent{
			{Rate: s.BestRate()},
			{Rate: rate, Method: &gdkit.Momentum{Beta: beta}},
		} {
			p := s.Predict(d.Method, d.Rate)
			d.Cost, d.Start, d.Steps = c.j, c.start, 1000
			run := d.Run()
			measured := 0
			distance := func(i int) float64 { return math.Hypot(run.W(i)[0]-c.min[0], run.W(i)[1]-c.min[1]) }
			for distance(measured) > 1e-6*distance(0) {
				measured++
			}
			fmt.Println(p)
			fmt.Printf("  to a millionth: %v steps by the slowest factor, %v from this start, measured %v\n",
				p.Steps(1e-6), p.StepsFrom(x, 1e-6), measured)
		}
	}
	// Output:
	// α=0.571429: the distance shrinks by the factor 0.9583 a step in the end, 55 steps to a tenth of it
	//   to a millionth: 325 steps by the slowest factor, 325 from this start, measured 325
	// Momentum, α=0.888889: the distance shrinks by the factor 0.7454 a step in the end, 8 steps to a tenth of it
	//   to a millionth: 48 steps by the slowest factor, 64 from this start, measured 64
	// α=0.0392157: the distance shrinks by the factor 0.9608 a step in the end, 58 steps to a tenth of it
	//   to a millionth: 346 steps by the slowest factor, 346 from this start, measured 346
	// Momentum, α=0.0614042: the distance shrinks by the factor 0.7522 a step in the end, 9 steps to a tenth of it
	//   to a millionth: 49 steps by the slowest factor, 64 from this start, measured 64
}

// Each direction converges at its own pace, |1 − αλ| a step.
func ExamplePrediction_Walk() {
	j := gdkit.Quadratic(1, 50)
	start, minimum := []float64{1, 1}, []float64{0, 0}
	s := gdkit.Curvature(j, start)
	predicted := s.Predict(nil, 0.03).Walk(s.Coordinates(start, minimum), 4)
	run := gdkit.Descent{Cost: j, Start: start, Rate: 0.03, Steps: 4}.Run()
	for t := range run.Len() {
		fmt.Printf("t = %d  predicted %8.5f  measured %8.5f\n", t, predicted.RawRowView(t), s.Coordinates(run.W(t), minimum))
	}
	// Output:
	// t = 0  predicted [ 1.00000  1.00000]  measured [ 1.00000  1.00000]
	// t = 1  predicted [ 0.97000 -0.50000]  measured [ 0.97000 -0.50000]
	// t = 2  predicted [ 0.94090  0.25000]  measured [ 0.94090  0.25000]
	// t = 3  predicted [ 0.91267 -0.12500]  measured [ 0.91267 -0.12500]
	// t = 4  predicted [ 0.88529  0.06250]  measured [ 0.88529  0.06250]
}

func ExampleSpectrum_BestMomentum() {
	s := gdkit.Spectrum{Values: []float64{0.01, 0.1, 1}}
	rate, beta := s.BestMomentum()
	fmt.Printf("plain:    α = %.6f            factor %.6f\n", s.BestRate(), s.Predict(nil, s.BestRate()).Slowest())
	fmt.Printf("momentum: α = %.6f  β = %.4f  factor %.6f\n", rate, beta, s.Predict(&gdkit.Momentum{Beta: beta}, rate).Slowest())
	// Output:
	// plain:    α = 1.980198            factor 0.980198
	// momentum: α = 3.305785  β = 0.6694  factor 0.818182
}

func ExampleExtremes() {
	lambda := make([]float64, 10000) // too many for Curvature
	for i := range lambda {
		lambda[i] = 1 + float64(i%100)
	}
	bowl := gdkit.Quadratic(lambda...)
	e := gdkit.Extremes(bowl, bowl.Start, 50)
	fmt.Printf("λmax = %.2f, largest stable α = %.4f\n", e.Max, e.MaxRate())
	// Output: λmax = 100.00, largest stable α = 0.0200
}

func ExampleAutoRate() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	start := []float64{0, 0}
	s := gdkit.AutoRate(j, start)
	fmt.Println(s)
	fmt.Println(gdkit.Descent{Cost: j, Start: start, Rate: s.Best, Steps: 400}.Run())
	line := gdkit.Scalar(func(w float64) float64 { return w }, func(float64) float64 { return 1 })
	fmt.Println(gdkit.AutoRate(line, []float64{3}))
	// Output:
	// α = 0.275: half of 0.55, the largest of 27 rates tried at which J rose in none of 20 steps; at 0.599 it rose in step 1
	// α=0.274778: 400 steps, J 85000 → 1.357e-06
	// no rate found: J rose at none of 61 rates up to 3.46e+14: there is no edge in sight, perhaps no minimum either
}
