package gdkit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gdlab/gdkit"
)

// A table that is too long for the memory is turned into a row file once, scaled on the fly, and
// read block by block in each step.
func ExampleStreamed() {
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
	if err := gdkit.WriteRowsCSV(f, table, "price"); err != nil {
		panic(err)
	}
	f.Close()

	rows, err := gdkit.OpenRows(f.Name())
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	scaled, err := gdkit.StandardizeRows(rows)
	if err != nil {
		panic(err)
	}
	j := &gdkit.Streamed{Rows: scaled, Loss: gdkit.HalfSquared}
	run := gdkit.Descent{Cost: j, Start: make([]float64, j.Dim()), Rate: 0.5, Steps: 60}.Run()
	w := scaled.Unscale(run.Last())
	fmt.Println(j.ParamNames())
	fmt.Printf("%.4f\n", w)
	// Output:
	// [b w(size)]
	// [100.0000 200.0000]
}

// A cost over examples that are made up when they are needed: ten million here, in 2 MB.
func ExampleGenerated() {
	rows := gdkit.Generated{Examples: 10_000_000, Features: 1, Row: func(i int, x []float64) (y float64) {
		x[0] = float64(i%2) - 0.5
		return 3 + 2*x[0]
	}}
	j := &gdkit.Streamed{Rows: rows, Loss: gdkit.HalfSquared}
	grad := make([]float64, 2)
	fmt.Println(j.Len(), j.Eval(grad, []float64{0, 0}), grad)
	// Output: 10000000 5 [-3 -0.5]
}

func ExampleOpenCSV() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "houses.csv")
	if err := os.WriteFile(path, []byte("size,rooms,price\n1,2,300\n2,x,500\n"), 0o600); err != nil {
		panic(err)
	}
	_, err = gdkit.OpenCSV(path, "price")
	fmt.Println(err)
	rows, err := gdkit.OpenCSV(path, "price", "size")
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	j := &gdkit.Streamed{Rows: rows, Loss: gdkit.Squared}
	fmt.Println(j.Eval(nil, []float64{100, 200}))
	// Output:
	// gdkit: houses.csv:3:3: column "rooms" holds "x", want a finite number
	// 0
}
