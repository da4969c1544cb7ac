// Package gdkit is the mathematics of gradient descent: costs, checks of their derivatives, descents and
// what they saw. It draws nothing (see gdplot), knows nothing of notebooks, and keeps no state.
//
// # The way of the data
//
//	data  →  cost  →  check  →  descent  →  trace  →  picture
//	Dataset  Linear   CheckGrad  Descent    Trace     package gdplot
//	ReadCSV  Scalar   Curvature
//	         CostFunc
//
// A run from one end to the other:
//
//	houses := datasets.TwoHouses()                                  // data
//	j := &gdkit.Linear{Data: houses, Loss: gdkit.HalfSquared}       // cost
//	fmt.Println(gdkit.CheckGrad(j, []float64{1, 2}))                // check
//	run := gdkit.Descent{Cost: j, Start: []float64{0, 0},
//		Rate: 0.1, Steps: 100}.Run()                                // descent
//	fmt.Println(run)                                                // trace
//	gdplot.Show(gdplot.Contour(j, run))                             // picture
//
// # Notation
//
//	w, b   parameters (tutorials also write θ); one []float64 with b first
//	J      cost, a mean over the examples
//	∇J, g  gradient
//	α      learning rate, Descent.Rate
//	m, n   number of examples, number of features
//	t      step; t = 0 is the start
//	H, λ   Hessian and its eigenvalues; κ = λmax/λmin
//
// # Layers
//
//	cost.go linear.go loss.go    what is made small
//	dataset.go csv.go            the data below it
//	check.go curvature.go        is the gradient right; how curved is the bowl
//	surfaces.go                  test costs with known minima
//	descent.go                   the one loop
//	method.go momentum.go adagrad.go rmsprop.go adadelta.go adam.go sign.go
//	sequential.go proximal.go clip.go   update rules, the formula above each
//	stop.go                      when to stop
//	schedule.go                  how the rate changes on the way
//	trace.go                     what the loop saw
//
// Errors and panics carry a sentence: what was found, what was wanted, the way out.
package gdkit
