// Command speed is gdlab's side of bench/speed.py. It reads one JSON request a line and answers
// each with one line, so that the driver can let it and the peers take turns while both stay warm.
// It uses nothing but gdkit's public names.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// A request is what the driver wants.
type request struct {
	Do    string // load, values, time or read
	Calls int    // time: how many units of work to do; read: how many goroutines
	Large bool   // read: from large pages
	task         // load; read: N numbers
}

// An answer holds numbers to compare with the peer's, or seconds for one unit of work.
type answer struct {
	Values  []float64 `json:"values,omitempty"`
	Seconds float64   `json:"seconds,omitempty"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

func serve() error {
	in, out := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	var w work
	var r reader
	for in.Scan() {
		var req request
		if err := json.Unmarshal(in.Bytes(), &req); err != nil {
			return err
		}
		var a answer
		switch req.Do {
		case "load":
			w = nil // the old data may go before the new ones come
			var err error
			if w, err = req.load(); err != nil {
				return err
			}
		case "values":
			a.Values = w.values()
		case "time":
			a.Seconds = w.time(req.Calls)
		case "read":
			a.Seconds = r.time(req.N, req.Calls, req.Large)
		default:
			return fmt.Errorf("unknown request %q", req.Do)
		}
		if err := out.Encode(a); err != nil {
			return err
		}
	}
	return in.Err()
}
