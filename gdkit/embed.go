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
	var none T
	if !embeds(x) {
		return none, false
	}
	v := reflect.ValueOf(x)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return none, false
		}
		v = v.Elem()
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.Anonymous || !field.IsExported() {
			continue
		}
		switch inner := v.Field(i); {
		case inner.Kind() == reflect.Interface && inner.IsNil():
		case inner.Kind() == reflect.Interface || embeds(inner.Interface()):
			if t, ok := offers[T](inner.Interface()); ok {
				return t, true
			}
		}
	}
	return none, false
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
