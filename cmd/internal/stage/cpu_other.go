//go:build !linux

package stage

import (
	"errors"
	"time"
)

// CPU is not known here.
func (p *Program) CPU() (time.Duration, error) {
	return 0, errors.New("read the program's time: only Linux tells it")
}
