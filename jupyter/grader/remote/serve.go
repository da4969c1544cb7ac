package remote

import (
	"fmt"
	"net"
	"os"
	"reflect"
	"slices"
)

// Serve connects to a check and answers its calls of these functions until the check is done.
func Serve(socket string, functions map[string]any) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		fmt.Fprintln(os.Stderr, "The check cannot be reached:", err)
		os.Exit(1)
	}
	l := newLink(conn, 0)
	names := []string{}
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		l.names[name] = l.keep(reflect.ValueOf(functions[name]))
	}
	_ = l.serve() // returns when the check ends
}
