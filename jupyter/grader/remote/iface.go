package remote

import (
	"reflect"

	"gdlab/gdkit"
)

// Interfaces that travel as their methods: the receiver gets a value whose methods call back.
var proxies = map[reflect.Type]func(methods []reflect.Value) any{
	reflect.TypeFor[gdkit.Cost](): func(m []reflect.Value) any {
		return gdkit.CostFunc(m[0].Interface().(func(grad, w []float64) float64))
	},
	reflect.TypeFor[gdkit.Method](): func(m []reflect.Value) any {
		return method{m[0].Interface().(func(gdkit.Cost, int) error), m[1].Interface().(func(w, grad []float64, rate float64))}
	},
	reflect.TypeFor[gdkit.Loss](): func(m []reflect.Value) any {
		return loss(m[0].Interface().(func(z, y float64) (float64, float64)))
	},
}

type method struct {
	init func(j gdkit.Cost, n int) error
	step func(w, grad []float64, rate float64)
}

func (m method) Init(j gdkit.Cost, n int) error       { return m.init(j, n) }
func (m method) Step(w, grad []float64, rate float64) { m.step(w, grad, rate) }

type loss func(z, y float64) (loss, dz float64)

func (l loss) At(z, y float64) (loss, dz float64) { return l(z, y) }

// What an any may hold.
var plain = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[float64](), reflect.TypeFor[string](),
	reflect.TypeFor[[]int](), reflect.TypeFor[[]float64](), reflect.TypeFor[[]string](), reflect.TypeFor[[][]float64](),
}

func (e *encoder) iface(v reflect.Value, depth int) {
	t := v.Type()
	switch {
	case t == reflect.TypeFor[error]():
		err, _ := v.Interface().(error)
		e.text(encodeError(err))
	case !e.present(!v.IsNil()):
	case proxies[t] != nil:
		for i := range t.NumMethod() {
			e.value(v.MethodByName(t.Method(i).Name), depth+1)
		}
	case t.NumMethod() == 0:
		for i, known := range plain {
			if v.Elem().Type() == known {
				e.uint(uint64(i))
				e.value(v.Elem(), depth+1)
				return
			}
		}
		fail("a value of type %s inside an any cannot be sent", v.Elem().Type())
	default:
		fail("values of the interface type %s cannot be sent", t)
	}
}

func (d *decoder) iface(v reflect.Value, depth int) {
	t := v.Type()
	if t == reflect.TypeFor[error]() {
		err := decodeError(d.text())
		v.Set(reflect.ValueOf(&err).Elem())
		return
	}
	if !d.present() {
		v.SetZero()
		return
	}
	switch make := proxies[t]; {
	case make != nil:
		methods := []reflect.Value{}
		for i := range t.NumMethod() {
			one := reflect.New(t.Method(i).Type).Elem()
			d.value(one, depth+1)
			if one.IsNil() {
				fail("an answer breaks off")
			}
			methods = append(methods, one)
		}
		v.Set(reflect.ValueOf(make(methods)))
	case t.NumMethod() == 0:
		i := d.uint()
		if i >= uint64(len(plain)) {
			fail("an answer breaks off")
		}
		one := reflect.New(plain[i]).Elem()
		d.value(one, depth+1)
		v.Set(one)
	default:
		fail("values of the interface type %s cannot be sent", t)
	}
}
