package rows_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gdlab/gdkit/rows"
)

// A CSV table becomes a row file once. Then any of its rows is found at once, and a Reader walks
// through them all.
func Example() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	table := strings.NewReader("size,price\n1,300\n1.5,400\n2,500\n") // think of 40 million lines
	f, err := os.Create(filepath.Join(folder, "big.rows"))
	if err != nil {
		panic(err)
	}
	if err := rows.WriteCSV(f, table, "price"); err != nil {
		panic(err)
	}
	f.Close()

	src, err := rows.Open(f.Name())
	if err != nil {
		panic(err)
	}
	defer src.Close()
	fmt.Println(src.Dims())
	x, y := make([]float64, 1), make([]float64, 1)
	if err := src.ReadRows(1, x, y); err != nil {
		panic(err)
	}
	fmt.Println(x, y)

	var reader rows.Reader
	sum := 0.0
	err = reader.Walk(src, func(b *rows.Block) error {
		for _, y := range b.Y {
			sum += y
		}
		return nil
	})
	fmt.Println(sum, err)
	// Output:
	// 3 1
	// [1.5] [400]
	// 1200 <nil>
}

// squares is a source of one's own: row i has the feature i and the target i².
type squares int

func (m squares) Dims() (rows, features int) { return int(m), 1 }

func (m squares) ReadRows(first int, x, y []float64) error {
	if err := rows.CheckRead("the squares", m, first, x, y); err != nil {
		return err
	}
	for i := range y {
		v := float64(first + i)
		x[i], y[i] = v, v*v
	}
	return nil
}

func ExampleSource() {
	x, y := make([]float64, 3), make([]float64, 3)
	fmt.Println(squares(10).ReadRows(4, x, y), x, y)
	fmt.Println(squares(10).ReadRows(8, x, y))
	// Output:
	// <nil> [4 5 6] [16 25 36]
	// gdkit: the squares: asked for rows 8 to 10, but it has rows 0 to 9
}

func ExampleStandardize() {
	src := rows.Generated{Examples: 4, Features: 1, Row: func(i int, x []float64) (y float64) {
		x[0] = 1000 + 10*float64(i%2)
		return 1
	}}
	scaled, err := rows.Standardize(src)
	if err != nil {
		panic(err)
	}
	x, y := make([]float64, 4), make([]float64, 4)
	fmt.Println(scaled.Center, scaled.Scale, scaled.ReadRows(0, x, y), x)
	// Output: [1005] [5] <nil> [-1 1 -1 1]
}
