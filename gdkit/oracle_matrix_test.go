package gdkit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gdlab/gdkit"

	"gonum.org/v1/gonum/floats"
)

// What becomes of a run of 5000 steps. The last 50 points decide.
const (
	// within 0.001 of a global minimum
	bottom = "bottom"
	// within 0.1 of one: steps that stay long keep hopping round it, or it is still arriving
	hover = "hover"
	// within 0.1 of a local minimum that is not a global one
	dent = "dent"
	// within 0.1 of the saddle
	ridge = "ridge"
	// left the saddle, and goes down for ever (Projected: as far as its box)
	falls = "falls"
	// lower than at the start, and still on its way
	far = "far"
	// above the start
	up = "up"
)

// A terrain is a column: a surface, a start, a rate that suits plain descent there, and the
// stationary points near which a run may end without having found a global minimum.
type terrain struct {
	surface *gdkit.Surface
	start   []float64 // nil means the surface's own
	rate    float64
	dents   [][]float64
	ridges  [][]float64
}

// terrains are the columns, by the name of the function that makes the surface, and one more with a
// start on the saddle's ridge.
func terrains() (names []string, of map[string]terrain) {
	// 2w + 20π sin 2πw = 0 at 0.99496 and 1.98991: Rastrigin's dents on the
	// diagonal from (2.2, 2.2).
	of = map[string]terrain{
		"Quadratic":    {surface: gdkit.Quadratic(1, 50), rate: 0.03},
		"Rosenbrock":   {surface: gdkit.Rosenbrock(), rate: 1e-3},
		"Himmelblau":   {surface: gdkit.Himmelblau(), rate: 0.01},
		"Beale":        {surface: gdkit.Beale(), rate: 0.01},
		"Booth":        {surface: gdkit.Booth(), rate: 0.05},
		"Rastrigin":    {surface: gdkit.Rastrigin(2), rate: 2e-3, dents: [][]float64{{0.99496, 0.99496}, {1.98991, 1.98991}}},
		"Saddle":       {surface: gdkit.Saddle(), rate: 0.1},
		"on the ridge": {surface: gdkit.Saddle(), start: []float64{1, 0}, rate: 0.1, ridges: [][]float64{{0, 0}}},
		"MonkeySaddle": {surface: gdkit.MonkeySaddle(), rate: 0.1},
		"Plateau":      {surface: gdkit.Plateau(), rate: 0.5},
		"TwoValleys":   {surface: gdkit.TwoValleys(), rate: 0.01},
	}
	return []string{"Quadratic", "Rosenbrock", "Himmelblau", "Beale", "Booth", "Rastrigin", "Saddle", "on the ridge",
		"MonkeySaddle", "Plateau", "TwoValleys"}, of
}

// A matrixRow is a method and what becomes of it on each surface.
type matrixRow struct {
	method gdkit.Method
	// a factor on the rate that suits plain descent, or 0 where the method has
	// steps of its own length
	times float64
	rate  float64 // its α on every surface then
	want  string  // outcomes in the order of terrains
}

// matrix is the table of all methods on all surfaces: a new method is a new row.
func matrix() []matrixRow {
	return []matrixRow{
		{gdkit.Plain{}, 1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{&gdkit.Momentum{Beta: 0.9}, 0.1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{&gdkit.Nesterov{Beta: 0.9}, 0.1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{&gdkit.Sequential{}, 1, 0, "bottom hover bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.Proximal{}, 1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.Projected{Low: -5, High: 5}, 1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{&gdkit.Clip{Norm: 1}, 1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewOnPlateau(nil), 1, 0, "bottom far bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewBacktracking(), 0, 1, "bottom hover bottom bottom bottom bottom falls ridge falls bottom bottom"},
		{&gdkit.ExactLine{}, 0, 1, "bottom bottom bottom bottom bottom up falls ridge falls bottom bottom"},
		{&gdkit.Newton{}, 0, 1, "bottom bottom bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewAdaGrad(), 0, 0.5, "bottom hover bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewRMSprop(), 0, 0.01, "hover hover hover hover hover dent falls ridge falls hover bottom"},
		{gdkit.NewAdaDelta(), 0, 1, "hover far hover hover hover dent falls ridge falls bottom bottom"},
		{gdkit.NewAdam(), 0, 0.02, "bottom bottom bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewAdamW(), 0, 0.02, "bottom hover bottom hover hover dent falls ridge falls bottom bottom"},
		{gdkit.NewAMSGrad(), 0, 0.02, "bottom hover bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewNAdam(), 0, 0.02, "bottom bottom bottom bottom bottom dent falls ridge falls bottom bottom"},
		{gdkit.NewLion(), 0, 0.01, "hover far hover hover hover dent falls ridge falls hover hover"},
		{gdkit.SignDescent{}, 0, 0.01, "hover far hover far hover dent falls ridge falls hover hover"},
	}
}

func TestEveryMethodOnEverySurface(t *testing.T) {
	names, of := terrains()
	for _, row := range matrix() {
		want := strings.Fields(row.want)
		if len(want) != len(names) {
			t.Errorf("%T has %d outcomes, want one for each of %v", row.method, len(want), names)
		}
		got := make([]string, len(names))
		for i, name := range names {
			place := of[name]
			rate := row.rate
			if row.times != 0 {
				rate = row.times * place.rate
			}
			start := place.start
			if start == nil {
				start = place.surface.Start
			}
			run := gdkit.Descent{Cost: place.surface, Start: start, Rate: rate, Steps: 5000, Method: row.method}.Run()
			if got[i] = place.outcome(run); i < len(want) && got[i] != want[i] {
				t.Errorf("%s on %s: %s, want %s; it ends at %.4g", run, name, got[i], want[i], run.Last())
			}
		}
		if t.Failed() {
			t.Logf("%T: %q", row.method, strings.Join(got, " "))
		}
	}
}

// outcome says in one word what became of a run.
func (p terrain) outcome(run *gdkit.Trace) string {
	// distance is how far the last 50 points are at most from the nearest of the given ones.
	distance := func(points [][]float64) float64 {
		least := math.Inf(1)
		for _, q := range points {
			most := 0.0
			for i := max(0, run.Len()-50); i < run.Len(); i++ {
				most = max(most, floats.Distance(run.W(i), q, 2))
			}
			least = min(least, most)
		}
		return least
	}
	switch last := run.J[run.Len()-1]; {
	case run.Reason == gdkit.Unbounded || p.surface.Minima == nil && last < -0.1:
		return falls
	case distance(p.surface.Minima) < 1e-3:
		return bottom
	case distance(p.surface.Minima) < 0.1:
		return hover
	case distance(p.dents) < 0.1:
		return dent
	case distance(p.ridges) < 0.1:
		return ridge
	case last < run.J[0]:
		return far
	}
	return up
}

// Each exported type with the methods of Method has a row in the matrix, and each function that
// makes a Surface a column.
func TestNothingIsMissingInTheMatrix(t *testing.T) {
	rows := map[string]bool{}
	for _, row := range matrix() {
		of := reflect.TypeOf(row.method)
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		rows[of.Name()] = true
	}
	methods, surfaces := declared(t)
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		if !rows[name] {
			t.Errorf("%s is a Method, but has no row in the matrix", name)
		}
	}
	_, columns := terrains()
	for _, name := range surfaces {
		if columns[name].surface == nil {
			t.Errorf("%s makes a Surface, but has no column in the matrix", name)
		}
	}
	if len(methods) < 20 || len(surfaces) < 10 {
		t.Errorf("only %d methods and %d surfaces were found in the source", len(methods), len(surfaces))
	}
}

// declared reads the package's source: the exported types that have Init and Step with the
// parameters of Method, and the functions that return a *Surface.
func declared(t *testing.T) (methods map[string]bool, surfaces []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]int{} // how many of the two methods a type has
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok:
			case f.Recv != nil && (f.Name.Name == "Init" && f.Type.Params.NumFields() == 2 ||
				f.Name.Name == "Step" && f.Type.Params.NumFields() == 3):
				of := f.Recv.List[0].Type
				if star, ok := of.(*ast.StarExpr); ok {
					of = star.X
				}
				has[of.(*ast.Ident).Name]++
			case f.Recv == nil && f.Name.IsExported() && f.Type.Results.NumFields() == 1:
				if star, ok := f.Type.Results.List[0].Type.(*ast.StarExpr); ok {
					if of, ok := star.X.(*ast.Ident); ok && of.Name == "Surface" {
						surfaces = append(surfaces, f.Name.Name)
					}
				}
			}
		}
	}
	methods = map[string]bool{}
	for name, n := range has {
		if n == 2 && ast.IsExported(name) {
			methods[name] = true
		}
	}
	return methods, surfaces
}
