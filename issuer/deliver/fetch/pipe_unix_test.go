//go:build unix

package fetch_test

import (
	"syscall"
	"testing"
)

// pipe makes a pipe that nobody writes to: to open it would wait for ever.
func pipe(t *testing.T, name string) {
	t.Helper()
	if err := syscall.Mkfifo(name, 0o644); err != nil {
		t.Fatal(err)
	}
}
