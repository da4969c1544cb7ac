package gdplot_test

import (
	"fmt"

	"gdlab/gdkit/gdplot"
)

func ExampleGrid() {
	w, h := gdplot.Size(gdplot.Grid(2, gdplot.Curve(square, -1, 1), gdplot.Curve(square, -2, 2), gdplot.Curve(square, -3, 3)))
	fmt.Println(w, h)
	// Output:
	// 960 782
}
