package stage

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
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

// Mean is their mean.
func (w Waits) Mean() time.Duration {
	var sum time.Duration
	for _, d := range w {
		sum += d
	}
	return sum / time.Duration(max(len(w), 1))
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

// Rest has the probe do nothing, or go on, so that what the window costs can be
// told without it.
func (p *Program) Rest(on bool) error {
	var errs []error
	for _, name := range []string{p.probe, p.waits} {
		if name == "" {
			continue
		}
		if on {
			errs = append(errs, os.WriteFile(name+".rest", nil, 0o600))
		} else if err := os.Remove(name + ".rest"); !os.IsNotExist(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Button holds the first button down, or lets it go.
func (p *Program) Button(down bool) error {
	if down {
		p.Clicks++
		return p.xdotool("mousedown", "1")
	}
	return p.xdotool("mouseup", "1")
}

// Resize gives the window a size, at the upper left corner of the screen.
func (p *Program) Resize(w, h int) error {
	return p.xdotool("search", "--onlyvisible", "--name", "Badgekiln", "windowmove", "0", "0", "windowsize", px(float64(w)), px(float64(h)))
}
