package rows

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A watched is an open file that should stay as it is while it is read again and again.
type watched struct {
	*os.File
	name     string // without folders, for messages
	size     int64
	modified time.Time
}

// watch opens a file.
func watch(path string) (*watched, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("gdkit: %w", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file that can be read from any place", path)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("gdkit: %w", err)
	}
	return &watched{File: f, name: filepath.Base(path), size: info.Size(), modified: info.ModTime()}, nil
}

// check reports rows that can't be read from src, which is in the file. That the file has changed
// is looked at with the first and with the last row.
func (f *watched) check(src Source, first int, x, y []float64) error {
	if err := CheckRead(f.name, src, first, x, y); err != nil {
		return err
	}
	if m, _ := src.Dims(); first == 0 || first+len(y) == m {
		return f.unchanged()
	}
	return nil
}

// unchanged reports another length or time of change than when the file was opened.
func (f *watched) unchanged() error {
	info, err := f.Stat()
	if err != nil {
		return f.explain(err)
	}
	if info.Size() != f.size || !info.ModTime().Equal(f.modified) {
		return fmt.Errorf("gdkit: %s has changed since it was opened (%d bytes then, %d now); open it again",
			f.name, f.size, info.Size())
	}
	return nil
}

// explain says in one sentence why reading failed.
func (f *watched) explain(err error) error {
	switch {
	case errors.Is(err, os.ErrClosed):
		return fmt.Errorf("gdkit: %s is closed, want it open as long as it is read (%w)",
			f.name, os.ErrClosed)
	case err == io.EOF:
		return fmt.Errorf("gdkit: %s ends too early: it has become shorter since it was opened; open it again",
			f.name)
	}
	return fmt.Errorf("gdkit: reading %s: %w", f.name, err)
}
