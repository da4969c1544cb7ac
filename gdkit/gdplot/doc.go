// Package gdplot draws costs and the walks down them as ordinary gonum/plot values.
//
// Nothing is hidden: Curve, Walk, Costs and Contour return a *plot.Plot, so fig.Title.Text = "…",
// fig.X.Max = 10 and fig.Add(…) work as gonum/plot documents them. Show displays figures in a notebook.
// Only the legend moves: when a figure of this package is drawn, its legend takes the corner where it hides the fewest points.
// The package reads costs and traces; it never runs a descent of its own.
//
//	Curve, Tangent   J(w) of one parameter, and its slope at a point
//	Walk             steps of descents on that curve
//	Costs            cost against step
//	Contour          level lines over two parameters, with the paths of descents
//	Row, EqualAxes   side by side; the same scale on both axes
//	Show, WritePNG   into the notebook; into a file
package gdplot
