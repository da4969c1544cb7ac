package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTidyForgetsWhatNobodyUses(t *testing.T) {
	c := cache{read: t.TempDir(), write: t.TempDir()}
	now := time.Now()
	for id, age := range map[byte]time.Duration{1: time.Hour, 2: 29 * day, 3: 31 * day, 4: 31 * day} {
		q := request{ActionID: []byte{id}, OutputID: []byte{id, id}}
		if r := c.put(q, []byte{id}); r.Err != "" {
			t.Fatal(r.Err)
		}
		for _, file := range []string{entry(c.write, q.ActionID, "-a"), entry(c.write, q.OutputID, "-d")} {
			if err := os.Chtimes(file, now, now.Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.get(request{ActionID: []byte{4}}) // used, so kept
	tidy(c.write, now)
	for id, want := range map[byte]bool{1: true, 2: true, 3: false, 4: true} {
		if r := c.get(request{ActionID: []byte{id}}); r.Miss == want {
			t.Errorf("entry %d: %+v, want there: %v", id, r, want)
		}
	}
	before := files(t, c.write)
	tidy(c.write, now.Add(day/2)) // not again on the same day
	tidy(c.write, now.Add(day/2))
	if files(t, c.write) != before {
		t.Error("it looks more than once a day")
	}
	tidy(c.write, now.Add(40*day))
	if files(t, c.write) != 0 {
		t.Error("something is left after 40 days without use")
	}
	tidy(filepath.Join(t.TempDir(), "none"), now)
}
