package kinds

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// Every loss and every cost that gdkit exports is here: the types, and what variables, constants
// and functions make of them.
func TestEveryKindOfGdkitIsHere(t *testing.T) {
	here := map[string]bool{}
	for _, l := range Losses() {
		here[typeName(l)] = true
	}
	surfaces := map[string]bool{}
	for _, c := range append(append(One(), Two()...), Many()...) {
		here[typeName(c.Cost)] = true
		if s, ok := c.Cost.(*gdkit.Surface); ok {
			surfaces[strings.ReplaceAll(strings.ToLower(s.Name), " ", "")] = true
		}
	}
	s := testkit.Load(t, "../../..")
	scope := s.Types.Scope()
	loss := scope.Lookup("Loss").Type().Underlying().(*types.Interface)
	cost := scope.Lookup("Cost").Type().Underlying().(*types.Interface)
	found := 0
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		typ := obj.Type()
		if f, ok := typ.(*types.Signature); ok && f.Results().Len() == 1 {
			typ = f.Results().At(0).Type()
		}
		kind := types.Implements(typ, loss) || types.Implements(typ, cost) || types.Implements(types.NewPointer(typ), cost)
		if !token.IsExported(name) || types.IsInterface(typ) || !kind {
			continue
		}
		found++
		bare := strings.TrimPrefix(types.TypeString(typ, types.RelativeTo(s.Types)), "*")
		if !here[bare] {
			t.Errorf("gdkit.%s is a loss or a cost of type %s, of which package kinds has none", name, bare)
		}
		if _, function := obj.(*types.Func); function && bare == "Surface" {
			known := false
			for surface := range surfaces {
				known = known || strings.HasPrefix(surface, strings.ToLower(name))
			}
			if !known {
				t.Errorf("gdkit.%s makes a surface that package kinds does not have", name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d losses and costs found in gdkit, so that this test shows little", found)
	}
}

func typeName(v any) string {
	typ := reflect.TypeOf(v)
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	return typ.Name()
}

// A case has a point of its own length, a finite cost there and a finite slope.
func TestCasesCanBeWalked(t *testing.T) {
	for dim, all := range map[int][]Case{1: One(), 2: Two(), 0: Many()} {
		for _, c := range all {
			if dim > 0 && c.Dim() != dim || dim == 0 && c.Dim() < 3 {
				t.Errorf("%s has %d parameters", c.Name, c.Dim())
			}
			if j := c.Cost.Eval(nil, c.Start); !(j-j == 0) {
				t.Errorf("%s: J = %v at its start", c.Name, j)
			}
		}
	}
}

// The runs end for every reason that a run on these costs can have, and are of the kinds promised.
func TestTracesAreOfEveryKind(t *testing.T) {
	ends := map[gdkit.Reason]int{}
	for _, c := range append(append(One(), Two()...), Many()...) {
		for _, tr := range Traces(c) {
			ends[tr.Reason]++
			fault := ""
			switch tr.Label {
			case "converged":
				fault = when(tr.Reason != gdkit.Converged)
			case "interrupted":
				fault = when(tr.Reason != gdkit.Interrupted || tr.Steps() != 5)
			case "one point":
				fault = when(tr.Len() != 1)
			case "thinned":
				fault = when(tr.Len() > 2 && tr.T[1] != 7)
			case "batches":
				fault = when(tr.Examples > 2*tr.Steps())
			}
			if fault != "" {
				t.Errorf("%s: %s, %d points: %v", c.Name, tr.Label, tr.Len(), tr)
			}
		}
	}
	for _, r := range []gdkit.Reason{gdkit.MaxSteps, gdkit.Converged, gdkit.Diverged, gdkit.Unbounded, gdkit.Interrupted} {
		if ends[r] == 0 {
			t.Errorf("no run is %v: %v", r, fmt.Sprint(ends))
		}
	}
}

func when(wrong bool) string {
	if wrong {
		return "wrong"
	}
	return ""
}
