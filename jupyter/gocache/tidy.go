package main

import (
	"os"
	"path/filepath"
	"time"
)

// Like Go's own cache, the written layer forgets what nobody has used for a while. The read
// one is never touched.
const (
	day       = 24 * time.Hour
	forgotten = 30 * day
)

// used remembers that an entry was asked for, to the day.
func used(paths ...string) {
	now := time.Now()
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > day {
			_ = os.Chtimes(path, now, now)
		}
	}
}

// tidy looks once a day. What goes while another program reads it is built again.
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
