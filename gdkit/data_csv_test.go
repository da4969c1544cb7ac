package gdkit_test

import (
	"gdlab/gdkit"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestReadCSVAcceptsWhatSpreadsheetsWrite(t *testing.T) {
	text := "\ufeffsize, price ,note\r\n 1.5 , 300,\"a, b\"\r\n\"2\",5e2,\r\n"
	d, err := gdkit.ReadCSV(strings.NewReader(text), "price", "size")
	if err != nil {
		t.Fatal(err)
	}
	if m, n := d.X.Dims(); m != 2 || n != 1 || d.X.At(0, 0) != 1.5 || d.X.At(1, 0) != 2 || d.Y[1] != 500 {
		t.Errorf("got %v %v", mat.Formatted(d.X), d.Y)
	}
}

func TestReadCSVSaysWhatIsWrongAndWhere(t *testing.T) {
	for want, text := range map[string]string{
		"houses.csv is empty":                                   "",
		"header but no rows":                                    "x,y\n",
		`no target column "y", its columns are a, b`:            "a,b\n1,2\n",
		`two columns called "x"`:                                "x,x,y\n1,2,3\n",
		`houses.csv:3:3: column "y" holds "abc", want`:          "x,y\n1,2\n3,abc\n",
		`houses.csv:2:1: column "x" holds "1,5" with a decimal`: "x,y\n\"1,5\",2\n",
		"houses.csv:3: the row has 3 values, want 2":            "x,y\n1,2\n1,5,2\n",
		`houses.csv:2:1: column "x" is empty`:                   "x,y\n,2\n",
		`houses.csv:2:1: column "x" holds "NaN", want a finite`: "x,y\nNaN,2\n",
		`houses.csv:2:3: column "y" holds "inf", want a finite`: "x,y\n1,inf\n",
		`houses.csv:2:2: a quote (") stands inside a value`:     "x,y\n1\"2,3\n",
		"a quoted value is not closed":                          "x,y\n\"1,3\n",
		"no column besides the target":                          "y\n1\n",
		"seem to be separated by semicolons":                    "x;y\n1;2\n",
	} {
		file := filepath.Join(t.TempDir(), "houses.csv")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = gdkit.ReadCSV(f, "y")
		f.Close()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q\n got: %v\nwant: %s", text, err, want)
		}
	}
	if d, err := gdkit.ReadCSV(strings.NewReader("x,y,,\n1,2,,\n"), "y"); err != nil || len(d.Features) != 1 {
		t.Errorf("commas at the end of the lines: %v, %v", d, err)
	}
	if _, err := gdkit.ReadCSV(strings.NewReader("x,y\n1,2\n"), "y", "x", "x"); err == nil || !strings.Contains(err.Error(), "asked for twice") {
		t.Errorf("a feature twice: %v", err)
	}
	if _, err := gdkit.ReadCSV(strings.NewReader("x,y\n1,2\n"), "y", "x", "y"); err == nil || !strings.Contains(err.Error(), "both the target and a feature") {
		t.Errorf("target among the features: %v", err)
	}
}
