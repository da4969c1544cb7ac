// Package testkit has what the tests of several packages share.
package testkit

import (
	"runtime"
	"testing"
	"time"
)

// Settled waits a little for goroutines that are about to end, and reports those that don't.
func Settled(t testing.TB, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines are left, before there were %d", runtime.NumGoroutine(), before)
}
