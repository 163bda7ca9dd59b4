//go:build !unix

package engine

import "errors"

// fifo makes a pipe that has a name, which there is not here.
func fifo(string) error { return errors.ErrUnsupported }
