package stage

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Waits is how long the window's goroutine kept others waiting, sorted, while
// something was done.
type Waits []time.Duration

// At gives the wait that a share of all waits does not exceed.
func (w Waits) At(share float64) time.Duration {
	if len(w) == 0 {
		return 0
	}
	return w[min(int(share*float64(len(w))), len(w)-1)]
}

// Waiting does something, waits until the window is settled, and tells how long
// its goroutine kept others waiting meanwhile. The program must have been
// started with BADGEKILN_WAITS naming file.
func (p *Program) Waiting(file string, do func() error) (Waits, error) {
	waits, _, err := p.WaitingAndBusy(file, do)
	return waits, err
}

// WaitingAndBusy is Waiting that also tells how much of the processor the
// window's goroutine had between two looks: how long inputs would wait if
// nothing else ran.
func (p *Program) WaitingAndBusy(file string, do func() error) (waits, busy Waits, err error) {
	from := time.Now().UnixMicro()
	if err := errors.Join(do(), p.Settled()); err != nil {
		return nil, nil, err
	}
	to := time.Now().UnixMicro()
	f, err := os.Open(file) // #nosec G304 -- the trial's own
	if err != nil {
		return nil, nil, fmt.Errorf("read the waits: %w", err)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var asked, took, had int64
		if _, err := fmt.Sscan(lines.Text(), &asked, &took, &had); err == nil && asked+took >= from && asked <= to {
			waits = append(waits, time.Duration(took)*time.Microsecond)
			busy = append(busy, time.Duration(had)*time.Microsecond)
		}
	}
	slices.Sort(waits)
	slices.Sort(busy)
	return waits, busy, nil
}

// CPU is how much of the processor the program took so far, in hundredths of a
// second (proc(5): utime and stime of /proc/PID/stat).
func (p *Program) CPU() (time.Duration, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.PID()))
	if err != nil {
		return 0, fmt.Errorf("read the program's time: %w", err)
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("read the program's time: too short")
	}
	var user, system int64
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		return 0, fmt.Errorf("read the program's time: %w", err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil
}

// DragAlong presses where a path begins and follows it for so many steps, one
// in a fiftieth of a second, as a hand does.
func (p *Program) DragAlong(steps int, path func(step int) (x, y float64)) error {
	p.Clicks++
	x, y := path(0)
	args := []string{"mousemove", px(x), px(y), "mousedown", "1"}
	for i := 1; i <= steps; i++ {
		x, y = path(i)
		args = append(args, "mousemove", px(x), px(y), "sleep", "0.02")
	}
	return p.xdotool(append(args, "mouseup", "1")...)
}

// Resize gives the window a size, at the upper left corner of the screen.
func (p *Program) Resize(w, h int) error {
	return p.xdotool("search", "--onlyvisible", "--name", "Badgekiln", "windowmove", "0", "0", "windowsize", px(float64(w)), px(float64(h)))
}
