package outbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// NewWorker draws the name under which a run leases. It tells other programs on
// this computer which process it was, so that they need not wait for the leases of
// one that was killed.
func NewWorker(random io.Reader) (string, error) {
	raw := make([]byte, 8)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("name worker: %w", err)
	}
	return here() + "-" + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(raw), nil
}

// here tells this computer, since it was started, from others; and containers,
// which count processes for themselves, from each other.
func here() string {
	host, _ := os.Hostname() // one without a name is like another: then leases run out
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	space, _ := os.Readlink("/proc/self/ns/pid")
	sum := sha256.Sum256([]byte(host + "\n" + string(boot) + "\n" + space))
	return hex.EncodeToString(sum[:6])
}

// Ended tells whether the process of a worker is surely gone. A process of another
// computer, or one that has the number now, counts as alive.
func Ended(worker string) bool {
	place, rest, _ := strings.Cut(worker, "-")
	number, _, _ := strings.Cut(rest, "-")
	pid, err := strconv.Atoi(number)
	if err != nil || pid <= 0 || place != here() || pid == os.Getpid() {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil { // where processes are opened, there is none
		return runtime.GOOS == "windows"
	}
	defer func() { _ = p.Release() }()
	if runtime.GOOS == "windows" {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH)
}
