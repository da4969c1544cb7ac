// Command plain is a cell that draws nothing.
package main

import (
	"fmt"

	"gdlab/datasets"
	"gdlab/gdkit"
)

func main() {
	j := &gdkit.Linear{Data: datasets.TwoHouses(), Loss: gdkit.HalfSquared}
	fmt.Println(gdkit.CheckGrad(j, []float64{1, 2}))
	fmt.Println(gdkit.Descent{Cost: j, Start: []float64{0, 0}, Rate: 0.1, Steps: 100, Method: gdkit.NewAdam()}.Run())
}
