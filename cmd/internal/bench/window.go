package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/cmd/internal/stage"
)

// window measures the real window under a display of its own: how long until
// it can be worked, for the first time and again, and the memory it holds at
// rest. Without such a display it says so.
func window(ctx context.Context) error {
	if missing := stage.Missing(); len(missing) > 0 {
		fmt.Printf("\nThe window is not measured: %s missing.\n", strings.Join(missing, ", "))
		return nil
	}
	return onStage(ctx, func(d *stage.Display, dir, bin string) error { return windowOn(ctx, d, dir, bin) })
}

// windowOn does that with the window bin on a display.
func windowOn(ctx context.Context, d *stage.Display, dir, bin string) error {
	fmt.Println("\nThe window, drawn by the processor")
	home := filepath.Join(dir, "home")
	for _, when := range []string{"up, cold (nothing in the page cache)", "up, warm", "up, warm again"} {
		if strings.Contains(when, "cold") {
			forget() // best effort: only an administrator may
		}
		begin := time.Now()
		p, err := d.Start(ctx, bin, home, nil)
		if err != nil {
			return err
		}
		took := time.Since(begin)
		err = p.Settled()
		peak, now := memory(p.PID())
		fmt.Printf("%-38s %6d ms   at rest %d MB (peak %d MB)\n", when, took.Milliseconds(), now, peak)
		if err = errors.Join(err, p.Stop()); err != nil {
			return err
		}
	}
	return nil
}

// forget empties the page cache, where the system lets us.
func forget() {
	_ = os.WriteFile("/proc/sys/vm/drop_caches", []byte("3"), 0o600)
}

// memory gives the peak and the present memory of a process in MB.
func memory(pid int) (peak, now int) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // #nosec G304 G703 -- our own child
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(data)) {
		var kb int
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kb); err == nil {
			peak = kb >> 10
		}
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			now = kb >> 10
		}
	}
	return peak, now
}
