package gdkit

import (
	"reflect"
	"sync"
)

// In Go a type that embeds another one gets its methods. That is how people wrap a cost, a loss or
// a method, to count its calls or to add a term. But a value may offer more than the interface
// through which it is passed: a Method may also be an Observer. Then two things can go wrong.
//
// An embedded interface hides what its value offers besides. In
//
//	type counting struct { gdkit.Method; steps int }
//
// only Init and Step are promoted, so a line search inside would never be told the cost. Therefore
// offers looks inside.
//
// An embedded struct or pointer promotes all its methods, also those that speak of what the outer
// type has changed. Such a method must never speak for another function: embeds tells where the
// answer has to be compared with what the outer type does.

// offers is x itself where it is a T, else the first T among the values that x embeds in exported
// fields, and among what these embed in turn.
func offers[T any](x any) (T, bool) {
	if t, ok := x.(T); ok {
		return t, true
	}
	return inside[T](reflect.ValueOf(x))
}

// inside looks for a T in the embedded fields of v.
func inside[T any](v reflect.Value) (t T, ok bool) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return t, false
	}
	for i := range v.NumField() {
		if !v.Type().Field(i).Anonymous {
			continue
		}
		field := v.Field(i)
		if field.Kind() == reflect.Pointer && field.IsNil() {
			continue
		}
		if field.CanInterface() {
			t, ok = offers[T](field.Interface())
		} else {
			t, ok = inside[T](field)
		}
		if ok {
			return t, true
		}
	}
	return t, false
}

// embeds tells whether x is a struct with an embedded field, or a pointer to one: only then can it
// have methods that are another type's.
func embeds(x any) bool {
	t := reflect.TypeOf(x)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct || t.NumField() == 0 {
		return false
	}
	known, ok := embedding.Load(t)
	if !ok {
		found := false
		for i := range t.NumField() {
			found = found || t.Field(i).Anonymous
		}
		known, _ = embedding.LoadOrStore(t, found)
	}
	return known.(bool)
}

// embedding holds what embeds found out about a struct type.
var embedding sync.Map

// apart is a copy of x for a trial. What x points to and what it embeds are copied too, as far as
// the fields are exported, so that a trial with the copy leaves x as it is.
func apart[T any](x T) T {
	v := reflect.New(reflect.TypeFor[T]()).Elem()
	v.Set(reflect.ValueOf(x))
	return copied(v).Interface().(T)
}

func copied(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(copied(v.Elem()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(copied(v.Elem()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := out.Field(i); v.Type().Field(i).Anonymous && field.CanSet() {
				field.Set(copied(v.Field(i)))
			}
		}
	}
	return out
}
