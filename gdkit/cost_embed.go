package gdkit

import (
	"reflect"
	"sync"
)

// In Go a type that embeds another one gets its methods. That is how people wrap a cost, a loss or a method, to count
// its calls or to add a term. Two things must not happen then: a promoted method must not speak for a function that
// the outer type has of its own, and what an embedded interface value can do beyond that interface must not get lost.

// offers is x as a T: x itself if it has the methods, else the value which x embeds in an exported interface field,
// if that has them:
//
//	type counting struct {
//		gdkit.Method     // *Backtracking: its Observe and LastRate are found here
//		steps        int
//	}
func offers[T any](x any) (T, bool) {
	if t, ok := x.(T); ok {
		return t, true
	}
	if !embeds(x) {
		var none T
		return none, false
	}
	return inside[T](reflect.ValueOf(x))
}

// inside looks through the embedded fields of a struct, or of what v points to.
func inside[T any](v reflect.Value) (found T, ok bool) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct { // a nil pointer among them
		return found, false
	}
	for i := range v.NumField() {
		field, inner := v.Type().Field(i), v.Field(i)
		switch {
		case !field.Anonymous:
		case inner.Kind() != reflect.Interface:
			found, ok = inside[T](inner)
		case field.IsExported() && !inner.IsNil():
			found, ok = offers[T](inner.Interface())
		}
		if ok {
			return found, true
		}
	}
	return found, false
}

// embeds says whether x is a struct with an embedded field, or a pointer to one: only then can it have methods that
// are another type's.
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
