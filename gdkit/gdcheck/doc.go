// Package gdcheck grades functions by what they do: it calls a student's function with random data,
// holds what comes back to properties that a right one has, and names the likely mistake where it
// has not. Test cells of the coursework import it, so a student cannot redefine it.
//
//	check := gdcheck.New("Exercise 2: the gradient", 1) // a title, and the seed of the data
//	check.Gradient(gdkit.HalfSquared, Gradient)         // Gradient is the student's function
//	// BEGIN HIDDEN TESTS
//	check.GradientInvariants(gdkit.HalfSquared, Gradient)
//	// END HIDDEN TESTS
//	check.Done(10) // prints the table; the cell is worth 10 points
//
//	Exercise 2: the gradient
//	✓ one slope for each weight  1/1
//	✗ the slopes of the weights  0/2  summed, not averaged: divide by m
//	✗ the slope of b             0/1  as above
//	1 of 4 points, and 6 more for what is tested when your work is graded
//
// # What is checked
//
// Each method of Report adds a fixed number of properties, and each property a whole number of
// points, so that points add up exactly and the sum does not depend on what the student wrote. A
// first method asks for the numbers, and suits a test that the student sees. The one beside it asks
// for what follows from them and is seldom tried at home: for hidden tests, with another seed.
//
//	method                               points  a function that
//	Derivative                           2       gives dJ/dw
//	Difference                           3       measures a slope, (J(w+h) − J(w−h)) / 2h
//	Tangent                              4       follows the tangent line at one point
//	Walk                                 3       takes one step down a curve
//	Predict, PredictInvariants           3 + 2   predicts with a line
//	Cost, CostInvariants                 4 + 5   is the mean loss of a linear model
//	Gradient, GradientInvariants         4 + 6   is its gradient
//	NumericGradient                      4       measures that gradient by differences
//	Step, StepInvariants                 4 + 3   takes one step for the line y = wx + b
//	Move, MoveInvariants                 4 + 2   moves w in place, without allocating
//	Descend, DescendInvariants           5 + 4   takes many steps and writes down the costs
//	Until, UntilInvariants               4 + 3   takes as many as it needs
//	MaxRate, MaxRateInvariants           3 + 2   is the largest stable rate
//	MeanSD, MeanSDInvariants             3 + 2   is a mean and a standard deviation
//	Standardise, StandardiseInvariants   6 + 2   scales columns
//	ScaleLike, ScaleLikeInvariants       3 + 2   scales new data with the numbers of the old
//	Unscale, UnscaleInvariants           4 + 2   brings a line back to the original units
//	Batches, BatchesInvariants           6 + 2   puts the rows of one epoch into batches
//	BatchGradient, BatchInvariants       4 + 2   is the gradient of some rows
//	Momentum, MomentumInvariants         6 + 2   is one step of the method
//	RMSprop, RMSpropInvariants           6 + 2   likewise
//	Adam, AdamInvariants                 8 + 2   likewise
//	AdamWalk                             4       takes many steps of Adam
//	Sigmoid, SigmoidInvariants           4 + 2   is 1/(1+e⁻ᶻ)
//	LogLoss, LogLossInvariants           4 + 2   is the loss of a score, also of a large one
//	Labels, LabelsInvariants             3 + 2   tells two classes apart
//	Accuracy                             2       counts what is right
//	Fit                                  5       does everything, and is good on new data
//
// # How it judges
//
// Numbers are compared by relative error, 1e-8 of the largest one of an answer. The right answer
// comes from package gdkit, which is tested against other libraries, or from differences. A mistake
// is named when the answers to all questions are those of a function with that mistake. An
// invariant counts only for a function that looks at its data: what always gives 0 does not depend
// on the order of the rows, and earns nothing by it.
//
// A panic of the student's function is a failed property with a sentence, and the others
// go on. What a process cannot do for itself is left to whoever runs it: loops that never
// end, memory, os.Exit.
//
// # Graders
//
// All arguments and results are plain numbers and lists of them. A function may thus also be a stub
// that asks another process, if it copies back what the original did to its arguments. Allocations
// counts in the process in which it is called, so it is called where the student's function runs.
// In grader.go is what a grader says in the environment, and where it finds the points.
package gdcheck
