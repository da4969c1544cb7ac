package gdplot_test

import (
	"fmt"

	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func ExampleStepTable() {
	run := gdkit.Descent{Cost: square, Start: []float64{3}, Rate: 0.1, Steps: 20}.Run()
	gdplot.StepTable(square, run, 0, 1, 2, 10, 20)
	// Output:
	// α=0.1: where it is, the slope there, the step that follows.
	//   step t         w  slope ∂J/∂w  rate α  step −α·slope     cost J
	//        0         3            6     0.1           −0.6          9
	//        1       2.4          4.8     0.1          −0.48       5.76
	//        2      1.92         3.84     0.1         −0.384     3.6864
	//       10   0.32212       0.6442     0.1       −0.06442    0.10376
	//       20  0.034588      0.06918     0.1              –  0.0011963
}

func ExampleRateCases() {
	var runs []*gdkit.Trace
	for _, rate := range []float64{0.01, 0.3, 0.95, 1.05} {
		runs = append(runs, gdkit.Descent{Cost: square, Start: []float64{3}, Rate: rate, Steps: 30}.Run())
	}
	fmt.Println(gdplot.Describe(gdplot.RateCases(square, runs...)))
	// Output:
	// α=0.01: too small, still on the way. Across: w (α is 1 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.01: 30 steps from w = 3 to w = 1.64; J from 9 to 2.68, all steps taken. α=0.3: good, it arrives. Across: w (α is 30 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.3: 30 steps from w = 3 to w = 3.46e−12; J from 9 to 1.2e−23, all steps taken. α=0.95: overshoots, but converges. Across: w (α is 95 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=0.95: 30 steps from w = 3 to w = 0.127; J from 9 to 0.0162, all steps taken. α=1.05: too large, diverges. Across: w (α is 105 % of 2/λmax) from −4.13 to 4.46; up: J(w) from −0.796 to 20.7. The curve J(w) is lowest near w = −0.00686, where J = 4.71e−5. α=1.05: 30 steps from w = 3 to w = 52.3; J from 9 to 2740, diverged. 26 of its points lie outside the picture.
}

func ExampleSweep() {
	j := gdkit.Quadratic(1, 25)
	rates, betas := []float64{0.01, 0.1, 1}, []float64{0, 0.5, 0.9}
	runs := make([][]*gdkit.Trace, len(betas))
	for k, beta := range betas {
		for _, rate := range rates {
			d := gdkit.Descent{Cost: j, Start: []float64{1, 1}, Rate: rate, Steps: 50, Method: &gdkit.Momentum{Beta: beta}}
			runs[k] = append(runs[k], d.Run())
		}
	}
	fmt.Println(gdplot.Describe(gdplot.Sweep(gdplot.SweepCosts("α", rates, "β", betas, runs))))
	// Output:
	// lowest at α = 0.1, β = 0.5. Across: α from 0.01 to 1; up: β from 0 to 0.9. 3 by 3 cells of cost J at the end; the lowest, 4.64e−14, at α = 0.1 and β = 0.5. With β = 0: 0.183 at α = 0.01. With β = 0.5: 4.64e−14 at α = 0.1. With β = 0.9: 0.0144 at α = 0.1. 4 of 9 diverged.
}

func ExampleErrorCurve() {
	fmt.Println(gdplot.Describe(gradientErrors()))
	// Output:
	// How far differences are from the gradient (relative error). Across: step h from 1e−15 to 0.1; up: error from 1e−13 to 100. central differences: error 0.00167 with h = 0.1, least near h = 6e−6, where it is 2e−11, and 0.0619 with h = 1e−15. forward differences: error 0.0517 with h = 0.1, least near h = 2e−8, where it is 2e−8, and 0.307 with h = 1e−15.
}

func ExampleEigen() {
	j := gdkit.Quadratic(0.01, 0.1, 1)
	minimum := []float64{0, 0, 0}
	s := gdkit.Curvature(j, minimum)
	run := gdkit.Descent{Cost: j, Start: []float64{1, 1, 1}, Rate: s.BestRate(), Steps: 100}.Run()
	fmt.Println(gdplot.Describe(gdplot.Eigen(s, s.Predict(nil, s.BestRate()), run, minimum)))
	// Output:
	// Distance along each direction: lines predicted, points measured. Across: step t from 0 to 100; up: |xᵢ| from 1e−10 to 1. Direction with λ = 0.01: ×0.98 a step predicted; measured |x| from 1 to 0.135 in 100 steps, predicted 0.135. Direction with λ = 0.1: ×0.802 a step predicted; measured |x| from 1 to 2.61e−10 in 100 steps, predicted 2.61e−10. Direction with λ = 1: ×0.98 a step predicted; measured |x| from 1 to 0.135 in 100 steps, predicted 0.135.
}

func ExampleAxes() {
	fmt.Println(gdplot.Describe(eigenAxes()))
	// Output:
	// Figure. Across: b from −1.25 to 341; up: w(size_ksqft) from 41.8 to 260. 12 level lines, from J = 36.2 to J = 22600; lowest cost in the picture 0.0958. α=0.5: 200 steps from w = (300, 160) to w = (100, 200); J from 10000 to 4.68e−4, all steps taken. Eigen-direction (0.851, −0.526) with λ = 0.0729 through (100, 200). Eigen-direction (0.526, 0.851) with λ = 3.43 through (100, 200).
}

func ExampleNoise() {
	fmt.Println(gdplot.Describe(batchNoise()))
	// Output:
	// batch of 1. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 1: spread 99.5 round −∇J = (32.1, 25.2), theory 105; 71 of them point uphill. 2 of the dots lie outside the picture. batch of 16. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 16: spread 24.7 round −∇J = (32.1, 25.2), theory 25.7; 1 of them point uphill. batch of 32. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 32: spread 17.7 round −∇J = (32.1, 25.2), theory 17.9; 0 of them point uphill. batch of 64. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 64: spread 11.7 round −∇J = (32.1, 25.2), theory 12.1; 0 of them point uphill. batch of 128. Across: −∂J/∂b1[1] from −90.1 to 189; up: −∂J/∂W1[1,1] from −128 to 308. 200 batches of 128: spread 7.8 round −∇J = (32.1, 25.2), theory 7.81; 0 of them point uphill.
}

func ExampleLayers() {
	fmt.Println(gdplot.Describe(gdplot.Layers(
		gdplot.LayerSizes{Label: "sigmoid", Norms: []float64{1e-6, 1e-5, 1e-4, 1e-3}},
		gdplot.LayerSizes{Label: "ReLU", Norms: []float64{0.02, 0.02, 0.03, 0.02}},
	)))
	// Output:
	// The gradient on its way back, layer by layer. Across: layer, 1 next to the input from 0.6 to 4.4; up: ‖∂J/∂Wₗ‖ from 1e−6 to 0.1. sigmoid: ×0.1 a layer back: 1e−6 in layer 1, 0.001 in layer 4, smallest 1e−6, largest 0.001. ReLU: ×1 a layer back: 0.02 in layer 1, 0.02 in layer 4, smallest 0.02, largest 0.03.
}

func ExampleSchedules() {
	fmt.Println(gdplot.Describe(gdplot.Schedules(100,
		gdplot.Plan{Label: "halve", Factor: gdkit.Halve(20)},
		gdplot.Plan{Label: "cosine", Factor: gdkit.Cosine(100)},
	)))
	// Output:
	// Figure. Across: step t from 0 to 100; up: factor on the rate α from 0 to 1.05. halve: factor 1 at step 0, 0.25 at step 50, 0.0625 at step 99. It is down to half of its top at step 20. cosine: factor 1 at step 0, 0.5 at step 50, 2.47e−4 at step 99. It is down to half of its top at step 50.
}

func ExampleSpread() {
	fmt.Println(gdplot.Describe(raceBands()))
	// Output:
	// Median, and the middle half of the runs. Across: examples seen from 0 to 3520; up: cost J from 1400 to 2000. batch 4, 9 runs: median cost from 14500 to 1570 after 3522 examples, quartiles 1530 to 1710. batch 16, 9 runs: median cost from 14500 to 1460 after 3494 examples, quartiles 1450 to 1460. batch 64, 9 runs: median cost from 14500 to 1440 after 3478 examples, quartiles 1440 to 1440.
}
