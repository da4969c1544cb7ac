package datasets_test

import (
	"fmt"

	"gdlab/datasets"
)

func ExampleHouses() {
	d := datasets.Houses()
	fmt.Println(d)
	fmt.Println("first house:", d.X.RawRowView(0), d.Y[0])
	// Output:
	// Ames housing: 2930 examples, price_usd from area_sqft, bedrooms
	// first house: [1656 3] 215000
}

func ExampleAmes() {
	d := datasets.Ames("year_built", "garage_cars")
	fmt.Println(d.Features, d.X.RawRowView(0), d.Y[0])
	// Output:
	// [year_built garage_cars] [1960 2] 215000
}

func ExampleTwoHouses() {
	d := datasets.TwoHouses()
	for i, price := range d.Y {
		fmt.Printf("%s %v, %s %v\n", d.Features[0], d.X.At(i, 0), d.Target, price)
	}
	// Output:
	// size_ksqft 1, price_kusd 300
	// size_ksqft 2, price_kusd 500
}

func ExampleSixHouses() {
	d := datasets.SixHouses()
	fmt.Println(d.X.RawMatrix().Data)
	fmt.Println(d.Y)
	// Output:
	// [1 1.7 2 2.5 3 3.2]
	// [250 300 480 430 630 730]
}
