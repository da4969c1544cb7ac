package main

import (
	"os"
	"path/filepath"
	"time"
)

// As in Go's own cache, entries of the written layer that were not used for long are removed. The
// layer that is only read never changes.
const (
	day       = 24 * time.Hour
	forgotten = 30 * day
)

// used notes in the files' times that an entry was asked for, exact to a day.
func used(paths ...string) {
	now := time.Now()
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > day {
			_ = os.Chtimes(path, now, now)
		}
	}
}

// tidy removes old entries, once a day. If another program still needs one, go builds it again.
func tidy(folder string, now time.Time) {
	mark := filepath.Join(folder, "tidied")
	if info, err := os.Stat(mark); err == nil && now.Sub(info.ModTime()) < day {
		return
	}
	if os.WriteFile(mark, nil, 0o600) != nil || os.Chtimes(mark, now, now) != nil {
		return // there is no such folder yet, or it is not ours
	}
	files, _ := filepath.Glob(filepath.Join(folder, "??", "*"))
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && now.Sub(info.ModTime()) > forgotten {
			_ = os.Remove(file)
		}
	}
}
