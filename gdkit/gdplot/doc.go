// Package gdplot draws costs and traces. It never runs a descent of its own: what is drawn is what happened.
//
// Most functions return an ordinary *plot.Plot of gonum/plot, so titles, ranges and further plotters are yours to change:
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
//	on the page        Show, Row, Grid, EqualAxes; package gdsave for SVG and PDF; package gdlive for what moves
//
// Each figure says in words what it shows, with numbers, and these words reach the page as its text alternative: see Describe.
// A run that diverges is drawn as far as the picture goes, and the words say what was left out. The legend takes the corner where it hides
// the fewest points when the figure is drawn.
package gdplot
