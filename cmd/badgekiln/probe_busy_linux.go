//go:build probe

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// worked is how long the calling thread has had the processor. On the window's
// goroutine, which keeps its thread, it does not count what others do meanwhile.
func worked() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
