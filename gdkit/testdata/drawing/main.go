// Command drawing is a cell that draws.
package main

import (
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
)

func main() { gdplot.Show(gdplot.Curve(gdkit.Quadratic(1), -1, 1)) }
