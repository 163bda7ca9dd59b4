package trials

import (
	"os"
	"syscall"
)

// peak is the most memory a finished process ever held, in bytes.
func peak(p *os.ProcessState) int64 {
	usage, _ := p.SysUsage().(*syscall.Rusage)
	return usage.Maxrss << 10
}
