package remote

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"unsafe"
)

const (
	maxFrame = 64 << 20 // bytes of one message
	maxDepth = 60       // of values in values; only a value that contains itself is deeper
)

// A fault is what an encoder or a decoder panics with; link.go makes an error of it.
type fault string

func fail(format string, args ...any) { panic(fault(fmt.Sprintf(format, args...))) }

// An encoder writes values; a decoder reads them back.
type encoder struct {
	link *link
	buf  []byte
}

func (e *encoder) uint(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }
func (e *encoder) text(s string) { e.uint(uint64(len(s))); e.buf = append(e.buf, s...) }
func (e *encoder) bits(f float64) {
	e.buf = binary.LittleEndian.AppendUint64(e.buf, math.Float64bits(f))
}
func (e *encoder) present(ok bool) bool {
	e.buf = append(e.buf, map[bool]byte{false: 0, true: 1}[ok])
	return ok
}

func (e *encoder) value(v reflect.Value, depth int) {
	if depth > maxDepth {
		fail("a value of type %s contains itself, or is nested more than %d deep", v.Type(), maxDepth)
	}
	if len(e.buf) > maxFrame {
		fail("the values are larger than %d MB", maxFrame>>20)
	}
	switch v.Kind() {
	case reflect.Bool:
		e.present(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.buf = binary.AppendVarint(e.buf, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		e.uint(v.Uint())
	case reflect.Float32, reflect.Float64:
		e.bits(v.Float())
	case reflect.Complex64, reflect.Complex128:
		e.bits(real(v.Complex()))
		e.bits(imag(v.Complex()))
	case reflect.String:
		e.text(v.String())
	case reflect.Slice:
		if e.present(!v.IsNil()) {
			e.uint(uint64(v.Len()))
			e.elements(v, depth)
		}
	case reflect.Array:
		e.elements(v, depth)
	case reflect.Map:
		if e.present(!v.IsNil()) {
			e.uint(uint64(v.Len()))
			for it := v.MapRange(); it.Next(); {
				e.value(it.Key(), depth+1)
				e.value(it.Value(), depth+1)
			}
		}
	case reflect.Pointer:
		if e.present(!v.IsNil()) {
			e.value(v.Elem(), depth+1)
		}
	case reflect.Struct:
		v = addressable(v)
		for i := range v.NumField() {
			if travels(v.Type(), i) {
				e.value(field(v, i), depth+1)
			}
		}
	case reflect.Func:
		if e.present(!v.IsNil()) {
			e.uint(e.link.keep(v))
		}
	case reflect.Interface:
		e.iface(v, depth)
	default:
		fail("values of type %s cannot be sent", v.Type())
	}
}

func (e *encoder) elements(v reflect.Value, depth int) {
	if floats, ok := v.Interface().([]float64); ok {
		for _, f := range floats {
			e.bits(f)
		}
		return
	}
	for i := range v.Len() {
		e.value(v.Index(i), depth+1)
	}
}

type decoder struct {
	link *link
	buf  []byte
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.buf) {
		fail("an answer breaks off")
	}
	head := d.buf[:n]
	d.buf = d.buf[n:]
	return head
}

func (d *decoder) uint() uint64 { return number(d, binary.Uvarint) }
func (d *decoder) int() int64   { return number(d, binary.Varint) }

// number reads one in the form that encoding/binary calls a varint.
func number[T uint64 | int64](d *decoder, read func([]byte) (T, int)) T {
	n, size := read(d.buf)
	if size <= 0 {
		fail("an answer breaks off")
	}
	d.buf = d.buf[size:]
	return n
}

// length is a number of things of which each takes at least one byte.
func (d *decoder) length() int {
	n := d.uint()
	if n > uint64(len(d.buf)) {
		fail("an answer breaks off")
	}
	return int(n)
}

func (d *decoder) text() string  { return string(d.take(d.length())) }
func (d *decoder) present() bool { return d.take(1)[0] != 0 }
func (d *decoder) bits() float64 { return math.Float64frombits(binary.LittleEndian.Uint64(d.take(8))) }

// value reads into v, which can be set.
func (d *decoder) value(v reflect.Value, depth int) {
	if depth > maxDepth {
		fail("an answer is nested more than %d deep", maxDepth)
	}
	t := v.Type()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(d.present())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(d.int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(d.uint())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(d.bits())
	case reflect.Complex64, reflect.Complex128:
		re := d.bits()
		v.SetComplex(complex(re, d.bits()))
	case reflect.String:
		v.SetString(d.text())
	case reflect.Slice:
		if !d.present() {
			v.SetZero()
			return
		}
		// Memory for elements is asked for as they arrive: an answer cannot claim
		// more than it holds.
		n := d.length()
		if t == reflect.TypeFor[[]float64]() {
			raw := d.take(8 * n)
			floats := make([]float64, n)
			for i := range floats {
				floats[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
			}
			v.Set(reflect.ValueOf(floats))
			return
		}
		if t.Elem().Size() > 1<<16 {
			fail("values of type %s cannot be sent", t)
		}
		made := reflect.MakeSlice(t, 0, min(n, 1024))
		for range n {
			one := reflect.New(t.Elem()).Elem()
			d.value(one, depth+1)
			made = reflect.Append(made, one)
		}
		v.Set(made)
	case reflect.Array:
		for i := range v.Len() {
			d.value(v.Index(i), depth+1)
		}
	case reflect.Map:
		if !d.present() {
			v.SetZero()
			return
		}
		made := reflect.MakeMap(t)
		for range d.length() {
			key, one := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			d.value(key, depth+1)
			d.value(one, depth+1)
			made.SetMapIndex(key, one)
		}
		v.Set(made)
	case reflect.Pointer:
		if !d.present() {
			v.SetZero()
			return
		}
		v.Set(reflect.New(t.Elem()))
		d.value(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if travels(t, i) {
				d.value(field(v, i), depth+1)
			}
		}
	case reflect.Func:
		if !d.present() {
			v.SetZero()
			return
		}
		v.Set(d.link.proxy(t, d.uint()))
	case reflect.Interface:
		d.iface(v, depth)
	default:
		fail("values of type %s cannot be sent", t)
	}
}

// travels tells whether a field is sent with its value. Unexported fields are sent for types of the
// notebook, of this module and of gonum, because nothing but their fields makes up their values.
func travels(t reflect.Type, i int) bool {
	if t.Field(i).IsExported() {
		return true
	}
	path := t.PkgPath()
	return path == "main" || strings.HasPrefix(path, "gdlab/") || strings.HasPrefix(path, "gonum.org/")
}

// field is field i of a struct that can be addressed, as a value that can be read and set even if
// its name is unexported.
func field(v reflect.Value, i int) reflect.Value {
	f := v.Field(i)
	if f.CanSet() {
		return f
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

// update writes what came back into the memory that old refers to. Slices keep their place, so that
// other slices of the same array see it too.
func update(old, now reflect.Value) {
	switch old.Kind() {
	case reflect.Slice:
		for i := range min(old.Len(), now.Len()) {
			set(old.Index(i), now.Index(i))
		}
	case reflect.Map:
		if !old.IsNil() && !now.IsNil() {
			old.Clear()
			for it := now.MapRange(); it.Next(); {
				old.SetMapIndex(it.Key(), it.Value())
			}
		}
	case reflect.Pointer:
		if !old.IsNil() && !now.IsNil() {
			set(old.Elem(), now.Elem())
		}
	case reflect.Struct:
		old, now = addressable(old), addressable(now)
		for i := range old.NumField() {
			if travels(old.Type(), i) {
				update(field(old, i), field(now, i))
			}
		}
	case reflect.Array:
		for i := range old.Len() {
			update(old.Index(i), now.Index(i))
		}
	}
}

// set gives a place a new value; where both refer to memory of the same size, the old memory
// gets the new content.
func set(old, now reflect.Value) {
	switch old.Kind() {
	case reflect.Slice:
		if old.Len() == now.Len() && !old.IsNil() && !now.IsNil() {
			update(old, now)
			return
		}
	case reflect.Struct:
		for i := range old.NumField() {
			if travels(old.Type(), i) {
				set(field(old, i), field(addressable(now), i))
			}
		}
		return
	case reflect.Func, reflect.Interface:
		return // stays what it was
	case reflect.Pointer:
		if !old.IsNil() && !now.IsNil() {
			update(old, now)
			return
		}
	}
	old.Set(now)
}

// refers tells whether values of a type refer to memory that a function can write to.
func refers(t reflect.Type, depth int) bool {
	if depth > 10 {
		return true
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	case reflect.Array:
		return refers(t.Elem(), depth+1)
	case reflect.Struct:
		for i := range t.NumField() {
			if travels(t, i) && refers(t.Field(i).Type, depth+1) {
				return true
			}
		}
	}
	return false
}

func encodeError(err error) string {
	if err == nil {
		return ""
	}
	return "e" + err.Error()
}

func decodeError(text string) error {
	if text == "" {
		return nil
	}
	return errors.New(text[1:])
}
