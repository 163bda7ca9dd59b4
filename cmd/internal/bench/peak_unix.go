//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// peakMB is the most memory a finished process held, in MB.
func peakMB(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // bytes there, kilobytes elsewhere
		return usage.Maxrss >> 20
	}
	return usage.Maxrss >> 10
}

// worked is the processor's time of this process so far.
func worked() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
