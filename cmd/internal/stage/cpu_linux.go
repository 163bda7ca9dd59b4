package stage

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// CPU is how much of the processor all threads of the program took so far.
func (p *Program) CPU() (time.Duration, error) {
	const ofProcess = 2 // the clock of another process is named so, see clock_getcpuclockid(3)
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^p.PID()<<3|ofProcess), &t); err != nil { // #nosec G115 -- process ids have 22 bits
		return 0, fmt.Errorf("read the program's time: %w", err)
	}
	return time.Duration(t.Nano()), nil
}
