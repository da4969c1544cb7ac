package remote

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
	"sync"
	"time"
)

// A link is one end of the connection. Both ends may call and answer at any time, so each message
// carries the number of the call that it belongs to.
type link struct {
	conn  net.Conn
	write sync.Mutex

	mu      sync.Mutex
	waiting map[uint64]chan []byte
	next    uint64
	kept    []reflect.Value // functions that the other end may call, by number
	names   map[string]uint64

	gone  chan struct{} // closed when the other end has closed the connection
	limit time.Duration // for one call; 0: none
}

const (
	call byte = iota
	named
	answer
)

func newLink(conn net.Conn, limit time.Duration) *link {
	return &link{conn: conn, waiting: map[uint64]chan []byte{}, names: map[string]uint64{}, gone: make(chan struct{}), limit: limit}
}

// keep makes a function callable from the other end.
func (l *link) keep(f reflect.Value) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, f)
	return uint64(len(l.kept) - 1)
}

// proxy is a function that calls the other end's function of this number.
func (l *link) proxy(t reflect.Type, number uint64) reflect.Value {
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		return l.call("the function", t, args, call, func(e *encoder) { e.uint(number) })
	})
}

// call sends a call and waits for its answer. An error is a panic with a sentence.
func (l *link) call(name string, t reflect.Type, args []reflect.Value, kind byte, which func(*encoder)) []reflect.Value {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			panic(fmt.Errorf("%s: %s", name, string(r)))
		default:
			panic(r)
		}
	}()
	select {
	case <-l.gone:
		panic(fmt.Errorf("%s cannot be called: the program has ended", name))
	default:
	}
	l.mu.Lock()
	l.next++
	id, back := l.next, make(chan []byte, 1)
	l.waiting[id] = back
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.waiting, id)
		l.mu.Unlock()
	}()

	e := &encoder{link: l}
	e.buf = append(e.buf, kind)
	e.uint(id)
	which(e)
	for _, a := range args {
		e.value(a, 0)
	}
	l.send(e.buf)

	var late <-chan time.Time
	if l.limit > 0 {
		timer := time.NewTimer(l.limit)
		defer timer.Stop()
		late = timer.C
	}
	var reply []byte
	select {
	case reply = <-back:
	case <-l.gone:
		select {
		case reply = <-back: // it came just before the end
		default:
			panic(fmt.Errorf("%s did not return: the program ended in it", name))
		}
	case <-late:
		l.conn.Close()
		panic(fmt.Errorf("%s did not return within %v", name, l.limit))
	}
	return l.results(name, t, args, reply)
}

// results reads an answer, and writes back what the arguments refer to.
func (l *link) results(name string, t reflect.Type, args []reflect.Value, reply []byte) []reflect.Value {
	d := &decoder{link: l, buf: reply}
	if said := d.text(); said != "" {
		panic(fmt.Errorf("%s: %s", name, said))
	}
	results := make([]reflect.Value, t.NumOut())
	for i := range results {
		results[i] = reflect.New(t.Out(i)).Elem()
		d.value(results[i], 0)
	}
	for i, a := range args {
		if refers(t.In(i), 0) && d.present() {
			now := reflect.New(t.In(i)).Elem()
			d.value(now, 0)
			update(a, now)
		}
	}
	return results
}

// serve reads messages until the other end closes the connection.
func (l *link) serve() error {
	defer close(l.gone)
	for {
		var head [4]byte
		if _, err := io.ReadFull(l.conn, head[:]); err != nil {
			return err
		}
		size := binary.LittleEndian.Uint32(head[:])
		if size > maxFrame {
			return errors.New("a message is too large")
		}
		// Memory grows as the bytes arrive: a message that says it has 64 MB must send them.
		var body bytes.Buffer
		if n, err := io.CopyN(&body, l.conn, int64(size)); err != nil || n != int64(size) {
			return errors.Join(err, errors.New("a message breaks off"))
		}
		if err := l.message(body.Bytes()); err != nil {
			return err
		}
	}
}

func (l *link) message(body []byte) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			err = errors.New(string(r))
		default:
			panic(r)
		}
	}()
	d := &decoder{link: l, buf: body}
	kind, id := d.take(1)[0], d.uint()
	switch kind {
	case answer:
		l.mu.Lock()
		back := l.waiting[id]
		delete(l.waiting, id)
		l.mu.Unlock()
		if back != nil {
			back <- d.buf
		}
	case named:
		name := d.text()
		number, ok := l.names[name]
		if !ok {
			return fmt.Errorf("there is no function %q", name)
		}
		go l.answer(id, number, d)
	case call:
		go l.answer(id, d.uint(), d)
	}
	return nil
}

// answer calls the function that was asked for and sends what it returns.
func (l *link) answer(id, number uint64, d *decoder) {
	e := &encoder{link: l}
	head := func() {
		e.buf = append(e.buf[:0], answer)
		e.uint(id)
	}
	func() {
		defer func() {
			if r := recover(); r != nil {
				head()
				e.text(complaint(r))
			}
		}()
		l.mu.Lock()
		if number >= uint64(len(l.kept)) {
			l.mu.Unlock()
			fail("there is no function %d", number)
		}
		f := l.kept[number]
		l.mu.Unlock()
		t := f.Type()
		args, before := make([]reflect.Value, t.NumIn()), make([][]byte, t.NumIn())
		for i := range args {
			args[i] = reflect.New(t.In(i)).Elem()
			from := d.buf
			d.value(args[i], 0)
			before[i] = from[:len(from)-len(d.buf)]
		}
		var results []reflect.Value
		if t.IsVariadic() {
			results = f.CallSlice(args)
		} else {
			results = f.Call(args)
		}
		head()
		e.text("")
		for _, r := range results {
			e.value(r, 0)
		}
		for i, a := range args {
			if refers(t.In(i), 0) {
				now := &encoder{link: l}
				now.value(a, 0)
				if e.present(!bytes.Equal(now.buf, before[i])) {
					e.buf = append(e.buf, now.buf...)
				}
			}
		}
	}()
	l.send(e.buf)
}

// complaint is what a function's panic says.
func complaint(r any) string {
	if f, ok := r.(fault); ok {
		return string(f)
	}
	if err, ok := r.(error); ok {
		return "panic: " + err.Error()
	}
	return fmt.Sprint("panic: ", r)
}

func (l *link) send(body []byte) {
	if len(body) > maxFrame {
		fail("the values are larger than %d MB", maxFrame>>20)
	}
	l.write.Lock()
	defer l.write.Unlock()
	message := append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...)
	if _, err := l.conn.Write(message); err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, os.ErrClosed) {
		return // the other end is gone; serve notices
	}
}
