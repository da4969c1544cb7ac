// Package gdkit is the mathematics of gradient descent: costs, checks of their derivatives,
// descents and what they saw. It draws nothing (see gdplot and gdlive), knows nothing of notebooks,
// and keeps no state.
//
// # The way of the data
//
//	data     →  cost      →  check      →  descent   →  trace  →  picture
//	Dataset     Linear       CheckGrad     Descent      Trace     package gdplot
//	ReadCSV     Softmax      CheckHess     Opponent
//	RowSource   Net          Curvature     Race
//	            Scalar       AutoRate
//	            CostFunc
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
// # Costs
//
// A Cost is anything that returns J(w) and, if asked, the gradient. Scalar and CostFunc make one of
// a learner's own function. Linear is a line, a plane, a classifier, as its Loss says; Softmax
// tells several classes apart; Net is a small neural network; Streamed is a Linear over a file that
// need not fit in memory. Rosenbrock, Himmelblau and the other surfaces have known minima.
//
// What else a cost can do it says by further methods, as readers do in package io. These are all
// that gdkit asks for:
//
//	Sized        Dim         the number of parameters
//	Sampled      EvalRows    the mean over some of the examples, for batches
//	Curved       Hess        the second derivatives, for Newton and the largest stable rate
//	MaybeCurved  HasHess     whether they are there
//	Counted      Len         the number of examples that one Eval reads
//	NamedParams  ParamNames  a name for each parameter
//	Valid        Validate    what makes no sense, before the first step
//	Failing      Err         what went wrong in an evaluation
//	Prepared     Prepare     memory and workers for a whole run
//
// A Loss has such interfaces too (see there), and so has a Method: Observer, Rated, LinearMethod.
// What embeds one of them to add something is asked by its own functions: a promoted method never
// speaks for another function.
//
// # Is the gradient right, and how long may a step be?
//
// CheckGrad holds a gradient against differences and names the likely mistake; CheckDirections does
// it for many parameters, CheckScalar asks dual numbers for a third opinion, and GradErrors shows
// how the error depends on the step of the difference. Curvature gives the eigenvalues of the
// Hessian, and with them, before any descent has run, the largest stable rate, the best one, and
// the number of steps to come (Spectrum.Predict). Extremes finds the two outer eigenvalues for many
// parameters. AutoRate finds a rate by trying.
//
// # Descents
//
// Descent is the one loop. A Method turns a gradient into a step; a Schedule changes the rate on
// the way; a Stop ends the run early. Batch makes it stochastic. Opponent runs a method of gonum's
// optimize instead, and Race compares any of them fairly. All of them return a Trace.
//
// What else a Method can do it says by further methods: an Observer is told the cost, a Rated one
// tells the length of its step, a LinearMethod can be predicted (Spectrum.Predict).
//
// # Conventions
//
// Libraries agree on the names of methods and not on their formulas. What is here, and which
// settings of a rival give the same walk, is said at each type and tested against PyTorch, optax
// and scikit-learn (testdata/oracle):
//
//	cost        mean over m; a sum is the same with α/m
//	squares     Squared is (z−y)², HalfSquared half of it: α for one is α/2 for the other
//	momentum    v ← βv + g, w ← w − αv; with (1−β)g in place of g it is the rate α/(1−β)
//	Nesterov    the shifted form, which needs the gradient at w only
//	ε           outside the root in Adam and RMSprop
//	Steps: n    n updates, n+1 points: the cost of the last point is not missing
//	batches     a new order each epoch, without replacement
//	labels      0 and 1
//
// # Layers
//
// A file belongs to the row that its name begins with, and uses only what its own row and the
// rows above it have.
//
//	numbers…       numbers in words, and settings that make no sense
//	cost…          what can be made small, and what a cost may offer beyond its value
//	data…          a table, and what is done to it before learning
//	loss…          the price of a prediction, one loss a file
//	linear…        linear models of one score
//	softmax…       linear models of several classes
//	net…           neural nets
//	stream…        linear models of data that do not fit in memory; package rows reads them
//	surface…       test costs with known minima
//	model…         predictions and what they are worth
//	check…         is the gradient right
//	curvature…     how curved is the bowl
//	batches…       the order of the examples
//	method…        update rules, the formula above each
//	schedule…      the rate on the way
//	trace…         what a run saw, and how to keep it
//	stop…          the end of a run
//	descent…       the one loop
//	predict…       what a curvature says of a method before it runs
//	autorate…      a rate by trying
//	opponent…      the loops of gonum/optimize
//	race…          comparing them
//
// Packages below internal are not for use elsewhere: engine adds up large data fast.
//
// Errors and panics carry a sentence: what was found, what was wanted, the way out.
package gdkit
