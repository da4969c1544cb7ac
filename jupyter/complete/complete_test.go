package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/mat"
)

// membersOf asks Go's own reflection for the exported fields and methods.
func membersOf(t reflect.Type) (names []string) {
	for m := range t.Methods() {
		names = append(names, m.Name)
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() {
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestMembersAreThoseOfReflection(t *testing.T) {
	l := open(t)
	for program, want := range map[string]reflect.Type{
		"func main() { run := gdkit.Descent{}.Run()\nrun." + cursor + "\n}":                 reflect.TypeFor[*gdkit.Trace](),
		"func main() { var d gdkit.Dataset\nfmt.Println(d." + cursor + "\n}":                reflect.TypeFor[*gdkit.Dataset](),
		"func main() { for _, tr := range []*gdkit.Trace{} {\n\tif tr." + cursor + "\n}\n}": reflect.TypeFor[*gdkit.Trace](),
		"func main() { var c gdkit.Cost\nα := c." + cursor + "\n}":                          reflect.TypeFor[gdkit.Cost](),
		"func main() { var b strings.Builder\nb." + cursor + "\n}":                          reflect.TypeFor[*strings.Builder](),
		"func main() { mat.NewDense(1, 1, nil)." + cursor:                                   reflect.TypeFor[*mat.Dense](),
		"type both struct{ *gdkit.Trace }\nfunc main() { both{}." + cursor:                  reflect.TypeFor[struct{ *gdkit.Trace }](),
	} {
		got := l.tab(program)
		slices.Sort(got)
		if want := membersOf(want); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

func TestStructLiteralOffersWhatIsNotSetYet(t *testing.T) {
	l := open(t)
	var want []string
	for f := range reflect.TypeFor[gdkit.Descent]().Fields() {
		if f.Name != "Cost" {
			want = append(want, f.Name)
		}
	}
	for _, program := range []string{
		"func main() { gdkit.Descent{Cost: nil, " + cursor + "\n}",
		"func main() { gdkit.Descent{Cost: nil, " + cursor + "}.Run()\n}",
		"func main() { runs := []gdkit.Descent{{Cost: nil, " + cursor + "}}\n}",
		"func main() { runs := []*gdkit.Descent{{Cost: nil, " + cursor,
	} {
		if got := l.tab(program); !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}

func TestNamesInScope(t *testing.T) {
	l := open(t)
	l.write("other.go", "package main\n\nimport gp \"strings\"\n\nvar earlier = gp.ToUpper(\"x\")\n")
	for program, want := range map[string][]string{
		"func main() { rate := 0.1\nfmt.Println(ra" + cursor + ")\nrates := 2\n}": {"rate", "range", "rand"},
		"func main() { ear" + cursor + "\n}":                                      {"earlier"},
		"func main() { gp.ToUpperS" + cursor + "\n}":                              {"ToUpperSpecial"},
		// math/rand has it
		"func main() { rand.See" + cursor + "\n}":                             {"Seed"},
		"func main() { s := \"gdkit." + cursor + "\n}":                        {},
		"func main() { /* gdkit." + cursor + "\n}":                            {},
		"func main() { gdkit.desc" + cursor + "\n}":                           {"Descent"},
		"var J = gdkit.Scal" + cursor + "\n":                                  {"Scalar"},
		"func main() { θ := 1.0; fmt.Println(θ, gdkit.Scal" + cursor + ")\n}": {"Scalar"},
		"func main() { fmt.Println(\"gdkit." + cursor + "\")\n}":              {},
		"func main() { // gdkit." + cursor + "\n}":                            {},
		"func main() { nowhere." + cursor + "\n}":                             {},
	} {
		got := l.tab(program)
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("%s\n got %v\nwant %v", program, got, want)
			}
		}
		if len(want) == 0 && len(got) > 0 || slices.Contains(got, "rates") || slices.Contains(got, placeholder) {
			t.Errorf("%s\n got %v\nwant %v", program, got, want)
		}
	}
}
