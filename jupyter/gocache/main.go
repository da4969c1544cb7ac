// Command gocache is a build cache for the go command (GOCACHEPROG) in two layers: one that is
// only read, which all users or sandboxes share, and one that is written, which belongs to a
// single one. A student's program can neither change what another's is built from, nor read what
// was built for anybody else.
//
//	gocache READ [WRITE]        looks in WRITE, then in READ; new entries go to WRITE
//	gocache -gather READ WRITE  also copies to WRITE what it finds in READ
//
// Both folders have the form of Go's own cache. Without WRITE it is gdlab/build in the user's cache
// folder. With -gather set-up makes the layer that is shared.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The messages are those of cmd/go/internal/cacheprog.
type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64
	Err           string     `json:",omitempty"`
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

type cache struct {
	read, write string
	gather      bool
}

func main() {
	args := os.Args[1:]
	c := cache{}
	if len(args) > 0 && args[0] == "-gather" {
		c.gather, args = true, args[1:]
	}
	if folder, err := os.UserCacheDir(); len(args) == 1 && err == nil {
		args = append(args, filepath.Join(folder, "gdlab", "build"))
	}
	if len(args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gocache [-gather] READ WRITE (WRITE may be left out where HOME is set)")
		os.Exit(2)
	}
	c.read, c.write = args[0], args[1]
	if err := c.serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gocache:", err)
		os.Exit(1)
	}
	tidy(c.write, time.Now())
}

func (c cache) serve(in io.Reader, out io.Writer) error {
	requests, answers := json.NewDecoder(bufio.NewReaderSize(in, 1<<16)), bufio.NewWriter(out)
	reply := func(r response) error {
		return errors.Join(json.NewEncoder(answers).Encode(r), answers.Flush())
	}
	if err := reply(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	for {
		var q request
		if err := requests.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		r := response{}
		switch q.Command {
		case "get":
			r = c.get(q)
		case "put":
			body := []byte{}
			if q.BodySize > 0 { // comes as a JSON string of its own
				if err := requests.Decode(&body); err != nil {
					return err
				}
			}
			r = c.put(q, body)
		case "close":
			return reply(response{ID: q.ID})
		default:
			r.Err = "unknown command " + q.Command
		}
		r.ID = q.ID
		if err := reply(r); err != nil {
			return err
		}
	}
}

// entry is where Go's cache keeps an action (-a) or an output (-d).
func entry(folder string, id []byte, kind string) string {
	name := hex.EncodeToString(id)
	return filepath.Join(folder, name[:2], name+kind)
}

func (c cache) get(q request) response {
	for _, folder := range []string{c.write, c.read} {
		action, err := os.ReadFile(entry(folder, q.ActionID, "-a"))
		if err != nil {
			continue
		}
		// v1 ACTION OUTPUT SIZE TIME
		fields := strings.Fields(string(action))
		if len(fields) != 5 || fields[0] != "v1" {
			continue
		}
		output, err1 := hex.DecodeString(fields[2])
		size, err2 := strconv.ParseInt(fields[3], 10, 64)
		nano, err3 := strconv.ParseInt(fields[4], 10, 64)
		if errors.Join(err1, err2, err3) != nil || len(output) == 0 {
			continue
		}
		path := entry(folder, output, "-d")
		if info, err := os.Stat(path); err != nil || info.Size() != size {
			continue
		}
		if c.gather && folder == c.read {
			to := entry(c.write, output, "-d")
			if bring(path, to) != nil || store(entry(c.write, q.ActionID, "-a"), action) != nil {
				continue
			}
			path = to
		}
		if folder == c.write {
			used(entry(c.write, q.ActionID, "-a"), path)
		}
		at := time.Unix(0, nano)
		return response{OutputID: output, Size: size, Time: &at, DiskPath: path}
	}
	return response{Miss: true}
}

func (c cache) put(q request, body []byte) response {
	if len(q.ActionID) == 0 || len(q.OutputID) == 0 {
		return response{Err: "an entry has no name"}
	}
	path := entry(c.write, q.OutputID, "-d")
	action := fmt.Sprintf("v1 %x %x %20d %20d\n", q.ActionID, q.OutputID, len(body), time.Now().UnixNano())
	if err := errors.Join(store(path, body), store(entry(c.write, q.ActionID, "-a"), []byte(action))); err != nil {
		return response{Err: err.Error()}
	}
	return response{DiskPath: path}
}

// store writes a new file and renames it, because several go commands may run at the same time.
func store(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "new-")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// bring links a file to a second name, or copies it if that is on another disk.
func bring(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.Link(from, to); err == nil || errors.Is(err, os.ErrExist) {
		return nil
	}
	body, err := os.ReadFile(from)
	return errors.Join(err, store(to, body))
}
