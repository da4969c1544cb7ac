package gdkit_test

import (
	"context"
	"go/types"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"gdlab/gdkit"
	"gdlab/gdkit/internal/testkit"
)

// sourceOfGdkit is the package with its types, read once.
var sourceOfGdkit = struct {
	once sync.Once
	*testkit.Source
}{}

// exportedKinds are the exported types of the package that are of the named interface, found in its
// source, so that a new type can't be left out of a test.
func exportedKinds(t *testing.T, of string) []string {
	t.Helper()
	sourceOfGdkit.once.Do(func() { sourceOfGdkit.Source = testkit.Load(t, ".") })
	scope := sourceOfGdkit.Types.Scope()
	kind := scope.Lookup(of).Type().Underlying().(*types.Interface)
	var found []string
	for _, name := range scope.Names() {
		typ, ok := scope.Lookup(name).(*types.TypeName)
		if ok && typ.Exported() && !types.IsInterface(typ.Type()) && types.Implements(types.NewPointer(typ.Type()), kind) {
			found = append(found, name)
		}
	}
	if len(found) < 2 {
		t.Fatalf("only %v found", found)
	}
	return found
}

// A methodKind is an exported Method type, ready to be wrapped.
type methodKind struct {
	make func() gdkit.Method
	// a struct that embeds a pointer to one, or one itself
	pointed, valued func() gdkit.Method
	copied          func(used gdkit.Method) gdkit.Method // nil where the type is its own value
	rate            float64
}

// methodKinds are all Method types by name.
func methodKinds() map[string]methodKind {
	momentum := func() *gdkit.Momentum { return &gdkit.Momentum{Beta: 0.9} }
	nesterov := func() *gdkit.Nesterov { return &gdkit.Nesterov{Beta: 0.9} }
	rms := func() *gdkit.RMSprop { return &gdkit.RMSprop{Rho: 0.9, Eps: 1e-8, Centered: true} }
	sequential := func() *gdkit.Sequential { return &gdkit.Sequential{Order: []int{1, 0}} }
	newton := func() *gdkit.Newton { return &gdkit.Newton{Damping: 0.1} }
	line := func() *gdkit.ExactLine { return &gdkit.ExactLine{} }
	clip := func() *gdkit.Clip { return &gdkit.Clip{Norm: 1} }
	plateau := func() *gdkit.OnPlateau { return &gdkit.OnPlateau{Factor: 0.5, Patience: 2} }
	plain, signs := gdkit.Plain{}, gdkit.SignDescent{}
	proximal, projected := gdkit.Proximal{L1: 0.1}, gdkit.Projected{Low: -3, High: 3}
	return map[string]methodKind{
		"Plain": {rate: 0.1,
			make:    func() gdkit.Method { return plain },
			pointed: func() gdkit.Method { return struct{ *gdkit.Plain }{&plain} },
			valued:  func() gdkit.Method { return struct{ gdkit.Plain }{plain} }},
		"SignDescent": {rate: 0.01,
			make:    func() gdkit.Method { return signs },
			pointed: func() gdkit.Method { return struct{ *gdkit.SignDescent }{&signs} },
			valued:  func() gdkit.Method { return struct{ gdkit.SignDescent }{signs} }},
		"Proximal": {rate: 0.1,
			make:    func() gdkit.Method { return proximal },
			pointed: func() gdkit.Method { return struct{ *gdkit.Proximal }{&proximal} },
			valued:  func() gdkit.Method { return struct{ gdkit.Proximal }{proximal} }},
		"Projected": {rate: 0.1,
			make:    func() gdkit.Method { return projected },
			pointed: func() gdkit.Method { return struct{ *gdkit.Projected }{&projected} },
			valued:  func() gdkit.Method { return struct{ gdkit.Projected }{projected} }},
		"Momentum": {rate: 0.02,
			make:    func() gdkit.Method { return momentum() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Momentum }{momentum()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Momentum }{*momentum()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Momentum); return &m }},
		"Nesterov": {rate: 0.02,
			make:    func() gdkit.Method { return nesterov() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Nesterov }{nesterov()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Nesterov }{*nesterov()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Nesterov); return &m }},
		"AdaGrad": {rate: 1,
			make:    func() gdkit.Method { return gdkit.NewAdaGrad() },
			pointed: func() gdkit.Method { return struct{ *gdkit.AdaGrad }{gdkit.NewAdaGrad()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.AdaGrad }{*gdkit.NewAdaGrad()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.AdaGrad); return &m }},
		"RMSprop": {rate: 0.01,
			make:    func() gdkit.Method { return rms() },
			pointed: func() gdkit.Method { return struct{ *gdkit.RMSprop }{rms()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.RMSprop }{*rms()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.RMSprop); return &m }},
		"AdaDelta": {rate: 1,
			make:    func() gdkit.Method { return gdkit.NewAdaDelta() },
			pointed: func() gdkit.Method { return struct{ *gdkit.AdaDelta }{gdkit.NewAdaDelta()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.AdaDelta }{*gdkit.NewAdaDelta()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.AdaDelta); return &m }},
		"Adam": {rate: 0.1,
			make:    func() gdkit.Method { return gdkit.NewAdam() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Adam }{gdkit.NewAdam()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Adam }{*gdkit.NewAdam()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Adam); return &m }},
		"AdamW": {rate: 0.1,
			make:    func() gdkit.Method { return gdkit.NewAdamW() },
			pointed: func() gdkit.Method { return struct{ *gdkit.AdamW }{gdkit.NewAdamW()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.AdamW }{*gdkit.NewAdamW()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.AdamW); return &m }},
		"AMSGrad": {rate: 0.1,
			make:    func() gdkit.Method { return gdkit.NewAMSGrad() },
			pointed: func() gdkit.Method { return struct{ *gdkit.AMSGrad }{gdkit.NewAMSGrad()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.AMSGrad }{*gdkit.NewAMSGrad()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.AMSGrad); return &m }},
		"NAdam": {rate: 0.1,
			make:    func() gdkit.Method { return gdkit.NewNAdam() },
			pointed: func() gdkit.Method { return struct{ *gdkit.NAdam }{gdkit.NewNAdam()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.NAdam }{*gdkit.NewNAdam()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.NAdam); return &m }},
		"Lion": {rate: 0.01,
			make:    func() gdkit.Method { return gdkit.NewLion() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Lion }{gdkit.NewLion()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Lion }{*gdkit.NewLion()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Lion); return &m }},
		"Sequential": {rate: 0.02,
			make:    func() gdkit.Method { return sequential() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Sequential }{sequential()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Sequential }{*sequential()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Sequential); return &m }},
		"Newton": {rate: 0.5,
			make:    func() gdkit.Method { return newton() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Newton }{newton()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Newton }{*newton()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Newton); return &m }},
		"Backtracking": {rate: 1,
			make:    func() gdkit.Method { return gdkit.NewBacktracking() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Backtracking }{gdkit.NewBacktracking()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Backtracking }{*gdkit.NewBacktracking()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Backtracking); return &m }},
		"ExactLine": {rate: 0.8,
			make:    func() gdkit.Method { return line() },
			pointed: func() gdkit.Method { return struct{ *gdkit.ExactLine }{line()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.ExactLine }{*line()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.ExactLine); return &m }},
		"Clip": {rate: 0.1,
			make:    func() gdkit.Method { return clip() },
			pointed: func() gdkit.Method { return struct{ *gdkit.Clip }{clip()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.Clip }{*clip()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.Clip); return &m }},
		"OnPlateau": {rate: 0.2,
			make:    func() gdkit.Method { return plateau() },
			pointed: func() gdkit.Method { return struct{ *gdkit.OnPlateau }{plateau()} },
			valued:  func() gdkit.Method { return &struct{ gdkit.OnPlateau }{*plateau()} },
			copied:  func(used gdkit.Method) gdkit.Method { m := *used.(*gdkit.OnPlateau); return &m }},
	}
}

// everyKind checks that the table of methods names all types that the package has.
func everyKind(t *testing.T) map[string]methodKind {
	t.Helper()
	kinds := methodKinds()
	for _, name := range exportedKinds(t, "Method") {
		if _, ok := kinds[name]; !ok {
			t.Errorf("the method %s is not in the table methodKinds", name)
		}
	}
	return kinds
}

// counting is what a person writes to look at a method: all is the method's own, and
// the steps are counted.
type counting struct {
	gdkit.Method
	steps int
}

func (c *counting) Step(w, grad []float64, rate float64) {
	c.steps++
	c.Method.Step(w, grad, rate)
}

// named and twice only embed; twice does it at two levels, the inner one unexported.
type named struct {
	gdkit.Method
	note string // for whoever reads it
}

type twice struct{ named }

// halved steps half as far as the method inside is asked to.
type halved struct{ gdkit.Method }

func (h halved) Step(w, grad []float64, rate float64) { h.Method.Step(w, grad, rate/2) }

// own has a Step of its own, which is Plain's.
type own struct{ *gdkit.Backtracking }

func (own) Step(w, grad []float64, rate float64) { gdkit.Plain{}.Step(w, grad, rate) }

// late chooses its method in Init.
type late struct {
	gdkit.Method
	made func() gdkit.Method
}

func (l *late) Init(j gdkit.Cost, n int) error {
	l.Method = l.made()
	return l.Method.Init(j, n)
}

// walks are the runs in which a method is tried.
func walks(m func() gdkit.Method, rate float64) map[string]func() (*gdkit.Trace, error) {
	valley, houses := gdkit.Rosenbrock(), sixHouses()
	hill := gdkit.CostFunc(func(grad, w []float64) float64 {
		j := -valley.Eval(grad, w)
		for i := range grad {
			grad[i] = -grad[i]
		}
		return j
	})
	run := func(change func(d *gdkit.Descent)) func() (*gdkit.Trace, error) {
		return func() (*gdkit.Trace, error) {
			d := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-2, 1}, Rate: rate, Steps: 40}
			if d.Method = m(); change != nil {
				change(&d)
			}
			return d.RunContext(context.Background())
		}
	}
	valleyOf := func(d *gdkit.Descent) { d.Cost, d.Start, d.Rate = valley, valley.Start, rate/100 }
	return map[string]func() (*gdkit.Trace, error){
		"bowl":   run(nil),
		"valley": run(valleyOf),
		"uphill": run(func(d *gdkit.Descent) { valleyOf(d); d.Cost, d.Ascend = hill, true }),
		"decay":  run(func(d *gdkit.Descent) { valleyOf(d); d.Decay = gdkit.Halve(10) }),
		"batch":  run(func(d *gdkit.Descent) { d.Cost, d.Batch, d.Rate = houses, 2, rate/100 }),
		"sparse": run(func(d *gdkit.Descent) { d.Cost, d.Every = houses, 7 }),
		"plateau": run(func(d *gdkit.Descent) {
			valleyOf(d)
			d.Method = &gdkit.OnPlateau{Method: d.Method, Factor: 0.5, Patience: 1}
		}),
		"clip": run(func(d *gdkit.Descent) { valleyOf(d); d.Method = &gdkit.Clip{Norm: 3, Method: d.Method} }),
		"both": run(func(d *gdkit.Descent) {
			valleyOf(d)
			d.Method = &gdkit.OnPlateau{Method: &gdkit.Clip{Norm: 3, Method: d.Method}, Factor: 0.5}
		}),
		"race": func() (*gdkit.Trace, error) {
			result, err := gdkit.Race{Budget: 50, Tuning: 1, Seeds: 1, Racers: []gdkit.Racer{{Label: "m", Rates: []float64{rate},
				Plan: func(rate float64, _ uint64) gdkit.Runner {
					return gdkit.Descent{Cost: valley, Start: valley.Start, Rate: rate / 100, Method: m()}
				}}}}.RunContext(context.Background())
			if err != nil {
				return nil, err
			}
			return result.Places[0].Traces[0], nil
		},
	}
}

// A method that a person wraps by embedding walks as the one inside, to the last bit, whatever that
// one offers besides.
func TestWrappedMethods(t *testing.T) {
	for name, kind := range everyKind(t) {
		bare := walks(kind.make, kind.rate)
		for form, wrapped := range map[string]func() gdkit.Method{
			"pointer":           kind.pointed,
			"value":             kind.valued,
			"interface":         func() gdkit.Method { return named{kind.make(), "mine"} },
			"interface, counts": func() gdkit.Method { return &counting{Method: kind.make()} },
			"two levels":        func() gdkit.Method { return &twice{named{&counting{Method: kind.make()}, "mine"}} },
			"chosen in Init":    func() gdkit.Method { return &late{made: kind.make} },
		} {
			for where, run := range walks(wrapped, kind.rate) {
				want, wantErr := bare[where]()
				got, err := run()
				if wantErr != nil && form == "chosen in Init" && strings.Contains(wantErr.Error(), "Clip can't hold") {
					continue // not there yet when Clip is asked
				}
				if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
					t.Errorf("%s by %s, %s: error %v, want %v", name, form, where, err, wantErr)
					continue
				}
				if err == nil {
					sameWalk(t, name+" by "+form+", "+where, got, want)
				}
			}
			sameSteps(t, name+" by "+form, wrapped(), kind.make(), kind.rate)
			if form == "chosen in Init" { // not there yet
				if _, refused := predicted(wrapped(), kind.rate); !strings.HasPrefix(refused, "gdkit: Spectrum.Predict: ") {
					t.Errorf("%s by %s: predicted, or refused with %q", name, form, refused)
				}
				continue
			}
			samePrediction(t, name+" by "+form, wrapped(), kind.make(), kind.rate)
		}
	}
}

// sameWalk wants two runs that differ in the label alone.
func sameWalk(t *testing.T, what string, got, want *gdkit.Trace) {
	t.Helper()
	a, b := *got, *want
	if a.Label, b.Label = "", ""; !reflect.DeepEqual(a, b) {
		t.Errorf("%s: %v after rates %v, want %v after %v", what, got, got.Rate, want, want.Rate)
	}
}

func sameSteps(t *testing.T, what string, got, want gdkit.Method, rate float64) {
	t.Helper()
	walk := func(m gdkit.Method) [][]float64 {
		var points [][]float64
		for _, s := range (gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-2, 1}, Rate: rate, Steps: 20, Method: m}).All() {
			points = append(points, slices.Clone(s.W))
		}
		return points
	}
	if a, b := walk(got), walk(want); !reflect.DeepEqual(a, b) {
		t.Errorf("%s: All walks over %v, want %v", what, a, b)
	}
}

// predicted is the prediction, or the sentence of the panic.
func predicted(m gdkit.Method, rate float64) (p gdkit.Prediction, refused string) {
	defer func() {
		if r := recover(); r != nil {
			refused = r.(string)
		}
	}()
	return gdkit.Curvature(gdkit.Quadratic(1, 10), []float64{0, 0}).Predict(m, rate), ""
}

func samePrediction(t *testing.T, what string, got, want gdkit.Method, rate float64) {
	t.Helper()
	a, refusedA := predicted(got, rate)
	b, refusedB := predicted(want, rate)
	if !reflect.DeepEqual(a.Modes, b.Modes) || (refusedA == "") != (refusedB == "") {
		t.Errorf("%s: prediction %v %q, want %v %q", what, a, refusedA, b, refusedB)
	}
}

// A wrapper that changes the step is walked and predicted by its own Step.
func TestWrappersWithAStepOfTheirOwn(t *testing.T) {
	for name, kind := range everyKind(t) {
		half := func() gdkit.Method { return halved{kind.make()} }
		valley := gdkit.Rosenbrock()
		d := gdkit.Descent{Cost: valley, Start: valley.Start, Rate: kind.rate / 50, Steps: 30, Method: half()}
		got := d.Run()
		d.Rate, d.Method = kind.rate/100, kind.make()
		want := d.Run()
		// The α in the trace is that of the plan, except where the method inside
		// tells what it used.
		if !slices.Equal(got.Params, want.Params) || !slices.Equal(got.Seen, want.Seen) {
			t.Errorf("half of %s: %v, want %v", name, got, want)
		}
		if _, refused := predicted(half(), kind.rate); !strings.HasPrefix(refused, "gdkit: Spectrum.Predict: ") {
			t.Errorf("half of %s: predicted, or refused with %q", name, refused)
		}
	}
	d := gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: []float64{-2, 1}, Rate: 0.1, Steps: 30, Method: own{gdkit.NewBacktracking()}}
	got := d.Run()
	d.Method = gdkit.Plain{}
	sameWalk(t, "a Step of its own in front of a line search", got, d.Run())
}

// heavy is a learner's own linear method: the average of the last two gradients.
type heavy struct{ last []float64 }

func (h *heavy) Init(_ gdkit.Cost, n int) error { h.last = nil; return nil }

func (h *heavy) Step(w, grad []float64, rate float64) {
	if h.last == nil {
		h.last = slices.Clone(grad)
	}
	for i, g := range grad {
		w[i] -= rate * (g + h.last[i]) / 2
		h.last[i] = g
	}
}

// x(t+1) = x(t) − αλ(x(t) + x(t−1))/2
func (h *heavy) Mode(rate, lambda float64) (first, a, b float64) {
	half := rate * lambda / 2
	return 1 - rate*lambda, 1 - half, half
}

// boastful says of itself what it does not do.
type boastful struct{ heavy }

func (boastful) Mode(rate, lambda float64) (first, a, b float64) { return 0, 0, 0 }

// A learner's own linear method is predicted, and what it says is compared with what it does.
func TestPredictOwnMethod(t *testing.T) {
	bowl := gdkit.Quadratic(1, 10)
	s := gdkit.Curvature(bowl, []float64{0, 0})
	m := &heavy{}
	p := s.Predict(m, 0.15)
	run := gdkit.Descent{Cost: bowl, Start: []float64{-2, 1}, Rate: 0.15, Steps: 60, Method: m}.Run()
	walk := p.Walk(s.Coordinates([]float64{-2, 1}, []float64{0, 0}), 60)
	for step := range 61 {
		for i, x := range s.Coordinates(run.W(step), []float64{0, 0}) {
			near(t, "coordinate", walk.At(step, i), x, 1e-12)
		}
	}
	// its edge is 2/λmax, where 1 + A + B = 0
	if p.Slowest() >= 1 || s.Predict(m, 0.25).Slowest() <= 1 {
		t.Errorf("%v and %v", p, s.Predict(m, 0.25))
	}
	if _, refused := predicted(&boastful{}, 0.1); !strings.Contains(refused, "and its Mode says 0; want a Mode that describes its own Step") {
		t.Errorf("a Mode that is wrong: %q", refused)
	}
	// The largest rate, in the closed form where there is one.
	near(t, "edge of the mean of two gradients", s.MaxRateOf(m), 0.2, 1e-12)
	near(t, "edge of plain descent", s.MaxRateOf(nil), 0.2, 1e-12)
	near(t, "edge of momentum", s.MaxRateOf(&counting{Method: &gdkit.Momentum{Beta: 0.5}}), 2*1.5/10, 1e-12)
	near(t, "edge of Nesterov", s.MaxRateOf(&gdkit.Nesterov{Beta: 0.5}), 2*1.5/(10*2), 1e-12)
	for _, other := range []gdkit.Method{gdkit.NewAdam(), halved{gdkit.Plain{}}, &boastful{}, &gdkit.Momentum{Beta: 1}} {
		if rate := s.MaxRateOf(other); !math.IsNaN(rate) {
			t.Errorf("edge of %T: %v, want NaN", other, rate)
		}
	}
	if rate := (gdkit.Spectrum{Values: []float64{-1, 0}}).MaxRateOf(m); !math.IsInf(rate, 1) {
		t.Errorf("edge where nothing curves upwards: %v", rate)
	}
	// A method in the middle of a walk is not disturbed.
	walking := &counting{Method: &gdkit.Momentum{Beta: 0.9}}
	d := gdkit.Descent{Cost: bowl, Start: []float64{-2, 1}, Rate: 0.02, Steps: 20, Method: walking}
	for step, at := range d.All() {
		if step == 10 {
			s.Predict(walking, 0.02)
		}
		if step == 20 && !slices.Equal(at.W, d.Run().Last()) {
			t.Errorf("predicted on the way: %v, want %v", at.W, d.Run().Last())
		}
	}
}

// A copy of a used method shares nothing with it: two walks in turns are what each is alone.
func TestCopiedMethods(t *testing.T) {
	for name, kind := range everyKind(t) {
		valley := gdkit.Rosenbrock()
		d := gdkit.Descent{Cost: valley, Start: valley.Start, Rate: kind.rate / 100, Steps: 30}
		used := kind.make()
		d.Method = used
		alone := d.Run()
		again := func() gdkit.Method {
			if kind.copied == nil {
				return used // a value, which has no memory
			}
			return kind.copied(used)
		}
		next := make([]func() (int, gdkit.Step, bool), 2)
		for i := range next {
			other := d
			other.Method = again()
			other.Start = []float64{valley.Start[0] + float64(i), valley.Start[1]}
			var stop func()
			next[i], stop = iter.Pull2(other.All())
			defer stop()
		}
		for step := range 31 {
			_, first, _ := next[0]()
			_, _, ok := next[1]()
			if !ok || !slices.Equal(first.W, alone.W(step)) {
				t.Errorf("%s in turns with a copy: step %d at %v, alone at %v", name, step, first.W, alone.W(step))
				break
			}
		}
		race := gdkit.Race{Budget: 30, Tuning: 2, Seeds: 8, Racers: []gdkit.Racer{{Label: name, Rates: []float64{d.Rate / 2, d.Rate},
			Plan: func(rate float64, _ uint64) gdkit.Runner {
				return gdkit.Descent{Cost: valley, Start: valley.Start, Rate: rate, Method: again()}
			}}}}
		result := race.Run()
		for _, tr := range result.Places[0].Traces {
			if !slices.Equal(tr.Params, result.Places[0].Traces[0].Params) {
				t.Errorf("%s: copies of one method race to %v and %v", name, tr.Last(), result.Places[0].Traces[0].Last())
			}
		}
		if !slices.Equal(result.Places[0].Traces[0].Params, race.Run().Places[0].Traces[0].Params) || math.IsNaN(result.Places[0].Median) {
			t.Errorf("%s: a second race differs", name)
		}
	}
}
