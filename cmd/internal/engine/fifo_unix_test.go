//go:build unix

package engine

import "syscall"

// fifo makes a pipe that has a name: a file that is read for ever.
func fifo(path string) error { return syscall.Mkfifo(path, 0o600) }
