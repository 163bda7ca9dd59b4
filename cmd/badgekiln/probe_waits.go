//go:build probe

package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// listen tells how long the window's goroutine keeps others waiting: every few
// milliseconds it asks to be called, and appends to the file that
// BADGEKILN_WAITS names when it asked (Unix time), how long it took, and how much
// of the processor that goroutine had since it was asked before, all in
// microseconds. It rests as the probe does. How often the window was painted
// stands in a file of that name with ".paints" behind it, at any time. What comes after an input waits as long as this does; on a busy
// machine the last figure tells how long it would wait on another.
func listen() {
	path := os.Getenv("BADGEKILN_WAITS")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // #nosec G304 -- named by the trial
	if err != nil {
		return
	}
	tellPaints(path + ".paints")
	go func() {
		var before time.Duration
		for {
			if rests(path) {
				time.Sleep(20 * time.Millisecond)
				continue
			}
			asked, had := time.Now(), before
			fyne.DoAndWait(func() { before = worked() })
			if _, err := fmt.Fprintln(f, asked.UnixMicro(), time.Since(asked).Microseconds(), (before - had).Microseconds()); err != nil {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
}

// tellPaints writes how often the window was painted into a file, each time.
func tellPaints(path string) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // #nosec G304 -- named by the trial
	if err != nil {
		return
	}
	n := 0
	kit.OnPaint(func() {
		n++
		_, _ = f.WriteAt([]byte(strconv.Itoa(n)), 0)
	})
}
