//go:build probe

package main

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
)

// listen tells how long the window's goroutine keeps others waiting: every few
// milliseconds it asks to be called, and appends to the file that
// BADGEKILN_WAITS names when it asked (Unix time) and how long it took, both in
// microseconds. What comes after an input waits as long as this does.
func listen() {
	path := os.Getenv("BADGEKILN_WAITS")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // #nosec G304 -- named by the trial
	if err != nil {
		return
	}
	go func() {
		for {
			asked := time.Now()
			fyne.DoAndWait(func() {})
			if _, err := fmt.Fprintln(f, asked.UnixMicro(), time.Since(asked).Microseconds()); err != nil {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
}
