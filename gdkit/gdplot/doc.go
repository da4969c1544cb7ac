// Package gdplot draws costs and traces. It never runs a descent of its own: what is
// drawn is what happened.
//
// Most functions return an ordinary *plot.Plot of gonum/plot, so titles, ranges and further
// plotters are yours to change:
//
//	fig := gdplot.Contour(j, run)
//	fig.Title.Text = "Two houses"
//	gdplot.Show(fig)
//
//	one parameter      Curve, Tangent, Walk, StepTable, RateCases
//	two parameters     Contour, Surface, Field, Axes, Slice and Project for costs with more
//	a run's cost       Costs, CostsBySeen, CostsByEpoch, CostsInTwo
//	theory beside it   Eigen, ErrorCurve, Sweep, Schedules
//	data and models    Data, Fit, Training, Classes, Boundary
//	batches, nets      Noise, Layers
//	races              Spread
//	on the page        Show, Row, Grid, EqualAxes; gdsave for SVG and PDF; gdlive for what moves
//
// Each figure says in words what it shows, with numbers, and these words reach the page as its
// text alternative: see Describe. A run that diverges is drawn as far as the picture goes, and the
// words say what was left out. The legend takes the corner where it hides the fewest points when
// the figure is drawn.
//
// # Layers
//
// A file belongs to the row that its name begins with, and uses only what its own row and the rows
// above it have.
//
//	number…                            numbers and lists of them, and how they are written
//	style…                             how all looks: colours, lines, letters, ticks
//	figure…                            what can be shown, side by side, and its words
//	show…                              on the page of a notebook, into files, on a canvas
//	input…                             what is given: is it sound, its names, its ranges
//	path… legend…                      the path of a run, the place of the legend
//	curve… walk…                       a cost of one parameter
//	contour… field… slice…             a cost of two parameters from above
//	surface…                           the same as a landscape
//	costs… spread… schedules…          what changes from step to step
//	eigen… errorcurve… sweep…          what theory says, beside what happened
//	data…                              examples, predictions, classes
//	layers… noise…                     gradients of nets and of batches
//	ratecases… steptable… frames…      whole runs: side by side, as a table, step by step
package gdplot
